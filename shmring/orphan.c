/*
 * orphan.c - the last one out puts the light off.
 *
 * The handler makes system calls only, and each may fail because the other child was first.
 * The kernel signs the signal of the player's death with the player's PID, and sends none of
 * the player's own: that sender is the sign of it, for getppid() may still name a player whose
 * threads are killed one after the other. A child that is stopped then gets SIGHUP before it, as
 * orphaned process groups do.
 */
#include "shmring/orphan.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

enum { LAST_SECONDS = 1 };

/* A handler takes no argument of ours, so these have to be here; written once, before it. */
static pid_t parent;
static struct orphan_objects left;

void orphan_leave(void)
{
    if (left.set >= 0)
        semctl(left.set, 0, IPC_RMID);
    if (left.segment >= 0)
        shmctl(left.segment, IPC_RMID, NULL);
    if (left.requests >= 0)
        msgctl(left.requests, IPC_RMID, NULL);
    if (left.replies >= 0)
        msgctl(left.replies, IPC_RMID, NULL);
}

static void on_end(int number, siginfo_t *info, void *context)
{
    int error = errno;

    (void)context;
    if (info->si_pid != parent && getppid() == parent) {
        signal(number, SIG_DFL);
        raise(number);
    } else {
        orphan_leave();
        alarm(LAST_SECONDS);
    }
    errno = error;
}

int orphan_guard(pid_t player, const struct orphan_objects *objects)
{
    struct sigaction action = {.sa_sigaction = on_end, .sa_flags = SA_RESTART | SA_SIGINFO};

    parent = player;
    left = *objects;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGTERM, &action, NULL) < 0 || sigaction(SIGHUP, &action, NULL) < 0 ||
        prctl(PR_SET_PDEATHSIG, SIGTERM) < 0)
        return -errno;
    if (getppid() == player)
        return 0;
    orphan_leave();
    return -ESRCH;
}
