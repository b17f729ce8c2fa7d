/*
 * table.c - see table.h. Numbers that are not known are left empty.
 */
#include "tools/rondotrace/table.h"

#include <inttypes.h>

#include "shmring/step_text.h"
#include "tools/plot/csv.h"

static const char *const kinds[FLIGHT_KINDS] = {
    [FLIGHT_TURN] = "turn",         [FLIGHT_BEGIN] = "begin",     [FLIGHT_END] = "end",
    [FLIGHT_EPOCH] = "epoch",       [FLIGHT_STARTED] = "started", [FLIGHT_ENDED] = "ended",
    [FLIGHT_UNDERRUN] = "underrun",
};

const char *table_kind_name(uint8_t kind)
{
    return kind < FLIGHT_KINDS && kinds[kind] ? kinds[kind] : "?";
}

static void write_recorded(const struct merge_entry *entry, FILE *out)
{
    const struct flight_event *event = &entry->event;
    bool step = merge_is_step(entry);
    bool child = event->kind == FLIGHT_STARTED || event->kind == FLIGHT_ENDED;

    fprintf(out, "%s,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu32 ",%s,%s,",
            flight_role_name(entry->role), entry->number, event->time_ns, entry->at_ns, event->pid,
            table_kind_name(event->kind), step ? step_name(event->step) : "");
    if (step)
        fprintf(out, "%u,%u,%u,%d,%d,,,", event->slot, event->count, event->held,
                event->nowait != 0, event->result);
    else
        fprintf(out, ",,,,%d,%s,%" PRIu32 ",", event->result,
                child ? flight_role_name(event->step) : "", event->value);
}

static void write_ring(const struct merge_entry *entry, FILE *out)
{
    const struct merge_ring *ring = &entry->ring;

    if (entry->blocks > 0)
        fprintf(out, "%" PRIu64 ",%u,", entry->block, entry->blocks);
    else
        fputs(",,", out);
    if (ring->known)
        fprintf(out, "%u,%u,%u,%u,%" PRIu64 ",%" PRIu64 ",", ring->free, ring->filled,
                ring->claimed, ring->held, ring->head, ring->tail);
    else
        fputs(",,,,,,", out);
    fprintf(out, "%d,%u,", entry->gap, entry->unrecorded);
}

static double decode_ms(const struct span *span)
{
    return (double)(span->end_ns - span->begin_ns) / 1e6;
}

static bool commits(const struct merge_entry *entry, const struct span *span)
{
    return spans_is_decode(span) && entry->role == FLIGHT_PRODUCER && merge_is_done(entry) &&
           entry->blocks > 0 && entry->event.step != STEP_PRODUCER_CLAIM &&
           entry->block == span->block && entry->at_ns == span->end_ns;
}

static void write_operations(const struct merge *merge, const struct merge_entry *entry, FILE *out)
{
    struct step_operations operations;
    char text[STEP_TEXT_MAX] = "";

    if (merge_is_step(entry)) {
        step_of_event(&entry->event, entry->role, merge->slots, &operations);
        step_text(&operations, text);
    }
    csv_text(out, text);
}

void table_write(const struct merge *merge, const struct spans *spans, FILE *out)
{
    size_t next = 0;

    fputs("role,number,time_ns,at_ns,pid,kind,step,slot,count,held,nowait,result,child,value,"
          "block,blocks,free,filled,claimed,in_hand,head,tail,gap,unrecorded,decode_ms,"
          "operations\n",
          out);
    for (size_t i = 0; i < merge->count; i++) {
        const struct merge_entry *entry = &merge->entry[i];

        write_recorded(entry, out);
        write_ring(entry, out);
        /* One claim of the producer ends before the next one does. */
        while (next < spans->count &&
               (!spans_is_decode(&spans->span[next]) || spans->span[next].end_ns < entry->at_ns))
            next++;
        if (next < spans->count && commits(entry, &spans->span[next]))
            fprintf(out, "%.6f", decode_ms(&spans->span[next]));
        putc(',', out);
        write_operations(merge, entry, out);
        putc('\n', out);
    }
}

void table_write_decode_times(const struct spans *spans, FILE *out)
{
    for (size_t i = 0; i < spans->count; i++)
        if (spans_is_decode(&spans->span[i]))
            fprintf(out, "%.6f\n", decode_ms(&spans->span[i]));
}
