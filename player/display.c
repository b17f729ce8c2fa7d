/*
 * display.c - the line that shows what is playing.
 *
 * The line has parts, listed in the order of their importance, each with the columns it costs.
 * As many parts as fit are shown, from the first on, so a wider terminal never shows less than a
 * narrower one. What then is left over goes to the name, and after that to the bar. The ring and
 * the volume cost what they need at 100 %, so that the other parts keep their places meanwhile.
 */
#include "player/display.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/text.h"

enum {
    COLUMNS_MAX = 512,
    NAME_LEAST = 6,    /* columns that are worth showing a name in */
    NAME_COMFORT = 20, /* columns it keeps before less important parts get any */
    NAME_SIZE = 2048,
    BAR_LEAST = 10,
    BAR_MOST = 40,
    GAP = 2 /* columns between parts */
};

enum part {
    PART_STATE,
    PART_ELAPSED,
    PART_NAME,
    PART_TOTAL,
    PART_COUNT,
    PART_VOLUME,
    PART_BAR,
    PART_RING,
    PARTS
};

enum colour { COLOUR_NONE, COLOUR_BOLD, COLOUR_DIM, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_CYAN };

static const char *const codes[] = {
    [COLOUR_NONE] = "",          [COLOUR_BOLD] = "\033[1m",    [COLOUR_DIM] = "\033[2m",
    [COLOUR_GREEN] = "\033[32m", [COLOUR_YELLOW] = "\033[33m", [COLOUR_CYAN] = "\033[36m",
};

static const struct sign {
    const char *utf8;
    const char *ascii;
    enum colour colour;
} signs[DISPLAY_STATES] = {
    [DISPLAY_PLAYING] = {"▶", ">", COLOUR_GREEN},
    [DISPLAY_PAUSED] = {"‖", "=", COLOUR_YELLOW},
    [DISPLAY_WAITING] = {"…", ".", COLOUR_DIM},
    [DISPLAY_LOST] = {"!", "!", COLOUR_YELLOW},
};

/* What the parts say, and how many columns each of them gets. */
struct layout {
    enum part shown;       /* the parts before this one are */
    uint32_t name_whole;   /* columns of all of the name */
    uint32_t name_columns; /* what is there for it */
    uint32_t bar_columns;
    char name[NAME_SIZE];
    char elapsed[CLOCKTEXT_SIZE];
    char total[CLOCKTEXT_SIZE + 3]; /* " / 3:45", or "" */
    char count[24];
};

/* A line being written. */
struct line {
    char *text;
    size_t used;
    bool colour;
};

static bool known(const char *text)
{
    return text && *text;
}

