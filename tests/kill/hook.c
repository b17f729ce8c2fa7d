/*
 * hook.c - dies at a chosen step of the protocol. Linked into the programs of this folder by
 * --wrap=step_do, so that the product itself knows nothing of it.
 *
 * RONDO_KILL is "PROGRAM STEP WHEN COUNT FILE": the process PROGRAM kills itself just before or
 * just after ("before", "after") the COUNT-th time that it does STEP, if it could remove FILE
 * at its start; so of all processes of that name only the first dies. It makes FILE.dead then.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shmring/step.h"

int __real_step_do(int set, enum step step, const struct step_arguments *arguments,
                   const struct timespec *timeout);
int __wrap_step_do(int set, enum step step, const struct step_arguments *arguments,
                   const struct timespec *timeout);

static char wanted_step[64], wanted_when[16], mark[520];
static int left;

/* Before main, and so before any sandbox. */
__attribute__((constructor)) static void arm(void)
{
    const char *order = getenv("RONDO_KILL");
    char program[64], file[512];

    if (order &&
        sscanf(order, "%63s %63s %15s %d %511s", program, wanted_step, wanted_when, &left, file) ==
            5 &&
        strcmp(program, program_invocation_short_name) == 0 && unlink(file) == 0) {
        snprintf(mark, sizeof(mark), "%s.dead", file);
        return;
    }
    left = 0;
}

static void strike(enum step step, const char *when)
{
    if (left > 0 && strcmp(step_name(step), wanted_step) == 0 && strcmp(when, wanted_when) == 0 &&
        --left == 0) {
        close(creat(mark, 0600));
        raise(SIGKILL);
    }
}

int __wrap_step_do(int set, enum step step, const struct step_arguments *arguments,
                   const struct timespec *timeout)
{
    int error;

    strike(step, "before");
    error = __real_step_do(set, step, arguments, timeout);
    strike(step, "after");
    return error;
}
