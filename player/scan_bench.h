/*
 * scan_bench.h - one scanner of rondo --scan, and the file that it is at. Private to scan*.c.
 */
#ifndef PLAYER_SCAN_BENCH_H
#define PLAYER_SCAN_BENCH_H

#include <poll.h>

#include "player/scan.h"
#include "player/scanner.h"

enum { SCAN_BENCH_FILES = 3 };

struct scan_bench {
    struct scanner scanner;
    struct scan_row *row; /* what is to be written down; NULL: nothing is being done */
    const struct playlist_entry *entry;
    uint64_t *bins;
    uint32_t limit_mib;
    struct process helper; /* ffmpeg */
    int memory;            /* into which it writes; -1: nothing is or was converted */
    int words;             /* what it says */
    char refusal[JOBS_TEXT_MAX];
};

void scan_bench_open(struct scan_bench *bench, const struct options *options);

/* Begins with that entry. Its blocks are counted in `bins`, in the end. */
void scan_bench_begin(struct scan_bench *bench, const struct playlist_entry *entry,
                      struct scan_row *row, uint64_t *bins);

bool scan_bench_busy(const struct scan_bench *bench);

/* What it waits for, and what is to be done when something of that has come. */
void scan_bench_poll(const struct scan_bench *bench, struct pollfd list[SCAN_BENCH_FILES]);
void scan_bench_work(struct scan_bench *bench, const struct pollfd list[SCAN_BENCH_FILES]);

void scan_bench_close(struct scan_bench *bench);

/*
 * scan_convert.c: has ffmpeg decode `file` into memory, which with its words is the caller's to
 * close, as is the process to reap.
 */
int scan_convert(int file, uint32_t limit_mib, struct process *ret_process, int *ret_memory,
                 int *ret_words);

/* After its end: 0, or a reason for people in why[]. */
int scan_convert_judge(const struct spawn_end *end, int words, const char *refusal, char *why,
                       size_t why_size);

#endif
