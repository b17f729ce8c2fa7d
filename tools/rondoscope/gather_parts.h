/*
 * gather_parts.h - what gather*.c share. Private to them.
 */
#ifndef TOOLS_RONDOSCOPE_GATHER_PARTS_H
#define TOOLS_RONDOSCOPE_GATHER_PARTS_H

#include "tools/rondoscope/gather.h"
#include "tools/rondoscope/rate.h"

enum {
    GATHER_NEWS_MAX = 1024, /* events of one log in one picture */
    GATHER_NEWS_FIRST = 24  /* of each log in the first picture, and all before them are old */
};

struct gather {
    char name[INSTANCE_NAME_MAX + 1];
    struct doctor_finding found; /* its ids and keys */
    struct ring *ring;           /* attached read-only, or NULL: it is over */
    struct rate rate[FLIGHT_ROLES];
    struct {
        pid_t pid;
        int file;
    } process[FLIGHT_ROLES];
    bool reading[FLIGHT_ROLES]; /* their logs, from the cursors on */
    uint64_t cursor[FLIGHT_ROLES];
    struct flight_event read[GATHER_NEWS_MAX];
    struct picture_event news[GATHER_NEWS_MAX * FLIGHT_ROLES];
    struct picture_slot slot[RING_SLOTS_MAX];
    struct picture picture;
};

/* gather_set.c: the values, who sleeps, who acted last, the seats. */
void gather_set(struct gather *gather);

/* gather_ring.c: the orders and each slot; and the news. For an attached ring. */
void gather_ring(struct gather *gather);
void gather_news(struct gather *gather);

/* gather_queue.c */
void gather_queue(const struct doctor_object *found, struct picture_queue *queue);

/* gather_process.c: those in the seats, and their pidfds. */
void gather_processes(struct gather *gather);
void gather_forget_processes(struct gather *gather);

#endif
