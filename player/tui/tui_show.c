/*
 * tui_show.c - one picture: the ring is looked at, rows are dealt out, all parts are drawn.
 *
 * ncurses sends the cells that differ. A picture beside them is no cell: it is sent behind them,
 * once, and again when all is drawn anew, which also wipes a former one.
 */
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "player/tui/tui.h"
#include "player/tui/tui_paint.h"

enum { CELL_WIDTH = 10, CELL_HEIGHT = 20 }; /* pixels, where the terminal does not say */

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void place_art(struct tui *tui)
{
    struct winsize size = {0};
    int width = CELL_WIDTH, height = CELL_HEIGHT;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_xpixel >= size.ws_col &&
        size.ws_ypixel >= size.ws_row && size.ws_col > 0 && size.ws_row > 0) {
        width = size.ws_xpixel / size.ws_col;
        height = size.ws_ypixel / size.ws_row;
    }
    tui_art_place(&tui->art, &tui->layout.art, width, height);
}

/* Another track may have another picture. What the terminal can draw is asked when there is one. */
static void follow_track(struct tui *tui)
{
    if (tui_art_follow(&tui->art, tui->facts.file))
        tui->anew = true;
    if (tui->art.picture >= 0 && !tui->art.asked)
        tui_paint_ask();
    tui->art.asked = tui->art.asked || tui->art.picture >= 0;
}

/* When all is drawn anew, and where keys are shown instead, the picture goes; cells do not do it.
 */
static void wipe_art(struct tui *tui)
{
    static const uint8_t wipe[] = "\033_Ga=d,q=2\033\\";

    tui->anew = tui->anew || (tui->help && tui->art_shown);
    if (!tui->anew)
        return;
    if (tui->art_shown && tui->art.kind == TUI_PICTURE_KITTY)
        tui_paint_raw(0, 0, wipe, sizeof(wipe) - 1);
    tui->art_shown = false;
}

static void show_art(struct tui *tui)
{
    const struct tui_rectangle *room = &tui->layout.art;

    if (tui->art_shown || tui->help || room->columns == 0 || !tui->art.done)
        return;
    tui_paint_raw(room->top, room->left, tui->art.bytes, tui->art.count);
    tui->art_shown = true;
}

/* The layout, and whether it is another one. */
static void lay_out(struct tui *tui, const struct tui_view *view)
{
    struct tui_layout before = tui->layout;
    int rows, columns;

    tui_paint_size(&rows, &columns);
    tui->layout =
        tui_layout_make(rows, columns, tui_draw_meter_rows(view), tui_art_wanted(&tui->art));
    if (before.art.columns != tui->layout.art.columns || before.art.rows != tui->layout.art.rows ||
        before.rows != rows || before.columns != columns)
        tui->anew = true;
    tui_list_show(&tui->list, (uint32_t)tui->layout.part[TUI_PART_LIST].rows);
}

static void ask_for_page(struct tui *tui)
{
    uint32_t track = tui_list_wants(&tui->list);

    if (track == 0)
        return;
    tui->list.asked = true;
    tui_ask(tui, TUI_CALL_LIST, "list", "%u", track);
}

void tui_show(struct tui *tui)
{
    struct tui_view view = {
        .facts = &tui->facts,
        .list = &tui->list,
        .sound = &tui->sound,
        .prompt = &tui->prompt,
        .search = tui->search,
        .message = tui->message,
        .alarming = tui->alarming,
        .loop_begun = tui->loop_begun,
        .loop_from = tui->loop_from,
        .help = tui->help,
        .help_top = tui->help_top,
    };

    tui->dirty = false;
    tui_sound_look(&tui->sound, &tui->facts);
    follow_track(tui);
    lay_out(tui, &view);
    place_art(tui);
    wipe_art(tui);
    tui_paint_begin();
    if (tui->help)
        tui_draw_help(&view, &tui->layout, &tui->help_rows);
    else
        tui_draw(&view, &tui->layout);
    tui_paint_end(tui->anew);
    tui->anew = false;
    show_art(tui);
    tui->drawn_ms = now_ms();
    ask_for_page(tui);
}
