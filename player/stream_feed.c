/*
 * stream_feed.c - what has come, into ffmpeg's pipe, as long as that takes something; and whether
 * it does anything with it.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"
#include "player/stream_parts.h"

enum { FEED_AT_ONCE = 8192 };

static void watch_feed(struct session *s, struct spool *spool, bool on)
{
    struct stream *stream = &spool->stream;

    if (on == stream->feed_watched)
        return;
    if (on)
        spools_watch(&s->spools, stream->feed, EPOLLOUT, SPOOLS_FEEDS + spool_index(s, spool));
    else
        epoll_ctl(s->spools.poll, EPOLL_CTL_DEL, stream->feed, NULL);
    stream->feed_watched = on;
}

void stream_close_feed(struct session *s, struct spool *spool)
{
    watch_feed(s, spool, false);
    close(spool->stream.feed);
    spool->stream.feed = -1;
}

/* Only as long as the pipe takes something; then the epoll tells when it does again. */
void stream_feed(struct session *s, struct spool *spool)
{
    static char bytes[FEED_AT_ONCE];
    struct stream *stream = &spool->stream;
    ssize_t count = 0, written = 0;

    while (stream->feed >= 0 && written == count) {
        uint64_t end = spool->bytes < stream->segment_end ? spool->bytes : stream->segment_end;
        uint64_t left = end - stream->fed;

        if (left == 0)
            break;
        count = pread(spool->file, bytes, left < sizeof(bytes) ? left : sizeof(bytes),
                      (off_t)stream->fed);
        written = count > 0 ? write(stream->feed, bytes, (size_t)count) : -1;
        if (written > 0)
            stream->fed += (uint64_t)written;
    }
    if (stream->feed >= 0 && stream->fed == stream->segment_end)
        stream_close_feed(s, spool);
    if (stream->feed >= 0)
        watch_feed(s, spool, written < count && errno == EAGAIN);
    stream_place_titles(spool);
    spool_forget(s, spool, stream->fed);
}

static bool has_work(const struct spool *spool)
{
    const struct stream *stream = &spool->stream;
    bool fed = spool->link.hls || stream->feed_watched || stream->feed < 0;

    return stream->step == STREAM_PROBES ||
           (stream->step == STREAM_DECODES && stream->sound_watched && fed);
}

void stream_watch(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;

    if (stream->decoder.pid == 0 || !has_work(spool) || stream->end != stream->idle_at)
        stream->idle_ticks = 0;
    else
        stream->idle_ticks++;
    stream->idle_at = stream->end;
    if (stream->idle_ticks * (1000 / SPOOL_TICKS_PER_S) < s->options->producer_timeout_ms)
        return;
    stream->idle_ticks = 0;
    spawn_signal(&stream->decoder, SIGKILL);
}

bool stream_is_source_over(const struct spool *spool)
{
    return spool->state == SPOOL_COMPLETE || spool->link.over;
}

/* Up to the next place where a connection was lost. */
void stream_next_segment(struct spool *spool)
{
    struct stream *stream = &spool->stream;

    stream->segment_end = stream_is_source_over(spool) ? spool->bytes : UINT64_MAX;
    if (stream->cuts == 0)
        return;
    stream->segment_end = stream->cut_at[0];
    stream->cuts--;
    memmove(stream->cut_at, stream->cut_at + 1, stream->cuts * sizeof(stream->cut_at[0]));
}

static uint64_t last_cut(const struct stream *stream)
{
    return stream->cuts > 0 ? stream->cut_at[stream->cuts - 1] : stream->segment_end;
}

void stream_cut(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;

    if (stream->segment_end == UINT64_MAX)
        stream->segment_end = spool->bytes;
    else if (stream->cuts < STREAM_CUTS && spool->bytes > last_cut(stream))
        stream->cut_at[stream->cuts++] = spool->bytes;
    stream_follow(s, spool);
}
