/*
 * test_pause.c - silence at once, and then the very next frame: by signal, key and request, and as
 * a job that is stopped.
 *
 * Each test plays a long file, and in the end goes to its last second: so it does not matter how
 * slow the machine is, and nobody has to wait for all of the file.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum {
    FRAMES = 60 * NUMBERS_RATE,
    LAST_SECOND = 59 * NUMBERS_RATE,
    PAUSES = 10,
    JOB_STOPS = 5,
    TAP_GAP_MS = 800, /* so that no three SIGINTs come within 1.5 s */
    LATENCY_MS_MAX = 5000
};

static const char file[] = "numbers.wav";

static void prepare(struct stage *stage)
{
    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, file, 0, FRAMES);
}

static struct stage_process *play(struct stage *stage)
{
    prepare(stage);
    return stage_play(stage, "-q", "-o", "portaudio", file, NULL);
}

static struct stage_process *play_in_terminal(struct stage *stage, struct termios *ret_before)
{
    struct stage_process *rondo;

    prepare(stage);
    rondo = TERMINAL_PLAY(stage, 80, ret_before, "-o", "portaudio", file);
    terminal_await_taken(rondo);
    return rondo;
}

/* So far it has heard the file from its beginning on, and now it hears how it ends. */
static void assert_played_on(struct stage *stage, struct stage_process *rondo)
{
    assert_int_equal(stage_ctl(rondo, "seek", "59", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0}, {0, LAST_SECOND, FRAMES - LAST_SECOND});
}

static void await_random_moment(struct stage *stage)
{
    control_await_more(stage, (size_t)(20 + rand() % 200) * NUMBERS_SECOND_BYTES / 1000);
}

/* By SIGINT, unless that would be one too many within 1.5 s; then by request. */
static void toggle(struct stage_process *rondo, uint64_t *tapped_ms)
{
    if (stage_now_ms() - *tapped_ms < TAP_GAP_MS) {
        assert_int_equal(stage_ctl(rondo, "toggle", NULL)->status, 0);
        return;
    }
    *tapped_ms = stage_now_ms();
    control_signal(rondo, SIGINT);
}

/*
 * What the card holds at a pause is dropped, not played to its end and followed by silence. On a
 * busy machine it may have run dry, but not half of the times.
 */
static void ten_pauses_at_random_moments_lose_and_repeat_no_frame(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    uint64_t tapped_ms = 0, most_ms = 0;
    struct numbers_run frame;
    int cut = 0;

    for (int i = 0; i < PAUSES; i++) {
        uint64_t begin_ms, drop_ms;

        await_random_moment(stage);
        begin_ms = stage_now_ms();
        toggle(rondo, &tapped_ms);
        control_await_silence(stage);
        cut += numbers_now(stage, &frame);
        drop_ms = control_last(stage, "drop").ms;
        if (tapped_ms >= begin_ms && drop_ms > begin_ms + most_ms)
            most_ms = drop_ms - begin_ms;
        toggle(rondo, &tapped_ms);
    }
    assert_true(cut > PAUSES / 2);
    await_random_moment(stage);
    assert_played_on(stage, rondo);
    print_message("silent at most %llu ms after SIGINT\n", (unsigned long long)most_ms);
    assert_true(most_ms < LATENCY_MS_MAX);
}

static void pausing_twice_is_pausing_once(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    numbers_await(stage, 0, 1);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    control_await_silence(stage);
    stage_await_text(rondo, "state", "paused");
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    await_random_moment(stage);
    assert_played_on(stage, rondo);
}

static void a_pause_before_the_first_sound_keeps_all_of_it(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    uint64_t since = 0;

    while (stage_ctl(rondo, "pause", NULL)->status != 0)
        stage_tick(rondo, &since, "the queue");
    control_await_silence(stage);
    stage_await_text(rondo, "state", "paused");
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    await_random_moment(stage);
    assert_played_on(stage, rondo);
}

static void the_space_bar_pauses_and_goes_on(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play_in_terminal(stage, &before);

    for (unsigned i = 0; i < 3; i++) {
        await_random_moment(stage);
        stage_type(rondo, " ");
        control_await_silence(stage);
        terminal_await_line(rondo, "‖");
        stage_type(rondo, " ");
        terminal_await_line(rondo, "▶");
    }
    await_random_moment(stage);
    assert_played_on(stage, rondo);
}

/* As a job on Ctrl-Z: when it has stopped, it has already left the terminal as it was. */
static void stop_job(struct stage_process *rondo, const struct termios *before)
{
    control_signal(rondo, SIGTSTP);
    control_await_state(rondo->pid, "T");
    assert_true(terminal_same_settings(rondo, before));
}

static void a_stopped_job_is_silent_and_goes_on_exactly(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play_in_terminal(stage, &before);

    for (unsigned i = 0; i < JOB_STOPS; i++) {
        await_random_moment(stage);
        stop_job(rondo, &before);
        control_await_silence(stage);
        control_signal(rondo, SIGCONT);
        terminal_await_taken(rondo);
    }
    await_random_moment(stage);
    assert_played_on(stage, rondo);
    assert_true(terminal_same_settings(rondo, &before));
}

static void a_job_stopped_while_paused_is_still_paused_when_it_goes_on(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo = play_in_terminal(stage, &before);
    size_t recorded;

    await_random_moment(stage);
    stage_type(rondo, " ");
    recorded = control_await_silence(stage);
    for (unsigned i = 0; i < JOB_STOPS; i++) {
        stop_job(rondo, &before);
        control_signal(rondo, SIGCONT);
        terminal_await_taken(rondo);
        stage_await_text(rondo, "state", "paused");
    }
    assert_int_equal(card_recorded(&stage->card), recorded);
    stage_type(rondo, " ");
    await_random_moment(stage);
    assert_played_on(stage, rondo);
    assert_true(terminal_same_settings(rondo, &before));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(ten_pauses_at_random_moments_lose_and_repeat_no_frame),
        ON_STAGE(pausing_twice_is_pausing_once),
        ON_STAGE(a_pause_before_the_first_sound_keeps_all_of_it),
        ON_STAGE(the_space_bar_pauses_and_goes_on),
        ON_STAGE(a_stopped_job_is_silent_and_goes_on_exactly),
        ON_STAGE(a_job_stopped_while_paused_is_still_paused_when_it_goes_on),
    };

    srand((unsigned)stage_now_ms());
    return cmocka_run_group_tests_name("pause", tests, NULL, NULL);
}
