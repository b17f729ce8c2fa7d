/*
 * test_terminal.c - the terminal, borrowed and given back.
 */
#include "tests/unit/terminal_fixture.h"

static struct termios settings(void)
{
    struct termios now;

    memset(&now, 0, sizeof(now));
    CHECK(tcgetattr(STDIN_FILENO, &now) == 0);
    return now;
}

static bool same(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

static void check_borrowing(void)
{
    const struct termios before = settings();
    struct terminal terminal;

    CHECK(before.c_lflag & ICANON && before.c_lflag & ECHO);
    terminal_init(&terminal, STDIN_FILENO, STDOUT_FILENO);
    CHECK(terminal_columns(&terminal) == 123);
    for (int round = 0; round < 2; round++) {
        for (int again = 0; again < 2; again++) {
            CHECK(terminal_enter(&terminal) == 0);
            struct termios now = settings();
            CHECK(!(now.c_lflag & (ICANON | ECHO)) && now.c_lflag & ISIG);
            CHECK(now.c_cc[VMIN] == 1 && now.c_cc[VTIME] == 0);
            CHECK(now.c_oflag == before.c_oflag && now.c_iflag == before.c_iflag);
        }
        for (int again = 0; again < 2; again++) {
            terminal_leave(&terminal);
            struct termios now = settings();
            CHECK(same(&now, &before));
        }
    }
    CHECK(!terminal_gone(&terminal));
}

static void what_was_found_is_put_back_exactly_however_often(void **state)
{
    (void)state;
    on_terminal(check_borrowing);
}

static void check_shell(void)
{
    struct termios shell = settings();
    struct terminal terminal;

    terminal_init(&terminal, STDIN_FILENO, STDOUT_FILENO);
    CHECK(terminal_enter(&terminal) == 0);
    shell.c_iflag ^= IXANY;
    CHECK(tcsetattr(STDIN_FILENO, TCSANOW, &shell) == 0); /* after a SIGSTOP, say */
    CHECK(terminal_enter(&terminal) == 0);
    struct termios now = settings();
    CHECK(!(now.c_lflag & (ICANON | ECHO)));
    terminal_leave(&terminal);
    now = settings();
    CHECK(same(&now, &shell));

    shell.c_iflag ^= IXANY;
    CHECK(tcsetattr(STDIN_FILENO, TCSANOW, &shell) == 0);
    terminal_leave(&terminal);
    now = settings();
    CHECK(same(&now, &shell));
}

static void what_a_shell_has_set_meanwhile_is_put_back(void **state)
{
    (void)state;
    on_terminal(check_shell);
}

static void check_raw(void)
{
    struct termios raw = settings();
    struct terminal terminal;

    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 3;
    CHECK(tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0);
    terminal_init(&terminal, STDIN_FILENO, STDOUT_FILENO);
    CHECK(terminal_enter(&terminal) == 0);
    struct termios now = settings();
    CHECK(now.c_cc[VMIN] == 1);
    terminal_leave(&terminal);
    now = settings();
    CHECK(same(&now, &raw));
}

static void a_terminal_that_was_raw_before_is_raw_afterwards(void **state)
{
    (void)state;
    on_terminal(check_raw);
}

/* In a process group that is not the terminal's; with SIGTTOU it would be stopped for ever. */
static void check_background(void)
{
    struct terminal terminal;
    const struct termios before = settings();

    terminal_init(&terminal, STDIN_FILENO, STDOUT_FILENO);
    CHECK(terminal_enter(&terminal) == 0);
    const struct termios entered = settings();
    pid_t child = fork();
    if (child == 0) {
        struct terminal own;
        alarm(LIMIT_SECONDS);
        CHECK(setpgid(0, 0) == 0);
        terminal_init(&own, STDIN_FILENO, STDOUT_FILENO);
        CHECK(terminal_enter(&own) == -EAGAIN);
        terminal_leave(&own);
        terminal_leave(&terminal);
        signal(SIGTTOU, SIG_IGN);
        CHECK(terminal_enter(&own) == -EAGAIN);
        _exit(0);
    }
    int status = exit_status(child);
    if (status != 0)
        _exit(status);
    struct termios now = settings();
    CHECK(same(&now, &entered));
    terminal_leave(&terminal);
    now = settings();
    CHECK(same(&now, &before));
}

static void from_the_background_nothing_is_changed(void **state)
{
    (void)state;
    on_terminal(check_background);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_found_is_put_back_exactly_however_often),
        cmocka_unit_test(what_a_shell_has_set_meanwhile_is_put_back),
        cmocka_unit_test(a_terminal_that_was_raw_before_is_raw_afterwards),
        cmocka_unit_test(from_the_background_nothing_is_changed),
    };
    return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
