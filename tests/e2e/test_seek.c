/*
 * test_seek.c - after a seek the first frame heard is exactly the one that was asked for, and all
 * after it follow: by request, key and signal, while playing and while paused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum {
    FRAMES = 90 * NUMBERS_RATE,
    STEP = 5 * NUMBERS_RATE, /* of an arrow key */
    SOME = NUMBERS_RATE / 10,
    LATE = 2 * NUMBERS_RATE /* what may be played before a request is heard of */
};

static const char wav[] = "numbers.wav", right[] = "\033[C", left[] = "\033[D";

static void prepare(struct stage *stage)
{
    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, wav, 0, FRAMES);
}

static struct stage_process *play(struct stage *stage)
{
    prepare(stage);
    return stage_play(stage, "-q", "-o", "portaudio", wav, NULL);
}

static void ctl(struct stage_process *rondo, const char *verb, const char *argument)
{
    assert_int_equal(stage_ctl(rondo, verb, argument, NULL)->status, 0);
}

static void quit(struct stage_process *rondo)
{
    ctl(rondo, "quit", NULL);
    assert_int_equal(stage_wait(rondo), 0);
}

/* Silence, and the next frame that would be heard. */
static uint32_t pause_at(struct stage_process *rondo)
{
    struct numbers_run last;

    ctl(rondo, "pause", NULL);
    control_await_silence(rondo->stage);
    last = numbers_last(rondo->stage);
    return last.first + last.count;
}

/* Goes on after the pause, and plays run number `count` from that frame on. */
static void go_on_at(struct stage_process *rondo, size_t count, uint32_t first)
{
    ctl(rondo, "play", NULL);
    assert_int_equal(numbers_await_run(rondo->stage, count, SOME).first, first);
}

static void seek_everywhere(struct stage *stage, const char *file)
{
    struct stage_process *rondo = stage_play(stage, "-q", "-o", "portaudio", file, NULL);
    uint32_t at;

    numbers_await_run(stage, 1, SOME);
    ctl(rondo, "seek", "12");
    numbers_await_run(stage, 2, SOME);
    ctl(rondo, "seek", "1:02");
    numbers_await_run(stage, 3, SOME);
    at = pause_at(rondo) + STEP;
    ctl(rondo, "seek", "+5");
    go_on_at(rondo, 4, at);
    at = pause_at(rondo) - STEP;
    ctl(rondo, "seek", "-5");
    go_on_at(rondo, 5, at);
    pause_at(rondo);
    ctl(rondo, "seek", "0:12.25");
    ctl(rondo, "seek", "89.5");
    ctl(rondo, "play", NULL);
    assert_int_equal(stage_wait(rondo), 0);

    struct numbers heard = numbers_heard(stage);
    assert_int_equal(heard.count, 6);
    assert_int_equal(heard.runs[0].first, 0);
    assert_int_equal(heard.runs[1].first, 12 * NUMBERS_RATE);
    assert_int_equal(heard.runs[2].first, 62 * NUMBERS_RATE);
    assert_int_equal(heard.runs[5].first, FRAMES - NUMBERS_RATE / 2);
    assert_int_equal(heard.runs[5].count, NUMBERS_RATE / 2);
    free(heard.runs);
}

static void requests_seek_a_wav_file_to_the_frame(void **state)
{
    prepare(*state);
    seek_everywhere(*state, wav);
}

static void requests_seek_a_flac_file_to_the_frame(void **state)
{
    struct stage *stage = *state;

    prepare(stage);
    assert_int_equal(stage_run(stage, "flac", "-s", "-o", "numbers.flac", wav, NULL)->status, 0);
    seek_everywhere(stage, "numbers.flac");
}

/*
 * What has come before counts from where it was when it was asked for, and until it is silent the
 * card plays a little more.
 */
static void assert_steps(struct stage *stage, const int32_t *steps, size_t count)
{
    struct numbers heard = numbers_heard(stage);

    assert_int_equal(heard.count, count + 1);
    for (size_t i = 0; i < count; i++) {
        int64_t step = (int64_t)heard.runs[i + 1].first - heard.runs[i].first - heard.runs[i].count;

        if (step > steps[i] || step < steps[i] - LATE)
            fail_msg("step %zu went %lld frames, not %d", i, (long long)step, steps[i]);
    }
    free(heard.runs);
}

