/*
 * stream.c - from the first bytes that come to the last sample in the window.
 *
 *   NONE      a quarter of a second has gone by, and more is to come: ffprobe looks at it
 *   PROBES    it has found sound: ffmpeg is started; else it looks again at twice as much
 *   DECODES   what came goes into its pipe, what it says comes out into the window
 *   RESTS     it has seen an end, for a connection was lost; the next gets an ffmpeg of its own
 *   ENDED     it has seen the end
 *
 * An ffmpeg that is killed is started again. Where all that came is still there it begins at the
 * beginning, and what the window has is passed over, so that not a sample is wrong. Of a radio what
 * it had in hand is lost, a fraction of a second.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"
#include "player/spool_helper.h"
#include "player/stream_parts.h"

enum {
    SOUND_AT_ONCE = 65536,
    PROBE_MOST = 4 << 20, /* bytes in which there has to be sound */
    DEATHS = 4
};

static void fail(struct session *s, struct spool *spool, const char *why)
{
    spool->stream.step = STREAM_FAILED;
    if (spool->endless || spool->stream.ready) /* else it is heard when it is complete */
        spool_give_up(s, spool, why);
}

static void begin_segment(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    int error;

    if (stream->fed == stream->segment_end)
        stream_next_segment(spool);
    stream->step = STREAM_DECODES;
    error = stream_start_decoder(s, spool);
    if (error == 0)
        error =
            spools_watch(&s->spools, stream->sound, EPOLLIN, SPOOLS_SOUNDS + spool_index(s, spool));
    stream->sound_watched = error == 0;
    if (error < 0)
        fail(s, spool, strerror(-error));
    else
        stream_feed(s, spool);
}

/* Enough is there, or all that there will be. */
static void check_ready(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;

    if (stream->ready || stream->end == 0 ||
        (stream_filled(spool) < 100 && stream_grows(spool) && !stream_is_full(s, spool)))
        return;
    stream->ready = true;
    spool_can_be_heard(s, spool);
}

static void stop_sound(struct session *s, struct spool *spool)
{
    if (spool->stream.sound_watched)
        epoll_ctl(s->spools.poll, EPOLL_CTL_DEL, spool->stream.sound, NULL);
    spool->stream.sound_watched = false;
}

/* ffmpeg has fetched it itself. True: it has come to an end, or cannot go on. */
static bool settle_hls(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    char why[256];

    if (stream->death > 0 && ++stream->deaths < DEATHS) {
        stream->skip = spool->link.hls_ends ? stream->end : 0;
        begin_segment(s, spool);
        return false;
    }
    stream_read_words(stream, why, sizeof(why));
    spool->link.over = true;
    stream->step = STREAM_ENDED;
    if (stream->death == 0 && stream->end > 0)
        return true;
    fail(s, spool, *why ? why : "ffmpeg: there is no sound in it");
    return false;
}

/* ffmpeg and its sound have both come to their end. */
static void settle(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    bool all = stream_is_source_over(spool) && stream->fed == spool->bytes;
    char why[256];

    if (stream->sound >= 0 || stream->decoder.pid > 0)
        return;
    if (stream->feed >= 0)
        stream_close_feed(s, spool);
    if (spool->link.hls) {
        if (!settle_hls(s, spool))
            return;
    } else if (stream->death == 0 && all) {
        stream->step = STREAM_ENDED;
    } else if (stream->death == 0 && stream->fed < stream->segment_end && !spool->endless) {
        stream->step = STREAM_ENDED; /* it did not want the rest */
    } else if (++stream->deaths == DEATHS) {
        stream_read_words(stream, why, sizeof(why));
        fail(s, spool, *why ? why : "ffmpeg cannot decode it");
        return;
    } else {
        stream->step = STREAM_RESTS;
        if (stream->death > 0 && !spool->endless) {
            stream->fed = 0;
            stream->skip = stream->end;
        }
    }
    check_ready(s, spool);
    feeder_flow(s);
    stream_follow(s, spool);
}

/* The samples that are new. */
static int keep(struct spool *spool, const char *samples, size_t bytes)
{
    struct stream *stream = &spool->stream;
    size_t known = stream->skip < bytes ? (size_t)stream->skip : bytes;

    stream->skip -= known;
    if (bytes > known)
        stream->deaths = 0;
    return stream_store(spool, samples + known, bytes - known);
}

