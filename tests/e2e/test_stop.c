/*
 * test_stop.c - every way to end: how it sounds, how long it takes, what the exit status is, and
 * that nothing is left of the three processes (which the stage looks after, too).
 *
 * The file has one value in all its samples, so a click is a step in the record.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_terminal.h"
#include "tests/e2e/stage_wav.h"

enum {
    LEVEL = 20000,
    FRAME_BYTES = 4,
    SOME_BYTES = WAV_RATE / 5 * FRAME_BYTES,
    FADE_FRAMES = WAV_RATE * 40 / 1000,
    FADE_LIMIT_MS = 250, /* a machine too slow for it hears no end of the fade */
    GONE_MS_MAX = 5000,
    NOISE = 3, /* by which dither may bring two neighbours nearer or apart */
    STATUS_NO_OUTPUT = 3
};

static const char file[] = "level.wav";

static void prepare(struct stage *stage)
{
    stage_card(stage, &(struct card_options){0});
    wav_write_level(stage, file, false, 60 * WAV_RATE, (const double[]){LEVEL, -LEVEL});
}

static struct stage_process *play(struct stage *stage)
{
    struct stage_process *rondo;

    prepare(stage);
    rondo = stage_play(stage, "-q", "-o", "portaudio", file, NULL);
    control_await_more(stage, SOME_BYTES);
    return rondo;
}

/* Waits for the end of all three; how long it took, and that rondo says that all is well. */
static uint64_t await_end(struct stage_process *rondo, const struct control_pids *pids,
                          uint64_t begin_ms, const char *how)
{
    uint64_t took_ms;

    stage_await_gone(pids->producer);
    stage_await_gone(pids->consumer);
    assert_int_equal(stage_wait(rondo), 0);
    took_ms = stage_now_ms() - begin_ms;
    print_message("%s: all gone after %llu ms\n", how, (unsigned long long)took_ms);
    assert_true(took_ms < GONE_MS_MAX);
    return took_ms;
}

/* How loud the card was at each frame. */
static int16_t *read_levels(struct stage *stage, size_t *ret_count)
{
    uint8_t *bytes;
    int16_t *levels;

    assert_int_equal(card_read_record(&stage->card, &bytes, ret_count), 0);
    *ret_count /= FRAME_BYTES;
    levels = calloc(*ret_count, sizeof(*levels));
    assert_non_null(levels);
    for (size_t i = 0; i < *ret_count; i++)
        memcpy(&levels[i], bytes + i * FRAME_BYTES, sizeof(levels[i]));
    free(bytes);
    return levels;
}

/* It plays at its level, then ever less within 40 ms, then nothing; unless all of that was late. */
static void assert_faded(struct stage *stage, bool late)
{
    size_t count, i = 0, begin;
    int16_t *levels = read_levels(stage, &count);

    while (i < count && levels[i] == LEVEL)
        i++;
    begin = i;
    for (; i < count && levels[i] > 0; i++) {
        int step = levels[i - 1] - levels[i];

        if (step < -NOISE || step > LEVEL / FADE_FRAMES + 1 + NOISE)
            fail_msg("a click: frame %zu is at %d, and the next at %d", i - 1, levels[i - 1],
                     levels[i]);
    }
    assert_true(i - begin <= FADE_FRAMES);
    if (!late)
        assert_true(i - begin > FADE_FRAMES / 2 && levels[count - 1] == 0);
    for (; i < count; i++)
        assert_int_equal(levels[i], 0);
    free(levels);
}

static void sigterm_fades_and_ends_all_three(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    uint64_t begin_ms = stage_now_ms();

    control_signal(rondo, SIGTERM);
    assert_faded(stage, await_end(rondo, &pids, begin_ms, "SIGTERM") > FADE_LIMIT_MS);
}

static void a_request_to_stop_fades_and_ends_all_three(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    uint64_t begin_ms = stage_now_ms();

    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_faded(stage, await_end(rondo, &pids, begin_ms, "stop") > FADE_LIMIT_MS);
}

