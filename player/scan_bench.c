/*
 * scan_bench.c - one file after the other: tags, loudness, and a conversion where it has to be.
 */
#include "player/scan_bench.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "player/audiofile.h"

enum { FROM_SCANNER, SCANNER_END, HELPER_END };

void scan_bench_open(struct scan_bench *bench, const struct options *options)
{
    *bench = (struct scan_bench){.memory = -1, .words = -1, .limit_mib = options->spool_limit_mib};
    scanner_init(&bench->scanner, options->sandbox);
}

bool scan_bench_busy(const struct scan_bench *bench)
{
    return bench->row != NULL;
}

static void close_conversion(struct scan_bench *bench)
{
    struct spawn_end end;

    if (bench->helper.pid > 0) {
        spawn_signal(&bench->helper, SIGKILL);
        spawn_reap(&bench->helper, &end);
    }
    if (bench->memory >= 0)
        close(bench->memory);
    if (bench->words >= 0)
        close(bench->words);
    bench->memory = bench->words = -1;
}

static void finish(struct scan_bench *bench, const char *why)
{
    close_conversion(bench);
    bench->row->failed = why != NULL;
    bench->row->why = why ? strdup(why) : NULL;
    bench->row->done = true;
    bench->row = NULL;
}

static int open_entry(const struct scan_bench *bench, int *ret_file)
{
    bool flows;
    int error = audiofile_open(bench->entry->path, &flows, ret_file);

    if (error == 0 && flows) {
        close(*ret_file);
        error = -ESPIPE;
    }
    return error;
}

/* Asks about the entry's file, or about what ffmpeg has made of it. */
static void ask(struct scan_bench *bench, enum scan_kind kind)
{
    const struct scan scan = {.kind = kind, .range = bench->entry->range};
    int file = -1, error;
    uint32_t id;

    if (kind == SCAN_MEASURE && bench->memory >= 0)
        error = file = scanner_reopen(bench->memory);
    else
        error = open_entry(bench, &file);
    if (error >= 0)
        error = scanner_ask(&bench->scanner, &scan, file, &id);
    if (error < 0)
        finish(bench, error == -ESPIPE ? "it is no file, and only files are scanned"
                                       : audiofile_reason(error));
}

void scan_bench_begin(struct scan_bench *bench, const struct playlist_entry *entry,
                      struct scan_row *row, uint64_t *bins)
{
    bench->entry = entry;
    bench->row = row;
    bench->bins = bins;
    row->tags = (struct scan_tags){SCAN_UNKNOWN, SCAN_UNKNOWN, SCAN_UNKNOWN, SCAN_UNKNOWN, 0};
    ask(bench, SCAN_TAGS);
}

static void convert(struct scan_bench *bench, const char *refusal)
{
    int file, error = open_entry(bench, &file);

    strcpy(bench->refusal, refusal);
    if (error == 0) {
        error = scan_convert(file, bench->limit_mib, &bench->helper, &bench->memory, &bench->words);
        close(file);
    }
    if (error < 0)
        finish(bench, refusal);
}

static void write_down(struct scan_bench *bench, const struct scan_loudness *found)
{
    struct scan_row *row = bench->row;

    row->measured = true;
    row->integrated = found->integrated;
    row->range = found->range;
    row->true_peak = found->true_peak;
    row->sample_peak = found->sample_peak;
    row->seconds = (double)found->frames / found->rate;
    for (uint32_t i = 0; i < SCANS_BINS; i++)
        bench->bins[i] += found->bins[i];
    finish(bench, NULL);
}

static void take(struct scan_bench *bench, const struct scan *scan, const struct scan_reply *reply)
{
    bool unknown = strncmp(reply->text, JOBS_NOT_AUDIO, strlen(JOBS_NOT_AUDIO)) == 0;

    if (reply->kind == SCAN_PROGRESS || !bench->row)
        return;
    if (reply->kind == SCAN_TAGGED)
        bench->row->tags = reply->tags;
    if (scan->kind == SCAN_TAGS) /* without tags it goes on, too */
        ask(bench, SCAN_MEASURE);
    else if (reply->kind == SCAN_MEASURED)
        write_down(bench, &reply->loudness);
    else if (unknown && bench->memory < 0)
        convert(bench, reply->text);
    else
        finish(bench, reply->text);
}

static void take_conversion(struct scan_bench *bench)
{
    struct spawn_end end;
    char why[2 * JOBS_TEXT_MAX];

    spawn_reap(&bench->helper, &end);
    if (scan_convert_judge(&end, bench->words, bench->refusal, why, sizeof(why)) == 0)
        ask(bench, SCAN_MEASURE);
    else
        finish(bench, why);
}

void scan_bench_poll(const struct scan_bench *bench, struct pollfd list[SCAN_BENCH_FILES])
{
    const struct scanner *scanner = &bench->scanner;
    const int files[SCAN_BENCH_FILES] = {
        [FROM_SCANNER] = scanner->channel,
        [SCANNER_END] = scanner->process.pid > 0 ? scanner->process.pidfd : -1,
        [HELPER_END] = bench->helper.pid > 0 ? bench->helper.pidfd : -1,
    };

    for (int i = 0; i < SCAN_BENCH_FILES; i++)
        list[i] = (struct pollfd){.fd = files[i], .events = POLLIN};
}

void scan_bench_work(struct scan_bench *bench, const struct pollfd list[SCAN_BENCH_FILES])
{
    struct scan_reply reply;
    struct scan scan;

    if (list[FROM_SCANNER].revents)
        while (scanner_take(&bench->scanner, &scan, &reply) == 0)
            take(bench, &scan, &reply);
    if (list[SCANNER_END].revents) {
        scanner_ended(&bench->scanner);
        while (scanner_take(&bench->scanner, &scan, &reply) == 0)
            take(bench, &scan, &reply);
    }
    if (list[HELPER_END].revents)
        take_conversion(bench);
}

void scan_bench_close(struct scan_bench *bench)
{
    close_conversion(bench);
    scanner_close(&bench->scanner);
}
