/*
 * scanner_main.c - rondo-scanner: locks itself in as the producer does, and works in the
 * background.
 *
 * It belongs to no ring, so the ids on its command line are all -1, and its sandbox knows no call
 * of System V. Files come through the channel. It steps back for everybody else: a nice value, the
 * scheduler's class for batches, and the disk when nobody else wants it. Exit status as the
 * producer's.
 */
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "producer/sandbox.h"
#include "producer/scanner.h"
#include "shmring/child.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_SYSTEM = 4, EXIT_SANDBOX = 5 };
enum { NICE = 10, IO_WHO_PROCESS = 1, IO_CLASS_IDLE = 3 << 13 }; /* glibc has no names for these */

/* A system that does not let it step back is no reason not to work. */
static void step_back(void)
{
    const struct sched_param none = {0};

    sched_setscheduler(0, SCHED_BATCH, &none);
    setpriority(PRIO_PROCESS, 0, NICE);
    syscall(SYS_ioprio_set, IO_WHO_PROCESS, 0, IO_CLASS_IDLE);
}

static bool wants_to_be_free(int argc, char **argv)
{
    return argc > 1 + CHILD_ARGUMENTS && strcmp(argv[1 + CHILD_ARGUMENTS], "free") == 0;
}

int main(int argc, char **argv)
{
    struct child child;
    int error;

    if (child_parse(argc, argv, &child) < 0 || child.objects.set >= 0) {
        fprintf(stderr, "rondo-scanner: it is started by rondo, not by hand; see rondo --help\n");
        return EXIT_USAGE;
    }
    dup2(STDERR_FILENO, STDOUT_FILENO);
    if (orphan_guard(child.player, &child.objects) < 0)
        return EXIT_DONE;
    step_back();
    error = wants_to_be_free(argc, argv) ? 0 : sandbox_enter(&child, NULL);
    if (error < 0) {
        fprintf(stderr, "rondo-scanner: cannot enter its sandbox: %s\n", strerror(-error));
        return EXIT_SANDBOX;
    }
    error = scanner_run(child.channel);
    if (error < 0) {
        fprintf(stderr, "rondo-scanner: %s\n", strerror(-error));
        return EXIT_SYSTEM;
    }
    return EXIT_DONE;
}
