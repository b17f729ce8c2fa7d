/*
 * guardian_side.h - the guardian's own side, and what it is told. Private to guardian*.c.
 */
#ifndef TOOLS_RONDOLAB_GUARDIAN_SIDE_H
#define TOOLS_RONDOLAB_GUARDIAN_SIDE_H

#include <limits.h>
#include <stdnoreturn.h>

enum guardian_word { GUARDIAN_MADE, GUARDIAN_GONE, GUARDIAN_FOLDER, GUARDIAN_PLAYER };

struct guardian_message {
    enum guardian_word word;
    int kind;   /* enum guardian_kind */
    int number; /* in the answer to GUARDIAN_FOLDER: 0 or a negative errno */
    char text[PATH_MAX];
};

/* Listens until the channel is closed, then cleans up and ends the process. */
noreturn void guardian_side_run(int channel);

#endif
