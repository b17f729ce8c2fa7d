/*
 * test_terminal.c - the terminal, borrowed and given back.
 *
 * Every test that needs one runs in a child whose controlling terminal is a new pseudo terminal.
 * The child's exit status tells the line of the check that failed (modulo 255, plus 1), or is 0.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "player/terminal.h"

enum { LIMIT_SECONDS = 30 }; /* ends a test that hangs */

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            _exit(__LINE__ % 255 + 1);                                                             \
    } while (0)

static int exit_status(pid_t child)
{
    int status = 0;

    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/* Runs the checks in a new terminal of 123 columns, which hangs up when a byte comes from it. */
static void on_terminal(void (*checks)(void))
{
    const struct winsize size = {.ws_row = 40, .ws_col = 123};
    char byte;
    int master;
    pid_t child = forkpty(&master, NULL, NULL, &size);

    assert_true(child >= 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        alarm(LIMIT_SECONDS);
        checks();
        _exit(0);
    }
    ssize_t got = read(master, &byte, 1);
    (void)got; /* nothing, when the child just ends */
    close(master);
    assert_int_equal(exit_status(child), 0);
}

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
        cmocka_unit_test(what_was_found_is_put_back_exactly_however_often),
        cmocka_unit_test(what_a_shell_has_set_meanwhile_is_put_back),
        cmocka_unit_test(a_terminal_that_was_raw_before_is_raw_afterwards),
        cmocka_unit_test(from_the_background_nothing_is_changed),
        cmocka_unit_test(a_hangup_is_noticed),
        cmocka_unit_test(a_hangup_is_noticed_though_nothing_is_read_from_the_terminal),
        cmocka_unit_test(a_sighup_from_kill_is_no_hangup),
        cmocka_unit_test(a_foreign_terminal_gives_no_keys_but_its_hangup_is_noticed),
        cmocka_unit_test(a_pipe_is_no_terminal_and_is_never_gone),
    };
    return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
