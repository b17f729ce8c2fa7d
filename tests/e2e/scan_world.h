/*
 * scan_world.h - files with tags about loudness, and what rondo --scan says of them.
 */
#ifndef TESTS_E2E_SCAN_WORLD_H
#define TESTS_E2E_SCAN_WORLD_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage.h"

/* Runs a program that has to succeed. */
#define SCAN_MUST(stage, ...)                                                                      \
    do {                                                                                           \
        struct stage_process *must = stage_run(stage, __VA_ARGS__, NULL);                          \
        if (must->status != 0)                                                                     \
            fail_msg("%s: status %d: %s", #__VA_ARGS__, must->status, stage_errors(must));         \
    } while (0)

/* A row of the table; NAN where there is a "-". */
struct scan_found {
    double lufs, range, peak, gain, track, album;
    char tags[32];
};

static inline double scan_cell(const char *text)
{
    return strcmp(text, "-") == 0 ? NAN : atof(text);
}

/* The row that ends in that file's name. */
static inline struct scan_found scan_row_of(const char *table, const char *file)
{
    struct scan_found found = {0};
    char cell[6][16], name[256];

    for (const char *line = table; *line; line += strcspn(line, "\n") + 1) {
        if (sscanf(line, "%15s %15s %15s %15s %15s %15s %31s %255[^\n]", cell[0], cell[1], cell[2],
                   cell[3], cell[4], cell[5], found.tags, name) < 8 ||
            strcmp(name, file) != 0)
            continue;
        found.lufs = scan_cell(cell[0]);
        found.range = scan_cell(cell[1]);
        found.peak = scan_cell(cell[2]);
        found.gain = scan_cell(cell[3]);
        found.track = scan_cell(cell[4]);
        found.album = scan_cell(cell[5]);
        return found;
    }
    fail_msg("no row of %s in:\n%s", file, table);
    return found;
}

static inline void scan_assert_near(double found, double expected, double tolerance,
                                    const char *what)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%s is %.3f, not %.3f", what, found, expected);
}

#endif
