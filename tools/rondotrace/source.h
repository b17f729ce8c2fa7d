/*
 * source.h - an instance's flight recorder: found by name, attached read-only, and kept.
 *
 * Nobody notices: no lock is taken, no semaphore touched, nothing written. As long as a segment
 * is attached, it can be read, also when it has been removed; and what has no player any more
 * can be read as long as nobody has reaped it.
 */
#ifndef TOOLS_RONDOTRACE_SOURCE_H
#define TOOLS_RONDOTRACE_SOURCE_H

#include "shmring/doctor.h"
#include "tools/rondotrace/merge.h"

struct source {
    struct ring *ring;
    pid_t player; /* 0: unknown */
    bool dead;    /* the player */
    int process;  /* a pidfd of the living player, or -1 */
};

/*
 * Finds and attaches the instance of that name. -ENOENT: there is none; -EAGAIN: it is just
 * starting; -EPROTO: its segment is none of this version; or as doctor_find().
 */
int source_open(const char *name, struct source *ret_source);
void source_close(struct source *source);

/*
 * Sleeps until the player has ended, and then its children, too, but no longer than a second and a
 * half, or until `stop` (a descriptor) can be read. 0: it has ended, also before; -EINTR: stop.
 */
int source_await_end(struct source *source, int stop);

/* What is recorded up to now; merge_free() frees it. -ENOMEM. */
int source_read(const struct source *source, struct merge *ret_merge);

/* The names of all instances whose recorder can be read, with ", " between them; at most `size`. */
void source_names(char *text, size_t size);

#endif
