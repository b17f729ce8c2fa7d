/*
 * test_volume.c - volume: exact samples at any steady one, and a ramp without a click between
 * two of them; by option, key, signal and request.
 *
 * In the files each channel has one value for good, so what is recorded is the gain itself.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_terminal.h"
#include "tests/e2e/stage_wav.h"

enum { FRAMES = 60 * WAV_RATE, RAMP_FRAMES = WAV_RATE / 100, SOME = WAV_RATE / 20, SURE = 16 };

struct shape {
    bool is_float;
    double level[WAV_CHANNELS];
    double percent_max; /* more is as much as that */
};

static const struct shape s16 = {false, {20000, -20001}, 100};
static const struct shape f32 = {true, {0.5, -0.25}, 130};

static uint32_t frame_bytes(const struct shape *shape)
{
    return WAV_CHANNELS * wav_sample_bytes(shape->is_float);
}

static void write_file(struct stage *stage, const struct shape *shape)
{
    stage_card(stage, &(struct card_options){0});
    wav_write_level(stage, "level.wav", shape->is_float, FRAMES, shape->level);
}

/* What a channel's sample is at that volume; an integer is dithered, within 1.5 of it. */
static double expected(const struct shape *shape, double percent, int channel)
{
    double gain = (percent < shape->percent_max ? percent : shape->percent_max) / 100;

    if (!shape->is_float)
        return shape->level[channel] * gain;
    return (double)((float)shape->level[channel] * (float)gain);
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
    frames.count /= frame_bytes(shape);
    return frames;
}

static double sample(const struct frames *frames, size_t at, int channel)
{
    const size_t index = at * WAV_CHANNELS + (size_t)channel;
    const bool is_float = frames->shape->is_float;

    return wav_sample(is_float, frames->bytes + index * wav_sample_bytes(is_float));
}

static double distance(double a, double b)
{
    return a < b ? b - a : a - b;
}

/* Untouched, silent, and in floats it is so exactly. */
static bool is_at(const struct frames *frames, size_t at, double percent)
{
    bool exact = frames->shape->is_float || percent >= 100 || percent <= 0;

    for (int channel = 0; channel < WAV_CHANNELS; channel++)
        if (distance(sample(frames, at, channel), expected(frames->shape, percent, channel)) >
            (exact ? 0 : 1.5))
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
    control_await_more(stage, (size_t)SOME * frame_bytes(shape));
}

/* Near its end a slow ramp may be there by its noise alone, and then not again. */
static bool stays_at(const struct frames *frames, size_t at, double percent)
{
    for (size_t i = at; i < at + SURE && i < frames->count; i++)
        if (!is_at(frames, i, percent))
            return false;
    return true;
}

/* From one volume to the next in 10 ms: no step is longer than such a ramp needs. */
static void follow_ramp(struct frames *frames, double from, double to)
{
    size_t begin = frames->at;

    for (; frames->at < frames->count && !stays_at(frames, frames->at, to); frames->at++)
        assert_true(frames->at - begin < RAMP_FRAMES);
    for (size_t at = begin; at <= frames->at && at < frames->count; at++)
        for (int channel = 0; channel < WAV_CHANNELS; channel++) {
            double step = distance(sample(frames, at, channel), sample(frames, at - 1, channel));
            double slope = distance(0, frames->shape->level[channel]) * distance(from, to) / 100;

            if (step > slope / RAMP_FRAMES * 1.0001 + (frames->shape->is_float ? 1e-6 : 3))
                fail_msg("a step of %g at frame %zu, from %g to %g %%", step, at, from, to);
        }
}

/* The card has played at these volumes one after the other, with nothing but ramps between. */
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
    write_file(stage, shape);
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
    static const struct change changes[] = {
        {"130", 130}, {"-200", 0}, {"+50", 50}, {"+200", 130}, {"100", 100}};

    change_by_requests(*state, &f32, "0", changes, sizeof(changes) / sizeof(changes[0]));
}

static void integers_are_never_louder_than_the_file(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage, &s16, "100");

    await_volume(stage, &s16, 100);
    assert_int_equal(stage_ctl(rondo, "volume", "130", NULL)->status, 0);
    assert_int_equal(stage_number(stage_status(rondo), "volume"), 130);
    control_await_more(stage, (size_t)SOME * frame_bytes(&s16));
    quit(rondo);
    assert_volumes(stage, &s16, (const double[]){100}, 1);
}

static void signals_set_the_volume_if_there_is_such_a_one(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage, &s16, "33");

    await_volume(stage, &s16, 33);
    control_signal_value(rondo, 3, 80);
    await_volume(stage, &s16, 80);
    control_signal_value(rondo, 3, 131);
    control_signal_value(rondo, 3, -1);
    control_signal_value(rondo, 3, 0);
    await_volume(stage, &s16, 0);
    quit(rondo);
    assert_volumes(stage, &s16, (const double[]){33, 80, 0}, 3);
}

static void arrow_keys_change_the_volume_by_five(void **state)
{
    static const char up[] = "\033[A", down[] = "\033OB";
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo;

    write_file(stage, &f32);
    rondo = TERMINAL_PLAY(stage, 80, &before, "-o", "portaudio", "--volume", "8", "level.wav");
    terminal_await_taken(rondo);
    await_volume(stage, &f32, 8);
    stage_type(rondo, up);
    await_volume(stage, &f32, 13);
    terminal_await_line(rondo, "vol 13%");
    stage_type(rondo, down);
    await_volume(stage, &f32, 8);
    stage_type(rondo, down);
    await_volume(stage, &f32, 3);
    stage_type(rondo, down);
    await_volume(stage, &f32, 0);
    stage_type(rondo, down);
    for (int i = 0; i < 30; i++)
        stage_type(rondo, up);
    await_volume(stage, &f32, 130);
    terminal_await_line(rondo, "vol 130%");
    quit(rondo);
}

static void what_is_no_volume_is_refused_and_nothing_changes(void **state)
{
    static const char *const wrong[] = {"131", "-", "+",   "abc",  "50 ",
                                        "5e1", "",  "1.5", "0x10", "99999999999999999999"};
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage, &s16, "60");

    await_volume(stage, &s16, 60);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct stage_process *asked = stage_ctl(rondo, "volume", wrong[i], NULL);
        char line[256];

        snprintf(line, sizeof(line),
                 "rondoctl: volume: '%s' is not a number from 0 to 130, nor one like +5 or -5\n",
                 wrong[i]);
        assert_int_equal(asked->status, 1);
        assert_string_equal(stage_errors(asked), line);
    }
    assert_int_equal(stage_number(stage_status(rondo), "volume"), 60);
    quit(rondo);
    assert_volumes(stage, &s16, (const double[]){60}, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(half_of_it_none_of_it_and_all_of_it_are_exact),
        ON_STAGE(floats_can_be_louder_than_the_file),
        ON_STAGE(integers_are_never_louder_than_the_file),
        ON_STAGE(signals_set_the_volume_if_there_is_such_a_one),
        ON_STAGE(arrow_keys_change_the_volume_by_five),
        ON_STAGE(what_is_no_volume_is_refused_and_nothing_changes),
    };

    return cmocka_run_group_tests_name("volume", tests, NULL, NULL);
}
