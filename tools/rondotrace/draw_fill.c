/*
 * draw_fill.c - the ring's fill level. A value is drawn where it changes, and at both ends.
 */
#include "tools/rondotrace/draw.h"

#include <stdio.h>
#include <string.h>

#include "tools/plot/plot.h"

enum { SOON = 50 }; /* as a part of the whole time */

double draw_seconds(const struct draw *draw, uint64_t at_ns)
{
    uint64_t begin_ns = draw->merge->begin_ns;

    return at_ns < begin_ns ? -(double)(begin_ns - at_ns) / 1e9 : (double)(at_ns - begin_ns) / 1e9;
}

bool draw_within(const struct draw *draw, uint64_t at_ns)
{
    return at_ns >= draw->window.since_ns && at_ns <= draw->window.until_ns;
}

static uint16_t filled(const struct merge_ring *ring)
{
    return ring->filled;
}

static uint16_t free_slots(const struct merge_ring *ring)
{
    return ring->free;
}

static int add_series(const struct draw *draw, struct plot *plot, const char *name,
                      uint16_t (*value)(const struct merge_ring *ring))
{
    const struct merge_entry *last = NULL, *drawn = NULL;
    int error = plot_series(plot, name, PLOT_STEPS);

    for (size_t i = 0; i < draw->merge->count && error == 0; i++) {
        const struct merge_entry *entry = &draw->merge->entry[i];

        if (!entry->ring.known || !draw_within(draw, entry->at_ns))
            continue;
        last = entry;
        if (drawn && value(&drawn->ring) == value(&entry->ring))
            continue;
        drawn = entry;
        error = plot_point(plot, draw_seconds(draw, entry->at_ns), value(&entry->ring));
    }
    if (last && last != drawn && error == 0)
        error = plot_point(plot, draw_seconds(draw, last->at_ns), value(&last->ring));
    return error;
}

/*
 * The restart that came so soon after a kill that both are one line in the picture, or the kill
 * before a restart.
 */
static bool has_partner(const struct draw *draw, const struct marks *marks, size_t i)
{
    const struct mark *mark = &marks->mark[i], *last = marks->mark + marks->count;
    uint64_t soon_ns = (draw->merge->end_ns - draw->merge->begin_ns) / SOON;
    bool killed = mark->kind == MARK_KILLED;

    for (const struct mark *m = mark; m >= marks->mark && m < last; m += killed ? 1 : -1) {
        if ((killed ? m->at_ns - mark->at_ns : mark->at_ns - m->at_ns) > soon_ns)
            return false;
        if (m->role == mark->role && m->kind == (killed ? MARK_RESTARTED : MARK_KILLED))
            return true;
    }
    return false;
}

static int add_mark(const struct draw *draw, struct plot *plot, const struct marks *marks, size_t i)
{
    static const enum plot_mark tones[] = {
        [MARK_FAULT] = PLOT_MARK_FAULT, [MARK_HEAL] = PLOT_MARK_HEAL, [MARK_NOTE] = PLOT_MARK_NOTE};
    const struct mark *mark = &marks->mark[i];
    char text[80];

    marks_text(mark, text, sizeof(text));
    if (mark->kind == MARK_KILLED && has_partner(draw, marks, i))
        strcat(text, ", restarted");
    if (mark->kind == MARK_RESTARTED && has_partner(draw, marks, i))
        text[0] = '\0';
    return plot_mark(plot, draw_seconds(draw, mark->at_ns), tones[marks_tone(mark)], text);
}

/* Before that there is nothing to be seen in the picture that a mark could explain. */
static uint64_t known_from(const struct draw *draw)
{
    for (size_t i = 0; i < draw->merge->count; i++)
        if (draw->merge->entry[i].ring.known && draw_within(draw, draw->merge->entry[i].at_ns))
            return draw->merge->entry[i].at_ns;
    return 0;
}

/* All but the beginnings and ends that nobody wonders at. */
static int add_marks(const struct draw *draw, struct plot *plot)
{
    uint64_t from_ns = known_from(draw);
    struct marks marks;
    int error = marks_find(draw->merge, &marks);

    if (error < 0)
        return error;
    for (size_t i = 0; i < marks.count && error == 0; i++) {
        const struct mark *mark = &marks.mark[i];

        if (draw_within(draw, mark->at_ns) && mark->at_ns >= from_ns &&
            mark->kind != MARK_STARTED && mark->kind != MARK_ENDED)
            error = add_mark(draw, plot, &marks, i);
    }
    marks_free(&marks);
    return error;
}

int draw_fill(const struct draw *draw, const char *path)
{
    char title[128], caption[128];
    const struct plot_labels labels = {
        .title = title, .caption = caption, .x = "time [s]", .y = "slots"};
    struct plot *plot;
    int error;

    snprintf(title, sizeof(title), "Fill level of \"%s\"", draw->name);
    snprintf(
        caption, sizeof(caption),
        "%u slots. What is neither free nor filled is claimed: being filled, or in the device.",
        draw->merge->slots);
    error = plot_create(&labels, &plot);
    if (error < 0)
        return error;
    plot_range_y(plot, 0, draw->merge->slots);
    error = add_series(draw, plot, "FILLED", filled);
    if (error == 0)
        error = add_series(draw, plot, "FREE", free_slots);
    if (error == 0)
        error = add_marks(draw, plot);
    if (error == 0)
        error = plot_write(plot, path);
    plot_free(plot);
    return error;
}
