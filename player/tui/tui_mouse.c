/*
 * tui_mouse.c - clicks and the wheel, by the part of the screen that they are on.
 */
#include <time.h>

#include "player/tui/tui.h"

enum { DOUBLE_MS = 400, WHEEL_ROWS = 3 };

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void click_list(struct tui *tui, int row)
{
    uint32_t track = tui->list.top + (uint32_t)row;
    bool twice = track == tui->clicked && now_ms() - tui->clicked_ms < DOUBLE_MS;

    if (track > tui->list.tracks)
        return;
    tui->clicked = twice ? 0 : track;
    tui->clicked_ms = now_ms();
    tui_list_choose(&tui->list, track);
    if (twice)
        tui_order_chosen(tui, "go");
}

void tui_mouse_click(struct tui *tui, const struct tui_event *event)
{
    const struct tui_view view = {.facts = &tui->facts, .sound = &tui->sound};
    double seconds;

    switch (tui_layout_at(&tui->layout, event->row)) {
    case TUI_PART_WAVE:
        if (event->column < tui_draw_width(&tui->layout))
            tui_seek_to(tui, tui_draw_seconds(&view, &tui->layout, event->column));
        break;
    case TUI_PART_CLOCK:
        if (tui_draw_clock_seconds(&view, &tui->layout, event->column, &seconds))
            tui_seek_to(tui, seconds);
        break;
    case TUI_PART_LIST:
        click_list(tui, event->row - tui->layout.part[TUI_PART_LIST].top);
        break;
    default:
        break;
    }
}

void tui_mouse_wheel(struct tui *tui, const struct tui_event *event)
{
    switch (tui_layout_at(&tui->layout, event->row)) {
    case TUI_PART_WAVE:
    case TUI_PART_CLOCK:
        tui_ask(tui, TUI_CALL_ORDER, "seek", "%+d", event->steps * TUI_SEEK);
        break;
    default:
        tui_list_scroll(&tui->list, event->steps * WHEEL_ROWS);
        break;
    }
}
