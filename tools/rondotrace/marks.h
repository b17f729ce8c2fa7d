/*
 * marks.h - moments that stand out in the merged events: what went wrong, what healed it, and what
 * the listener asked for.
 */
#ifndef TOOLS_RONDOTRACE_MARKS_H
#define TOOLS_RONDOTRACE_MARKS_H

#include "tools/rondotrace/merge.h"

enum mark_kind {
    MARK_KILLED,    /* a child ended by a signal */
    MARK_UNDERRUN,  /* the ring ran empty */
    MARK_RESTARTED, /* a child was started in the place of another one */
    MARK_STARTED,   /* the first one */
    MARK_ENDED,     /* a child ended by itself */
    MARK_EPOCH,     /* new orders: a seek, another track */
    MARK_PAUSED,    /* the gate was shut */
    MARK_RESUMED
};

enum mark_tone { MARK_FAULT, MARK_HEAL, MARK_NOTE };

struct mark {
    enum mark_kind kind;
    uint64_t at_ns;
    enum flight_role role; /* the child; of orders, pauses and underruns: who recorded it */
    uint32_t pid;          /* the same's */
    int signal;            /* KILLED */
    uint32_t value;        /* UNDERRUN, EPOCH */
};

struct marks {
    struct mark *mark; /* by time */
    size_t count;
};

/* -ENOMEM. marks_free() frees the list. */
int marks_find(const struct merge *merge, struct marks *ret_marks);
void marks_free(struct marks *marks);

enum mark_tone marks_tone(const struct mark *mark);

/* "producer killed (SIGKILL)", "underrun", "epoch 3", ...; at most `size`. */
void marks_text(const struct mark *mark, char *text, size_t size);

#endif