static void steps_while_playing_begin_where_it_is(void **state)
{
    static const int32_t steps[] = {STEP, -STEP, 30 * NUMBERS_RATE, -10 * NUMBERS_RATE};
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    numbers_await_run(stage, 1, SOME);
    ctl(rondo, "seek", "+5");
    numbers_await_run(stage, 2, SOME);
    ctl(rondo, "seek", "-5");
    numbers_await_run(stage, 3, SOME);
    control_signal_value(rondo, 0, 30);
    numbers_await_run(stage, 4, SOME);
    control_signal_value(rondo, 1, 10);
    numbers_await_run(stage, 5, SOME);
    quit(rondo);
    assert_steps(stage, steps, 4);
}

/* Paused, it says exactly where it will go on. */
static void await_frame(struct stage_process *rondo, uint32_t frame)
{
    uint64_t since = 0;

    while (stage_number(stage_status(rondo), "frame") != frame)
        stage_tick(rondo, &since, "the frame");
}

static void signals_with_values_seek_to_the_frame_while_paused(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    uint32_t at;

    numbers_await_run(stage, 1, SOME);
    control_signal_value(rondo, 2, 40);
    assert_int_equal(numbers_await_run(stage, 2, SOME).first, 40 * NUMBERS_RATE);
    at = pause_at(rondo) + 30 * NUMBERS_RATE;
    control_signal_value(rondo, 0, 30);
    await_frame(rondo, at);
    go_on_at(rondo, 3, at);
    at = pause_at(rondo) - 10 * NUMBERS_RATE;
    control_signal_value(rondo, 1, 10);
    control_signal_value(rondo, 1, 2);
    control_signal_value(rondo, 1, -2);
    await_frame(rondo, at);
    go_on_at(rondo, 4, at);
    pause_at(rondo);
    control_signal_value(rondo, 2, 1);
    await_frame(rondo, NUMBERS_RATE);
    go_on_at(rondo, 5, NUMBERS_RATE);
    quit(rondo);
}

static void arrow_keys_go_five_seconds_exactly_while_paused(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo;
    uint32_t at;

    prepare(stage);
    rondo = TERMINAL_PLAY(stage, 80, &before, "-o", "portaudio", "--start", "40", wav);
    terminal_await_taken(rondo);
    assert_int_equal(numbers_await_run(stage, 1, SOME).first, 40 * NUMBERS_RATE);
    at = pause_at(rondo);
    stage_type(rondo, right);
    stage_type(rondo, right);
    stage_type(rondo, right);
    stage_type(rondo, left);
    await_frame(rondo, at + 2 * STEP);
    go_on_at(rondo, 2, at + 2 * STEP);
    stage_type(rondo, left);
    numbers_await_run(stage, 3, SOME);
    stage_type(rondo, right);
    numbers_await_run(stage, 4, SOME);
    quit(rondo);
    assert_steps(stage, (const int32_t[]){2 * STEP, -STEP, STEP}, 3);
}

static void a_time_past_the_end_is_refused_and_nothing_changes(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage), *asked;

    numbers_await_run(stage, 1, SOME);
    asked = stage_ctl(rondo, "seek", "1:30.001", NULL);
    assert_int_equal(asked->status, 1);
    assert_string_equal(stage_errors(asked), "rondoctl: seek: the track is not that long\n");
    control_signal_value(rondo, 2, 91);
    control_signal_value(rondo, 2, -1);
    control_await_more(stage, NUMBERS_SECOND_BYTES / 5);
    quit(rondo);
    NUMBERS_ASSERT(stage, {0, 0, 0});
}

static void a_step_past_the_end_ends_the_track_and_one_before_the_start_begins_it(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    prepare(stage);
    numbers_write(stage, "second.wav", 1, SOME);
    rondo = stage_play(stage, "-q", "-o", "portaudio", wav, "second.wav", NULL);
    numbers_await_run(stage, 1, SOME);
    ctl(rondo, "seek", "-1:00");
    numbers_await_run(stage, 2, SOME);
    ctl(rondo, "seek", "+2:00:00");
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0}, {0, 0, 0}, {1, 0, SOME});
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(requests_seek_a_wav_file_to_the_frame),
        ON_STAGE(requests_seek_a_flac_file_to_the_frame),
        ON_STAGE(steps_while_playing_begin_where_it_is),
        ON_STAGE(signals_with_values_seek_to_the_frame_while_paused),
        ON_STAGE(arrow_keys_go_five_seconds_exactly_while_paused),
        ON_STAGE(a_time_past_the_end_is_refused_and_nothing_changes),
        ON_STAGE(a_step_past_the_end_ends_the_track_and_one_before_the_start_begins_it),
    };

    return cmocka_run_group_tests_name("seek", tests, NULL, NULL);
}