/* "Artist - Title", "Title", or the file's name, made safe; returns its columns. */
static uint32_t name_track(const struct display_view *view, bool utf8, const char *dash,
                           char name[NAME_SIZE])
{
    const char *path = view->path ? view->path : "";
    const char *slash = strrchr(path, '/');
    const char *file = slash && slash[1] ? slash + 1 : path;
    uint32_t columns = 0;
    size_t used = 0;

    if (known(view->title) && known(view->artist)) {
        columns = text_fit(utf8, name, NAME_SIZE / 2, view->artist, UINT32_MAX);
        used = strlen(name);
        used += (size_t)snprintf(name + used, NAME_SIZE - used, " %s ", dash);
        columns += 3;
    }
    return columns + text_fit(utf8, name + used, NAME_SIZE - used,
                              known(view->title) ? view->title : file, UINT32_MAX);
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The columns that the name needs at least where the parts before `shown` are shown. */
static uint32_t name_least(const struct layout *layout, enum part shown)
{
    return lesser(layout->name_whole, shown > PART_NAME + 1 ? NAME_COMFORT : NAME_LEAST);
}

/* The columns that the parts before `shown` need at least. */
static uint32_t columns_needed(const struct layout *layout, enum part shown)
{
    const uint32_t costs[PARTS] = {
        [PART_STATE] = 1,
        [PART_ELAPSED] = 1 + (uint32_t)strlen(layout->elapsed),
        [PART_NAME] = GAP + name_least(layout, shown),
        [PART_TOTAL] = (uint32_t)strlen(layout->total),
        [PART_COUNT] = GAP + (uint32_t)strlen(layout->count),
        [PART_VOLUME] = GAP + (uint32_t)strlen("vol 100%"),
        [PART_BAR] = *layout->total ? GAP + BAR_LEAST : 0,
        [PART_RING] = GAP + (uint32_t)strlen("ring 100%"),
    };
    uint32_t columns = 0;

    for (enum part part = 0; part < shown; part++)
        columns += costs[part];
    return columns;
}

static void lay_out(const struct display_view *view, const struct display_style *style,
                    struct layout *layout)
{
    const uint32_t budget = style->columns > 0 ? lesser(style->columns, COLUMNS_MAX) - 1 : 0;
    char total[CLOCKTEXT_SIZE];

    layout->name_whole = name_track(view, style->utf8, style->utf8 ? "–" : "-", layout->name);
    snprintf(layout->count, sizeof(layout->count), "%u/%u", view->number, view->count);
    clocktext_format(view->elapsed_ms, layout->elapsed);
    clocktext_format(view->total_ms, total);
    snprintf(layout->total, sizeof(layout->total), " / %s", total);
    if (view->total_ms == 0)
        layout->total[0] = '\0';

    layout->shown = PART_STATE;
    while (layout->shown < PARTS && columns_needed(layout, layout->shown + 1) <= budget)
        layout->shown++;

    const uint32_t spare = budget - columns_needed(layout, layout->shown);
    const uint32_t least = name_least(layout, layout->shown);
    layout->name_columns = lesser(layout->name_whole, least + spare);
    layout->bar_columns = lesser(BAR_MOST, BAR_LEAST + spare - (layout->name_columns - least));
}

__attribute__((format(printf, 3, 4))) static void put(struct line *line, enum colour colour,
                                                      const char *format, ...)
{
    const bool paint = line->colour && colour != COLOUR_NONE;
    char part[NAME_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(part, sizeof(part), format, arguments);
    va_end(arguments);
    line->used += (size_t)snprintf(line->text + line->used, DISPLAY_SIZE - line->used, "%s%s%s",
                                   paint ? codes[colour] : "", part, paint ? "\033[0m" : "");
}

static void put_repeated(struct line *line, enum colour colour, const char *sign, uint32_t times)
{
    char run[4 * BAR_MOST + 1] = "";
    const size_t bytes = strlen(sign);

    for (uint32_t i = 0; i < times; i++)
        memcpy(run + i * bytes, sign, bytes + 1);
    put(line, colour, "%s", run);
}

static void put_name(struct line *line, const struct layout *layout, bool utf8)
{
    char name[NAME_SIZE];

    text_fit(utf8, name, sizeof(name), layout->name, layout->name_columns);
    if (layout->shown > PART_COUNT)
        put(line, COLOUR_NONE, " %s ", layout->count);
    put(line, COLOUR_NONE, " ");
    put(line, COLOUR_BOLD, "%s", name);
    put(line, COLOUR_NONE, " ");
}

static void put_bar(struct line *line, const struct layout *layout, const struct display_view *view,
                    bool utf8)
{
    const double played = (double)view->elapsed_ms / (double)view->total_ms;
    const uint32_t filled = (uint32_t)(layout->bar_columns * (played < 1 ? played : 1));

    put(line, COLOUR_NONE, "  ");
    put_repeated(line, COLOUR_CYAN, utf8 ? "━" : "=", filled);
    put_repeated(line, COLOUR_DIM, utf8 ? "─" : "-", layout->bar_columns - filled);
}

void display_line(const struct display_view *view, const struct display_style *style,
                  char text[DISPLAY_SIZE])
{
    const struct sign *sign = &signs[view->state];
    struct line line = {.text = text, .colour = style->colour};
    struct layout layout;

    text[0] = '\0';
    lay_out(view, style, &layout);
    if (layout.shown > PART_STATE)
        put(&line, sign->colour, "%s", style->utf8 ? sign->utf8 : sign->ascii);
    if (layout.shown > PART_NAME)
        put_name(&line, &layout, style->utf8);
    if (layout.shown > PART_ELAPSED)
        put(&line, COLOUR_NONE, " %s", layout.elapsed);
    if (layout.shown > PART_TOTAL)
        put(&line, COLOUR_DIM, "%s", layout.total);
    if (layout.shown > PART_BAR && view->total_ms > 0)
        put_bar(&line, &layout, view, style->utf8);
    if (layout.shown > PART_RING)
        put(&line, COLOUR_DIM, "  ring %3.0f%%", 100 * (view->ring < 1 ? view->ring : 1));
    if (layout.shown > PART_VOLUME)
        put(&line, COLOUR_DIM, "  vol %u%%", view->volume);
}

/* Adds ", TEXT", or " (TEXT" where it is the first. */
static void put_fact(struct line *line, const char *text, uint32_t *facts)
{
    put(line, COLOUR_NONE, "%s%s", (*facts)++ > 0 ? ", " : " (", text);
}

static void put_format(struct line *line, const struct display_view *view, uint32_t *facts)
{
    static const char *const words[] = {[1] = "mono", [2] = "stereo"};
    char number[32];

    snprintf(number, sizeof(number), "%u Hz", view->rate);
    put_fact(line, number, facts);
    snprintf(number, sizeof(number), "%u channels", view->channels);
    put_fact(line, view->channels == 1 || view->channels == 2 ? words[view->channels] : number,
             facts);
    if (known(view->sample))
        put_fact(line, view->sample, facts);
}

void display_track(const struct display_view *view, bool utf8, char text[DISPLAY_SIZE])
{
    struct line line = {.text = text};
    uint32_t facts = 0;
    char part[NAME_SIZE];

    name_track(view, utf8, "-", part);
    put(&line, COLOUR_NONE, "%u/%u ", view->number, view->count);
    put(&line, COLOUR_NONE, "%s", part);
    if (view->total_ms > 0) {
        clocktext_format(view->total_ms, part);
        put_fact(&line, part, &facts);
    }
    if (known(view->codec)) {
        text_sanitize(utf8, part, 100, view->codec);
        put_fact(&line, part, &facts);
    }
    if (view->rate > 0)
        put_format(&line, view, &facts);
    if (facts > 0)
        put(&line, COLOUR_NONE, ")");
}
