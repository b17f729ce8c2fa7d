/*
 * test_doctor.c - what the doctor says of instances that have a file, and what it removes.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/doctor_fixture.h"

static void end_player(pid_t player)
{
    child_kill(player);
    assert_int_equal(instance_reap("test", 0), 0);
}

static void where_nothing_is_nothing_is_found(void **state)
{
    const struct fixture *fixture = *state;
    struct doctor_finding finding;

    assert_int_equal(doctor_count("test", &finding), 0);
    assert_int_equal(rmdir(fixture->directory), 0);
    assert_int_equal(doctor_count("test", &finding), 0);
    assert_int_equal(mkdir(fixture->directory, 0700), 0);
}

static void a_running_player_is_described_and_left_alone(void **state)
{
    static const uint16_t values[SEM_COUNT] = {FIXTURE_SLOTS, 0, 0, 0, 0, 1, 1, 0, 1};
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    struct doctor_finding finding = doctor_expect(DOCTOR_RUNNING, true);
    struct cmdq queues;
    pid_t owner;

    assert_int_equal(finding.player, player);
    assert_memory_equal(finding.values.value, values, sizeof(values));
    assert_true(finding.seats[DOCTOR_PLAYER].taken && finding.seats[DOCTOR_PLAYER].lives);
    assert_int_equal(finding.seats[DOCTOR_PLAYER].last, player);
    assert_false(finding.seats[DOCTOR_PRODUCER].taken || finding.seats[DOCTOR_CONSUMER].taken);
    assert_int_equal(finding.seats[DOCTOR_PRODUCER].last, 0);
    assert_int_equal(finding.objects[DOCTOR_SEGMENT].attached, 1);
    assert_int_equal(finding.objects[DOCTOR_SEGMENT].bytes,
                     RING_SLOTS_OFFSET + FIXTURE_SLOTS * FIXTURE_SLOT_BYTES);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_int_equal(finding.objects[i].key, fixture_key(fixture, INSTANCE_PROJECT_FIRST, i));

    assert_int_equal(instance_open_queues("test", &queues, &owner), 0);
    assert_int_equal(finding.objects[DOCTOR_REQUESTS].id, queues.requests);
    assert_int_equal(cmdq_send(&queues, "1", "status", NULL), 0);
    assert_int_equal(cmdq_send(&queues, "2", "status", NULL), 0);
    finding = doctor_expect(DOCTOR_RUNNING, true);
    assert_int_equal(finding.objects[DOCTOR_REQUESTS].messages, 2);
    assert_true(finding.objects[DOCTOR_REQUESTS].bytes > 20);
    assert_int_equal(finding.objects[DOCTOR_REPLIES].messages, 0);

    assert_false(doctor_is_dead(&finding));
    doctor_expect_refusal(&finding);
    end_player(player);
}

static void a_player_that_has_written_no_record_yet_is_starting(void **state)
{
    const struct fixture *fixture = *state;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct doctor_finding finding;
    int ready[2];
    char byte;
    pid_t player;

    fixture_write(fixture, "");
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    player = child_fork();
    if (player == 0) {
        int file = open(fixture->path, O_RDWR | O_CLOEXEC);

        if (fcntl(file, F_SETLK, &lock) == 0 && write(ready[1], "", 1) == 1)
            pause();
        _exit(1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    finding = doctor_expect(DOCTOR_STARTING, true);
    assert_int_equal(finding.player, player);
    doctor_expect_refusal(&finding);

    /* With a predecessor's record. */
    fixture_write(fixture, "rondo 1\npid 1\nproject 82\nsegment 1\nset 1\nrequests 1\nreplies 1\n");
    finding = doctor_expect(DOCTOR_STARTING, true);
    assert_int_equal(finding.player, player);
    close(ready[0]);
    close(ready[1]);
    child_kill(player);
    finding = doctor_expect(DOCTOR_DEAD, true);
    doctor_expect_reaped(&finding);
}

static void an_object_removed_under_a_player_is_seen(void **state)
{
    (void)state;
    for (int kind = 0; kind < DOCTOR_OBJECTS; kind++) {
        pid_t player = fixture_start_player("test");
        struct doctor_finding finding = doctor_expect(DOCTOR_RUNNING, true);

        assert_int_equal(doctor_remove(&finding, kind), 0);
        finding = doctor_expect(DOCTOR_DAMAGED, true);
        for (int i = 0; i < DOCTOR_OBJECTS; i++)
            assert_int_equal(finding.objects[i].there, i != kind);
        assert_int_equal(finding.player, player);
        assert_false(doctor_is_dead(&finding));
        doctor_expect_refusal(&finding);
        end_player(player);
    }
}

