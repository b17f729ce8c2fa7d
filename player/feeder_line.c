/*
 * feeder_line.c - questions about the line.
 */
#include "player/feeder.h"
#include "player/session.h"

struct feeder_track *feeder_now(struct session *s)
{
    return s->feeder.count > 0 ? &s->feeder.line[0] : NULL;
}

struct feeder_track *feeder_decoding(struct session *s)
{
    for (uint32_t i = 0; i < s->feeder.count; i++)
        if (!s->feeder.line[i].done)
            return s->feeder.line[i].file < 0 ? NULL : &s->feeder.line[i];
    return NULL;
}

bool feeder_has(struct session *s, uint32_t track)
{
    for (uint32_t i = 0; i < s->feeder.count; i++)
        if (s->feeder.line[i].track == track)
            return true;
    return false;
}

uint32_t feeder_undone(const struct feeder *f)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < f->count; i++)
        count += !f->line[i].done;
    return count;
}
