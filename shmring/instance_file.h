/*
 * instance_file.h - an instance's file: opened, locked, read, written. Private to instance*.c
 * and doctor*.c.
 *
 * All of it happens below a directory that only this user can use, so nobody else can put a
 * link or a file of his own in the way between two calls.
 */
#ifndef SHMRING_INSTANCE_FILE_H
#define SHMRING_INSTANCE_FILE_H

#include <sys/ipc.h>
#include <time.h>

#include "shmring/instance.h"

/*
 * All objects are made within so long after the record that announces them. The clock that
 * stamps objects may lag by a tick behind the one that stamps files, and so by a second.
 */
enum { INSTANCE_MAKING_S = 10, INSTANCE_LAG_S = 1 };

/* Made while whoever announced it then was still at it. */
static inline bool instance_object_announced(time_t made, time_t announced)
{
    return made >= announced - INSTANCE_LAG_S && made <= announced + INSTANCE_MAKING_S;
}

/* An object has this key, and is this user's. */
bool instance_object_belongs(const struct ipc_perm *permissions, key_t key);

/* As instance_directory(), but returns the open directory, the caller's to close. */
int instance_directory_open(bool make, char ret_path[PATH_MAX]);

/* Opens the file of a name for reading. A descriptor, or -ENOENT, -EPERM, ... */
int instance_file_open(const char *name, char ret_path[PATH_MAX]);

/*
 * Opens and locks it, making it where `make`. 0, and *ret_file is the caller's; -EBUSY: locked
 * by *ret_owner; -ENOENT, -EPERM, ...
 */
int instance_file_lock(const char *name, bool make, char ret_path[PATH_MAX], int *ret_file,
                       pid_t *ret_owner);

/* Who holds the lock: 0: nobody or this process; -1: one that has no number here. */
pid_t instance_file_owner(int file);

int instance_file_read(int file, struct instance_record *ret_record);
int instance_file_write(int file, const struct instance_record *record);

/* Removes the locked file, if the path still means it, and closes it. */
void instance_file_remove(int file, const char *path);

/*
 * The record in the file, and which of the objects it is about are there and certainly its own:
 * the ids in *ret_left, or -1. An id that the record does not have is looked up by its key.
 */
int instance_objects(int file, const char *path, const char *name,
                     struct instance_record *ret_recorded, struct instance_record *ret_left);

/*
 * Removes what the record in the locked file names, as instance_reap() does, but leaves the
 * file. -EBUSY: *ret_owner still has a seat.
 */
int instance_reap_file(int file, const char *path, const char *name, uint32_t timeout_ms,
                       pid_t *ret_owner);

#endif
