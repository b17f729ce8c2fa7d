/*
 * fading.h - tracks of noise, and what is to be heard where one fades into the next: worked out
 * here from the sounds alone.
 */
#ifndef TESTS_E2E_FADING_H
#define TESTS_E2E_FADING_H

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/dither.h"
#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

static inline uint64_t fading_frames(const struct sound *sound)
{
    return sound->size / sound_frame_bytes(sound);
}

/* Noise at half of full scale, always the same for one seed; `like` tells the shape. */
static inline struct sound fading_noise(struct sound like, uint32_t seed, uint64_t frames)
{
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    uint32_t bytes = sound_frame_bytes(&like) / like.channels;

    like.size = frames * sound_frame_bytes(&like);
    like.bytes = malloc(like.size + 1);
    assert_non_null(like.bytes);
    for (size_t at = 0; at < like.size; at += bytes) {
        int32_t value;
        float real;

        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        value = (int32_t)(state >> 32) / 2;
        real = (float)(value / 2147483648.0);
        if (like.format == SAMPLE_F32)
            memcpy(like.bytes + at, &real, sizeof(real));
        else
            memcpy(like.bytes + at, (uint8_t *)&value + 4 - bytes, bytes);
    }
    return like;
}

/* Full scale is 1. */
static inline double fading_load(const struct sound *sound, size_t sample)
{
    uint32_t bytes = sound_frame_bytes(sound) / sound->channels;
    int32_t value = 0;
    float real;

    if (sound->format == SAMPLE_F32) {
        memcpy(&real, sound->bytes + sample * bytes, sizeof(real));
        return (double)real;
    }
    memcpy((uint8_t *)&value + 4 - bytes, sound->bytes + sample * bytes, bytes);
    return value / 2147483648.0;
}

/* Into 16 or 24 bits with dither. */
static inline void fading_store(struct sound *sound, size_t sample, double level)
{
    uint32_t bytes = sound_frame_bytes(sound) / sound->channels;
    double scale = ldexp(1, (int)bytes * 8 - 1);
    double noise = dither_noise(sample / sound->channels, (uint32_t)(sample % sound->channels));
    double whole = floor(level * scale + (bytes < 4 ? noise : 0) + 0.5);
    float real = (float)level;
    int64_t value;

    if (sound->format == SAMPLE_F32) {
        memcpy(sound->bytes + sample * bytes, &real, sizeof(real));
        return;
    }
    value = (int64_t)(whole < -scale ? -scale : whole > scale - 1 ? scale - 1 : whole);
    memcpy(sound->bytes + sample * bytes, &value, bytes);
}

/* `b` as it sounds from its first frame on, while the last `fade` frames of `a` are heard. */
static inline struct sound fading_into(const struct sound *a, const struct sound *b, uint64_t fade)
{
    const double quarter = acos(0.0);
    struct sound mix = sound_part(b, 0, fading_frames(b));
    size_t from = (fading_frames(a) - fade) * a->channels;

    for (size_t i = 0; i < fade * b->channels; i++) {
        double way = ((double)(i / b->channels) + 0.5) / (double)fade * quarter;

        fading_store(&mix, i, fading_load(a, from + i) * cos(way) + fading_load(b, i) * sin(way));
    }
    return mix;
}

/* All of it: `a` until the fade begins, then both, then the rest of `b`. */
static inline struct sound fading_pair(const struct sound *a, const struct sound *b, uint64_t fade)
{
    struct sound alone = sound_part(a, 0, fading_frames(a) - fade);
    struct sound mix = fading_into(a, b, fade);
    struct sound all = sound_join(&alone, &mix);

    sound_free(&alone);
    sound_free(&mix);
    return all;
}

/* Noise as a WAV file; the sound is the caller's. */
static inline struct sound fading_file(struct stage *stage, const char *file, struct sound like,
                                       uint32_t seed, uint64_t frames)
{
    struct sound sound = fading_noise(like, seed, frames);

    sound_write_wav(stage, &sound, file);
    return sound;
}

/* The other end of -o raw:out, a FIFO that holds little, so that the player stays close. */
struct fading_listener {
    int fifo;
    uint8_t *bytes;
    size_t size;
};

static inline struct fading_listener fading_listen(struct stage *stage)
{
    struct fading_listener listener = {0};
    char path[PATH_MAX];

    assert_int_equal(mkfifo(stage_path(stage, "out", path), 0600), 0);
    listener.fifo = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(listener.fifo >= 0);
    assert_true(fcntl(listener.fifo, F_SETPIPE_SZ, 4096) > 0);
    return listener;
}

/* Until so many bytes have been heard in all, or it is over. */
static inline void fading_hear(struct fading_listener *listener, size_t until)
{
    struct pollfd fifo = {.fd = listener->fifo, .events = POLLIN};
    ssize_t got = 1;

    while (got != 0 && listener->size < until) {
        size_t most = until - listener->size < 4096 ? until - listener->size : 4096;

        assert_int_equal(poll(&fifo, 1, STAGE_TIMEOUT_MS), 1);
        listener->bytes = realloc(listener->bytes, listener->size + most);
        assert_non_null(listener->bytes);
        got = read(listener->fifo, listener->bytes + listener->size, most);
        if (got < 0 && errno == EAGAIN)
            got = 1;
        else if (got > 0)
            listener->size += (size_t)got;
        assert_true(got >= 0);
    }
}

/* All that comes; it was played without a complaint. */
static inline void fading_hear_out(struct fading_listener *listener, struct stage_process *rondo)
{
    fading_hear(listener, SIZE_MAX);
    close(listener->fifo);
    if (stage_wait(rondo) != 0 || stage_errors(rondo)[0] != '\0')
        fail_msg("exit status %d, and it said: %s", rondo->status, stage_errors(rondo));
}

static inline void fading_assert(struct fading_listener *listener, const struct sound *expected,
                                 const char *what)
{
    sound_assert_bytes(expected, listener->bytes, listener->size, what);
    free(listener->bytes);
}

/* The beginning of one sound was heard, then all of the other. */
static inline void fading_assert_cut(struct fading_listener *listener, const struct sound *first,
                                     const struct sound *second, const char *what)
{
    struct sound begin;

    if (listener->size <= second->size)
        fail_msg("%s: %zu bytes were heard, not more than %zu", what, listener->size, second->size);
    begin = sound_part(first, 0, (listener->size - second->size) / sound_frame_bytes(first));
    sound_assert_bytes(&begin, listener->bytes, begin.size, what);
    sound_assert_bytes(second, listener->bytes + begin.size, listener->size - begin.size, what);
    sound_free(&begin);
    free(listener->bytes);
}

static inline void fading_kill_producer(struct stage_process *rondo)
{
    double restarts = stage_number(stage_status(rondo), "restarts.producer");

    kill(control_pids(rondo).producer, SIGKILL);
    stage_await_number(rondo, "restarts.producer", restarts + 1);
}

/* A verb, and up to two words. */
static inline void fading_ask(struct stage_process *rondo, const char *verb, const char *words)
{
    char first[64], *second = NULL;
    struct stage_process *ctl;

    snprintf(first, sizeof(first), "%s", words ? words : "");
    second = strchr(first, ' ');
    if (second)
        *second++ = '\0';
    ctl = stage_ctl(rondo, verb, words ? first : NULL, second, NULL);

    if (ctl->status != 0)
        fail_msg("%s: %s", verb, stage_errors(ctl));
}

#endif
