/*
 * test_skip.c - next and previous: by request, key and signal, while playing and while paused.
 *
 * The card is slow, for "previous" depends on how much of a track has been heard.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_queue.h"
#include "tests/e2e/stage_terminal.h"

enum { TRACKS = 4, FRAMES = 60 * NUMBERS_RATE, SOME = NUMBERS_RATE / 50, MOVES = 100 };

static const char *const files[TRACKS] = {"0.wav", "1.wav", "2.wav", "3.wav"};

static void prepare(struct stage *stage)
{
    stage_card(stage, &(struct card_options){.speed = 0.25});
    for (uint32_t i = 0; i < TRACKS; i++)
        numbers_write(stage, files[i], i, FRAMES);
}

static struct stage_process *play(struct stage *stage)
{
    struct stage_process *rondo;

    prepare(stage);
    rondo =
        stage_play(stage, "-q", "-o", "portaudio", files[0], files[1], files[2], files[3], NULL);
    numbers_await_run(stage, 1, SOME);
    return rondo;
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

/* Run number `count` is that track, from its beginning. */
static void await_track(struct stage *stage, size_t count, uint32_t track)
{
    const struct numbers_run run = numbers_await_run(stage, count, SOME);

    assert_int_equal(run.track, track);
    assert_int_equal(run.first, 0);
}

static void requests_play_the_next_track_and_the_one_before(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    ctl(rondo, "next", NULL);
    await_track(stage, 2, 1);
    ctl(rondo, "next", NULL);
    await_track(stage, 3, 2);
    ctl(rondo, "seek", "0");
    await_track(stage, 4, 2);
    ctl(rondo, "previous", NULL);
    await_track(stage, 5, 1);
    quit(rondo);
}

static void signals_play_the_next_track_and_the_one_before(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    control_signal(rondo, SIGUSR1);
    await_track(stage, 2, 1);
    control_signal(rondo, SIGUSR2);
    await_track(stage, 3, 0);
    control_signal_value(rondo, 4, 4);
    await_track(stage, 4, 3);
    control_signal_value(rondo, 4, 5);
    control_signal_value(rondo, 4, 0);
    control_signal_value(rondo, 4, -1);
    control_signal_value(rondo, 4, 1);
    await_track(stage, 5, 0);
    quit(rondo);
}

static void keys_play_the_next_track_and_the_one_before(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo;

    prepare(stage);
    rondo = TERMINAL_PLAY(stage, 80, &before, "-o", "portaudio", files[0], files[1], files[2]);
    terminal_await_taken(rondo);
    numbers_await_run(stage, 1, SOME);
    stage_type(rondo, "n");
    await_track(stage, 2, 1);
    stage_type(rondo, "N");
    await_track(stage, 3, 2);
    terminal_await_line(rondo, " 3/3 ");
    stage_type(rondo, "p");
    await_track(stage, 4, 1);
    terminal_await_line(rondo, " 2/3 ");
    quit(rondo);
}

static void previous_begins_the_track_again_from_its_third_second_on(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    ctl(rondo, "next", NULL);
    await_track(stage, 2, 1);
    ctl(rondo, "pause", NULL);
    ctl(rondo, "seek", "3");
    ctl(rondo, "previous", NULL);
    stage_await_number(rondo, "track", 2);
    ctl(rondo, "seek", "2.999");
    ctl(rondo, "previous", NULL);
    assert_int_equal(stage_number(stage_status(rondo), "track"), 1);
    ctl(rondo, "seek", "10");
    ctl(rondo, "previous", NULL);
    ctl(rondo, "play", NULL);
    await_track(stage, 3, 0);
    quit(rondo);
}

static void before_the_first_track_there_is_only_its_beginning(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    ctl(rondo, "previous", NULL);
    await_track(stage, 2, 0);
    control_signal(rondo, SIGUSR2);
    await_track(stage, 3, 0);
    quit(rondo);
}

static void after_the_last_track_there_is_nothing_and_nothing_changes(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage), *asked;

    control_signal_value(rondo, 4, 4);
    await_track(stage, 2, 3);
    asked = stage_ctl(rondo, "next", NULL);
    assert_int_equal(asked->status, 1);
    assert_string_equal(stage_errors(asked), "rondoctl: next: this is the last track\n");
    control_signal(rondo, SIGUSR1);
    control_await_more(stage, NUMBERS_SECOND_BYTES / 20);
    ctl(rondo, "seek", "59.98");
    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(stage, {0, 0, 0}, {3, 0, 0}, {3, FRAMES - SOME, SOME});
}

/* Not even for a moment does the card play something, however often and fast it is moved. */
static void a_paused_player_moves_silently_and_begins_there(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct queue queue;
    unsigned starts;

    ctl(rondo, "pause", NULL);
    control_await_silence(stage);
    starts = card_count(&stage->card, "start");
    queue_open(rondo, &queue);
    for (int i = 0; i < MOVES; i++) {
        queue_done(&queue, QUEUE_TRANSPORT, "next");
        queue_done(&queue, QUEUE_TRANSPORT, "seek 20");
        queue_done(&queue, QUEUE_TRANSPORT, "previous");
        queue_done(&queue, QUEUE_TRANSPORT, "previous");
    }
    ctl(rondo, "next", NULL);
    ctl(rondo, "next", NULL);
    control_signal(rondo, SIGUSR1);
    stage_await_number(rondo, "track", 4);
    ctl(rondo, "previous", NULL);
    assert_int_equal(stage_number(stage_status(rondo), "track"), 3);
    stage_await_text(rondo, "state", "paused");
    control_await_silence(stage);
    assert_int_equal(card_count(&stage->card, "start"), starts);
    ctl(rondo, "play", NULL);
    await_track(stage, 2, 2);
    quit(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(requests_play_the_next_track_and_the_one_before),
        ON_STAGE(signals_play_the_next_track_and_the_one_before),
        ON_STAGE(keys_play_the_next_track_and_the_one_before),
        ON_STAGE(previous_begins_the_track_again_from_its_third_second_on),
        ON_STAGE(before_the_first_track_there_is_only_its_beginning),
        ON_STAGE(after_the_last_track_there_is_nothing_and_nothing_changes),
        ON_STAGE(a_paused_player_moves_silently_and_begins_there),
    };

    return cmocka_run_group_tests_name("skip", tests, NULL, NULL);
}
