/*
 * doctor.h - this user's instances: which objects there are, whose they are, who lives.
 *
 * An instance is known by its file (instance.h), or, where the file is gone or in another
 * runtime directory, by a segment that holds Rondo's magic and a name; the keys of its other
 * objects follow from the segment's. Looking changes nothing. Who lives is told by the kernel
 * alone: by the file's lock, by the seats, which end with whoever sat there, and by who is
 * attached.
 */
#ifndef SHMRING_DOCTOR_H
#define SHMRING_DOCTOR_H

#include "shmring/instance.h"

enum doctor_object_kind {
    DOCTOR_SEGMENT,
    DOCTOR_SET,
    DOCTOR_REQUESTS,
    DOCTOR_REPLIES,
    DOCTOR_OBJECTS
};

enum doctor_state {
    DOCTOR_RUNNING,  /* the player lives, and all its objects are there */
    DOCTOR_STARTING, /* the player lives, and has not made all of them yet */
    DOCTOR_DAMAGED,  /* the player lives, but some are gone: it is ending, or they were removed */
    DOCTOR_ENDING,   /* the player is dead, but somebody still uses its objects */
    DOCTOR_DEAD,     /* nobody lives; what is there is left over */
    DOCTOR_REFUSED   /* its file cannot be trusted, or not be read */
};

struct doctor_object {
    int id; /* -1: none is known */
    key_t key;
    bool there;        /* and certainly this instance's; the rest is 0 where it is not */
    uint64_t bytes;    /* a segment's size; in a queue, of all messages */
    uint32_t attached; /* a segment: how often */
    uint32_t messages; /* a queue: how many wait */
};

/* The player, the producer, the consumer. */
enum { DOCTOR_PLAYER, DOCTOR_PRODUCER, DOCTOR_CONSUMER, DOCTOR_SEATS };

struct doctor_seat {
    bool taken;
    pid_t last; /* who sits or sat there; 0: nobody ever, or nobody with a number here */
    bool lives; /* there is such a process now */
};

struct doctor_finding {
    char name[INSTANCE_NAME_MAX + 1];
    enum doctor_state state;
    int error;    /* DOCTOR_REFUSED: why, a negative errno */
    bool filed;   /* it has a file */
    pid_t player; /* who holds the file's lock, or is in its record; 0: unknown */
    struct doctor_object objects[DOCTOR_OBJECTS];
    struct semset_snapshot values; /* these two only where the set is there */
    struct doctor_seat seats[DOCTOR_SEATS];
};

struct doctor_findings {
    struct doctor_finding *list; /* with a file first, by name; then those without */
    size_t count;
};

/*
 * Looks at all of them; doctor_free() frees the list. -EPERM: the runtime directory is refused,
 * as instance_directory() does; -ENOMEM.
 */
int doctor_find(struct doctor_findings *ret_findings);
void doctor_free(struct doctor_findings *findings);

/* Whether its player is dead, so that doctor_reap() can do something. */
bool doctor_is_dead(const struct doctor_finding *finding);

/*
 * Removes what a dead one left, after looking again. What of it is gone now is in `ret_removed`,
 * also when another one was faster. -EBUSY: somebody lives, and nothing was removed; or another
 * negative errno.
 */
int doctor_reap(const struct doctor_finding *finding, bool ret_removed[DOCTOR_OBJECTS]);

#endif
