/*
 * decoder_seek.c - seeks after which every sample is right.
 *
 * What libsndfile decodes after a seek is not what an uninterrupted decode gives there in
 * Vorbis (two seeks in a hundred land 448 frames off, for good), Opus (its state takes 13,000
 * frames and more to settle, in speech for ever) and MP3 (a frame's bits may lie in 20 frames
 * before it; and in mono the filter's rounding depends on where it began). Nothing but decoding
 * from the beginning is exact there, so that is done for as much sound as decodes in a second
 * or two, and more after a producer's death, while the ring plays on. Beyond that a seek goes to a
 * little before the wanted frame and drops what lies between, which nobody will hear.
 * tests/unit/test_decoder_seek.c has the proof.
 */
#include <errno.h>
#include <unistd.h>

#include "producer/decoder_state.h"

enum {
    EXACT_S = 300,         /* Opus and Vorbis decode 150 times as fast as it sounds, MP3 1000 */
    EXACT_RESUME_S = 1000, /* where nobody waits for it, and still below the watchdog's patience */
    PREROLL_VORBIS = 8192, /* a packet gives 4096 frames at the most */
    PREROLL_OPUS = 48000,  /* music was right after 13,061 */
    PREROLL_MPEG = 36864,  /* at least 32 frames of it; the last wrong bits were in the 12th */
    SKIP_FRAMES = 1024
};

static uint32_t preroll_frames(const struct decoder *d)
{
    switch (decoder_subformat(d)) {
    case SF_FORMAT_VORBIS:
        return PREROLL_VORBIS;
    case SF_FORMAT_OPUS:
        return PREROLL_OPUS;
    case SF_FORMAT_MPEG_LAYER_I:
    case SF_FORMAT_MPEG_LAYER_II:
    case SF_FORMAT_MPEG_LAYER_III:
        return PREROLL_MPEG;
    default:
        return 0;
    }
}

/* Where the sound ends before that, it is simply at its end: decoder_ended() judges it. */
static void drop_until(struct decoder *d, uint64_t frame)
{
    float dropped[SKIP_FRAMES * 2];
    uint32_t room = SKIP_FRAMES * 2 / (uint32_t)d->info.channels;

    while (d->position < frame) {
        uint64_t left = frame - d->position;
        if (decoder_read(d, dropped, left < room ? (uint32_t)left : room) == 0)
            return;
    }
}

static int start_again(struct decoder *d)
{
    SF_INFO info = {0};
    SNDFILE *file;

    lseek(d->descriptor, 0, SEEK_SET);
    file = sf_open_fd(d->descriptor, SFM_READ, &info, SF_FALSE);
    if (!file)
        return -EIO;
    sf_close(d->file);
    d->file = file;
    d->position = 0;
    d->exact = true;
    return 0;
}

static int jump(struct decoder *d, uint64_t frame)
{
    if (!d->file) { /* where it reads, it goes there */
        d->position = frame;
        return 0;
    }
    if (sf_seek(d->file, (sf_count_t)frame, SEEK_SET) != (sf_count_t)frame)
        return -EIO;
    d->position = frame;
    return 0;
}

int decoder_seek(struct decoder *d, uint64_t frame, bool exact)
{
    uint64_t exact_frames = (uint64_t)d->info.samplerate * (exact ? EXACT_RESUME_S : EXACT_S);
    uint32_t preroll = preroll_frames(d);
    bool ahead;
    int error = 0;

    frame = frame < d->end - d->first ? d->first + frame : d->end;
    if (frame > (uint64_t)d->info.frames)
        frame = (uint64_t)d->info.frames;
    if (preroll == 0)
        return jump(d, frame);
    ahead = d->exact && frame >= d->position;
    if (frame - (ahead ? d->position : 0) > exact_frames) {
        d->exact = false;
        error = jump(d, frame - preroll);
    } else if (!ahead) {
        error = start_again(d);
    }
    if (error == 0)
        drop_until(d, frame);
    return error;
}
