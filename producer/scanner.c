/*
 * scanner.c - the scanner's one loop.
 *
 * Requests wait in a short line. Between two steps of a tenth of a second of sound it looks at its
 * socket: tags are read before anything else, for somebody may wait for them, and the measurement
 * of the highest priority goes on, while one that was begun before keeps its place. With no work
 * it sleeps in recvmsg. It keeps nothing: a death loses what it was measuring.
 */
#include "producer/scanner.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "producer/measure.h"
#include "producer/tags.h"
#include "shmring/scans.h"

enum { PROGRESS_STEPS = 50 };

struct entry {
    struct scan scan;
    int file; /* -1 once it is the measurement's */
    struct measure *measure;
    uint32_t steps;
};

struct scanner {
    int socket;
    uint32_t count;
    struct entry line[SCANS_LINE];
    struct scan_reply reply;
};

static void drop(struct scanner *s, uint32_t i)
{
    struct entry *e = &s->line[i];

    measure_close(e->measure);
    if (e->file >= 0)
        close(e->file);
    s->count--;
    memmove(e, e + 1, (s->count - i) * sizeof(*e));
}

/* The reply with what has been written into it, which is empty afterwards. */
static int reply(struct scanner *s, uint32_t id, enum scan_reply_kind kind)
{
    int error;

    s->reply.kind = kind;
    s->reply.id = id;
    error = scans_send_reply(s->socket, &s->reply);
    memset(&s->reply, 0, sizeof(s->reply));
    return error;
}

static int refuse(struct scanner *s, const struct scan *scan, int file)
{
    snprintf(s->reply.text, sizeof(s->reply.text), "%s",
             file < 0 ? "its file did not reach the scanner" : "too many files at once");
    if (file >= 0)
        close(file);
    return reply(s, scan->id, SCAN_FAILED);
}

static int take(struct scanner *s, const struct scan *scan, int file)
{
    if (scan->kind == SCAN_FORGET) {
        for (uint32_t i = s->count; i > 0; i--)
            if (s->line[i - 1].scan.id == scan->id)
                drop(s, i - 1);
        return 0;
    }
    if (file < 0 || s->count == SCANS_LINE)
        return refuse(s, scan, file);
    s->line[s->count++] = (struct entry){.scan = *scan, .file = file};
    return 0;
}

/* All that waits in the socket; sleeps for the first only when there is nothing to do. */
static int receive(struct scanner *s)
{
    for (;;) {
        struct scan scan;
        int file;
        int error = scans_receive(s->socket, s->count == 0, &scan, &file);

        if (error == -EAGAIN)
            return 0;
        if (error == 0)
            error = take(s, &scan, file);
        if (error < 0 && error != -EBADMSG)
            return error;
    }
}

static bool before(const struct scan *a, const struct scan *b)
{
    if (a->kind != b->kind)
        return a->kind == SCAN_TAGS;
    return a->priority > b->priority;
}

static uint32_t most_urgent(const struct scanner *s)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < s->count; i++)
        if (before(&s->line[i].scan, &s->line[best].scan))
            best = i;
    return best;
}

static int read_tags(struct scanner *s, uint32_t i)
{
    bool read = tags_read(s->line[i].file, &s->reply.tags);
    int error;

    if (!read)
        snprintf(s->reply.text, sizeof(s->reply.text), "its tags cannot be read");
    error = reply(s, s->line[i].scan.id, read ? SCAN_TAGGED : SCAN_FAILED);
    drop(s, i);
    return error;
}

/* One step of it; the answer after the last one. */
static int measure(struct scanner *s, uint32_t i)
{
    struct entry *e = &s->line[i];
    char *why = s->reply.text;
    int file = e->file, state = 1, error;

    if (!e->measure) {
        e->file = -1;
        state = measure_open(file, &e->scan.range, &e->measure, why, sizeof(s->reply.text));
    }
    if (state >= 0)
        state = measure_step(e->measure, why, sizeof(s->reply.text));
    if (state > 0) {
        why[0] = '\0';
        if (++e->steps % PROGRESS_STEPS != 0)
            return 0;
        s->reply.done = measure_done(e->measure);
        return reply(s, e->scan.id, SCAN_PROGRESS);
    }
    if (state == 0)
        measure_result(e->measure, &s->reply.loudness, &s->reply.wave);
    error = reply(s, e->scan.id, state == 0 ? SCAN_MEASURED : SCAN_FAILED);
    drop(s, i);
    return error;
}

int scanner_run(int socket)
{
    struct scanner s = {.socket = socket};
    int error = 0;

    while (error == 0) {
        uint32_t i;

        error = receive(&s);
        if (error < 0)
            break;
        i = most_urgent(&s);
        error = s.line[i].scan.kind == SCAN_TAGS ? read_tags(&s, i) : measure(&s, i);
    }
    while (s.count > 0)
        drop(&s, 0);
    return error == -EPIPE ? 0 : error;
}
