/*
 * lines.c - see lines.h. All text comes from tables and numbers: nothing that a log holds can
 * reach a terminal but as digits.
 */
#include "tools/rondotrace/lines.h"

#include <inttypes.h>
#include <string.h>

#include "shmring/step_text.h"

enum { LINE_MAX_BYTES = 256, INDENT = 12 };

const char *lines_step_name(uint8_t step)
{
    const char *name = step_name((enum step)step);

    if (strncmp(name, "PRODUCER_", 9) == 0 || strncmp(name, "CONSUMER_", 9) == 0)
        return name + 9;
    return name;
}

const char *lines_result(const struct flight_event *event, char number[16])
{
    const char *name;

    switch (event->kind) {
    case FLIGHT_TURN:
        return "turn";
    case FLIGHT_BEGIN:
        return "begin";
    case FLIGHT_END:
        if (event->result == 0)
            return "ok";
        name = strerrorname_np(-event->result);
        if (name)
            return name;
        snprintf(number, 16, "%d", event->result);
        return number;
    default:
        return "";
    }
}

static void note_end(const struct flight_event *event, char *text, size_t size)
{
    const char *role = flight_role_name(event->step), *signal = sigabbrev_np(event->result);

    if (event->result == 0)
        snprintf(text, size, "%s %" PRIu32 " ended", role, event->value);
    else if (signal)
        snprintf(text, size, "%s %" PRIu32 " was killed by SIG%s", role, event->value, signal);
    else
        snprintf(text, size, "%s %" PRIu32 " was killed by signal %d", role, event->value,
                 event->result);
}

void lines_note(const struct flight_event *event, char *text, size_t size)
{
    switch (event->kind) {
    case FLIGHT_UNDERRUN:
        snprintf(text, size, "underrun %" PRIu32 ": the ring ran empty", event->value);
        break;
    case FLIGHT_EPOCH:
        snprintf(text, size, "epoch %" PRIu32 ": new orders", event->value);
        break;
    case FLIGHT_STARTED:
        snprintf(text, size, "%s %" PRIu32 " was started", flight_role_name(event->step),
                 event->value);
        break;
    default:
        note_end(event, text, size);
    }
}

static void write_what(const struct merge *merge, const struct merge_entry *entry, char *text,
                       size_t size)
{
    struct step_operations operations;
    char what[STEP_TEXT_MAX];

    if (!merge_is_step(entry)) {
        lines_note(&entry->event, text, size);
        return;
    }
    step_of_event(&entry->event, entry->role, merge->slots, &operations);
    step_text(&operations, what);
    snprintf(text, size, "%s", what);
}

/* A line that is too wide ends with "…", which is one column and three bytes. */
static void write_line(const char *line, unsigned width, FILE *out)
{
    if (width > 0 && strlen(line) > width)
        fprintf(out, "%.*s\u2026\n", (int)width - 1, line);
    else
        fprintf(out, "%s\n", line);
}

static void write_time(const struct merge *merge, const struct merge_entry *entry, bool clock,
                       char *text, size_t size)
{
    uint64_t us = (clock ? entry->at_ns : entry->at_ns - merge->begin_ns) / 1000;

    snprintf(text, size, "%" PRIu64 ".%06" PRIu64, us / 1000000, us % 1000000);
}

/* Of the first block that the step is about: a consumer claims behind what it holds already. */
static unsigned slot_of(const struct merge *merge, const struct merge_entry *entry)
{
    const struct flight_event *event = &entry->event;
    unsigned held = 0;

    if (event->step == STEP_CONSUMER_CLAIM || event->step == STEP_CONSUMER_CLAIM_STALE)
        held = merge_is_done(entry) && event->held >= event->count
                   ? (unsigned)(event->held - event->count)
                   : event->held;
    return (event->slot + held) % merge->slots;
}

static void write_event(const struct merge *merge, const struct merge_entry *entry,
                        const struct lines_style *style, FILE *out)
{
    const struct flight_event *event = &entry->event;
    char line[LINE_MAX_BYTES], time[32], what[160], slot[8] = "-", held[8] = "-", number[16];
    bool step = merge_is_step(entry), child = step && entry->role != FLIGHT_PLAYER;

    write_time(merge, entry, style->clock, time, sizeof(time));
    write_what(merge, entry, what, sizeof(what));
    if (merge_has_place(entry))
        snprintf(slot, sizeof(slot), "%u", slot_of(merge, entry));
    if (child)
        snprintf(held, sizeof(held), "%u", event->held);
    snprintf(line, sizeof(line), "%12s %-8s %7" PRIu32 " %-12s %4s %4s %-6s %s", time,
             flight_role_name(entry->role), event->pid, step ? lines_step_name(event->step) : "-",
             slot, held, lines_result(event, number), what);
    write_line(line, style->width, out);
    if (style->meaning && step) {
        snprintf(line, sizeof(line), "%*s %s", INDENT, "", step_meaning(event->step));
        write_line(line, style->width, out);
    }
}

void lines_write(const struct merge *merge, const struct lines_style *style, FILE *out)
{
    char line[LINE_MAX_BYTES];

    snprintf(line, sizeof(line), "%12s %-8s %7s %-12s %4s %4s %-6s %s", "time s", "who", "process",
             "step", "slot", "held", "result", "what");
    write_line(line, style->width, out);
    for (size_t i = 0; i < merge->count; i++)
        write_event(merge, &merge->entry[i], style, out);
}
