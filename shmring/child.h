/*
 * child.h - how the player's children find the instance that they belong to.
 *
 * The player starts a child as "PROGRAM SEGMENT SET REQUESTS REPLIES PLAYER CHANNEL …": four
 * ids as ipcs shows them, the player's PID, and the descriptor of the channel to the player.
 */
#ifndef SHMRING_CHILD_H
#define SHMRING_CHILD_H

#include "shmring/orphan.h"
#include "shmring/ring.h"

enum { CHILD_ARGUMENTS = 6, CHILD_CHANNEL = 3 };

struct child {
    struct orphan_objects objects;
    pid_t player;
    int channel;
};

/* Reads argv[1] to argv[6]. -EINVAL: one is missing, or no number. */
int child_parse(int argc, char **argv, struct child *ret_child);

/* Writes them as text, for exec. */
void child_format(const struct child *child, char ret_text[CHILD_ARGUMENTS][16]);

/*
 * Guards against the player's death (orphan.h), attaches, and takes the seat. -ESRCH: the
 * player is gone; -EBUSY: the seat is taken by *ret_holder.
 */
int child_join(const struct child *child, enum sem_index seat, struct ring **ret_ring,
               pid_t *ret_holder);

#endif
