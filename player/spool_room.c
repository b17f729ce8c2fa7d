/*
 * spool_room.c - how much memory all spools have, and which of them is thrown away for another.
 */
#include "player/session.h"
#include "player/spool_fill.h"

enum { MIB_SHIFT = 20 };

/* The complete one that nobody has asked for longest, and that nobody is to get now. */
static struct spool *oldest(struct session *s)
{
    struct spool *found = NULL;

    for (int i = 0; i < SPOOLS; i++) {
        struct spool *spool = &s->spools.one[i];

        if (spool->state == SPOOL_COMPLETE && !feeder_wants(s, spool) &&
            (!found || spool->used < found->used))
            found = spool;
    }
    return found;
}

static uint64_t all_bytes(const struct spools *spools)
{
    uint64_t bytes = 0;

    for (int i = 0; i < SPOOLS; i++)
        bytes += spools->one[i].bytes - spools->one[i].forgotten + spools->one[i].stream.end -
                 spools->one[i].stream.begin;
    return bytes;
}

/* Makes room for `bytes` more. False: all that is kept is needed. */
bool spools_make_room(struct session *s, uint64_t bytes)
{
    uint64_t limit = (uint64_t)s->options->spool_limit_mib << MIB_SHIFT;

    while (all_bytes(&s->spools) + bytes > limit) {
        struct spool *spool = oldest(s);

        if (!spool)
            return false;
        spool_empty(s, spool);
    }
    return true;
}

struct spool *spools_free_one(struct session *s)
{
    struct spool *spool;

    for (int i = 0; i < SPOOLS; i++)
        if (s->spools.one[i].state == SPOOL_FREE)
            return &s->spools.one[i];
    spool = oldest(s);
    if (spool)
        spool_empty(s, spool);
    return spool;
}
