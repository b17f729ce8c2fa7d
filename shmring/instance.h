/*
 * instance.h - a player's name, its file, its keys, and what a dead one left.
 *
 * Every instance has a file, NAME, in a private directory: $XDG_RUNTIME_DIR/rondo, or, where
 * that is unset or not this user's, rondo-UID below $TMPDIR or /tmp. The player holds a record
 * lock on it as long as it lives (fcntl F_SETLK: it ends with the process, and F_GETLK names
 * the owner). The file's text tells the rest:
 *
 *     rondo 1
 *     pid 4711
 *     project 82
 *     segment 32768
 *     set 3
 *     requests 0
 *     replies 1
 *
 * `project` is the first of four project numbers that ftok() makes the four keys from, in the
 * order of the lines below it. A key that someone else uses already moves the project number
 * on by four, so the numbers in the file count, not a guess. An id is -1 until its object is
 * made; what follows the seventh line has no meaning.
 *
 * A record lock ends when its process closes any descriptor of the file: a player must not
 * call instance_read(), instance_open_queues() or instance_reap() for its own name. (If it
 * did, the player's seat would still keep a second player out.)
 */
#ifndef SHMRING_INSTANCE_H
#define SHMRING_INSTANCE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "shmring/cmdq.h"
#include "shmring/ring.h"

enum {
    INSTANCE_NAME_MAX = 32,
    INSTANCE_PROJECT_FIRST = 'R',
    INSTANCE_KEYS = 4,
    INSTANCE_REAP_MS = 1500
};

/* What the file says. An id is -1 where the file has none. */
struct instance_record {
    pid_t pid;
    int project;
    int segment;
    int set;
    int requests;
    int replies;
};

struct instance {
    char name[INSTANCE_NAME_MAX + 1];
    char path[PATH_MAX];
    int file; /* the locked file, close-on-exec */
    struct instance_record record;
    struct ring *ring;
    struct cmdq queues;
};

/* Names are 1 to 32 letters, digits, '-' and '_'. */
bool instance_name_valid(const char *name);

/*
 * Writes the directory's path, making it (0700) where `make` and it is missing. -ENOENT: it is
 * missing; -EPERM: it is there but not a directory that only this user can use, and so is
 * refused; the path is written then, too, for a message. -ENAMETOOLONG.
 */
int instance_directory(bool make, char ret_path[PATH_MAX]);

/*
 * Becomes the player of that name: locks the file, reaps what a dead predecessor left, makes
 * ring and queues and takes the player's seat. It waits up to INSTANCE_REAP_MS for children of
 * the predecessor. Nothing is left behind on failure. -EBUSY: another player, or a child of
 * one, lives, *ret_owner is its pid; -EPERM: directory or file is not private; -EINVAL: no such
 * name, or as from ring_create(); -EDQUOT: no room for the file; others as from ring_create()
 * and cmdq_create(). *ret_refused then names what could not be had ("message queues", ...).
 */
int instance_create(const char *name, uint16_t slots, uint32_t slot_bytes,
                    struct instance *ret_instance, pid_t *ret_owner, const char **ret_refused);

/*
 * 0 while all four objects are there; -EIDRM when somebody has removed one of them, even a
 * segment that is only marked for it because we are attached.
 */
int instance_intact(const struct instance *instance);

/* Removes every object, the file and the lock; the struct is empty then. NULL is allowed. */
void instance_remove(struct instance *instance);

/* Reads the record of a name. -ENOENT: no such file; -EBADMSG: it is no record; -EPERM. */
int instance_read(const char *name, struct instance_record *ret_record);

/* Parses the file's text, which need not end in a zero. -EBADMSG. */
int instance_parse(const char *text, size_t bytes, struct instance_record *ret_record);

/* The key of the i-th object of a record, in the record's order; -errno as from ftok(). */
int instance_key(const char *path, int project, int i, key_t *ret_key);

/* Finds the queues of a living instance. -ENOENT: no such instance, or it is dead; -EPERM. */
int instance_open_queues(const char *name, struct cmdq *ret_queues, pid_t *ret_player);

/*
 * Removes the file of a name whose player no longer lives, and all objects of its record that
 * are certainly its own. It waits up to timeout_ms for children that are just ending.
 * -ENOENT: no such file; -EBUSY: the player lives, or a child still has its seat; -EPERM.
 */
int instance_reap(const char *name, uint32_t timeout_ms);

/* What a refusal (a negative errno) means and what to do, one line without its end; never NULL. */
const char *instance_explain(int error);

#endif
