/*
 * test_terminal_gone.c - a terminal that hangs up, and what is none.
 */
#include "tests/unit/terminal_fixture.h"

static void wait_for_hangup(void)
{
    sigset_t set;
    int number;

    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    CHECK(write(STDOUT_FILENO, "x", 1) == 1);
    CHECK(sigwait(&set, &number) == 0);
}

static void check_hangup(void)
{
    struct terminal terminal;

    terminal_init(&terminal, STDIN_FILENO, STDOUT_FILENO);
    CHECK(terminal_enter(&terminal) == 0);
    CHECK(!terminal_gone(&terminal));
    wait_for_hangup();
    CHECK(terminal_gone(&terminal));
    CHECK(terminal_enter(&terminal) < 0);
    terminal_leave(&terminal);
    CHECK(terminal_columns(&terminal) == 80);
}

static void a_hangup_is_noticed(void **state)
{
    (void)state;
    on_terminal(check_hangup);
}

static void check_redirected_hangup(void)
{
    struct terminal terminal;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    CHECK(null >= 0);
    terminal_init(&terminal, null, null);
    CHECK(!terminal_gone(&terminal));
    wait_for_hangup();
    CHECK(terminal_gone(&terminal));
}

static void a_hangup_is_noticed_though_nothing_is_read_from_the_terminal(void **state)
{
    (void)state;
    on_terminal(check_redirected_hangup);
}

static void check_kill(void)
{
    struct terminal terminal;

    signal(SIGHUP, SIG_IGN);
    terminal_init(&terminal, STDIN_FILENO, STDOUT_FILENO);
    kill(getpid(), SIGHUP);
    CHECK(!terminal_gone(&terminal));
}

static void a_sighup_from_kill_is_no_hangup(void **state)
{
    (void)state;
    on_terminal(check_kill);
}

static void a_foreign_terminal_gives_no_keys_but_its_hangup_is_noticed(void **state)
{
    struct terminal input;
    struct terminal output;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int master;
    int slave;
    (void)state;

    assert_true(null >= 0);
    assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
    terminal_init(&input, slave, null);
    terminal_init(&output, null, slave);
    assert_int_equal(terminal_enter(&input), -ENOTTY);
    assert_false(terminal_gone(&input));
    assert_false(terminal_gone(&output));
    close(master);
    assert_true(terminal_gone(&input));
    assert_true(terminal_gone(&output));
    close(slave);
    close(null);
}

static void a_pipe_is_no_terminal_and_is_never_gone(void **state)
{
    struct terminal terminal;
    int ends[2];
    (void)state;

    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    terminal_init(&terminal, ends[0], ends[1]);
    assert_int_equal(terminal_enter(&terminal), -ENOTTY);
    assert_int_equal(terminal_columns(&terminal), 80);
    close(ends[1]);
    assert_false(terminal_gone(&terminal));
    terminal_leave(&terminal);
    close(ends[0]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hangup_is_noticed),
        cmocka_unit_test(a_hangup_is_noticed_though_nothing_is_read_from_the_terminal),
        cmocka_unit_test(a_sighup_from_kill_is_no_hangup),
        cmocka_unit_test(a_foreign_terminal_gives_no_keys_but_its_hangup_is_noticed),
        cmocka_unit_test(a_pipe_is_no_terminal_and_is_never_gone),
    };
    return cmocka_run_group_tests_name("terminal_gone", tests, NULL, NULL);
}
