/*
 * tui_draw_now.c - what plays now: its name, its tags, where it is, and its outline.
 */
#include <stdio.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/tui/tui_draw.h"
#include "player/tui/tui_paint.h"

enum { NAME_TEXT = 1800, NAME_COMFORT = 30, EIGHTHS = 8, ART_GAP = 2 };

static const struct tui_glyph eighths[EIGHTHS + 1] = {
    {" ", ' '}, {"▁", '.'}, {"▂", '.'}, {"▃", ':'}, {"▄", ':'},
    {"▅", '|'}, {"▆", '|'}, {"▇", '#'}, {"█", '#'},
};

int tui_draw_width(const struct tui_layout *layout)
{
    return layout->art.columns > 0 ? layout->art.left - ART_GAP : layout->columns;
}

int tui_draw_column(const struct tui_view *view, const struct tui_layout *layout, double seconds)
{
    int width = tui_draw_width(layout);
    double column = view->facts->duration > 0 ? seconds / view->facts->duration * width : 0;

    return column < 0 ? 0 : column >= width ? width - 1 : (int)column;
}

double tui_draw_seconds(const struct tui_view *view, const struct tui_layout *layout, int column)
{
    int width = tui_draw_width(layout);

    if (column >= width)
        column = width - 1;
    return view->facts->duration * column / width;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

/* Its columns. */
static int draw_sign(const struct tui_view *view, int row)
{
    const struct tui_facts *facts = view->facts;

    if (!facts->playing)
        tui_paint_glyph(row, 0, TUI_WAITING, (struct tui_glyph){"‖", '='});
    else if (facts->lost)
        tui_paint_glyph(row, 0, TUI_ERROR, (struct tui_glyph){"!", '!'});
    else if (facts->rate == 0 || facts->progress[0])
        tui_paint_glyph(row, 0, TUI_WAITING, (struct tui_glyph){"…", '.'});
    else
        tui_paint_glyph(row, 0, TUI_PLAYING, (struct tui_glyph){"▶", '>'});
    return 2;
}

/* At the right end: the volume, and before it the time where there is no clock. */
static int draw_right(const struct tui_view *view, const struct tui_layout *layout, int row)
{
    char text[64], elapsed[CLOCKTEXT_SIZE];
    int columns;

    clocktext_format((uint64_t)(view->sound->position * 1000), elapsed);
    if (layout->part[TUI_PART_CLOCK].rows == 0)
        snprintf(text, sizeof(text), "%s", elapsed);
    else if (tui_draw_width(layout) >= NAME_COMFORT)
        snprintf(text, sizeof(text), "vol %u%%", view->facts->volume);
    else
        return 0;
    columns = (int)strlen(text);
    tui_paint_text(row, tui_draw_width(layout) - columns, columns, TUI_DIM, text);
    return columns + 2;
}

void tui_draw_name(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct tui_facts *facts = view->facts;
    int row = layout->part[TUI_PART_NAME].top, column = draw_sign(view, row);
    int columns = tui_draw_width(layout) - column - draw_right(view, layout, row);

    if (!facts->placed)
        tui_paint_text(row, column, columns, TUI_DIM, facts->known ? "nothing to play" : "");
    else if (facts->progress[0])
        tui_paint_format(row, column, columns, TUI_STRONG, "%s: %s", facts->progress,
                         file_name(facts->file));
    else if (!facts->title[0])
        tui_paint_text(row, column, columns, TUI_STRONG, file_name(facts->file));
    else {
        tui_paint_format(row, column, columns, TUI_STRONG, "%s%s%s", facts->artist,
                         !facts->artist[0]  ? ""
                         : tui_paint_utf8() ? " – "
                                            : " - ",
                         facts->title);
    }
}

void tui_draw_tags(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct tui_facts *facts = view->facts;
    const char *dot = tui_paint_utf8() ? " · " : ", ";
    char text[NAME_TEXT], rate[32] = "", channels[32] = "";

    if (layout->part[TUI_PART_TAGS].rows == 0 || !facts->placed || facts->rate == 0)
        return;
    snprintf(rate, sizeof(rate), "%g kHz", facts->rate / 1000.0);
    if (facts->channels > 2)
        snprintf(channels, sizeof(channels), "%u channels", facts->channels);
    snprintf(text, sizeof(text), "%s%s%s%s%s%s%s%s%s%s%s%s%u of %u", facts->station,
             facts->station[0] ? dot : "", facts->album, facts->album[0] ? dot : "", facts->codec,
             dot, rate, dot,
             facts->channels == 1   ? "mono"
             : facts->channels == 2 ? "stereo"
                                    : channels,
             dot, facts->format, dot, facts->track, facts->tracks);
    tui_paint_text(layout->part[TUI_PART_TAGS].top, 2, tui_draw_width(layout) - 2, TUI_DIM, text);
}

static void draw_bar(const struct tui_view *view, int row, int column, int columns)
{
    double part = view->facts->duration > 0 ? view->sound->position / view->facts->duration : 0;
    int done = part >= 1 ? columns : part <= 0 ? 0 : (int)(part * columns);

    tui_paint_repeat(row, column, done, TUI_PAST, (struct tui_glyph){"━", '='});
    tui_paint_repeat(row, column + done, columns - done, TUI_COMING, (struct tui_glyph){"─", '-'});
    if (done < columns)
        tui_paint_glyph(row, column + done, TUI_PLAYING, (struct tui_glyph){"●", 'O'});
}

/* The clock's row: a time, a bar, a time. The first has the room that the second takes. */
struct clock {
    char elapsed[CLOCKTEXT_SIZE], total[CLOCKTEXT_SIZE];
    int left, columns; /* of the bar */
};

static struct clock lay_out_clock(const struct tui_view *view, const struct tui_layout *layout)
{
    struct clock clock;
    int width;

    clocktext_format((uint64_t)(view->sound->position * 1000), clock.elapsed);
    clocktext_format((uint64_t)(view->facts->duration * 1000), clock.total);
    width = (int)strlen(clock.total);
    clock.left = (int)strlen(clock.elapsed) > width ? (int)strlen(clock.elapsed) : width;
    clock.left++;
    clock.columns = layout->columns - clock.left - width - 1;
    return clock;
}

bool tui_draw_clock_seconds(const struct tui_view *view, const struct tui_layout *layout,
                            int column, double *ret_seconds)
{
    const struct clock clock = lay_out_clock(view, layout);

    if (column < clock.left || column >= clock.left + clock.columns)
        return false;
    *ret_seconds = view->facts->duration * (column - clock.left) / clock.columns;
    return true;
}

void tui_draw_clock(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct clock clock = lay_out_clock(view, layout);
    int row = layout->part[TUI_PART_CLOCK].top, columns = layout->columns;

    if (layout->part[TUI_PART_CLOCK].rows == 0 || !view->facts->placed)
        return;
    tui_paint_format(row, 0, columns, TUI_PLAIN, "%*s", clock.left - 1, clock.elapsed);
    if (view->facts->duration <= 0)
        return;
    tui_paint_text(row, clock.left + clock.columns + 1, columns, TUI_DIM, clock.total);
    draw_bar(view, row, clock.left, clock.columns);
}

/* One column of the outline, its lowest cell in the last row. */
static void draw_wave_column(const struct tui_rows *part, int column, int height,
                             enum tui_style style)
{
    int eighth = (height * part->rows * EIGHTHS + 254) / 255;

    if (height < 0) {
        tui_paint_glyph(part->top + part->rows - 1, column, TUI_COMING,
                        (struct tui_glyph){"·", '.'});
        return;
    }
    if (eighth == 0)
        eighth = 1; /* silence, and not what is unknown */
    for (int row = part->top + part->rows - 1; row >= part->top && eighth > 0; row--) {
        tui_paint_glyph(row, column, style, eighths[eighth < EIGHTHS ? eighth : EIGHTHS]);
        eighth -= EIGHTHS;
    }
}

/* The two ends of the part that is repeated, above the outline. */
static void draw_loop(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct tui_facts *facts = view->facts;
    int row = layout->part[TUI_PART_WAVE].top;

    if (view->loop_begun || facts->loop_to > 0)
        tui_paint_glyph(
            row,
            tui_draw_column(view, layout, view->loop_begun ? view->loop_from : facts->loop_from),
            TUI_WAITING, (struct tui_glyph){"[", '['});
    if (facts->loop_to > 0)
        tui_paint_glyph(row, tui_draw_column(view, layout, facts->loop_to), TUI_WAITING,
                        (struct tui_glyph){"]", ']'});
}

void tui_draw_wave(const struct tui_view *view, const struct tui_layout *layout)
{
    const struct tui_rows *part = &layout->part[TUI_PART_WAVE];
    int width = tui_draw_width(layout), now;

    if (part->rows == 0 || !view->facts->placed)
        return;
    now = tui_draw_column(view, layout, view->sound->position);
    for (int column = 0; column < width; column++)
        draw_wave_column(part, column,
                         tui_wave_column(&view->sound->wave, (uint32_t)column, (uint32_t)width),
                         column < now    ? TUI_PAST
                         : column == now ? TUI_PLAYING
                                         : TUI_COMING);
    draw_loop(view, layout);
}
