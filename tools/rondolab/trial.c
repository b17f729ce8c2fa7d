/*
 * trial.c - see trial.h.
 */
#include "tools/rondolab/trial.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t trial_random(struct trial *trial, uint32_t below)
{
    trial->random = trial->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(trial->random >> 33) % below;
}

int trial_folder(struct trial *trial)
{
    int error;

    if (trial->folder[0])
        return 0;
    error = guardian_folder(trial->guardian, trial->folder);
    if (error < 0)
        return error;
    return setenv("XDG_RUNTIME_DIR", trial->folder, 1) < 0 ? -errno : 0;
}

int trial_refuse(struct trial *trial, int error, const char *what)
{
    snprintf(trial->refused, sizeof(trial->refused), "%s", what);
    return error;
}

int trial_write(struct trial *trial, const char *path)
{
    int error = 0;

    if (trial->plot)
        error = plot_write(trial->plot, path);
    if (error == 0 && trial->sequence)
        error = sequence_write(trial->sequence, path);
    trial_free(trial);
    return error;
}

void trial_free(struct trial *trial)
{
    plot_free(trial->plot);
    sequence_free(trial->sequence);
    trial->plot = NULL;
    trial->sequence = NULL;
}
