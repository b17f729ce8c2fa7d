/*
 * scan.c - hands files to scanners, and writes down what they say.
 *
 * A bench is a scanner with one file: first its tags, then its loudness; where it turns out to be
 * of a format that libsndfile does not know, ffmpeg decodes it into memory in between. Killed by
 * Ctrl-C, rondo leaves nothing behind: its helpers die with it.
 */
#include "player/scan.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "player/audiofile.h"
#include "player/loudness.h"
#include "player/scan_bench.h"
#include "player/session.h"
#include "player/text.h"

enum { BENCHES_MAX = 16, PROGRESS_FIRST_MS = 1000, PROGRESS_MS = 250 };

struct scan_job {
    const struct options *options;
    const struct playlist *list;
    struct scan_row *rows;
    struct scan_total total;
    uint32_t handed;  /* the next entry to be begun */
    uint32_t written; /* the next row */
    uint32_t benches;
    struct scan_bench bench[BENCHES_MAX];
    uint64_t began_ms;
    uint64_t watched_ms;
    bool shown; /* a line of progress stands on the terminal */
};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void clear_progress(struct scan_job *job)
{
    if (job->shown)
        fputs("\r\033[K", stderr);
    job->shown = false;
}

static void show_progress(struct scan_job *job)
{
    if (job->options->quiet || !isatty(STDERR_FILENO) ||
        now_ms() - job->began_ms < PROGRESS_FIRST_MS || job->written == job->list->count)
        return;
    fprintf(stderr, "\r%u of %u files measured\033[K", job->written, job->list->count);
    job->shown = true;
}

static void count(struct scan_total *total, const struct scan_row *row)
{
    total->failed += row->failed;
    if (!row->measured)
        return;
    total->files++;
    total->seconds += row->seconds;
    if (row->true_peak > total->true_peak)
        total->true_peak = row->true_peak;
}

/* All rows that are known up to the first that is not. */
static void write_rows(struct scan_job *job)
{
    for (; job->written < job->list->count && job->rows[job->written].done; job->written++) {
        struct scan_row *row = &job->rows[job->written];
        const struct playlist_entry *entry = &job->list->entries[job->written];
        char path[2 * PATH_MAX], why[2 * JOBS_TEXT_MAX];

        clear_progress(job);
        count(&job->total, row);
        if (row->failed) {
            text_sanitize(text_utf8(), path, sizeof(path), entry->path);
            text_sanitize(text_utf8(), why, sizeof(why), row->why ? row->why : strerror(ENOMEM));
            fprintf(stderr, "rondo: %s: %s\n", path, why);
        }
        scan_write_row(job->options->json, entry, row, job->written == 0);
        free(row->why);
        row->why = NULL;
    }
    fflush(stdout);
}

/* Hands entries to a bench until one is worth waiting for, or there are no more. */
static void feed(struct scan_job *job, struct scan_bench *bench)
{
    while (!scan_bench_busy(bench) && job->handed < job->list->count) {
        uint32_t i = job->handed++;

        scan_bench_begin(bench, &job->list->entries[i], &job->rows[i], job->total.bins);
    }
}

static void wait_for_something(struct scan_job *job)
{
    struct pollfd list[BENCHES_MAX * SCAN_BENCH_FILES];
    uint64_t now = now_ms();

    for (uint32_t i = 0; i < job->benches; i++)
        scan_bench_poll(&job->bench[i], &list[i * SCAN_BENCH_FILES]);
    poll(list, job->benches * SCAN_BENCH_FILES, PROGRESS_MS);
    for (uint32_t i = 0; i < job->benches; i++) {
        scan_bench_work(&job->bench[i], &list[i * SCAN_BENCH_FILES]);
        if (now - job->watched_ms >= SCANNER_SILENCE_MS)
            scanner_watch(&job->bench[i].scanner);
    }
    if (now - job->watched_ms >= SCANNER_SILENCE_MS)
        job->watched_ms = now;
}

static void run(struct scan_job *job)
{
    while (job->written < job->list->count) {
        for (uint32_t i = 0; i < job->benches; i++)
            feed(job, &job->bench[i]);
        write_rows(job);
        if (job->written == job->list->count)
            break;
        show_progress(job);
        wait_for_something(job);
    }
}

int scan_run(const struct options *options, struct playlist *list)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    struct scan_job job = {.options = options, .list = list, .began_ms = now_ms()};

    job.rows = calloc(list->count, sizeof(*job.rows));
    if (!job.rows) {
        fprintf(stderr, "rondo: %s\n", strerror(ENOMEM));
        return SESSION_TRACK_FAILED;
    }
    signal(SIGPIPE, SIG_DFL);
    job.watched_ms = job.began_ms;
    job.benches = processors < 1             ? 1
                  : processors > BENCHES_MAX ? BENCHES_MAX
                                             : (uint32_t)processors;
    for (uint32_t i = 0; i < job.benches; i++)
        scan_bench_open(&job.bench[i], options);
    scan_write_head(options->json);
    run(&job);
    scan_write_total(options->json, &job.total);
    for (uint32_t i = 0; i < job.benches; i++)
        scan_bench_close(&job.bench[i]);
    free(job.rows);
    return job.total.failed > 0 ? SESSION_TRACK_FAILED : SESSION_PLAYED;
}
