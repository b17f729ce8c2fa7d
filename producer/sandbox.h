/*
 * sandbox.h - locks the process in, for good, before it reads the first byte of a file.
 *
 * What stays in reach: the segment and the set it has joined, if any, its channel, the files that
 * come through it, and /dev/null as the standard descriptors. Whatever else it tries kills it with
 * SIGSYS. producer/README.md has the layers one by one.
 */
#ifndef PRODUCER_SANDBOX_H
#define PRODUCER_SANDBOX_H

#include "shmring/child.h"

/*
 * After child_join(), with one thread; `ring` NULL and a set of -1: it has none, and no call of
 * System V is left to it. Leaves out the layers that the kernel lacks
 * (shmring/layers.h), and most of them in a build with sanitizers and under valgrind. A
 * negative errno: a layer that the kernel has was refused, and the process is half locked in,
 * fit only to end.
 */
int sandbox_enter(const struct child *child, const struct ring *ring);

/* The single layers. Both need no_new_privs, and both last. */

/* sandbox_landlock.c: no right to any path, port or signal outside; version: layers_landlock(). */
int sandbox_landlock(int version);

/* sandbox_seccomp.c: no system call but those that decoding takes, into that ring if any. */
int sandbox_seccomp(const struct child *child);

#endif
