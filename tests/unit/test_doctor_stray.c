/*
 * test_doctor_stray.c - objects whose instance has no file: found by the segment's content, and
 * removed only when certainly nobody uses them.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/doctor_fixture.h"

enum { SOMEBODY_ELSE = 12345 };

/* A player of the name "test" whose file somebody has removed. */
static pid_t start_player_without_file(const struct fixture *fixture)
{
    pid_t player = fixture_start_player("test");

    assert_int_equal(unlink(fixture->path), 0);
    return player;
}

static void objects_without_a_file_are_found_by_the_segments_content(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    struct doctor_finding filed = doctor_expect(DOCTOR_RUNNING, true);
    struct doctor_finding stray;

    child_kill(player);
    assert_int_equal(unlink(fixture->path), 0);
    stray = doctor_expect(DOCTOR_DEAD, false);
    for (int i = 0; i < DOCTOR_OBJECTS; i++) {
        assert_true(stray.objects[i].there);
        assert_int_equal(stray.objects[i].id, filed.objects[i].id);
        assert_int_equal(stray.objects[i].key, filed.objects[i].key);
    }
    assert_int_equal(stray.objects[DOCTOR_SEGMENT].attached, 0);
    assert_int_equal(stray.player, player);
    doctor_expect_reaped(&stray);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_int_equal(doctor_remove(&stray, i), -1);
}

static void a_living_player_without_a_file_is_left_alone(void **state)
{
    pid_t player = start_player_without_file(*state);
    struct doctor_finding finding = doctor_expect(DOCTOR_RUNNING, false);

    assert_int_equal(finding.player, player);
    assert_int_equal(finding.objects[DOCTOR_SEGMENT].attached, 1);
    assert_false(doctor_is_dead(&finding));
    doctor_expect_refusal(&finding);
    child_kill(player);
    finding = doctor_expect(DOCTOR_DEAD, false);
    doctor_expect_reaped(&finding);
}

static void a_living_player_without_a_file_and_a_queue_is_damaged(void **state)
{
    pid_t player = start_player_without_file(*state);
    struct doctor_finding finding = doctor_expect(DOCTOR_RUNNING, false);

    assert_int_equal(doctor_remove(&finding, DOCTOR_REPLIES), 0);
    finding = doctor_expect(DOCTOR_DAMAGED, false);
    doctor_expect_refusal(&finding);
    child_kill(player);
    finding = doctor_expect(DOCTOR_DEAD, false);
    doctor_expect_reaped(&finding);
}

static void one_that_has_died_since_it_was_found_is_looked_at_again(void **state)
{
    pid_t player = start_player_without_file(*state);
    struct doctor_finding finding = doctor_expect(DOCTOR_RUNNING, false);
    bool removed[DOCTOR_OBJECTS];

    child_kill(player);
    assert_int_equal(doctor_reap(&finding, removed), 0);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_true(removed[i]);
}

static void a_child_in_its_seat_keeps_the_objects(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    pid_t child = fixture_start_child(SEM_CONSUMER);
    struct doctor_finding finding;

    child_kill(player);
    assert_int_equal(unlink(fixture->path), 0);
    finding = doctor_expect(DOCTOR_ENDING, false);
    assert_int_equal(finding.seats[DOCTOR_CONSUMER].last, child);
    doctor_expect_refusal(&finding);
    child_kill(child);
    finding = doctor_expect(DOCTOR_DEAD, false);
    doctor_expect_reaped(&finding);
}

static void whoever_is_attached_keeps_them_when_the_seats_are_gone(void **state)
{
    pid_t player = start_player_without_file(*state);
    struct doctor_finding finding = doctor_expect(DOCTOR_RUNNING, false);

    assert_int_equal(doctor_remove(&finding, DOCTOR_SET), 0);
    finding = doctor_expect(DOCTOR_ENDING, false);
    assert_false(finding.objects[DOCTOR_SET].there);
    doctor_expect_refusal(&finding);
    child_kill(player);
    finding = doctor_expect(DOCTOR_DEAD, false);
    doctor_expect_reaped(&finding);
}

/* Makes a segment of one page, with this magic and name in it. */
static int make_segment(key_t key, uint32_t magic, const char *name)
{
    int id = shmget(key, RING_SLOTS_OFFSET, IPC_CREAT | IPC_EXCL | 0600);
    struct ring_segment *segment = shmat(id, NULL, 0);

    assert_true(segment != (void *)-1);
    segment->magic = magic;
    memcpy(segment->name, name, strlen(name));
    assert_int_equal(shmdt(segment), 0);
    return id;
}

