/*
 * bench.c - for each block size, in three rounds, each transport: once as fast as it goes, once
 * paced.
 *
 * Transports take turns, so that what the machine does besides, for some seconds, meets all of
 * them. Of the three flows of a cell the median one counts, with all that belongs to it; latencies
 * of all rounds are taken together.
 */
#include "tools/ipcbench/bench.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What the rounds of a cell have brought so far. */
struct tally {
    struct result *cell;
    struct result_flow flow[BENCH_ROUNDS];
    uint64_t *latencies_ns;
    size_t latency_count;
};

/* The measurements of one size. */
struct session {
    const struct bench *bench;
    struct side_plan plan; /* but for the transport and the pace */
    struct tally tally[TRANSPORT_COUNT];
    size_t count;
    size_t done; /* rounds of cells, of all sizes */
    size_t all;
    struct bench_trouble *trouble;
};

static size_t count_transports(const struct bench_options *options)
{
    size_t count = 0;

    for (size_t i = 0; i < TRANSPORT_COUNT; i++)
        count += options->transports[i];
    return count;
}

static enum run_result fail(struct session *s, int error)
{
    s->trouble->run = (struct run_trouble){.error = error};
    s->trouble->cell = NULL;
    return RUN_FAILED;
}

static void keep_flow(struct tally *tally, unsigned round, const struct run_outcome *outcome)
{
    tally->cell->limit = outcome->limit;
    tally->flow[round] = (struct result_flow){
        .blocks = outcome->blocks,
        .elapsed_ns = outcome->elapsed_ns,
        .cpu_ns = {outcome->cpu_ns[TRANSPORT_SENDER], outcome->cpu_ns[TRANSPORT_RECEIVER]},
        .sleeps = outcome->sleeps,
        .checksum = outcome->checksum,
    };
}

static int keep_latencies(struct tally *tally, const struct run_outcome *outcome)
{
    const size_t count = tally->latency_count + outcome->blocks;
    uint64_t *all = realloc(tally->latencies_ns, count * sizeof(*all));

    if (!all)
        return -ENOMEM;
    memcpy(all + tally->latency_count, outcome->latencies_ns, outcome->blocks * sizeof(*all));
    tally->latencies_ns = all;
    tally->latency_count = count;
    return 0;
}

static enum run_result measure(struct session *s, struct tally *tally, unsigned round)
{
    struct side_plan plan = s->plan;
    struct run_outcome outcome;
    enum run_result result;
    int error;

    plan.transport = tally->cell->transport;
    result = run(&plan, s->bench->signals, &outcome, &s->trouble->run);
    if (result != RUN_DONE)
        return result;
    keep_flow(tally, round, &outcome);
    plan.pace_ns = BENCH_PACE_NS;
    result = run(&plan, s->bench->signals, &outcome, &s->trouble->run);
    if (result != RUN_DONE)
        return result;
    error = keep_latencies(tally, &outcome);
    free(outcome.latencies_ns);
    return error < 0 ? fail(s, error) : RUN_DONE;
}

static enum run_result measure_round(struct session *s, unsigned round)
{
    enum run_result result = RUN_DONE;

    for (size_t i = 0; i < s->count && result == RUN_DONE; i++) {
        struct result *cell = s->tally[i].cell;

        if (s->bench->progress)
            s->bench->progress(cell, s->done, s->all);
        s->done++;
        if (cell->refused)
            continue;
        s->trouble->cell = cell;
        result = measure(s, &s->tally[i], round);
        if (result == RUN_REFUSED) {
            cell->refused = s->trouble->run.error;
            result = RUN_DONE;
        }
    }
    return result;
}

static int by_rate(const void *left, const void *right)
{
    const struct result_flow *a = left, *b = right;
    const double first = (double)a->blocks * (double)b->elapsed_ns;
    const double second = (double)b->blocks * (double)a->elapsed_ns;

    return (first > second) - (first < second);
}

static void sum_up(struct tally *tally)
{
    if (tally->cell->refused)
        return;
    qsort(tally->flow, BENCH_ROUNDS, sizeof(tally->flow[0]), by_rate);
    tally->cell->flow = tally->flow[BENCH_ROUNDS / 2];
    stats_make(tally->latencies_ns, tally->latency_count, &tally->cell->latency_ns);
}

static void add_cells(struct session *s, struct results *results, uint32_t size)
{
    s->count = 0;
    memset(s->tally, 0, sizeof(s->tally));
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        struct result *cell = &results->cell[results->count];

        if (!s->bench->options->transports[i])
            continue;
        *cell = (struct result){.transport = transport_all[i], .size = size};
        s->tally[s->count++].cell = cell;
        results->count++;
    }
}

static enum run_result measure_size(struct session *s, struct results *results, uint32_t size)
{
    enum run_result result = RUN_DONE;
    struct payload_cut cut;
    int error = payload_cut(s->bench->sound, size, &cut);

    if (error < 0)
        return fail(s, error);
    add_cells(s, results, size);
    s->plan.shape = (struct transport_shape){.size = size, .blocks = transport_blocks(size)};
    s->plan.cut = &cut;
    for (unsigned round = 0; round < BENCH_ROUNDS && result == RUN_DONE; round++)
        result = measure_round(s, round);
    for (size_t i = 0; i < s->count; i++) {
        if (result == RUN_DONE)
            sum_up(&s->tally[i]);
        free(s->tally[i].latencies_ns);
    }
    s->plan.cut = NULL;
    payload_cut_free(&cut);
    return result;
}

enum run_result bench_run(const struct bench *bench, struct results *ret_results,
                          struct bench_trouble *ret_trouble)
{
    const struct bench_options *options = bench->options;
    const size_t cells = count_transports(options) * options->size_count;
    struct session s = {
        .bench = bench,
        .plan = {.blocks = options->blocks,
                 .time_ns = options->time_ns / BENCH_ROUNDS,
                 .cpus = {options->cpus[TRANSPORT_SENDER], options->cpus[TRANSPORT_RECEIVER]}},
        .all = cells * BENCH_ROUNDS,
        .trouble = ret_trouble,
    };
    enum run_result result = RUN_DONE;

    *ret_results = (struct results){.cell = calloc(cells, sizeof(struct result))};
    if (!ret_results->cell)
        return fail(&s, -ENOMEM);
    for (size_t i = 0; i < options->size_count && result == RUN_DONE; i++)
        result = measure_size(&s, ret_results, options->sizes[i]);
    return result;
}

void bench_free(struct results *results)
{
    free(results->cell);
    *results = (struct results){0};
}
