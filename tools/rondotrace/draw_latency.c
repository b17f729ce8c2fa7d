/*
 * draw_latency.c - a histogram of the time from a block's commit to its first claim.
 *
 * A commit that is recorded later than the claim it allowed counts as 0 here, which a logarithmic
 * axis has no place for: it stands in the lowest bar.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/plot/plot.h"
#include "tools/rondotrace/draw.h"

enum { BARS_A_DECADE = 10, DECADES_MAX = 16, LEAST_NS = 100 };

static int by_value(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

/* In milliseconds, sorted; for the caller to free. */
static int collect(const struct draw *draw, double **ret_ms, size_t *ret_count)
{
    double *ms = calloc(draw->spans->count + 1, sizeof(*ms));
    size_t count = 0;

    if (!ms)
        return -ENOMEM;
    for (size_t i = 0; i < draw->spans->count; i++) {
        const struct span *span = &draw->spans->span[i];

        if (spans_is_handover(span) && draw_within(draw, span->begin_ns))
            ms[count++] = fmax((double)(span->begin_ns - span->committed_ns), LEAST_NS) / 1e6;
    }
    qsort(ms, count, sizeof(*ms), by_value);
    *ret_ms = ms;
    *ret_count = count;
    return 0;
}

/* The least value that so many of a hundred are not above. */
static double percentile(const double *sorted, size_t count, unsigned percent)
{
    return sorted[(count * percent + 99) / 100 - 1];
}

static double edge(int bar)
{
    return pow(10, (double)bar / BARS_A_DECADE);
}

static int add_bars(struct plot *plot, const double *ms, size_t count)
{
    int error = plot_series(plot, NULL, PLOT_BARS);
    int bar = count > 0 ? (int)floor(log10(ms[0]) * BARS_A_DECADE) : 0;
    size_t done = 0;

    for (int bars = 0; done < count && bars <= DECADES_MAX * BARS_A_DECADE && error == 0; bars++) {
        size_t begun = done;

        while (done < count && ms[done] < edge(bar + 1))
            done++;
        error = plot_point(plot, edge(bar), (double)(done - begun));
        bar++;
    }
    return error == 0 && count > 0 ? plot_point(plot, edge(bar), 0) : error;
}

/* A time as people say it. */
static void say(double ms, char *text, size_t size)
{
    if (ms < 1)
        snprintf(text, size, "%.3g µs", ms * 1000);
    else if (ms < 1000)
        snprintf(text, size, "%.3g ms", ms);
    else
        snprintf(text, size, "%.3g s", ms / 1000);
}

static void describe(const double *ms, size_t count, char *text, size_t size)
{
    char half[32], most[32];

    if (count == 0) {
        snprintf(text, size, "No block was handed over.");
        return;
    }
    say(percentile(ms, count, 50), half, sizeof(half));
    say(percentile(ms, count, 99), most, sizeof(most));
    snprintf(text, size,
             "%zu blocks, from the producer's commit to the consumer's claim: p50 %s, p99 %s.",
             count, half, most);
}

int draw_latency(const struct draw *draw, const char *path)
{
    char title[128], caption[192];
    const struct plot_labels labels = {
        .title = title, .caption = caption, .x = "time in the ring [ms]", .y = "blocks"};
    struct plot *plot;
    double *ms;
    size_t count;
    int error = collect(draw, &ms, &count);

    if (error < 0)
        return error;
    snprintf(title, sizeof(title), "Hand-over latency of \"%s\"", draw->name);
    describe(ms, count, caption, sizeof(caption));
    error = plot_create(&labels, &plot);
    if (error < 0)
        goto out_free;
    plot_scale(plot, PLOT_LOG, PLOT_LINEAR);
    error = add_bars(plot, ms, count);
    if (error == 0)
        error = plot_write(plot, path);
    plot_free(plot);

out_free:
    free(ms);
    return error;
}
