/*
 * panel_title.c - the first row and the last: whose picture this is, and what one can do.
 */
#include <string.h>

#include "tools/rondoscope/event_text.h"
#include "tools/rondoscope/panel.h"

static int one_row(const struct view *view, int columns)
{
    (void)view, (void)columns;
    return 1;
}

static int row_on_screen(const struct view *view, int columns)
{
    (void)columns;
    return !view->all;
}

/* "playing", "paused", ...: what a player that runs does. */
static const char *doing(const struct picture *picture)
{
    if (picture->state != DOCTOR_RUNNING)
        return "";
    if (picture->fading)
        return ", fading out";
    return picture->values.value[SEM_PAUSED] > 0 ? ", paused" : ", playing";
}

static void pace_text(uint32_t pace, char text[VIEW_TEXT_MAX])
{
    text[0] = '\0';
    if (pace == RING_PACE_TURN)
        strcpy(text, "  step by step");
    else if (pace != RING_PACE_NONE)
        snprintf(text, VIEW_TEXT_MAX, "  slow by %u", pace / RING_PACE_MS);
}

/* The next frame to be heard, where its block is in the ring. */
static void position_text(const struct view *view, char text[2 * VIEW_TEXT_MAX])
{
    const struct picture *picture = view->picture;
    const struct picture_slot *next;
    char at[VIEW_TEXT_MAX];

    text[0] = '\0';
    if (picture->slots == 0)
        return;
    next = &picture->slot[picture->values.value[SEM_TAIL] % picture->slots];
    if (!next->headed || next->stale || next->block.rate == 0)
        return;
    view_time(next->block.position + next->heard_frames, next->block.rate, at);
    snprintf(text, 2 * VIEW_TEXT_MAX, "  track %u at %s", next->block.track + 1, at);
}

static void draw_title(const struct view *view, struct canvas *canvas, int top, int rows)
{
    const struct picture *picture = view->picture;
    char pace[VIEW_TEXT_MAX], position[2 * VIEW_TEXT_MAX];
    int column;

    (void)rows;
    canvas_fill(canvas, top, 0, STYLE_TITLE, L' ');
    column = canvas_print(canvas, top, 0, STYLE_TITLE, "%s: %s%s", picture->name,
                          picture_state_name(picture->state), doing(picture));
    if (view->at != VIEW_LIVE) {
        canvas_print(canvas, top, column, STYLE_TITLE, "  the ring as it was at %d of %zu",
                     view->at + 1, view->healing->count);
        return;
    }
    position_text(view, position);
    pace_text(picture->pace, pace);
    canvas_print(canvas, top, column, STYLE_TITLE, "%s%s  epoch %u  volume %u%%", position, pace,
                 picture->epoch, picture->volume / 10);
}

/* The entry that the ring is shown after, of a step the operations. */
static void entry_text(const struct view *view, char text[EVENT_TEXT_MAX])
{
    const struct healing_entry *entry = &view->healing->entry[view->at];

    if (entry->kind == HEALING_EVENT)
        event_text_operations(&(struct picture_event){entry->role, entry->event},
                              view->picture->slots, text);
    else
        healing_text(view->healing, entry, text);
}

static void draw_footer(const struct view *view, struct canvas *canvas, int top, int rows)
{
    char text[EVENT_TEXT_MAX];

    (void)rows;
    if (view->message) {
        canvas_print(canvas, top, 0, STYLE_STRONG, "%s", view->message);
    } else if (view->at != VIEW_LIVE) {
        entry_text(view, text);
        canvas_print(canvas, top, 0, STYLE_STRONG, "%s", text);
    } else {
        canvas_print(canvas, top, 0, STYLE_FAINT,
                     "? keys  q quit  Tab process  k kill  s stop  u go on  m slow  Space step");
    }
}

const struct panel panel_title = {.least = one_row, .most = one_row, .draw = draw_title};
const struct panel panel_footer = {
    .least = row_on_screen, .most = row_on_screen, .draw = draw_footer};
