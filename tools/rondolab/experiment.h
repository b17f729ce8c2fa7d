/*
 * experiment.h - what an experiment is: a question, what is done, what is predicted and why, and
 * the doing of it.
 *
 * Each has a file try_NAME.c with one of these structs; experiments.c has the table of them.
 */
#ifndef TOOLS_RONDOLAB_EXPERIMENT_H
#define TOOLS_RONDOLAB_EXPERIMENT_H

#include <stddef.h>

#include "tools/rondolab/trial.h"

struct experiment {
    const char *name;
    const char *question;  /* a line of at most 72 characters, for the list, too */
    const char *doing;     /* paragraphs, each without its line breaks, parted by "\n" */
    const char *predicted; /* and why */
    const char *plot;      /* what is to be seen in its plot */
    const char *read;      /* where it is written down: places and function names */

    /*
     * Predicts, does, observes, compares and draws. 0, whatever the verdicts; a negative errno:
     * it could not be run, and trial->refused says what was refused. Leaves no process, no object.
     */
    int (*run)(struct trial *trial);
};

extern const struct experiment try_producer_dies, try_consumer_dies, try_player_dies,
    try_undo_everywhere, try_no_undo, try_erange, try_lost_wakeup, try_consumer_stops,
    try_producer_stops, try_player_stops, try_queue_flood, try_leftover;

/* All of them, in the order in which one learns from them. */
extern const struct experiment *const experiments[];
extern const size_t experiments_count;

/* NULL: there is none of that name. */
const struct experiment *experiments_find(const char *name);

/* A line for each. */
void experiments_list(FILE *out);

/* The page on one. */
void experiments_explain(const struct experiment *experiment, FILE *out);

#endif
