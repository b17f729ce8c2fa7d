/*
 * deaths_plot.h - the counts before and after each death, as a chart. Private to deaths*.c.
 */
#ifndef TOOLS_RONDOLAB_DEATHS_PLOT_H
#define TOOLS_RONDOLAB_DEATHS_PLOT_H

#include "shmring/semset.h"
#include "tools/plot/plot.h"

enum { DEATHS_MAX = 40 };

struct deaths_plot {
    uint16_t slots;
    size_t count;
    struct {
        struct semset_snapshot before;
        struct semset_snapshot after;
    } deaths[DEATHS_MAX];
};

/* -ENOBUFS: no room for more. */
int deaths_plot_add(struct deaths_plot *plot, const struct semset_snapshot *before,
                    const struct semset_snapshot *after);

int deaths_plot_draw(const struct deaths_plot *plot, const char *title, struct plot **ret_plot);

#endif
