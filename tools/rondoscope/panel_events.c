/*
 * panel_events.c - the newest events of the flight recorder, and the list of a healing.
 *
 * Both are lists in the order of time; a healing's has one entry that the ring is shown at.
 */
#include <string.h>

#include "shmring/step_text.h"
#include "tools/rondoscope/event_text.h"
#include "tools/rondoscope/panel.h"

enum { HEALING_LEAST = 4, EVENTS_LEAST = 3 };
enum { WHO = 8, WHAT = 17, BESIDE = 94, BESIDE_FROM = 120 };

static int healing_most(const struct view *view, int columns)
{
    (void)columns;
    return view->healing && view->healing->begun ? (int)view->healing->count + 1 : 0;
}

static int healing_least(const struct view *view, int columns)
{
    int all = healing_most(view, columns);

    return all < HEALING_LEAST ? all : HEALING_LEAST;
}

/* Beside the meaning of a step its operations, or the other way round, where there is room. */
static void draw_beside(struct canvas *canvas, int row, const char *text)
{
    if (canvas->columns >= BESIDE_FROM)
        canvas_print(canvas, row, BESIDE, STYLE_FAINT, " %s", text);
}

static void draw_entry(const struct view *view, struct canvas *canvas, int row, size_t index)
{
    const struct healing *healing = view->healing;
    const struct healing_entry *entry = &healing->entry[index];
    bool chosen = (int)index == view->at;
    enum style style = chosen                                                         ? STYLE_CHOSEN
                       : entry->kind != HEALING_EVENT                                 ? STYLE_STRONG
                       : entry->role == healing->role || entry->role == FLIGHT_PLAYER ? STYLE_PLAIN
                                                                                      : STYLE_FAINT;
    char text[HEALING_TEXT_MAX];

    healing_text(healing, entry, text);
    canvas_print(canvas, row, 0, style, "%s%6.1f", chosen ? ">" : " ",
                 (double)(int64_t)(entry->time_ns - healing->zero_ns) / 1e6);
    canvas_print(canvas, row, WHO, style, "%s", healing_who(entry));
    canvas_print(canvas, row, WHAT, style, "%s", text);
    if (entry->kind != HEALING_EVENT || entry->event.kind > FLIGHT_END)
        return;
    event_text_operations(&(struct picture_event){entry->role, entry->event}, view->picture->slots,
                          text);
    draw_beside(canvas, row, text);
}

static void draw_heading(const struct view *view, struct canvas *canvas, int row)
{
    const struct healing *healing = view->healing;
    int column = canvas_print(canvas, row, 0, STYLE_FAINT, "healing of the %s: %s",
                              flight_role_name(healing->role), healing->over ? "done" : "going on");

    if (healing->lost > 0)
        column = canvas_print(canvas, row, column, STYLE_FAINT, ", %llu events more",
                              (unsigned long long)healing->lost);
    canvas_print(canvas, row, column, STYLE_FAINT,
                 view->at == VIEW_LIVE ? "; [ and ] go through it, Esc ends it"
                                       : "; [ and ] go on, 0 goes back to now");
}

static void healing_draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    const struct healing *healing = view->healing;
    int shown = rows - 1;
    int last = view->at == VIEW_LIVE ? (int)healing->count - 1 : view->at + shown / 2;
    int first;

    if (last > (int)healing->count - 1)
        last = (int)healing->count - 1;
    first = last - shown + 1 > 0 ? last - shown + 1 : 0;
    draw_heading(view, canvas, top);
    for (int i = 0; i < shown && first + i < (int)healing->count; i++)
        draw_entry(view, canvas, top + 1 + i, (size_t)(first + i));
}

static int events_most(const struct view *view, int columns)
{
    (void)columns;
    return view->recent_count > 0 ? (int)view->recent_count + 1 : 0;
}

static int events_least(const struct view *view, int columns)
{
    int all = events_most(view, columns);

    return all < EVENTS_LEAST ? all : EVENTS_LEAST;
}

static void events_draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    size_t shown = (size_t)rows - 1;
    size_t first = view->recent_count > shown ? view->recent_count - shown : 0;
    char text[EVENT_TEXT_MAX];

    canvas_print(canvas, top, 0, STYLE_FAINT, " ms ago  the flight recorder's newest");
    for (size_t i = first; i < view->recent_count; i++) {
        const struct picture_event *news = &view->recent[i];
        int row = top + 1 + (int)(i - first);
        double ago_ms = (double)(int64_t)(view->picture->time_ns - news->event.time_ns) / 1e6;

        event_text_operations(news, view->picture->slots, text);
        canvas_print(canvas, row, 0, STYLE_PLAIN, "%7.1f", ago_ms);
        canvas_print(canvas, row, WHO, STYLE_PLAIN, "%s", flight_role_name(news->role));
        canvas_print(canvas, row, WHAT, STYLE_PLAIN, "%s", text);
        if (news->event.kind > FLIGHT_END)
            continue;
        draw_beside(canvas, row, step_meaning((enum step)news->event.step));
    }
}

const struct panel panel_healing = {
    .least = healing_least, .most = healing_most, .draw = healing_draw};
const struct panel panel_events = {.least = events_least, .most = events_most, .draw = events_draw};
