/*
 * test_waveform.c - the request for the waveform of what sounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_queue.h"

/* Asks until it is no longer being measured. */
static const char *await_waveform(struct queue *queue)
{
    uint64_t since = 0;
    const char *reply;

    while (strstr(reply = queue_done(queue, QUEUE_OTHER, "waveform"), "being measured"))
        stage_tick(queue->rondo, &since, "the waveform");
    return reply;
}

static void the_whole_track_is_drawn_ahead(void **state)
{
    struct stage *stage = *state;
    struct stage_process *sox, *rondo;
    struct queue queue;
    const char *peaks;
    unsigned int peak;
    int wrong = 0;

    sox = stage_run(stage, "sox", "-n", "-r", "44100", "-c", "2", "loud.wav", "synth", "20", "sine",
                    "1000", "gain", "-6", NULL);
    assert_int_equal(sox->status, 0);
    sox = stage_run(stage, "sox", "-n", "-r", "44100", "-c", "2", "soft.wav", "synth", "20", "sine",
                    "1000", "gain", "-20", NULL);
    assert_int_equal(sox->status, 0);
    sox = stage_run(stage, "sox", "loud.wav", "soft.wav", "both.flac", NULL);
    assert_int_equal(sox->status, 0);
    rondo = stage_play(stage, "-q", "-o", "sim", "both.flac", NULL);
    queue_open(rondo, &queue);
    peaks = strstr(await_waveform(&queue), "\"peaks\":\"");
    assert_non_null(peaks);
    peaks += strlen("\"peaks\":\"");
    assert_in_range(strspn(peaks, "0123456789abcdef"), 1024, 2048);
    for (size_t i = 0; i < strspn(peaks, "0123456789abcdef") / 2; i++) {
        int expected = i < strspn(peaks, "0123456789abcdef") / 4 ? 128 : 25;

        assert_int_equal(sscanf(peaks + 2 * i, "%2x", &peak), 1);
        wrong += abs((int)peak - expected) > 2;
    }
    assert_true(wrong <= 2); /* where it changes */
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_whole_track_is_drawn_ahead),
    };

    return cmocka_run_group_tests_name("waveform", tests, NULL, NULL);
}
