/*
 * decoder_seek.c - seeks to the very frame, and what is right there.
 *
 * After a jump Opus and MP3 need some sound before the place, which is decoded and dropped (the
 * preroll). Most is right to the bit then; what is not, nobody hears (decoder_opus.c,
 * decoder_sndfile.c). Only decoding from the beginning is right to the bit always. That is done
 * after a producer's death, while the ring plays on, for as far as it takes LIMIT_MS; beyond, and
 * on slow machines, a longer preroll has to do. tests/unit/test_decoder_seek.c has the proof.
 */
#include <errno.h>
#include <time.h>

#include "producer/decoder_state.h"

enum {
    LIMIT_MS = 2000, /* a ring of 5 s that was half full plays for longer */
    TRUSTED_S = 60,  /* so much is decoded, however long it takes */
    LONGER = 10,     /* times the usual preroll */
    PIECE_FRAMES = 4096,
    LOOKS = 64 /* pieces between two looks at the clock */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Where the sound ends before that, it is simply at its end: decoder_ended() judges it. */
static uint32_t drop(struct decoder *d, uint64_t frame)
{
    float dropped[PIECE_FRAMES];
    uint64_t room = PIECE_FRAMES / (uint32_t)d->info.channels, left = frame - d->position;

    return decoder_read(d, dropped, (uint32_t)(left < room ? left : room));
}

static void drop_until(struct decoder *d, uint64_t frame)
{
    while (d->position < frame && drop(d, frame) > 0)
        ;
}

/* Whether it can be there in time, as fast as it has gone so far. */
static bool in_time(const struct decoder *d, uint64_t from, uint64_t frame, int64_t began_ms)
{
    uint64_t done = d->position - from;
    double took_ms = (double)(now_ms() - began_ms);

    return done < (uint64_t)d->info.samplerate * TRUSTED_S ||
           took_ms * (double)(frame - from) / (double)done < LIMIT_MS;
}

/* Like drop_until(); false: it would take too long. */
static bool drop_until_in_time(struct decoder *d, uint64_t frame)
{
    uint64_t from = d->position;
    int64_t began_ms = now_ms();

    for (uint32_t i = 1; d->position < frame && drop(d, frame) > 0; i++)
        if (i % LOOKS == 0 && !in_time(d, from, frame, began_ms))
            return false;
    return true;
}

static int jump(struct decoder *d, uint64_t frame)
{
    int error = d->ops->jump(d, frame);

    if (error == 0)
        d->position = frame;
    return error;
}

static int restart(struct decoder *d)
{
    int error = d->ops->restart(d);

    if (error < 0)
        return error;
    d->position = 0;
    d->exact = true;
    return 0;
}

/* By decoding all that is before it. */
static int seek_exact(struct decoder *d, uint64_t frame)
{
    uint64_t preroll = (uint64_t)d->preroll * LONGER;
    int error = 0;

    if (!d->exact || frame < d->position)
        error = restart(d);
    if (error < 0 || drop_until_in_time(d, frame))
        return error;
    if (frame > d->position + preroll) {
        d->exact = false;
        error = jump(d, frame - preroll);
    }
    if (error == 0)
        drop_until(d, frame);
    return error;
}

static int seek_at_once(struct decoder *d, uint64_t frame)
{
    bool near = frame >= d->position && frame - d->position <= d->preroll;
    int error = 0;

    if (!near && frame > d->preroll) {
        d->exact = false;
        error = jump(d, frame - d->preroll);
    } else if (!near) {
        error = restart(d);
    }
    if (error == 0)
        drop_until(d, frame);
    return error;
}

int decoder_seek(struct decoder *d, uint64_t frame, bool exact)
{
    frame = frame < d->end - d->first ? d->first + frame : d->end;
    if (frame > (uint64_t)d->info.frames)
        frame = (uint64_t)d->info.frames;
    if (d->preroll == 0)
        return jump(d, frame);
    return exact ? seek_exact(d, frame) : seek_at_once(d, frame);
}
