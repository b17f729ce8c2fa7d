/*
 * spool_parts.c - whose a spool is: of the entry that it was made for, and where that is a part of
 * a file, as the tracks of a cue sheet are, of the other parts of it, too; and what of it is there.
 */
#include <stdio.h>
#include <string.h>

#include "player/session.h"
#include "player/spool_fill.h"

/* The file that an entry is a part of; NULL: it is no part, or no longer in the list. */
static const char *whole_of(struct session *s, uint32_t track)
{
    const struct playlist_entry *entry;
    uint32_t index;

    if (playlist_find(&s->list, track, &index) < 0)
        return NULL;
    entry = &s->list.entries[index];
    return entry->range.hz > 0 && strlen(entry->path) < PATH_MAX ? entry->path : NULL;
}

void spool_share(struct session *s, struct spool *spool)
{
    const char *whole = whole_of(s, spool->track);

    snprintf(spool->whole, sizeof(spool->whole), "%s", whole ? whole : "");
}

bool spool_serves(struct session *s, const struct spool *spool, uint32_t track)
{
    const char *whole;

    if (spool->track == track || !spool->whole[0])
        return spool->track == track;
    whole = whole_of(s, track);
    return whole && strcmp(whole, spool->whole) == 0;
}

struct spool *spool_find(struct session *s, uint32_t track)
{
    for (int i = 0; i < SPOOLS; i++)
        if (s->spools.one[i].state != SPOOL_FREE && spool_serves(s, &s->spools.one[i], track))
            return &s->spools.one[i];
    return NULL;
}

static const char *state_of(const struct spool *spool)
{
    if (spool->link.wait_ticks > 0)
        return "reconnecting";
    if (!stream_grows(spool))
        return "ended";
    if (spool->stream.ready && !spool->stream.starved)
        return "playing";
    return spool->stream.step < STREAM_DECODES ? "connecting" : "buffering";
}

bool spool_news(struct session *s, const struct spool *spool, struct spool_news *ret_news)
{
    const struct stream *stream = spool ? &spool->stream : NULL;
    double rate;

    if (!spool || spool->step != SPOOL_COPIES ||
        (spool->state == SPOOL_COMPLETE && !feeder_streams(s, spool)))
        return false;
    rate = stream->raw.rate > 0 ? stream->raw.rate : 1;
    *ret_news = (struct spool_news){
        .state = state_of(spool),
        .filled = stream->ready && !stream->starved ? 100 : stream_filled(spool),
        .from = (double)stream_first_frame(spool) / rate,
        .to = (double)stream_end_frame(spool) / rate};
    return true;
}

bool spool_has(struct session *s, uint32_t track, uint64_t frame)
{
    const struct spool *spool = spool_find(s, track);

    if (!spool || spool->step != SPOOL_COPIES || spool->state == SPOOL_COMPLETE)
        return true;
    return frame >= stream_first_frame(spool) && frame <= stream_end_frame(spool);
}
