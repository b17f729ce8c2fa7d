/*
 * gather.h - looks at an instance, and changes nothing.
 *
 * All that is asked of the kernel are questions (GETALL, GETNCNT, IPC_STAT, MSG_COPY, files in
 * /proc), the segment is attached with SHM_RDONLY, and of its slots only the headers of blocks
 * that are there are read, so that no page comes to be that was not there. Nobody is woken up,
 * no lock of the protocol is taken, and no last-acted number changes.
 *
 * The order of calls: gather_open(), gather_take() again and again, gather_close().
 */
#ifndef TOOLS_RONDOSCOPE_GATHER_H
#define TOOLS_RONDOSCOPE_GATHER_H

#include "tools/rondoscope/picture.h"

struct gather;

/*
 * Finds an instance of that name: one that runs, else what a dead one has left. -ENOENT: there
 * is neither; -EPERM: the runtime directory or the instance's file is refused; -ENOMEM, or as
 * from ring_attach().
 */
int gather_open(const char *name, struct gather **ret_gather);

/* NULL is allowed. */
void gather_close(struct gather *gather);

/*
 * Looks. The picture is the gather's, valid until the next call. An instance that ends shows as
 * DOCTOR_ENDING or DOCTOR_DEAD, keeps its last values, and is let go, so that its memory can be
 * freed; when a new player of that name has begun, the picture is of that. -ENOMEM.
 */
int gather_take(struct gather *gather, const struct picture **ret_picture);

/*
 * A pidfd of the process in that seat, as of the last picture: readable once it has ended. -1:
 * nobody sits there. It stays the gather's, and that process's until gather_left() says that its
 * end is known; *ret_pid is its number, where ret_pid is not NULL.
 */
int gather_process(const struct gather *gather, enum flight_role role, pid_t *ret_pid);
void gather_left(struct gather *gather, enum flight_role role);

/* The values at this very moment; -EIDRM and -EINVAL: the set is gone. */
int gather_snapshot(const struct gather *gather, struct semset_snapshot *ret_snapshot);

#endif
