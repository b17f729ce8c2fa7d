/*
 * test_instance_kill.c - a player is stopped, and killed, at every system call that it makes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/ptrace.h>

#include "tests/unit/instance_fixture.h"

static bool remove_at_end;

/* Stops a child before it begins, then lets it do `n` halves of system calls. */
static pid_t start_traced(int n, int *ret_status)
{
    pid_t child = child_fork();
    int status;

    if (child == 0) {
        struct instance instance;
        pid_t owner;
        int error;

        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
            _exit(1);
        raise(SIGSTOP);
        error = fixture_create("test", &instance, &owner);
        if (error == 0 && remove_at_end)
            instance_remove(&instance);
        _exit(-error);
    }
    status = child_wait(child);
    if (!WIFSTOPPED(status))
        skip(); /* tracing is forbidden here */
    for (int i = 0; i < n && WIFSTOPPED(status); i++) {
        ptrace(PTRACE_SYSCALL, child, NULL, NULL);
        status = child_wait(child);
    }
    *ret_status = status;
    return child;
}

static void a_player_may_be_killed_at_every_system_call(void **state)
{
    const struct fixture *fixture = *state;
    int status;

    remove_at_end = true;
    for (int n = 1;; n++) {
        pid_t child;
        key_t key;

        fixture_write(fixture, "");
        key = fixture_key(fixture, 1, 0);
        child = start_traced(n, &status);
        if (!WIFSTOPPED(status))
            break;
        child_kill(child);
        fixture_next_player(fixture, 0);
        assert_int_equal(fixture_count(key), 0);
    }
    assert_int_equal(status, 0);
}

/* The first comes, goes and comes again, with a new file, while the second is in mid-call. */
static void only_one_of_two_players_lives_wherever_one_was_interrupted(void **state)
{
    const struct fixture *fixture = *state;
    struct instance first;
    pid_t second, owner;
    int status;

    remove_at_end = false;
    for (int n = 1;; n++) {
        int error;

        fixture_write(fixture, "");
        second = start_traced(n, &status);
        if (!WIFSTOPPED(status))
            break;
        error = fixture_create("test", &first, &owner);
        if (error == 0) {
            instance_remove(&first);
            error = fixture_create("test", &first, &owner);
        }
        ptrace(PTRACE_CONT, second, NULL, NULL);
        status = child_wait(second);
        assert_int_equal(WEXITSTATUS(status), error == 0 ? EBUSY : 0);
        assert_int_equal(fixture_count(fixture_key(fixture, 1, 0)), 4);
        if (error == 0)
            instance_remove(&first);
        else
            assert_int_equal(owner, second);
        fixture_next_player(fixture, 0);
    }
    assert_int_equal(status, 0);
    fixture_next_player(fixture, 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_player_may_be_killed_at_every_system_call),
        WITH_FIXTURE(only_one_of_two_players_lives_wherever_one_was_interrupted),
    };
    return cmocka_run_group_tests_name("instance_kill", tests, fixture_isolate, NULL);
}