static void the_key_q_fades_and_ends_all_three(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo;
    struct control_pids pids;
    uint64_t begin_ms;

    prepare(stage);
    rondo = TERMINAL_PLAY(stage, 80, &before, "-o", "portaudio", file);
    terminal_await_taken(rondo);
    control_await_more(stage, SOME_BYTES);
    pids = control_pids(rondo);
    begin_ms = stage_now_ms();
    stage_type(rondo, "q");
    assert_faded(stage, await_end(rondo, &pids, begin_ms, "q") > FADE_LIMIT_MS);
    assert_true(terminal_same_settings(rondo, &before));
}

/* At once, and so in the middle of a sound. */
static void assert_cut(struct stage *stage)
{
    size_t count;
    int16_t *levels = read_levels(stage, &count);

    for (size_t i = 0; i < count; i++)
        assert_int_equal(levels[i], LEVEL);
    free(levels);
}

static void sigquit_ends_all_three_at_once(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    uint64_t begin_ms = stage_now_ms();

    control_signal(rondo, SIGQUIT);
    await_end(rondo, &pids, begin_ms, "SIGQUIT");
    assert_cut(stage);
}

static void a_request_to_quit_ends_all_three_at_once(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    uint64_t begin_ms = stage_now_ms();

    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    await_end(rondo, &pids, begin_ms, "quit");
    assert_cut(stage);
}

static void quit_comes_through_a_fade(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    uint64_t begin_ms = stage_now_ms();

    control_signal(rondo, SIGTERM);
    control_signal(rondo, SIGTERM);
    control_signal(rondo, SIGQUIT);
    await_end(rondo, &pids, begin_ms, "SIGTERM and SIGQUIT");
}

static void a_paused_player_stops_in_silence(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    size_t recorded;
    uint64_t begin_ms;

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    recorded = control_await_silence(stage);
    begin_ms = stage_now_ms();
    control_signal(rondo, SIGTERM);
    await_end(rondo, &pids, begin_ms, "SIGTERM while paused");
    assert_int_equal(card_recorded(&stage->card), recorded);
}

static void the_end_of_the_list_ends_all_three(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);

    assert_int_equal(stage_ctl(rondo, "seek", "59.9", NULL)->status, 0);
    await_end(rondo, &pids, stage_now_ms(), "the list's end");
}

static void a_device_that_dies_meanwhile_does_not_hold_it_up(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    uint64_t begin_ms = stage_now_ms();

    card_command(&stage->card, CARD_DIE);
    control_signal(rondo, SIGTERM);
    await_end(rondo, &pids, begin_ms, "SIGTERM and a dead device");
}

static void a_stalled_device_does_not_hold_it_up(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    const struct control_pids pids = control_pids(rondo);
    uint64_t begin_ms = stage_now_ms();

    card_command(&stage->card, CARD_STALL);
    control_signal(rondo, SIGTERM);
    await_end(rondo, &pids, begin_ms, "SIGTERM and a stalled device");
}

static void a_device_that_fails_for_good_ends_it_with_a_status_of_its_own(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    wav_write_level(stage, file, false, 60 * WAV_RATE, (const double[]){LEVEL, -LEVEL});
    rondo = stage_play(stage, "-q", "-o", "sim,fail=0.3", "--on-device-loss", "quit", file, NULL);
    assert_int_equal(stage_wait(rondo), STATUS_NO_OUTPUT);
    assert_non_null(strstr(stage_errors(rondo), "the device is gone"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(sigterm_fades_and_ends_all_three),
        ON_STAGE(a_request_to_stop_fades_and_ends_all_three),
        ON_STAGE(the_key_q_fades_and_ends_all_three),
        ON_STAGE(sigquit_ends_all_three_at_once),
        ON_STAGE(a_request_to_quit_ends_all_three_at_once),
        ON_STAGE(quit_comes_through_a_fade),
        ON_STAGE(a_paused_player_stops_in_silence),
        ON_STAGE(the_end_of_the_list_ends_all_three),
        ON_STAGE(a_device_that_dies_meanwhile_does_not_hold_it_up),
        ON_STAGE(a_stalled_device_does_not_hold_it_up),
        ON_STAGE(a_device_that_fails_for_good_ends_it_with_a_status_of_its_own),
    };

    return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
