/*
 * spans_names.c - what a span is, and what it is called.
 */
#include "tools/rondotrace/spans.h"

bool spans_is_handover(const struct span *span)
{
    return span->kind == SPAN_HOLD && span->committed_ns > 0 && !span->again;
}

bool spans_is_decode(const struct span *span)
{
    return span->kind == SPAN_FILL && span->end == SPAN_COMMITTED;
}

const char *spans_kind_name(enum span_kind kind)
{
    static const char *const names[] = {
        [SPAN_FILL] = "fill", [SPAN_HOLD] = "hold", [SPAN_SLEEP] = "sleep", [SPAN_TURN] = "turn"};

    return kind <= SPAN_TURN ? names[kind] : "?";
}

const char *spans_end_name(enum span_end end)
{
    static const char *const names[] = {
        [SPAN_COMMITTED] = "committed", [SPAN_RELEASED] = "released", [SPAN_WOKEN] = "woken",
        [SPAN_DIED] = "died",           [SPAN_LOST] = "lost",         [SPAN_OPEN] = "open",
    };

    return end <= SPAN_OPEN ? names[end] : "?";
}
