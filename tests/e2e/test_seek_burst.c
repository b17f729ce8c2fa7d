/*
 * test_seek_burst.c - seeks that come faster than they can be done: the last one counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_queue.h"

enum {
    FRAMES = 90 * NUMBERS_RATE,
    SOME = NUMBERS_RATE / 10,
    BURST = 50,
    BURST_LAST = 70 /* the second that it ends at */
};

static struct stage_process *play(struct stage *stage)
{
    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, "numbers.wav", 0, FRAMES);
    return stage_play(stage, "-q", "-o", "portaudio", "numbers.wav", NULL);
}

/* The seconds of a burst, in no order. */
static uint32_t burst_second(unsigned i)
{
    return i + 1 < BURST ? 1 + i * 37 % (BURST_LAST - 2) : BURST_LAST;
}

/* Asked for faster than they can be done, some may never be heard; the last is, at the end. */
static void assert_burst(struct stage_process *rondo)
{
    struct numbers heard;
    unsigned next = 0;

    numbers_await(rondo->stage, 0, BURST_LAST * NUMBERS_RATE + SOME);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    heard = numbers_heard(rondo->stage);
    for (size_t i = 1; i < heard.count; i++) {
        while (next < BURST && heard.runs[i].first != burst_second(next) * NUMBERS_RATE)
            next++;
        assert_true(next < BURST);
    }
    assert_int_equal(heard.runs[heard.count - 1].first, BURST_LAST * NUMBERS_RATE);
    free(heard.runs);
}

static void fifty_requests_in_a_row_end_at_the_last(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);
    struct queue queue;
    char words[32];

    queue_open(rondo, &queue);
    numbers_await_run(stage, 1, SOME);
    for (unsigned i = 0; i < BURST; i++) {
        snprintf(words, sizeof(words), "seek %u", burst_second(i));
        queue_ask(&queue, QUEUE_TRANSPORT, words);
    }
    for (unsigned i = 0; i < BURST; i++)
        assert_non_null(strstr(queue_reply_to(&queue, i + 1), "\"ok\":true"));
    assert_burst(rondo);
}

static void fifty_signals_in_a_row_end_at_the_last(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play(stage);

    numbers_await_run(stage, 1, SOME);
    for (unsigned i = 0; i < BURST; i++)
        control_signal_value(rondo, 2, (int)burst_second(i));
    assert_burst(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(fifty_requests_in_a_row_end_at_the_last),
        ON_STAGE(fifty_signals_in_a_row_end_at_the_last),
    };

    return cmocka_run_group_tests_name("seek_burst", tests, NULL, NULL);
}
