/*
 * charts.c - how full the ring is over time.
 *
 * The model is deterministic: what a chart shows is found by the same simulation once more, up to
 * the window's end, with each event in the window told.
 */
#include "tools/ringsim/charts.h"

#include <errno.h>
#include <string.h>

#include "tools/plot/plot.h"

enum {
    SHOWN_MIN_MS = 10000, /* without a window, at least so much */
    BEFORE = 3,           /* times what the ring plays, before the first underrun, */
    AFTER = 2             /* and after it */
};

/* What is told while the model runs, in seconds. */
struct fill {
    struct plot *plot;
    double block_s;
    int64_t from; /* where the time axis begins */
    bool silent;
    int error;
};

static double in_s(int64_t ns)
{
    return (double)ns / (double)SPAN_SECOND;
}

static void mark(struct fill *f, int64_t at, enum plot_mark kind, const char *label)
{
    if (f->error == 0)
        f->error = plot_mark(f->plot, in_s(at - f->from), kind, label);
}

static void mark_event(struct fill *f, enum model_event event, const struct model_view *view)
{
    if (event == MODEL_LOOK && view->silent)
        mark(f, view->now, PLOT_MARK_FAULT, "underrun");
    if (f->silent && !view->silent)
        mark(f, view->now, PLOT_MARK_HEAL, "sounds again");
    if (event == MODEL_FAULT && view->fault == FAULTS_KILL_CONSUMER)
        mark(f, view->now, PLOT_MARK_FAULT, "consumer killed");
    else if (event == MODEL_FAULT && view->fault == FAULTS_KILL)
        mark(f, view->now, PLOT_MARK_FAULT, "killed");
    else if (event == MODEL_FAULT)
        mark(f, view->now, PLOT_MARK_NOTE, faults_name(view->fault));
    if (event == MODEL_WATCHDOG)
        mark(f, view->now, PLOT_MARK_FAULT, "watchdog");
    f->silent = view->silent;
}

static void tell(void *context, enum model_event event, const struct model_view *view)
{
    struct fill *f = context;
    double level = (double)(view->filled + view->held) * f->block_s;

    if (f->error == 0)
        f->error = plot_point(f->plot, in_s(view->now - f->from), level);
    mark_event(f, event, view);
}

static void choose_window(const struct command *command, int64_t first_at,
                          struct model_watch *watch)
{
    int64_t ring = (int64_t)command->buffer_ms * SPAN_MS;
    int64_t least = SHOWN_MIN_MS * SPAN_MS;

    if (command->window_for > 0) {
        watch->from = (int64_t)(command->window_from * (double)SPAN_SECOND);
        watch->to = watch->from + (int64_t)(command->window_for * (double)SPAN_SECOND);
        return;
    }
    watch->from = span_later(0, first_at - span_later(BEFORE * ring, least));
    watch->to = first_at + span_later(AFTER * ring, least);
}

static int draw_fill(const struct command *command, struct model_config *config, struct fill *fill)
{
    struct model model;
    int error = plot_series(fill->plot, "in the ring, unheard", PLOT_STEPS);

    if (error < 0)
        return error;
    config->watch.tell = tell;
    config->watch.context = fill;
    error = model_init(&model, config);
    if (error < 0)
        return error;
    model_run(&model, span_sooner(config->watch.to, (int64_t)(command->hours * (double)SPAN_HOUR)));
    model_free(&model);
    return fill->error;
}

int charts_fill(const struct command *command, int64_t first_at, const char *path)
{
    struct model_config config = command_model(command);
    struct fill fill = {.block_s = command->block_ms / 1000.0};
    char caption[256], x[64] = "time since the first sound [s]";
    const struct plot_labels labels = {
        .title = "How full the ring is",
        .caption = caption,
        .x = x,
        .y = "sound that is decoded and not yet heard [s]",
    };
    int error;

    snprintf(caption, sizeof(caption),
             "simulated: %u slots of %u ms (--buffer %g), bursts of %u, seed %llu", config.slots,
             command->block_ms, command->buffer_ms / 1000.0, config.slots / 2,
             (unsigned long long)command->seed);
    choose_window(command, first_at, &config.watch);
    fill.from = config.watch.from;
    if (fill.from > 0)
        snprintf(x, sizeof(x), "time from %.3f s after the first sound on [s]", in_s(fill.from));
    error = plot_create(&labels, &fill.plot);
    if (error < 0)
        return error;
    plot_range_y(fill.plot, 0, config.slots * fill.block_s);
    error = draw_fill(command, &config, &fill);
    if (error == 0)
        error = plot_write(fill.plot, path);
    plot_free(fill.plot);
    return error;
}
