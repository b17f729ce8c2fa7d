/*
 * show.h - results as lines for people, and as JSON.
 *
 * Nothing here depends on when, where or how fast the simulation ran: the same command prints the
 * same bytes.
 */
#ifndef TOOLS_RINGSIM_SHOW_H
#define TOOLS_RINGSIM_SHOW_H

#include <stdio.h>

#include "tools/ringsim/command.h"
#include "tools/ringsim/sizing.h"

/* A run. 0 or -ENOMEM. */
int show_run(const struct command *command, const struct model *model, FILE *file);
int show_run_json(const struct command *command, const struct model *model, FILE *file);

/* A search: what it is about, each size as it comes, and the answer; NULL: none is enough. */
void show_size_begin(const struct command *command, FILE *file);
void show_probe(const struct command *command, const struct sizing_probe *probe, FILE *file);
void show_answer(const struct command *command, const struct sizing_probe *answer, FILE *file);
void show_size_json(const struct command *command, const struct sizing_probe *probes,
                    uint32_t count, const struct sizing_probe *answer, FILE *file);

#endif
