/*
 * test_instance_reap.c - what a dead player leaves is removed, and what is not its own is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "tests/unit/instance_fixture.h"

static void the_objects_of_a_killed_player_make_room_for_the_next(void **state)
{
    const struct fixture *fixture = *state;
    struct instance_record dead;
    struct shmid_ds segment;
    struct msqid_ds queue;

    child_kill(fixture_start_player("test"));
    assert_int_equal(instance_read("test", &dead), 0);
    assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), 4);
    fixture_next_player(fixture, 0);
    assert_int_equal(shmctl(dead.segment, IPC_STAT, &segment), -1);
    assert_int_equal(semctl(dead.set, 0, GETVAL), -1);
    assert_int_equal(msgctl(dead.requests, IPC_STAT, &queue), -1);
    assert_int_equal(msgctl(dead.replies, IPC_STAT, &queue), -1);
}

static void reaping_removes_all_and_the_file(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    key_t key = fixture_key(fixture, 1, 0);

    assert_int_equal(instance_reap("test", 0), -EBUSY);
    assert_int_equal(fixture_count(key), 4);
    child_kill(player);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(fixture_count(key), 0);
    assert_int_equal(access(fixture->path, F_OK), -1);
    assert_int_equal(instance_reap("test", 0), -ENOENT);
}

static void what_is_left_of_what_is_left_is_removed_too(void **state)
{
    const struct fixture *fixture = *state;
    struct instance_record dead;

    child_kill(fixture_start_player("test"));
    assert_int_equal(instance_read("test", &dead), 0);
    assert_int_equal(semctl(dead.set, 0, IPC_RMID), 0);
    assert_int_equal(msgctl(dead.requests, IPC_RMID, NULL), 0);
    assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), 2);
    fixture_next_player(fixture, 0);
}

static void a_child_in_its_seat_keeps_the_objects(void **state)
{
    const struct fixture *fixture = *state;
    static const enum sem_index seats[] = {SEM_PRODUCER, SEM_CONSUMER};
    struct instance instance;
    pid_t owner;

    for (int i = 0; i < 2; i++) {
        pid_t player = fixture_start_player("test");
        key_t key = fixture_key(fixture, 1, 0);
        pid_t child = fixture_start_child(seats[i]);

        child_kill(player);
        assert_int_equal(instance_reap("test", 0), -EBUSY);
        assert_int_equal(fixture_create("test", &instance, &owner), -EBUSY);
        assert_int_equal(owner, child);
        assert_int_equal(fixture_count(key), 4);
        child_kill(child);
        fixture_next_player(fixture, 0);
    }
}

static void a_child_that_is_just_ending_is_waited_for(void **state)
{
    const struct fixture *fixture = *state;
    pid_t player = fixture_start_player("test");
    key_t key = fixture_key(fixture, 1, 0);
    pid_t child = fixture_start_child(SEM_PRODUCER);
    pid_t reaper;

    child_kill(player);
    reaper = child_fork();
    if (reaper == 0)
        _exit(instance_reap("test", 60000) == 0 ? 0 : 1);
    child_wait_asleep(reaper);
    child_kill(child);
    assert_int_equal(child_wait(reaper), 0);
    assert_int_equal(fixture_count(key), 0);
}

static void a_file_of_garbage_is_taken_over(void **state)
{
    static const char *const texts[] = {"", "\n", "garbage\n", "rondo 1\npid 1\n"};
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        fixture_write(fixture, texts[i]);
        fixture_next_player(fixture, 0);
        fixture_write(fixture, texts[i]);
        assert_int_equal(instance_reap("test", 0), 0);
        assert_int_equal(access(fixture->path, F_OK), -1);
    }
}

static void a_record_with_the_ids_of_others_removes_nothing(void **state)
{
    const struct fixture *fixture = *state;
    int segment = shmget(IPC_PRIVATE, 4096, 0600);
    int set = semget(IPC_PRIVATE, SEM_COUNT, 0600);
    int queue = msgget(IPC_PRIVATE, 0600);
    int other = msgget(IPC_PRIVATE, 0600);
    char text[256];

    snprintf(text, sizeof(text),
             "rondo 1\npid %d\nproject 82\nsegment %d\nset %d\nrequests %d\nreplies %d\n", getpid(),
             segment, set, queue, other);
    fixture_write(fixture, text);
    fixture_next_player(fixture, 0);
    assert_int_equal(shmctl(segment, IPC_RMID, NULL), 0);
    assert_int_equal(semctl(set, 0, IPC_RMID), 0);
    assert_int_equal(msgctl(queue, IPC_RMID, NULL), 0);
    assert_int_equal(msgctl(other, IPC_RMID, NULL), 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(the_objects_of_a_killed_player_make_room_for_the_next),
        WITH_FIXTURE(reaping_removes_all_and_the_file),
        WITH_FIXTURE(what_is_left_of_what_is_left_is_removed_too),
        WITH_FIXTURE(a_child_in_its_seat_keeps_the_objects),
        WITH_FIXTURE(a_child_that_is_just_ending_is_waited_for),
        WITH_FIXTURE(a_file_of_garbage_is_taken_over),
        WITH_FIXTURE(a_record_with_the_ids_of_others_removes_nothing),
    };
    return cmocka_run_group_tests_name("instance_reap", tests, fixture_isolate, NULL);
}
