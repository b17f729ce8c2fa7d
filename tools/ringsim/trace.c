/*
 * trace.c - a file of times. What is not one is an error that names its line.
 */
#include "tools/ringsim/trace.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/ringsim/dist.h"
#include "tools/ringsim/lines.h"

struct reader {
    struct lines lines;
    const char *column;
    uint32_t field; /* the column's number, from 0 */
    double *times;
    uint32_t count, room;
    bool named;       /* the line that names the columns is over */
    const char *what; /* is wrong */
};

/* The field of that number without the quotes around it, cut out of the line; NULL: none. */
static char *field_of(char *line, uint32_t number)
{
    char *end;

    for (; number > 0 && line; number--) {
        line = strchr(line, ',');
        line = line ? line + 1 : NULL;
    }
    if (!line)
        return NULL;
    line += strspn(line, " \t\"");
    end = line + strcspn(line, ",");
    while (end > line && strchr(" \t\r\n\"", end[-1]))
        end--;
    *end = '\0';
    return line;
}

static int find_column(struct reader *r)
{
    char copy[LINES_MAX], *name;

    for (r->field = 0;; r->field++) {
        snprintf(copy, sizeof(copy), "%s", r->lines.text);
        name = field_of(copy, r->field);
        if (name && strcmp(name, r->column) == 0)
            return 0;
        if (!name) {
            r->what = "no column of the name that --column gives";
            return -EINVAL;
        }
    }
}

static int add(struct reader *r, double time)
{
    if (r->count == r->room) {
        uint32_t room = r->room ? 2 * r->room : 1024;
        double *times = room <= TRACE_TIMES_MAX ? realloc(r->times, room * sizeof(*times)) : NULL;

        if (!times)
            return -ENOMEM;
        r->times = times;
        r->room = room;
    }
    r->times[r->count++] = time;
    return 0;
}

/* A line that holds no number may be the first, which names the columns. */
static int take_line(struct reader *r)
{
    char *text = field_of(r->lines.text, r->field), *end;
    double time;

    if (!text || !*text)
        return 0;
    time = strtod(text, &end);
    if (end != text && !*end && time >= 0 && time <= DIST_LONGEST_MS)
        return add(r, time);
    if (r->count == 0 && !r->named && isalpha((unsigned char)*text)) {
        r->named = true;
        return 0;
    }
    r->what = "no time in ms from 0 to a day";
    return -EINVAL;
}

static int read_lines(struct reader *r)
{
    int error;

    while ((error = lines_next(&r->lines)) > 0) {
        if (r->column && !r->named) {
            error = find_column(r);
            r->named = true;
        } else {
            error = take_line(r);
        }
        if (error < 0)
            return error;
    }
    if (error == 0 && r->count == 0) {
        r->what = "this is the end, and there was no time";
        error = -EINVAL;
    }
    return error;
}

int trace_read(const char *path, const char *column, double **ret_times, uint32_t *ret_count,
               char *why, size_t why_size)
{
    struct reader r = {.column = column};
    int error = lines_open(path, &r.lines);

    if (error < 0) {
        snprintf(why, why_size, "%s", strerror(-error));
        return error;
    }
    error = read_lines(&r);
    lines_close(&r.lines);
    if (error < 0) {
        free(r.times);
        return lines_explain(&r.lines, error, r.what, why, why_size);
    }
    *ret_times = r.times;
    *ret_count = r.count;
    return 0;
}