static void what_a_dead_player_left_is_told_and_removed(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    struct doctor_finding finding;
    key_t key = fixture_key(fixture, 1, 0);

    child_kill(player);
    finding = doctor_expect(DOCTOR_DEAD, true);
    assert_int_equal(finding.player, player);
    assert_int_equal(finding.seats[DOCTOR_PLAYER].last, player);
    assert_false(finding.seats[DOCTOR_PLAYER].taken || finding.seats[DOCTOR_PLAYER].lives);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        assert_true(finding.objects[i].there);
    assert_int_equal(fixture_count(key), 4);
    doctor_expect_reaped(&finding);
    assert_int_equal(fixture_count(key), 0);
    assert_int_equal(access(fixture->path, F_OK), -1);
}

static void what_a_dead_player_has_lost_before_is_said_to_be_gone(void **state)
{
    pid_t player = fixture_start_player("test");
    struct doctor_finding finding = doctor_expect(DOCTOR_RUNNING, true);
    struct doctor_finding dead;

    (void)state;
    assert_int_equal(doctor_remove(&finding, DOCTOR_SET), 0);
    assert_int_equal(doctor_remove(&finding, DOCTOR_REPLIES), 0);
    child_kill(player);
    dead = doctor_expect(DOCTOR_DEAD, true);
    for (int i = 0; i < DOCTOR_OBJECTS; i++) {
        assert_int_equal(dead.objects[i].there, i != DOCTOR_SET && i != DOCTOR_REPLIES);
        assert_int_equal(dead.objects[i].id, finding.objects[i].id);
    }
    doctor_expect_reaped(&dead);
}

static void a_child_in_its_seat_is_named_and_keeps_the_objects(void **state)
{
    static const enum sem_index semaphores[] = {SEM_PRODUCER, SEM_CONSUMER};
    static const int seats[] = {DOCTOR_PRODUCER, DOCTOR_CONSUMER};

    (void)state;
    for (int i = 0; i < 2; i++) {
        pid_t player = fixture_start_player("test");
        pid_t child = fixture_start_child(semaphores[i]);
        struct doctor_finding finding;

        child_kill(player);
        finding = doctor_expect(DOCTOR_ENDING, true);
        assert_true(finding.seats[seats[i]].taken && finding.seats[seats[i]].lives);
        assert_int_equal(finding.seats[seats[i]].last, child);
        assert_int_equal(finding.seats[DOCTOR_PLAYER].last, player);
        assert_true(doctor_is_dead(&finding));
        doctor_expect_refusal(&finding);
        child_kill(child);
        finding = doctor_expect(DOCTOR_DEAD, true);
        assert_int_equal(finding.seats[seats[i]].last, child);
        doctor_expect_reaped(&finding);
    }
}

static void a_file_that_names_nothing_is_dead_too(void **state)
{
    static const char *const texts[] = {
        "",
        "garbage\n",
        "rondo 1\npid 4711\nproject 82\nsegment -1\nset -1\nrequests -1\nreplies -1\n",
        "rondo 1\npid 4711\nproject 82\nsegment 99\nset 99\nrequests 99\nreplies 99\n",
    };
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct doctor_finding finding;

        fixture_write(fixture, texts[i]);
        finding = doctor_expect(DOCTOR_DEAD, true);
        for (int k = 0; k < DOCTOR_OBJECTS; k++)
            assert_false(finding.objects[k].there);
        doctor_expect_reaped(&finding);
        assert_int_equal(access(fixture->path, F_OK), -1);
    }
}

static void a_file_that_cannot_be_trusted_is_left_alone(void **state)
{
    const struct fixture *fixture = *state;
    struct doctor_finding finding;
    bool removed[DOCTOR_OBJECTS];

    assert_int_equal(symlink("/dev/null", fixture->path), 0);
    finding = doctor_expect(DOCTOR_REFUSED, true);
    assert_int_equal(finding.error, -EPERM);
    assert_false(doctor_is_dead(&finding));
    assert_int_equal(doctor_reap(&finding, removed), -EPERM);
    assert_int_equal(unlink(fixture->path), 0);
}

static void a_directory_that_is_open_to_others_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    struct doctor_findings findings;

    assert_int_equal(chmod(fixture->directory, 0711), 0);
    assert_int_equal(doctor_find(&findings), -EPERM);
    assert_int_equal(chmod(fixture->directory, 0700), 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(where_nothing_is_nothing_is_found),
        WITH_FIXTURE(a_running_player_is_described_and_left_alone),
        WITH_FIXTURE(a_player_that_has_written_no_record_yet_is_starting),
        WITH_FIXTURE(an_object_removed_under_a_player_is_seen),
        WITH_FIXTURE(what_a_dead_player_left_is_told_and_removed),
        WITH_FIXTURE(what_a_dead_player_has_lost_before_is_said_to_be_gone),
        WITH_FIXTURE(a_child_in_its_seat_is_named_and_keeps_the_objects),
        WITH_FIXTURE(a_file_that_names_nothing_is_dead_too),
        WITH_FIXTURE(a_file_that_cannot_be_trusted_is_left_alone),
        WITH_FIXTURE(a_directory_that_is_open_to_others_is_refused),
    };
    return cmocka_run_group_tests_name("doctor", tests, fixture_isolate, NULL);
}
