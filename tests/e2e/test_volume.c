/*
 * test_volume.c - volume: exact samples at any steady one, and a ramp without a click between
 * two of them; by option, key, signal and request.
 *
 * In the files each channel has one value for good, so what is recorded is the gain itself.
 */
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_terminal.h"

enum { RATE = 44100, CHANNELS = 2, FRAMES = 60 * RATE, RAMP_FRAMES = RATE / 100, SOME = RATE / 20 };

struct shape {
    uint32_t code; /* in a WAV file's header */
    uint32_t bytes;
    double value[CHANNELS];
    double percent_max; /* more is as much as that */
};

static const struct shape s16 = {1, 2, {20000, -20001}, 100};
static const struct shape f32 = {3, 4, {0.5, -0.25}, 130};

static void put(uint8_t *to, uint32_t value, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

static void put_sample(const struct shape *shape, uint8_t *to, double value)
{
    const int16_t integer = (int16_t)value;
    const float real = (float)value;

    memcpy(to, shape->bytes == 2 ? (const void *)&integer : (const void *)&real, shape->bytes);
}

static double get_sample(const struct shape *shape, const uint8_t *from)
{
    int16_t integer;
    float real;

    memcpy(&integer, from, sizeof(integer));
    if (shape->bytes == 2)
        return integer;
    memcpy(&real, from, sizeof(real));
    return (double)real;
}

static void write_level(struct stage *stage, const char *file, const struct shape *shape)
{
    const uint32_t size = FRAMES * CHANNELS * shape->bytes;
    uint8_t *wav = calloc(1, 44 + (size_t)size);

    assert_non_null(wav);
    memcpy(wav, "RIFF....WAVEfmt ", 16);
    put(wav + 4, 36 + size, 4);
    put(wav + 16, 16, 4);
    put(wav + 20, shape->code, 2);
    put(wav + 22, CHANNELS, 2);
    put(wav + 24, RATE, 4);
    put(wav + 28, RATE * CHANNELS * shape->bytes, 4);
    put(wav + 32, CHANNELS * shape->bytes, 2);
    put(wav + 34, 8 * shape->bytes, 2);
    memcpy(wav + 36, "data", 4);
    put(wav + 40, size, 4);
    for (uint32_t i = 0; i < FRAMES * CHANNELS; i++)
        put_sample(shape, wav + 44 + i * shape->bytes, shape->value[i % CHANNELS]);
    stage_write(stage, file, wav, 44 + (size_t)size);
    free(wav);
}

/* What a channel's sample is at that volume: rounded half away from zero, where it is an integer. */
static double expected(const struct shape *shape, double percent, int channel)
{
    double gain = (percent < shape->percent_max ? percent : shape->percent_max) / 100;

    if (shape->bytes == 2)
        return round(shape->value[channel] * gain);
    return (double)((float)shape->value[channel] * (float)gain);
}

/* The card's record, frame by frame. */
struct frames {
    const struct shape *shape;
    uint8_t *bytes;
    size_t count;
    size_t at;
};

static struct frames read_frames(struct stage *stage, const struct shape *shape)
{
    struct frames frames = {.shape = shape};

    assert_int_equal(card_read_record(&stage->card, &frames.bytes, &frames.count), 0);
    frames.count /= CHANNELS * shape->bytes;
    return frames;
}

static double sample(const struct frames *frames, size_t at, int channel)
{
    const size_t index = at * CHANNELS + (size_t)channel;

    return get_sample(frames->shape, frames->bytes + index * frames->shape->bytes);
}

static bool is_at(const struct frames *frames, size_t at, double percent)
{
    for (int channel = 0; channel < CHANNELS; channel++)
        if (sample(frames, at, channel) != expected(frames->shape, percent, channel))
            return false;
    return true;
}

/* Until the card plays at that volume, and for a while. */
static void await_volume(struct stage *stage, const struct shape *shape, double percent)
{
    uint64_t begin = stage_now_ms();

    for (bool there = false; !there; poll(NULL, 0, STAGE_POLL_MS)) {
        struct frames frames = {.shape = shape};

        if (card_recorded(&stage->card) > 0)
            frames = read_frames(stage, shape);
        there = frames.count > 0 && is_at(&frames, frames.count - 1, percent);
        free(frames.bytes);
        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("the card does not come to play at %g %%", percent);
    }
    control_await_more(stage, SOME * CHANNELS * shape->bytes);
}

/* From one volume to the next in 10 ms: no step is longer than such a ramp needs. */
static void follow_ramp(struct frames *frames, double from, double to)
{
    size_t begin = frames->at;

    for (; frames->at < frames->count && !is_at(frames, frames->at, to); frames->at++)
        assert_true(frames->at - begin < RAMP_FRAMES);
    for (size_t at = begin; at <= frames->at && at < frames->count; at++)
        for (int channel = 0; channel < CHANNELS; channel++) {
            double step = fabs(sample(frames, at, channel) - sample(frames, at - 1, channel));
            double slope = fabs(frames->shape->value[channel] * (to - from) / 100 / RAMP_FRAMES);

            if (step > slope * 1.0001 + (frames->shape->bytes == 2 ? 1 : 1e-6))
                fail_msg("a step of %g at frame %zu, from %g to %g %%", step, at, from, to);
        }
}

/* The card has played at these volumes, the last one ending with 0 %; nothing but ramps between. */
static void assert_volumes(struct stage *stage, const struct shape *shape, const double *percent,
                           size_t count)
{
    struct frames frames = read_frames(stage, shape);

    for (size_t i = 0; i < count; i++) {
        size_t begin = frames.at;

        while (frames.at < frames.count && is_at(&frames, frames.at, percent[i]))
            frames.at++;
        if (frames.at < begin + SOME)
            fail_msg("only %zu frames at %g %% from frame %zu of %zu on", frames.at - begin,
                     percent[i], begin, frames.count);
        if (i + 1 < count)
            follow_ramp(&frames, percent[i], percent[i + 1]);
    }
    assert_int_equal(frames.at, frames.count);
    free(frames.bytes);
}

static void quit(struct stage_process *rondo)
{
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static struct stage_process *play(struct stage *stage, const struct shape *shape,
                                  const char *percent)
{
    stage_card(stage, &(struct card_options){0});
    write_level(stage, "level.wav", shape);
    return stage_play(stage, "-q", "-o", "portaudio", "--volume", percent, "level.wav", NULL);
}

struct change {
    const char *argument; /* of the request */
    double percent;       /* what it makes of it */
};

static void change_by_requests(struct stage *stage, const struct shape *shape, const char *first,
                               const struct change *changes, size_t count)
{
    struct stage_process *rondo = play(stage, shape, first);
    double percent[16] = {atof(first)};

    await_volume(stage, shape, percent[0]);
    for (size_t i = 0; i < count; i++) {
        percent[i + 1] = changes[i].percent;
        assert_int_equal(stage_ctl(rondo, "volume", changes[i].argument, NULL)->status, 0);
        await_volume(stage, shape, percent[i + 1]);
        assert_int_equal(stage_number(stage_status(rondo), "volume"), percent[i + 1]);
    }
    quit(rondo);
    assert_volumes(stage, shape, percent, count + 1);
}

static void half_of_it_none_of_it_and_all_of_it_are_exact(void **state)
{
    static const struct change changes[] = {{"50", 50}, {"+5", 55}, {"-25", 30},
                                            {"0", 0},   {"1", 1},   {"100", 100}};

    change_by_requests(*state, &s16, "100", changes, sizeof(changes) / sizeof(changes[0]));
}

static void floats_can_be_louder_than_the_file(void **state)
{
    static const struct change changes[] = {{"130", 130}, {"-200", 0}, {"+50", 50}, {"+200", 130},
                                            {"100", 100}};

    change_by_requests(*state, &f32, "0", changes, sizeof(changes) / sizeof(changes[0]));
}
