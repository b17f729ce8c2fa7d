/*
 * terminal_fixture.h - runs tests in a child whose controlling terminal is a new pseudo terminal.
 *
 * The child's exit status tells the line of the check that failed (modulo 255, plus 1), or is 0.
 */
#ifndef TESTS_UNIT_TERMINAL_FIXTURE_H
#define TESTS_UNIT_TERMINAL_FIXTURE_H

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

static inline int exit_status(pid_t child)
{
    int status = 0;

    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/* Runs the checks in a new terminal of 123 columns, which hangs up when a byte comes from it. */
static inline void on_terminal(void (*checks)(void))
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

#endif