static void segments_that_are_not_rondos_are_not_looked_at(void **state)
{
    const struct fixture *fixture = *state;
    struct doctor_finding finding;
    char endless[RING_NAME_MAX + 1] = {0};
    int id[5];
    key_t key;

    memset(endless, 'a', RING_NAME_MAX);
    fixture_write(fixture, "");
    key = fixture_key(fixture, 1, 0);
    assert_int_equal(unlink(fixture->path), 0);
    id[0] = make_segment(IPC_PRIVATE, RING_MAGIC, "test");
    id[1] = make_segment(key, RING_MAGIC + 1, "test");
    id[2] = make_segment(key + 1, RING_MAGIC, "te/st");
    id[3] = make_segment(key + 2, RING_MAGIC, endless);
    id[4] = make_segment(key + 3, RING_MAGIC, "");
    assert_int_equal(doctor_count("test", &finding), 0);
    assert_int_equal(doctor_count("te/st", &finding), 0);
    assert_int_equal(doctor_count("", &finding), 0);
    for (size_t i = 0; i < sizeof(id) / sizeof(id[0]); i++)
        assert_int_equal(shmctl(id[i], IPC_RMID, NULL), 0);
}

static void what_looks_like_it_but_is_not_its_own_stays(void **state)
{
    const struct fixture *fixture = *state;
    struct doctor_finding finding;
    bool removed[DOCTOR_OBJECTS];
    int segment, set, other_queue = -1;
    key_t key;

    fixture_write(fixture, "");
    key = fixture_key(fixture, INSTANCE_PROJECT_FIRST, 0);
    segment = make_segment(key, RING_MAGIC, "test");
    set = semget(fixture_key(fixture, INSTANCE_PROJECT_FIRST, 1), 1, IPC_CREAT | 0600);
    if (geteuid() == 0) {
        struct msqid_ds status;

        other_queue = msgget(fixture_key(fixture, INSTANCE_PROJECT_FIRST, 2), IPC_CREAT | 0600);
        assert_int_equal(msgctl(other_queue, IPC_STAT, &status), 0);
        status.msg_perm.uid = SOMEBODY_ELSE;
        assert_int_equal(msgctl(other_queue, IPC_SET, &status), 0);
    }
    assert_int_equal(unlink(fixture->path), 0);
    finding = doctor_expect(DOCTOR_DEAD, false);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_int_equal(finding.objects[i].there, i == DOCTOR_SEGMENT);
    assert_int_equal(doctor_reap(&finding, removed), 0);
    assert_true(removed[DOCTOR_SEGMENT]);
    assert_int_equal(shmctl(segment, IPC_RMID, NULL), -1);
    assert_int_equal(semctl(set, 0, IPC_RMID), 0);
    if (other_queue >= 0)
        assert_int_equal(msgctl(other_queue, IPC_RMID, NULL), 0);
}

static void a_segment_of_another_user_is_not_looked_at(void **state)
{
    const struct fixture *fixture = *state;
    struct doctor_finding finding;
    struct shmid_ds status;
    int segment;

    if (geteuid() != 0)
        skip();
    fixture_write(fixture, "");
    segment = make_segment(fixture_key(fixture, INSTANCE_PROJECT_FIRST, 0), RING_MAGIC, "test");
    assert_int_equal(unlink(fixture->path), 0);
    assert_int_equal(shmctl(segment, IPC_STAT, &status), 0);
    status.shm_perm.uid = SOMEBODY_ELSE;
    assert_int_equal(shmctl(segment, IPC_SET, &status), 0);
    assert_int_equal(doctor_count("test", &finding), 0);
    assert_int_equal(shmctl(segment, IPC_RMID, NULL), 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(objects_without_a_file_are_found_by_the_segments_content),
        WITH_FIXTURE(a_living_player_without_a_file_is_left_alone),
        WITH_FIXTURE(a_living_player_without_a_file_and_a_queue_is_damaged),
        WITH_FIXTURE(one_that_has_died_since_it_was_found_is_looked_at_again),
        WITH_FIXTURE(a_child_in_its_seat_keeps_the_objects),
        WITH_FIXTURE(whoever_is_attached_keeps_them_when_the_seats_are_gone),
        WITH_FIXTURE(segments_that_are_not_rondos_are_not_looked_at),
        WITH_FIXTURE(what_looks_like_it_but_is_not_its_own_stays),
        WITH_FIXTURE(a_segment_of_another_user_is_not_looked_at),
    };
    return cmocka_run_group_tests_name("doctor_stray", tests, fixture_isolate, NULL);
}
