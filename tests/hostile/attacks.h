/*
 * attacks.h - attacks by their names. Private to attacks*.c.
 */
#ifndef TESTS_HOSTILE_ATTACKS_H
#define TESTS_HOSTILE_ATTACKS_H

#include "tests/hostile/hostile.h"

struct attack {
    const char *name;
    void (*run)(struct hostile *h);
};

/* attacks_ring.c; the last has no name. */
extern const struct attack attacks_on_ring[];

#endif
