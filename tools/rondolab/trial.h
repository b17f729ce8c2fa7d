/*
 * trial.h - one experiment being run: what it may use, and the picture that it leaves.
 */
#ifndef TOOLS_RONDOLAB_TRIAL_H
#define TOOLS_RONDOLAB_TRIAL_H

#include <limits.h>
#include <stdint.h>

#include "tools/plot/plot.h"
#include "tools/plot/sequence.h"
#include "tools/rondolab/guardian.h"
#include "tools/rondolab/report.h"

struct trial {
    struct report report;
    const struct guardian *guardian;
    const char *sound; /* a sound file for the real player; NULL: one is made */
    uint64_t random;   /* the state of trial_random(); the seed at first */
    char *folder;      /* private, empty at first, of PATH_MAX bytes; "" until it is asked for */

    /* What the experiment has drawn: one of the two. */
    struct plot *plot;
    struct sequence *sequence;

    /* Why it could not be run: what was refused; with -ECANCELED, the whole reason. */
    char refused[512];
};

/* Below `below`. */
uint32_t trial_random(struct trial *trial, uint32_t below);

/*
 * The private folder, made when it is asked for first, and XDG_RUNTIME_DIR from then on. It goes
 * with the lab. A negative errno as from guardian_folder().
 */
int trial_folder(struct trial *trial);

/* Says what was refused, and returns the error; so an experiment ends that cannot be run. */
int trial_refuse(struct trial *trial, int error, const char *what);

/* Writes the picture to a path that ends in .svg, .png or .csv; frees it. */
int trial_write(struct trial *trial, const char *path);
void trial_free(struct trial *trial);

#endif
