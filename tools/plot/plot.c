/*
 * plot.c - a plot as data, and its table. chart.c draws it.
 */
#include "tools/plot/plot.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "tools/plot/chart.h"
#include "tools/plot/csv.h"
#include "tools/plot/model.h"
#include "tools/plot/sheet.h"
#include "tools/plot/words.h"

/* Differences and ratios of such numbers are finite too. */
static bool usable(double number)
{
    return isfinite(number) && fabs(number) <= 1e300;
}

int plot_create(const struct plot_labels *labels, struct plot **ret_plot)
{
    struct plot *plot = calloc(1, sizeof(*plot));

    if (!plot)
        return -ENOMEM;
    plot->title = words_copy(labels->title);
    plot->caption = words_copy(labels->caption);
    plot->x = words_copy(labels->x);
    plot->y = words_copy(labels->y);
    if (!plot->title || !plot->caption || !plot->x || !plot->y) {
        plot_free(plot);
        return -ENOMEM;
    }
    *ret_plot = plot;
    return 0;
}

void plot_free(struct plot *plot)
{
    if (!plot)
        return;
    for (size_t i = 0; i < plot->lines_count; i++) {
        free(plot->lines[i].name);
        free(plot->lines[i].points);
    }
    for (size_t i = 0; i < plot->marks_count; i++)
        free(plot->marks[i].label);
    free(plot->lines);
    free(plot->marks);
    free(plot->title);
    free(plot->caption);
    free(plot->x);
    free(plot->y);
    free(plot);
}

void plot_scale(struct plot *plot, enum plot_scale x, enum plot_scale y)
{
    plot->scale_x = x;
    plot->scale_y = y;
}

void plot_range_y(struct plot *plot, double low, double high)
{
    plot->ranged = usable(low) && usable(high) && low < high;
    plot->low = low;
    plot->high = high;
}

int plot_series(struct plot *plot, const char *name, enum plot_style style)
{
    struct plot_line *lines = realloc(plot->lines, (plot->lines_count + 1) * sizeof(*plot->lines));
    struct plot_line *line;

    if (!lines)
        return -ENOMEM;
    plot->lines = lines;
    line = &lines[plot->lines_count];
    *line = (struct plot_line){.name = words_copy(name), .style = style};
    if (!line->name)
        return -ENOMEM;
    plot->lines_count++;
    return 0;
}

int plot_point(struct plot *plot, double x, double y)
{
    struct plot_line *line;

    if (plot->lines_count == 0)
        return -EINVAL;
    if (!usable(x) || !usable(y))
        return 0;
    line = &plot->lines[plot->lines_count - 1];
    if (line->count == line->room) {
        size_t room = line->room ? 2 * line->room : 64;
        struct plot_xy *points = realloc(line->points, room * sizeof(*points));

        if (!points)
            return -ENOMEM;
        line->points = points;
        line->room = room;
    }
    line->points[line->count++] = (struct plot_xy){x, y};
    return 0;
}

int plot_mark(struct plot *plot, double x, enum plot_mark kind, const char *label)
{
    struct plot_event mark = {x, kind, NULL};

    if (!usable(x))
        return 0;
    if (plot->marks_count == plot->marks_room) {
        size_t room = plot->marks_room ? 2 * plot->marks_room : 16;
        struct plot_event *marks = realloc(plot->marks, room * sizeof(*marks));

        if (!marks)
            return -ENOMEM;
        plot->marks = marks;
        plot->marks_room = room;
    }
    mark.label = words_copy(label);
    if (!mark.label)
        return -ENOMEM;
    plot->marks[plot->marks_count++] = mark;
    return 0;
}

static void list_line(const struct plot_line *line, FILE *file)
{
    for (size_t i = 0; i < line->count; i++) {
        csv_text(file, line->name);
        putc(',', file);
        csv_number(file, line->points[i].x);
        putc(',', file);
        csv_number(file, line->points[i].y);
        putc('\n', file);
    }
}

static void list(const void *content, FILE *file)
{
    static const char *const kinds[] = {[PLOT_MARK_FAULT] = "mark:fault",
                                        [PLOT_MARK_HEAL] = "mark:heal",
                                        [PLOT_MARK_NOTE] = "mark:note"};
    const struct plot *plot = ((const struct chart *)content)->plot;

    fputs("series,x,y\n", file);
    for (size_t i = 0; i < plot->lines_count; i++)
        list_line(&plot->lines[i], file);
    for (size_t i = 0; i < plot->marks_count; i++) {
        fprintf(file, "%s,", kinds[plot->marks[i].kind]);
        csv_number(file, plot->marks[i].x);
        putc(',', file);
        csv_text(file, plot->marks[i].label);
        putc('\n', file);
    }
}

static const char *name(const void *content, size_t index)
{
    const struct plot *plot = ((const struct chart *)content)->plot;

    return index < plot->lines_count ? plot->lines[index].name : NULL;
}

bool plot_path_valid(const char *path)
{
    return sheet_ending(path);
}

int plot_write(const struct plot *plot, const char *path)
{
    struct chart chart = {.plot = plot};
    const struct sheet sheet = {&chart, plot->title, plot->caption, name,
                                list,   chart_place, chart_draw};
    int error = sheet_write(&sheet, path);

    chart_clear(&chart);
    return error;
}