void stream_take_sound(struct session *s, struct spool *spool)
{
    static char samples[SOUND_AT_ONCE];
    struct stream *stream = &spool->stream;
    ssize_t count = read(stream->sound, samples, sizeof(samples));
    int error;

    if (count < 0)
        return;
    if (count == 0) {
        stop_sound(s, spool);
        close(stream->sound);
        stream->sound = -1;
        settle(s, spool);
        return;
    }
    error = keep(spool, samples, (size_t)count);
    if (error < 0) {
        fail(s, spool, strerror(-error));
        return;
    }
    stream_place_titles(spool);
    if (stream_is_full(s, spool)) {
        stop_sound(s, spool);
        spools_run_timer(s);
    }
    check_ready(s, spool);
    feeder_flow(s);
}

static void probed(struct session *s, struct spool *spool, const struct spawn_end *end)
{
    struct stream *stream = &spool->stream;
    char why[256];

    if (end->signal == 0 && end->status == HELPER_NOT_FOUND) {
        fail(s, spool, "it has no end; to play such things install ffmpeg");
        return;
    }
    if (end->signal == 0 && end->status == 0 && stream_read_probe(stream)) {
        begin_segment(s, spool);
        return;
    }
    stream->step = STREAM_NONE;
    stream->probe_at = spool->bytes * 2;
    if (spool->bytes < PROBE_MOST / 2 && !stream_is_source_over(spool) && !spool->link.hls)
        return;
    stream_read_words(stream, why, sizeof(why));
    fail(s, spool, *why ? why : "ffmpeg: there is no sound in it");
}

void stream_decoder_ended(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    struct spawn_end end;

    epoll_ctl(s->spools.poll, EPOLL_CTL_DEL, stream->decoder.pidfd, NULL);
    spawn_reap(&stream->decoder, &end);
    if (stream->step == STREAM_PROBES) {
        probed(s, spool, &end);
        return;
    }
    stream->death = end.signal;
    settle(s, spool);
}

void stream_follow(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;

    if (stream->step == STREAM_DECODES)
        stream_feed(s, spool);
    else if (stream->step == STREAM_RESTS && stream->fed < spool->bytes)
        begin_segment(s, spool);
    else if (stream->step == STREAM_RESTS && stream_is_source_over(spool))
        stream->step = STREAM_ENDED;
}

void stream_source_ended(struct session *s, struct spool *spool)
{
    stream_cut(s, spool);
    check_ready(s, spool);
    feeder_flow(s);
}

void stream_tick(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;

    if (stream->step == STREAM_NONE && !stream_is_source_over(spool) &&
        (spool->link.hls || (spool->bytes > 0 && spool->bytes >= stream->probe_at)) &&
        stream_is_wanted(s, spool)) {
        stream->step = STREAM_PROBES;
        if (stream_start_probe(s, spool) < 0)
            fail(s, spool, "ffprobe cannot be started");
    }
    stream_watch(s, spool);
    if (stream->step < STREAM_DECODES || stream->step == STREAM_FAILED)
        return;
    stream_trim(s, spool);
    if (stream->sound >= 0 && !stream->sound_watched && !stream_is_full(s, spool))
        stream->sound_watched = spools_watch(&s->spools, stream->sound, EPOLLIN,
                                             SPOOLS_SOUNDS + spool_index(s, spool)) == 0;
    check_ready(s, spool);
}

void stream_close(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    struct spawn_end end;

    if (stream->decoder.pid > 0) {
        epoll_ctl(s->spools.poll, EPOLL_CTL_DEL, stream->decoder.pidfd, NULL);
        spawn_signal(&stream->decoder, SIGKILL);
        spawn_wait(&stream->decoder, -1);
        spawn_reap(&stream->decoder, &end);
    }
    if (stream->feed >= 0)
        stream_close_feed(s, spool);
    stop_sound(s, spool);
    if (stream->sound >= 0)
        close(stream->sound);
    if (stream->words >= 0)
        close(stream->words);
    if (stream->window >= 0)
        close(stream->window);
    spool_no_stream(spool);
}
