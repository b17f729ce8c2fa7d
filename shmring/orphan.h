/*
 * orphan.h - what a child does when the player is gone: it removes the instance's objects.
 *
 * Both children do this, so that the objects go whoever is left. Removing the set also wakes
 * the child itself: the semop it sleeps in, or its next one, fails with -EIDRM or -EINVAL. A
 * wake-up cannot be lost, since the removal lasts.
 */
#ifndef SHMRING_ORPHAN_H
#define SHMRING_ORPHAN_H

#include <sys/types.h>

struct orphan_objects {
    int segment; /* ids; -1: none */
    int set;
    int requests;
    int replies;
};

/*
 * Asks the kernel for SIGTERM when the parent, `player`, ends, and installs the handler: with
 * the player gone it removes the objects and gives the process one more second; a SIGTERM or
 * SIGHUP from anybody else while the player lives ends the process as it always does. -ESRCH: the
 * player is gone already, and the objects are removed now.
 */
int orphan_guard(pid_t player, const struct orphan_objects *objects);

/*
 * After orphan_guard(), for who goes last: removes what the player has left of its objects, for its
 * end may be noticed before the signal comes.
 */
void orphan_leave(void);

#endif
