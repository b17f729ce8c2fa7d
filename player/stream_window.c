/*
 * stream_window.c - the memory that the samples of a stream are in, and what is known of it.
 *
 * It grows at its end, and what was heard half a minute ago is punched out at its beginning, so
 * that a frame's place never changes. Half a minute ahead of what is heard is enough; with much
 * sound or little memory it is less, for all windows are within --spool-limit.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"
#include "player/stream_parts.h"
#include "shmring/block.h"

enum { KEPT_S = 30, MIB_SHIFT = 20, PART_OF_LIMIT = 8, PUNCH_BYTES = 1 << 18, NEWS_PER_S = 4 };

uint32_t stream_frame_bytes(const struct stream *stream)
{
    uint32_t bytes = block_frame_bytes(stream->raw.format, stream->raw.channels);

    return bytes > 0 ? bytes : 1;
}

uint64_t stream_first_frame(const struct spool *spool)
{
    uint32_t size = stream_frame_bytes(&spool->stream);

    return (spool->stream.begin + size - 1) / size;
}

uint64_t stream_end_frame(const struct spool *spool)
{
    return spool->stream.end / stream_frame_bytes(&spool->stream);
}

/* What is kept on either side of what is heard. */
static uint64_t kept_bytes(const struct session *s, const struct spool *spool)
{
    uint64_t limit = ((uint64_t)s->options->spool_limit_mib << MIB_SHIFT) / PART_OF_LIMIT;
    uint64_t kept = (uint64_t)KEPT_S * spool->stream.raw.rate * stream_frame_bytes(&spool->stream);

    return kept < limit ? kept : limit;
}

/* The byte that is heard; where another track is, the window's beginning. */
static uint64_t heard_at(struct session *s, const struct spool *spool)
{
    const struct stream *stream = &spool->stream;
    const struct feeder_track *now = feeder_now(s);
    struct session_place place;
    uint64_t at;

    if (!now || now->raw.rate == 0 || !spool_serves(s, spool, now->entry) ||
        session_place(s, &place) < 0)
        return stream->begin;
    at = feeder_source_frame(now, place.frame) * stream_frame_bytes(stream);
    return at < stream->begin ? stream->begin : at > stream->end ? stream->end : at;
}

bool stream_is_full(struct session *s, struct spool *spool)
{
    return spool->stream.end - heard_at(s, spool) >= kept_bytes(s, spool);
}

bool stream_rests(const struct spool *spool)
{
    const struct stream *stream = &spool->stream;

    return stream->ready && stream->sound >= 0 && !stream->sound_watched;
}

void stream_trim(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    uint64_t heard = heard_at(s, spool), kept = kept_bytes(s, spool);
    uint64_t begin = heard > kept ? (heard - kept) / PUNCH_BYTES * PUNCH_BYTES : 0;

    if (begin <= stream->begin)
        return;
    if (fallocate(stream->window, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)stream->begin,
                  (off_t)(begin - stream->begin)) == 0)
        stream->begin = begin;
}

int stream_store(struct spool *spool, const char *samples, size_t bytes)
{
    struct stream *stream = &spool->stream;

    while (bytes > 0) {
        ssize_t written = pwrite(stream->window, samples, bytes, (off_t)stream->end);

        if (written < 0)
            return -errno;
        samples += written;
        bytes -= (size_t)written;
        stream->end += (uint64_t)written;
    }
    return 0;
}

bool stream_grows(const struct spool *spool)
{
    return spool->stream.step < STREAM_ENDED;
}

static uint64_t frames_in(const struct stream *stream, uint32_t ms)
{
    return (uint64_t)stream->raw.rate * ms / 1000;
}

uint32_t stream_filled(const struct spool *spool)
{
    const struct stream *stream = &spool->stream;
    uint64_t wanted = frames_in(stream, STREAM_BUFFER_MS);
    uint64_t from = stream->ready ? stream->hungry_at : 0;
    uint64_t have = stream_end_frame(spool) - from;

    return wanted == 0 ? 0 : have >= wanted ? 100 : (uint32_t)(have * 100 / wanted);
}

bool stream_has_enough(struct spool *spool, uint64_t frame)
{
    struct stream *stream = &spool->stream;
    uint64_t end = stream_end_frame(spool);
    uint32_t wanted_ms = stream->starved ? STREAM_BUFFER_MS : 1000 / NEWS_PER_S;
    uint64_t wanted = frames_in(stream, stream->step == STREAM_RESTS ? RING_BLOCK_MS : wanted_ms);

    stream->hungry_at = frame < end ? frame : end;
    if (end < frame + wanted)
        return false;
    stream->starved = false;
    return true;
}

void stream_add_title(struct spool *spool, const char *text)
{
    struct stream *stream = &spool->stream;
    const struct stream_title *newest = &stream->title_at[(stream->titles - 1) % STREAM_TITLES];
    struct stream_title *title = &stream->title_at[stream->titles % STREAM_TITLES];

    if (stream->titles > 0 && strcmp(newest->text, text) == 0) /* they say it again and again */
        return;
    title->source = spool->bytes;
    title->frame = stream->titles > 0 ? UINT64_MAX : 0; /* the first is what played all along */
    snprintf(title->text, sizeof(title->text), "%s", text);
    stream->titles++;
}

/*
 * ffmpeg keeps little back, so what it has been fed is heard at about the window's end, and what
 * came earlier before that, as far as by the mean of all that has come.
 */
void stream_place_titles(struct spool *spool)
{
    struct stream *stream = &spool->stream;
    uint64_t end = stream_end_frame(spool);

    if (end < stream->raw.rate) /* not enough for a mean */
        return;
    for (int i = 0; i < STREAM_TITLES; i++) {
        struct stream_title *title = &stream->title_at[i];
        double behind = (double)stream->fed - (double)title->source;

        if (title->frame == UINT64_MAX && behind >= 0)
            title->frame = end - (uint64_t)((double)end * behind / (double)stream->fed);
    }
}

const char *stream_title_at(const struct spool *spool, uint64_t frame)
{
    const struct stream *stream = &spool->stream;
    uint32_t kept = stream->titles < STREAM_TITLES ? stream->titles : STREAM_TITLES;

    for (uint32_t i = 1; i <= kept; i++) {
        const struct stream_title *title = &stream->title_at[(stream->titles - i) % STREAM_TITLES];

        if (title->frame <= frame)
            return title->text;
    }
    return NULL;
}

bool stream_is_wanted(struct session *s, const struct spool *spool)
{
    const struct feeder_track *t = feeder_waiting(s);

    if (spool->endless)
        return true;
    return t && !spool->link.list && spool_serves(s, spool, t->entry) && t->start.frame == 0 &&
           t->start.ms == 0 && t->range.first == 0;
}
