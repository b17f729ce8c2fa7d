/*
 * scan.h - rondo --scan: how loud files are, without playing them.
 *
 * A scanner for each processor measures one file after the other. Rows come in the list's order,
 * each as soon as it and all before it are known; JSON has one line for each file, too, between the
 * lines that open and close it. What libsndfile does not know is decoded by ffmpeg first.
 */
#ifndef PLAYER_SCAN_H
#define PLAYER_SCAN_H

#include <stdbool.h>

#include "player/options.h"
#include "player/playlist.h"
#include "shmring/scans.h"

/* What is known of one file. */
struct scan_row {
    bool done;
    bool failed; /* why: */
    char *why;
    bool measured;
    struct scan_tags tags;
    int32_t integrated; /* as in struct scan_loudness */
    int32_t range;
    int32_t true_peak;
    int32_t sample_peak;
    double seconds;
};

/* All that were measured, as if they were one. */
struct scan_total {
    uint32_t files;
    uint32_t failed;
    int32_t true_peak;
    double seconds;
    uint64_t bins[SCANS_BINS];
};

/* The exit status; what could not be measured has been said on standard error, a line for each. */
int scan_run(const struct options *options, struct playlist *list);

/* scan_text.c: the table and the JSON, to standard output. */
void scan_write_head(bool json);
void scan_write_row(bool json, const struct playlist_entry *entry, const struct scan_row *row,
                    bool first);
void scan_write_total(bool json, const struct scan_total *total);

#endif
