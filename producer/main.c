/*
 * main.c - rondo-producer: joins the instance it was started for, locks itself in, and works.
 *
 * It opens nothing itself: files come through the channel, as descriptors. The word after those
 * of shmring/child.h is "free" where it is not to be locked in. Exit status: 0 when the player
 * is done with it, 2 when started wrongly, 4 when IPC refuses, 5 when the sandbox cannot be
 * entered.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "producer/sandbox.h"
#include "producer/work.h"
#include "shmring/child.h"
#include "shmring/jobs.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_IPC = 4, EXIT_SANDBOX = 5 };

/* Half the ring: it wakes up seldom, and has as much time again before the ring runs dry. */
static uint16_t burst_of(const struct ring *ring)
{
    return ring_slots(ring) / 2;
}

/* Whatever else stands there, or nothing: it is locked in. */
static bool wants_to_be_free(int argc, char **argv)
{
    return argc > 1 + CHILD_ARGUMENTS && strcmp(argv[1 + CHILD_ARGUMENTS], "free") == 0;
}

/*
 * The player has removed the ring, and its queues are still there: should it be killed before it
 * has removed them, nobody else is left who could. That it is gone shows first in the channel.
 */
static void go_last(const struct child *child)
{
    struct job job;
    int file;
    int error;

    do {
        error = jobs_receive(child->channel, true, &job, &file);
        if (error == 0 && file >= 0)
            close(file);
    } while (error == 0 || error == -EBADMSG);
    orphan_leave();
}

int main(int argc, char **argv)
{
    struct child child;
    struct ring *ring;
    pid_t holder;
    int error;

    if (child_parse(argc, argv, &child) < 0) {
        fprintf(stderr, "rondo-producer: it is started by rondo, not by hand; see rondo --help\n");
        return EXIT_USAGE;
    }
    /* Some decoders chatter there, where the sound may go. */
    dup2(STDERR_FILENO, STDOUT_FILENO);
    error = child_join(&child, SEM_PRODUCER, &ring, &holder);
    if (error == -ESRCH || error == -EIDRM || error == -EINVAL) /* it is over already */
        return EXIT_DONE;
    if (error < 0) {
        fprintf(stderr, "rondo-producer: cannot join the ring: %s\n", strerror(-error));
        return EXIT_IPC;
    }
    error = wants_to_be_free(argc, argv) ? 0 : sandbox_enter(&child, ring);
    if (error < 0) {
        fprintf(stderr, "rondo-producer: cannot enter its sandbox: %s\n", strerror(-error));
        return EXIT_SANDBOX;
    }
    error = work_run(ring, child.channel, burst_of(ring));
    if (ring_paused(ring) < 0) /* it is gone */
        go_last(&child);
    ring_detach(ring);
    if (error < 0 && error != -EIDRM && error != -EINVAL) {
        fprintf(stderr, "rondo-producer: %s\n", strerror(-error));
        return EXIT_IPC;
    }
    return EXIT_DONE;
}
