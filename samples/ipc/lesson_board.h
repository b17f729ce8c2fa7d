/*
 * lesson_board.h - what the processes of a lesson know of one another. Only lesson*.c includes it.
 *
 * The board is memory that lesson_begin() maps before the first fork(), so that all have it.
 */
#ifndef SAMPLES_IPC_LESSON_BOARD_H
#define SAMPLES_IPC_LESSON_BOARD_H

#include <limits.h>

#include "samples/ipc/lesson.h"

enum { LESSON_OWNED_MAX = 16, LESSON_BLOCKS_MIN = 16, LESSON_BLOCKS_MAX = 65536 };

struct lesson_board {
    struct lesson_tally {
        uint64_t bytes;
        uint32_t crc;
    } tallies[LESSON_SUMS];  /* writer: whoever counts; never two at a time */
    _Atomic bool headed;     /* the heading was shown */
    _Atomic unsigned seen;   /* observations */
    _Atomic unsigned unlike; /* of these, other than told */
    _Atomic long value[LESSON_VALUES];
    char folder[PATH_MAX];    /* to be removed; writer: main() */
    _Atomic unsigned objects; /* to be removed; writer: who makes them */
    int made, made_error;     /* the last one's id, or -1 and why there is none */
    struct {
        enum lesson_kind kind;
        int id;
    } object[LESSON_OWNED_MAX];
};

extern struct lesson_board *lesson_board;
extern const char *lesson_name;
extern bool lesson_waits; /* --wait: for Enter, before each step */

/* Decodes up to `blocks` blocks of the file, and names it in the heading. */
void lesson_load(const char *path, uint32_t blocks);
const char *lesson_sound(void); /* one line on it */

/*
 * The process that cleans up, started before there is anything for it to inherit; and its end,
 * once all that may use what it removes are gone.
 */
void lesson_start_janitor(void);
void lesson_end_janitor(void);

/* Children can be started from now on; at exit() of this process they end, and the janitor, too. */
void lesson_start_children(void);
void lesson_clean_up(void);
extern const char *lesson_role; /* NULL in main()'s process */

/* What a terminal can take of a text; valid until the next call. */
const char *lesson_harmless(const char *text);

/* What comes before anything else that a lesson tells. */
void lesson_show_heading(void);

/* A line at the margin. */
void lesson_title(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One line on standard error, and the end of this process, with status 1. */
_Noreturn void lesson_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
