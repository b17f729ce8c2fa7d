/*
 * charts_sizes.c - underruns a year over the ring's size: the simulated numbers, and the two ends
 * of their intervals.
 *
 * A size may have been tried with several seeds; in the picture it has one place, where the trial
 * of the most years stands.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/plot/plot.h"
#include "tools/ringsim/charts.h"

static int by_size(const void *left, const void *right)
{
    const struct sizing_probe *a = left, *b = right;

    if (a->slots != b->slots)
        return a->slots < b->slots ? -1 : 1;
    if (a->years != b->years)
        return a->years > b->years ? -1 : 1;
    return a->again == b->again ? 0 : a->again ? -1 : 1;
}

static double shown_estimate(const struct sizing_probe *probe)
{
    return probe->rate.estimate;
}

static double shown_low(const struct sizing_probe *probe)
{
    return probe->rate.low;
}

static double shown_high(const struct sizing_probe *probe)
{
    return probe->rate.high;
}

static double buffer_s(const struct command *command, uint32_t slots)
{
    return command_buffer_ms(command, slots) / 1000.0;
}

static int draw(struct plot *plot, const struct command *command, const char *name,
                enum plot_style style, double (*shown)(const struct sizing_probe *probe),
                const struct sizing_probe *probes, uint32_t count)
{
    int error = plot_series(plot, name, style);

    for (uint32_t i = 0; i < count && error == 0; i++)
        if (i == 0 || probes[i].slots != probes[i - 1].slots)
            error = plot_point(plot, buffer_s(command, probes[i].slots), shown(&probes[i]));
    return error;
}

static int draw_goal(struct plot *plot, const struct command *command,
                     const struct sizing_probe *probes, uint32_t count)
{
    int error = plot_series(plot, "the goal", PLOT_LINE);

    if (error == 0)
        error = plot_point(plot, buffer_s(command, probes[0].slots), command->per_year);
    if (error == 0)
        error = plot_point(plot, buffer_s(command, probes[count - 1].slots), command->per_year);
    return error;
}

static int draw_all(struct plot *plot, const struct command *command,
                    const struct sizing_probe *sorted, uint32_t count)
{
    int error = draw(plot, command, "simulated", PLOT_POINTS, shown_estimate, sorted, count);

    if (error == 0)
        error = draw(plot, command, "95 %: at most", PLOT_LINE, shown_high, sorted, count);
    if (error == 0)
        error = draw(plot, command, "95 %: at least", PLOT_LINE, shown_low, sorted, count);
    if (error == 0)
        error = draw_goal(plot, command, sorted, count);
    return error;
}

int charts_sizes(const struct command *command, const struct sizing_probe *probes, uint32_t count,
                 const char *path)
{
    char caption[160];
    const struct plot_labels labels = {
        .title = "How large must the ring be?",
        .caption = caption,
        .x = "--buffer [s]",
        .y = "underruns a year",
    };
    struct sizing_probe *sorted = malloc(count * sizeof(*sorted));
    struct plot *plot;
    int error;

    if (!sorted)
        return -ENOMEM;
    snprintf(caption, sizeof(caption),
             "simulated for up to %.4g years each. No dot: there was no underrun", command->years);
    error = plot_create(&labels, &plot);
    if (error < 0)
        goto free_sorted;
    memcpy(sorted, probes, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), by_size);
    plot_scale(plot, PLOT_LINEAR, PLOT_LOG);
    error = draw_all(plot, command, sorted, count);
    if (error == 0)
        error = plot_write(plot, path);
    plot_free(plot);
free_sorted:
    free(sorted);
    return error;
}
