/*
 * layout.c - the more important a panel is, the sooner it gets its rows.
 *
 * First each essential panel, by rank, gets the least that it needs, if that is still there. Then
 * what is in focus, and a healing, may take up to half of the rows. Then the useful ones get their
 * least, and after that all of these what they can fill, the ring last, as it can be drawn on any
 * number of rows; and what is left goes to the rest. So on a small screen the last ones are
 * missing, and nothing is squeezed into rows that say nothing.
 */
#include "tools/rondoscope/layout.h"

/* Ranks, and how many rows the ring gets before all others have enough. */
enum { RING = 3, FOCUS = 4, HEALING = 5, ESSENTIAL = 7, USEFUL = 9, RANKS = 12, RING_ROWS = 4 };

/* In their order on the screen. */
static const struct place {
    const struct panel *panel;
    int rank;
    enum view_focus focus; /* the one that makes it essential, or none */
} places[] = {
    {.panel = &panel_title, .rank = 1},
    {.panel = &panel_ring, .rank = RING},
    {.panel = &panel_slots, .rank = 12, .focus = VIEW_FOCUS_SLOTS},
    {.panel = &panel_runs, .rank = 11},
    {.panel = &panel_healing, .rank = HEALING},
    {.panel = &panel_processes, .rank = 6},
    {.panel = &panel_semaphores, .rank = 7},
    {.panel = &panel_signals, .rank = 8},
    {.panel = &panel_objects, .rank = 9},
    {.panel = &panel_events, .rank = 10, .focus = VIEW_FOCUS_EVENTS},
    {.panel = &panel_footer, .rank = 2},
};

enum { PLACES = sizeof(places) / sizeof(places[0]) };

/* A pass through some ranks. */
struct pass {
    int first;
    int last;
    bool most; /* what they can fill, and only to those that have rows already; else the least */
    int limit; /* how many rows one may have then; 0: as many as there are */
};

static bool in_focus(const struct view *view, const struct place *place)
{
    return place->focus != VIEW_FOCUS_NONE && view->focus == place->focus;
}

static int rank(const struct view *view, const struct place *place)
{
    return in_focus(view, place) ? FOCUS : place->rank;
}

static int wanted(const struct view *view, int columns, const struct pass *pass, int i, int has,
                  int left)
{
    int rows;

    if (!pass->most) {
        rows = places[i].panel->least(view, columns) - has;
        return rows <= left ? rows : 0;
    }
    rows = has > 0 ? places[i].panel->most(view, columns) : 0;
    if (pass->limit > 0 && rows > pass->limit)
        rows = pass->limit;
    if (rows - has <= left)
        return rows - has;
    return places[i].panel->whole ? 0 : left;
}

/* Returns how many rows are left. */
static int give(const struct view *view, int columns, struct pass pass, int left, int rows[PLACES])
{
    for (int now = pass.first; now <= pass.last; now++)
        for (int i = 0; i < PLACES; i++) {
            int more;

            if (rank(view, &places[i]) != now)
                continue;
            more = wanted(view, columns, &pass, i, rows[i], left);
            if (more <= 0)
                continue;
            rows[i] += more;
            left -= more;
        }
    return left;
}

void layout_draw(const struct view *view, struct canvas *canvas)
{
    const struct pass passes[] = {
        {.first = 1, .last = ESSENTIAL},
        {.first = FOCUS, .last = HEALING, .most = true, .limit = canvas->rows / 2},
        {.first = ESSENTIAL + 1, .last = USEFUL},
        {.first = RING, .last = RING, .most = true, .limit = RING_ROWS},
        {.first = FOCUS, .last = USEFUL, .most = true},
        {.first = RING, .last = RING, .most = true},
        {.first = USEFUL + 1, .last = RANKS},
        {.first = USEFUL + 1, .last = RANKS, .most = true},
    };
    int rows[PLACES] = {0};
    int left = canvas->rows;
    int top = 0;

    for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]); i++)
        left = give(view, canvas->columns, passes[i], left, rows);
    for (int i = 0; i < PLACES; i++) {
        if (places[i].panel == &panel_footer)
            top += left; /* at the bottom */
        if (rows[i] > 0)
            places[i].panel->draw(view, canvas, top, rows[i]);
        top += rows[i];
    }
}

int layout_rows(const struct view *view, int columns)
{
    int sum = 0;

    for (int i = 0; i < PLACES; i++)
        sum += places[i].panel->most(view, columns);
    return sum;
}
