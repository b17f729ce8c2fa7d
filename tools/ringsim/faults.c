/*
 * faults.c - a schedule read from a file, and four streams of random faults beside it.
 */
#include "tools/ringsim/faults.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/ringsim/lines.h"
#include "tools/ringsim/span.h"

#define LATEST_MS (SPAN_HOURS_MAX * 3600e3)

enum { STREAM = 16 /* of the first kind's gaps; its lengths follow */ };

static const char *const names[FAULTS_KINDS] = {
    [FAULTS_STALL] = "stall",
    [FAULTS_STOP] = "stop",
    [FAULTS_KILL] = "kill",
    [FAULTS_KILL_CONSUMER] = "kill-consumer",
};

const char *faults_name(enum faults_kind kind)
{
    return names[kind];
}

/* A time in ms at the text's beginning; *text is then behind it and the blanks that follow. */
static int take_ms(const char **text, int64_t *ret_ns)
{
    char *end;
    double ms = strtod(*text, &end);

    if (end == *text || !(ms >= 0 && ms <= LATEST_MS) || !strchr(" \t", *end))
        return -EINVAL;
    *ret_ns = (int64_t)(ms * (double)SPAN_MS + 0.5);
    *text = end + strspn(end, " \t");
    return 0;
}

static int take_event(const char *text, struct faults_event *ret_event)
{
    struct faults_event event = {.length = -1};
    size_t length;
    int kind = 0;

    if (take_ms(&text, &event.at) < 0)
        return -EINVAL;
    length = strcspn(text, " \t");
    while (kind < FAULTS_KINDS &&
           (strlen(names[kind]) != length || strncmp(names[kind], text, length) != 0))
        kind++;
    if (kind == FAULTS_KINDS)
        return -EINVAL;
    event.kind = (enum faults_kind)kind;
    text += length;
    text += strspn(text, " \t");
    if (*text && (take_ms(&text, &event.length) < 0 || *text))
        return -EINVAL;
    if (event.length < 0 && event.kind == FAULTS_STALL)
        return -EINVAL;
    *ret_event = event;
    return 0;
}

static int add(struct faults_schedule *schedule, const struct faults_event *event)
{
    uint32_t n = schedule->count;

    if ((n & (n - 1)) == 0) { /* full: it has room for a power of two */
        uint32_t room = n ? 2 * n : 1;
        struct faults_event *events = realloc(schedule->events, room * sizeof(*events));

        if (!events)
            return -ENOMEM;
        schedule->events = events;
    }
    schedule->events[schedule->count++] = *event;
    return 0;
}

static int read_lines(struct lines *lines, struct faults_schedule *schedule)
{
    int error;

    while ((error = lines_next(lines)) > 0) {
        struct faults_event event;

        error = schedule->count < FAULTS_SCHEDULE_MAX ? take_event(lines->text, &event) : -ENOMEM;
        if (error == 0)
            error = add(schedule, &event);
        if (error < 0)
            return error;
    }
    return error;
}

/* Those of the same time keep the order of their kinds, as at any other time (model.h). */
static int compare(const void *left, const void *right)
{
    const struct faults_event *a = left, *b = right;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->kind != b->kind)
        return (int)a->kind - (int)b->kind;
    return a->length == b->length ? 0 : a->length < b->length ? -1 : 1;
}

int faults_read(const char *path, struct faults_schedule *ret_schedule, char *why, size_t why_size)
{
    struct faults_schedule schedule = {0};
    struct lines lines;
    int error = lines_open(path, &lines);

    if (error < 0) {
        snprintf(why, why_size, "%s", strerror(-error));
        return error;
    }
    error = read_lines(&lines, &schedule);
    lines_close(&lines);
    if (error < 0) {
        faults_free(&schedule);
        return lines_explain(&lines, error, "accepted: AT_MS stop|kill|stall|kill-consumer [MS]",
                             why, why_size);
    }
    if (schedule.count > 1)
        qsort(schedule.events, schedule.count, sizeof(*schedule.events), compare);
    *ret_schedule = schedule;
    return 0;
}

void faults_free(struct faults_schedule *schedule)
{
    free(schedule->events);
    *schedule = (struct faults_schedule){0};
}

static void draw_next(struct faults *f, int kind)
{
    struct faults_source *s = &f->source[kind];
    double per_hour = f->config->per_hour[kind];

    s->at =
        per_hour > 0 && s->at < SPAN_NEVER
            ? span_sooner(s->at + dist_draw_gap((double)SPAN_HOUR / per_hour, &s->gaps), SPAN_NEVER)
            : SPAN_NEVER;
}

/* The kind whose next is the soonest; FAULTS_KINDS: the schedule's is. */
static int soonest(struct faults *f)
{
    const struct faults_schedule *schedule = &f->config->schedule;
    int which = FAULTS_KINDS;

    f->at = f->scheduled < schedule->count ? schedule->events[f->scheduled].at : SPAN_NEVER;
    for (int kind = 0; kind < FAULTS_KINDS; kind++) {
        if (f->source[kind].at < f->at) {
            f->at = f->source[kind].at;
            which = kind;
        }
    }
    return which;
}

void faults_begin(struct faults *faults, const struct faults_config *config, uint64_t seed)
{
    *faults = (struct faults){.config = config};
    for (int kind = 0; kind < FAULTS_KINDS; kind++) {
        faults->source[kind].gaps = dist_stream(seed, STREAM + 2 * (uint64_t)kind);
        faults->source[kind].lengths = dist_stream(seed, STREAM + 2 * (uint64_t)kind + 1);
        draw_next(faults, kind);
    }
    soonest(faults);
}

struct faults_event faults_take(struct faults *faults)
{
    int kind = soonest(faults);
    struct faults_event event = {.at = faults->at, .length = -1};

    if (kind == FAULTS_KINDS) {
        event = faults->config->schedule.events[faults->scheduled++];
    } else {
        event.kind = (enum faults_kind)kind;
        if (faults->config->length[kind])
            event.length = dist_draw(faults->config->length[kind], &faults->source[kind].lengths);
        draw_next(faults, kind);
    }
    soonest(faults);
    return event;
}
