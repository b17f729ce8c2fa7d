/*
 * deaths_plot.c - two points for each death: just before the act that it dies of, and afterwards.
 *
 * What the victim had claimed is part of the sum before, and back in FREE or FILLED afterwards; so
 * the sum is a straight line, which is the point of it all.
 */
#include "tools/rondolab/deaths_plot.h"

#include <errno.h>
#include <stdio.h>

#include "shmring/ring_view.h"

enum curve { CURVE_SUM, CURVE_FREE, CURVE_FILLED, CURVE_CLAIMS, CURVES };

static const char *const names[CURVES] = {
    [CURVE_SUM] = "sum",
    [CURVE_FREE] = "FREE",
    [CURVE_FILLED] = "FILLED",
    [CURVE_CLAIMS] = "claims, owed to the kernel",
};

int deaths_plot_add(struct deaths_plot *plot, const struct semset_snapshot *before,
                    const struct semset_snapshot *after)
{
    if (plot->count == DEATHS_MAX)
        return -ENOBUFS;
    plot->deaths[plot->count].before = *before;
    plot->deaths[plot->count].after = *after;
    plot->count++;
    return 0;
}

static int value(const struct deaths_plot *plot, enum curve curve, const struct semset_snapshot *at)
{
    struct ring_claims claims = {0};

    ring_claims(plot->slots, at, &claims);
    switch (curve) {
    case CURVE_FREE:
        return at->value[SEM_FREE];
    case CURVE_FILLED:
        return at->value[SEM_FILLED];
    case CURVE_CLAIMS:
        return claims.producer + claims.consumer;
    default:
        return at->value[SEM_FREE] + at->value[SEM_FILLED] + claims.producer + claims.consumer;
    }
}

/* Death i is at x = i + 1; before it is half a step to its left. */
static int draw_curve(const struct deaths_plot *plot, enum curve curve, struct plot *picture)
{
    int error = plot_series(picture, names[curve], PLOT_STEPS);

    for (size_t i = 0; i < plot->count && error == 0; i++) {
        double x = (double)i + 1;

        error = plot_point(picture, x - 0.5, value(plot, curve, &plot->deaths[i].before));
        if (error == 0)
            error = plot_point(picture, x, value(plot, curve, &plot->deaths[i].after));
    }
    if (error == 0 && plot->count > 0)
        error = plot_point(picture, (double)plot->count + 0.5,
                           value(plot, curve, &plot->deaths[plot->count - 1].after));
    return error;
}

int deaths_plot_draw(const struct deaths_plot *plot, const char *title, struct plot **ret_plot)
{
    const struct plot_labels labels = {
        .title = title,
        .caption = "Before each death, and after it (red): the numbers are those of the cases "
                   "printed. What was claimed is free or filled again; no slot is ever lost.",
        .x = "death [number of the case]",
        .y = "slots",
    };
    struct plot *picture;
    int error = plot_create(&labels, &picture);

    if (error < 0)
        return error;
    plot_range_y(picture, 0, plot->slots + 1);
    for (int curve = 0; curve < CURVES && error == 0; curve++)
        error = draw_curve(plot, (enum curve)curve, picture);
    for (size_t i = 0; i < plot->count && error == 0; i++) {
        char label[24];

        snprintf(label, sizeof(label), "%zu", i + 1);
        error = plot_mark(picture, (double)i + 1, PLOT_MARK_FAULT, label);
    }
    if (error < 0) {
        plot_free(picture);
        return error;
    }
    *ret_plot = picture;
    return 0;
}
