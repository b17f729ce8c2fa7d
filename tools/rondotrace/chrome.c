/*
 * chrome.c - see chrome.h. One object after the other goes into the stream, so a record of any
 * length takes the memory of one event.
 *
 * Slices of one track must lie within one another or apart. The claims of a producer follow each
 * other, and its sleeps are within them or between; the consumer's claims overlap, so each
 * takes the first track that is free.
 */
#include "tools/rondotrace/chrome.h"

#include <errno.h>
#include <inttypes.h>

#include "tools/rondotrace/chrome_event.h"
#include "tools/rondotrace/marks.h"

/* Of tracks that are no threads: above any PID. */
enum { TRACK_HANDS = 1 << 23 };

struct writer {
    const struct merge *merge;
    const struct chrome_style *style;
    struct chrome_file file;
    /* Of this consumer, so many hands have a name. */
    uint32_t consumer;
    unsigned hands;
};

static void add_name(struct writer *w, const char *what, uint32_t pid, uint32_t track,
                     const char *key, struct json_object *value)
{
    struct json_object *event =
        chrome_event_begin(&w->file, "M", NULL, what, pid, track, w->file.base_ns);
    struct json_object *args = json_object_new_object();

    chrome_event_add(&w->file, args, key, value);
    chrome_event_add(&w->file, event, "args", args);
    chrome_event_end(&w->file, event);
}

/* Whoever wrote into a log, in the order player, producer, consumer. */
static void write_processes(struct writer *w)
{
    static const char *const programs[FLIGHT_ROLES] = {
        [FLIGHT_PRODUCER] = "rondo-producer",
        [FLIGHT_CONSUMER] = "rondo-consumer",
        [FLIGHT_PLAYER] = "rondo",
    };
    uint32_t known[FLIGHT_ROLES] = {0};

    for (size_t i = 0; i < w->merge->count; i++) {
        enum flight_role role = w->merge->entry[i].role;
        uint32_t pid = w->merge->entry[i].event.pid;

        if (pid == known[role])
            continue;
        known[role] = pid;
        add_name(w, "process_name", pid, pid, "name", json_object_new_string(programs[role]));
        add_name(w, "process_sort_index", pid, pid, "sort_index",
                 json_object_new_int(role == FLIGHT_PLAYER ? 0 : (int)role + 1));
        add_name(w, "thread_name", pid, pid, "name",
                 json_object_new_string(flight_role_name(role)));
    }
}

static bool overlaps(const struct writer *w, const struct span *span)
{
    return span->end_ns >= w->style->window.since_ns && span->begin_ns <= w->style->window.until_ns;
}

static bool within(const struct writer *w, uint64_t at_ns)
{
    return at_ns >= w->style->window.since_ns && at_ns <= w->style->window.until_ns;
}

static uint32_t track_of(struct writer *w, const struct span *span)
{
    uint32_t track = TRACK_HANDS + span->hand;
    char text[32];

    if (span->kind != SPAN_HOLD)
        return span->pid;
    if (w->consumer != span->pid)
        w->hands = 0;
    w->consumer = span->pid;
    if (span->hand >= w->hands) {
        snprintf(text, sizeof(text), "in hand %u", span->hand + 1u);
        add_name(w, "thread_name", span->pid, track, "name", json_object_new_string(text));
        w->hands = span->hand + 1u;
    }
    return track;
}

static void write_claim(struct writer *w, const struct span *span, uint32_t track)
{
    struct json_object *event, *args = json_object_new_object();
    char text[32];

    snprintf(text, sizeof(text), "block %" PRIu64, span->block);
    event = chrome_event_begin(&w->file, "X", "claim", text, span->pid, track, span->begin_ns);
    chrome_event_add(&w->file, event, "dur", chrome_event_time(span->end_ns - span->begin_ns));
    chrome_event_add(&w->file, args, "slot", chrome_event_number(span->slot));
    chrome_event_add(&w->file, args, "block", chrome_event_number(span->block));
    chrome_event_add(&w->file, args, "end", json_object_new_string(spans_end_name(span->end)));
    chrome_event_add(&w->file, event, "args", args);
    chrome_event_end(&w->file, event);
}

static void write_wait(struct writer *w, const struct span *span)
{
    struct json_object *args = json_object_new_object();
    struct json_object *event =
        chrome_event_begin(&w->file, "X", spans_kind_name(span->kind), step_name(span->step),
                           span->pid, span->pid, span->begin_ns);

    chrome_event_add(&w->file, event, "dur", chrome_event_time(span->end_ns - span->begin_ns));
    chrome_event_add(&w->file, args, "result", json_object_new_int(span->result));
    chrome_event_add(&w->file, args, "end", json_object_new_string(spans_end_name(span->end)));
    chrome_event_add(&w->file, event, "args", args);
    chrome_event_end(&w->file, event);
}

