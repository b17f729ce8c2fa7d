/*
 * page.c - the panels of the screen on a canvas that is as long as they like.
 */
#include "tools/rondoscope/page.h"

#include "tools/rondoscope/layout.h"

int page_write(const struct picture *picture, const struct recent *recent, bool utf8, bool colour,
               FILE *out)
{
    size_t events = recent->count < PAGE_EVENTS ? recent->count : PAGE_EVENTS;
    const struct view view = {
        .picture = picture,
        .recent = &recent->event[recent->count - events],
        .recent_count = events,
        .slot = VIEW_FOLLOW,
        .at = VIEW_LIVE,
        .all = true,
    };
    struct canvas canvas;
    int error = canvas_init(&canvas, layout_rows(&view, PAGE_COLUMNS), PAGE_COLUMNS);

    if (error < 0)
        return error;
    layout_draw(&view, &canvas);
    canvas_write(&canvas, utf8, colour, out);
    canvas_free(&canvas);
    return 0;
}
