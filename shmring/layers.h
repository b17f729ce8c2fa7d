/*
 * layers.h - which layers of a sandbox this kernel has.
 *
 * The producer puts on what is there (producer/sandbox.h); the player says what is missing.
 * Both ask here, so that they agree.
 */
#ifndef SHMRING_LAYERS_H
#define SHMRING_LAYERS_H

#include <stdbool.h>

/* Filters of system calls that kill the whole process: Linux 4.14, built and not locked away. */
bool layers_seccomp(void);

/* The version of Landlock's interface, from 1; 0: not built, or not enabled at boot. */
int layers_landlock(void);

#endif
