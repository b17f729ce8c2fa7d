/*
 * test_instance_half.c - objects that a record announces but does not name: whose are they?
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "shmring/instance_file.h"
#include "tests/unit/instance_fixture.h"

static const struct timespec long_ago[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

/* Objects with the keys of "test", made by this process, and a dead player's record of them. */
struct half_made {
    struct instance_record record;
    int segment, set, requests, replies;
};

static void record_half(const struct fixture *fixture, const struct half_made *half)
{
    int file = open(fixture->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    assert_int_equal(instance_file_write(file, &half->record), 0);
    close(file);
}

/* With set_recorded, as if the dead player's ring were there, and gone already. */
static void make_half(const struct fixture *fixture, bool set_recorded, struct half_made *half)
{
    half->record = (struct instance_record){child_dead(), 82, -1, -1, -1, -1};
    if (set_recorded) {
        half->record.segment = half->record.set = semget(IPC_PRIVATE, 1, 0600);
        assert_int_equal(semctl(half->record.set, 0, IPC_RMID), 0);
    }
    record_half(fixture, half);
    half->segment = shmget(fixture_key(fixture, 82, 0), 4096, IPC_CREAT | 0600);
    half->set = semget(fixture_key(fixture, 82, 1), SEM_COUNT, IPC_CREAT | 0600);
    half->requests = msgget(fixture_key(fixture, 82, 2), IPC_CREAT | 0600);
    half->replies = msgget(fixture_key(fixture, 82, 3), IPC_CREAT | 0600);
}

/* Removes those that are still there, and says how many they were. */
static int remove_half(const struct half_made *half)
{
    return (shmctl(half->segment, IPC_RMID, NULL) == 0) + (semctl(half->set, 0, IPC_RMID) == 0) +
           (msgctl(half->requests, IPC_RMID, NULL) == 0) +
           (msgctl(half->replies, IPC_RMID, NULL) == 0);
}

static void half_made_objects_of_others_stay(void **state)
{
    const struct fixture *fixture = *state;
    struct half_made half;

    make_half(fixture, false, &half);
    assert_int_equal(semctl(half.set, SEM_LOCK, SETVAL, 1), 0);
    fixture_next_player(fixture, 4);
    assert_int_equal(remove_half(&half), 4);
}

static void a_half_made_set_goes_only_when_new_and_never_used(void **state)
{
    const struct fixture *fixture = *state;
    struct half_made half;

    make_half(fixture, false, &half);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(semctl(half.set, 0, GETVAL), -1);
    assert_int_equal(remove_half(&half), 3);

    make_half(fixture, false, &half);
    assert_int_equal(utimensat(AT_FDCWD, fixture->path, long_ago, 0), 0);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(remove_half(&half), 4);
}

static void a_half_made_queue_goes_only_when_new_and_never_used(void **state)
{
    const struct fixture *fixture = *state;
    const struct {
        long type;
        char text[8];
    } message = {.type = 1};
    struct half_made half;

    make_half(fixture, true, &half);
    assert_int_equal(msgsnd(half.replies, &message, 1, IPC_NOWAIT), 0);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(msgctl(half.requests, IPC_RMID, NULL), -1);
    assert_int_equal(remove_half(&half), 3);

    make_half(fixture, true, &half);
    assert_int_equal(utimensat(AT_FDCWD, fixture->path, long_ago, 0), 0);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(remove_half(&half), 4);
}

static void recorded_objects_of_another_shape_stay(void **state)
{
    const struct fixture *fixture = *state;
    struct half_made half;

    make_half(fixture, false, &half);
    assert_int_equal(semctl(half.set, 0, IPC_RMID), 0);
    half.set = semget(fixture_key(fixture, 82, 1), 1, IPC_CREAT | IPC_EXCL | 0600);
    half.record.segment = half.segment;
    half.record.set = half.set;
    record_half(fixture, &half);
    assert_int_equal(msgctl(half.requests, IPC_RMID, NULL), 0);
    assert_int_equal(msgctl(half.replies, IPC_RMID, NULL), 0);
    assert_int_equal(instance_reap("test", 0), 0);
    assert_int_equal(remove_half(&half), 2);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(half_made_objects_of_others_stay),
        WITH_FIXTURE(a_half_made_set_goes_only_when_new_and_never_used),
        WITH_FIXTURE(a_half_made_queue_goes_only_when_new_and_never_used),
        WITH_FIXTURE(recorded_objects_of_another_shape_stay),
    };
    return cmocka_run_group_tests_name("instance_half", tests, fixture_isolate, NULL);
}
