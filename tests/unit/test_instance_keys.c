/*
 * test_instance_keys.c - keys that other programs have taken already.
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

/* The project numbers go from 2 to 250, in steps of four. */
enum { PROJECTS = 63, PROJECT_HIGHEST = 250 };

static void a_taken_key_moves_all_keys_on_and_its_object_stays(void **state)
{
    const struct fixture *fixture = *state;
    int taken[INSTANCE_KEYS];
    struct instance instance;
    pid_t owner;
    key_t key;

    for (int i = 0; i < INSTANCE_KEYS; i++) {
        fixture_write(fixture, "");
        key = fixture_key(fixture, INSTANCE_PROJECT_FIRST, i);
        taken[0] = shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0600);
        taken[1] = semget(key, 1, IPC_CREAT | IPC_EXCL | 0600);
        taken[2] = msgget(key, IPC_CREAT | IPC_EXCL | 0600);
        assert_int_equal(fixture_create("test", &instance, &owner), 0);
        assert_int_equal(instance.record.project, INSTANCE_PROJECT_FIRST + INSTANCE_KEYS);
        assert_int_equal(fixture_count(key), 4 + 3);
        instance_remove(&instance);
        assert_int_equal(fixture_count(key), 3);
        assert_int_equal(shmctl(taken[0], IPC_RMID, NULL), 0);
        assert_int_equal(semctl(taken[1], 0, IPC_RMID), 0);
        assert_int_equal(msgctl(taken[2], IPC_RMID, NULL), 0);
    }
}

static void all_project_numbers_are_tried_before_giving_up(void **state)
{
    const struct fixture *fixture = *state;
    int queue[PROJECTS];
    struct instance instance;
    const char *refused;
    pid_t owner;
    key_t key;

    fixture_write(fixture, "");
    key = fixture_key(fixture, 1, 0);
    for (int i = 0; i < PROJECTS; i++) {
        queue[i] = msgget(fixture_key(fixture, 2 + INSTANCE_KEYS * i, 3), IPC_CREAT | 0600);
        assert_true(queue[i] >= 0);
    }
    assert_int_equal(
        instance_create("test", FIXTURE_SLOTS, FIXTURE_SLOT_BYTES, &instance, &owner, &refused),
        -EEXIST);
    assert_string_equal(refused, "message queues");
    assert_int_equal(fixture_count(key), PROJECTS);
    assert_int_equal(access(fixture->path, F_OK), -1);
    for (int i = 0; i < PROJECTS; i++)
        assert_int_equal(msgctl(queue[i], IPC_RMID, NULL), 0);
}

static void the_last_free_project_number_is_found(void **state)
{
    static const int last[] = {INSTANCE_PROJECT_FIRST - INSTANCE_KEYS, PROJECT_HIGHEST, 2};
    const struct fixture *fixture = *state;
    int queue[PROJECTS];
    struct instance instance;
    pid_t owner;

    for (size_t n = 0; n < sizeof(last) / sizeof(last[0]); n++) {
        fixture_write(fixture, "");
        for (int i = 0; i < PROJECTS; i++) {
            int project = 2 + INSTANCE_KEYS * i;

            queue[i] = -1;
            if (project != last[n])
                queue[i] = msgget(fixture_key(fixture, project, 2), IPC_CREAT | 0600);
        }
        assert_int_equal(fixture_create("test", &instance, &owner), 0);
        assert_int_equal(instance.record.project, last[n]);
        assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), PROJECTS - 1 + 4);
        instance_remove(&instance);
        for (int i = 0; i < PROJECTS; i++)
            msgctl(queue[i], IPC_RMID, NULL);
    }
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_taken_key_moves_all_keys_on_and_its_object_stays),
        WITH_FIXTURE(all_project_numbers_are_tried_before_giving_up),
        WITH_FIXTURE(the_last_free_project_number_is_found),
    };
    return cmocka_run_group_tests_name("instance_keys", tests, fixture_isolate, NULL);
}