static void write_flow(struct writer *w, const struct span *span, uint32_t track)
{
    struct json_object *event;

    if (!spans_is_handover(span) || !within(w, span->committed_ns) || !within(w, span->begin_ns))
        return;
    event = chrome_event_begin(&w->file, "s", "block", "block", span->from, span->from,
                               span->committed_ns > w->file.base_ns ? span->committed_ns - 1
                                                                    : w->file.base_ns);
    chrome_event_add(&w->file, event, "id", chrome_event_number(span->block));
    chrome_event_end(&w->file, event);
    event = chrome_event_begin(&w->file, "f", "block", "block", span->pid, track, span->begin_ns);
    chrome_event_add(&w->file, event, "id", chrome_event_number(span->block));
    chrome_event_add(&w->file, event, "bp", json_object_new_string("e"));
    chrome_event_end(&w->file, event);
}

static void write_spans(struct writer *w, const struct spans *spans)
{
    for (size_t i = 0; i < spans->count && w->file.error == 0; i++) {
        const struct span *span = &spans->span[i];
        uint32_t track;

        if (!overlaps(w, span))
            continue;
        track = track_of(w, span);
        if (span->kind == SPAN_FILL || span->kind == SPAN_HOLD)
            write_claim(w, span, track);
        else
            write_wait(w, span);
        write_flow(w, span, track);
    }
}

static void write_counter(struct writer *w, const char *counter, uint32_t pid, uint64_t at_ns,
                          uint16_t value)
{
    struct json_object *event = chrome_event_begin(&w->file, "C", "ring", counter, pid, pid, at_ns);
    struct json_object *args = json_object_new_object();

    chrome_event_add(&w->file, args, "slots", chrome_event_number(value));
    chrome_event_add(&w->file, event, "args", args);
    chrome_event_end(&w->file, event);
}

/* On the track of whoever was the player first, or came first. */
static void write_counters(struct writer *w)
{
    const struct merge_entry *entry = w->merge->entry, *last = entry + w->merge->count;
    const struct merge_ring *before = NULL;
    uint32_t pid;

    while (entry < last && entry->role != FLIGHT_PLAYER)
        entry++;
    pid = entry < last ? entry->event.pid : w->merge->count > 0 ? w->merge->entry->event.pid : 0;
    for (entry = w->merge->entry; entry < last && w->file.error == 0; entry++) {
        const struct merge_ring *ring = &entry->ring;

        if (!ring->known || !within(w, entry->at_ns))
            continue;
        if (!before || before->free != ring->free)
            write_counter(w, "FREE", pid, entry->at_ns, ring->free);
        if (!before || before->filled != ring->filled)
            write_counter(w, "FILLED", pid, entry->at_ns, ring->filled);
        before = ring;
    }
}

static void write_mark(struct writer *w, const struct mark *mark)
{
    static const char *const categories[] = {
        [MARK_FAULT] = "fault", [MARK_HEAL] = "heal", [MARK_NOTE] = "note"};
    enum mark_tone tone = marks_tone(mark);
    struct json_object *event, *args = json_object_new_object();
    char text[64];

    marks_text(mark, text, sizeof(text));
    event = chrome_event_begin(&w->file, "i", categories[tone], text, mark->pid, mark->pid,
                               mark->at_ns);
    chrome_event_add(&w->file, event, "s", json_object_new_string(tone == MARK_NOTE ? "p" : "g"));
    if (mark->kind == MARK_KILLED)
        chrome_event_add(&w->file, args, "signal", json_object_new_int(mark->signal));
    if (mark->kind == MARK_UNDERRUN || mark->kind == MARK_EPOCH)
        chrome_event_add(&w->file, args, "value", chrome_event_number(mark->value));
    chrome_event_add(&w->file, event, "args", args);
    chrome_event_end(&w->file, event);
}

static int write_marks(struct writer *w)
{
    struct marks marks;
    int error = marks_find(w->merge, &marks);

    if (error < 0)
        return error;
    for (size_t i = 0; i < marks.count && w->file.error == 0; i++)
        if (within(w, marks.mark[i].at_ns))
            write_mark(w, &marks.mark[i]);
    marks_free(&marks);
    return 0;
}

int chrome_write(const struct merge *merge, const struct spans *spans,
                 const struct chrome_style *style, FILE *out)
{
    struct writer w = {
        .merge = merge,
        .style = style,
        .file = {.out = out, .base_ns = style->clock ? 0 : merge->begin_ns},
    };
    int error;

    fprintf(out,
            "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"clock\":\"CLOCK_MONOTONIC\","
            "\"begin_ns\":\"%" PRIu64 "\",\"slots\":%u},\"traceEvents\":[",
            merge->begin_ns, merge->slots);
    write_processes(&w);
    write_spans(&w, spans);
    write_counters(&w);
    error = write_marks(&w);
    fputs("\n]}\n", out);
    return w.file.error < 0 ? w.file.error : error;
}
