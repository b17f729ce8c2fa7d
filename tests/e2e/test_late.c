/*
 * test_late.c - a decoder that is late costs silence, but not a frame, and never the end.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

/* The same without its frames of zeros; a decoder that is late adds some. */
static struct sound without_zeros(const struct sound *sound)
{
    static const uint8_t zeros[32];
    struct sound rest = sound_part(sound, 0, sound->size / sound_frame_bytes(sound));
    uint32_t frame = sound_frame_bytes(sound);

    rest.size = 0;
    for (size_t at = 0; at < sound->size; at += frame) {
        if (memcmp(sound->bytes + at, zeros, frame) == 0)
            continue;
        memcpy(rest.bytes + rest.size, sound->bytes + at, frame);
        rest.size += frame;
    }
    return rest;
}

static void assert_recorded_with_gaps(struct stage *stage, const struct sound *sound)
{
    struct sound record = *sound;
    struct sound expected = without_zeros(sound), heard;

    assert_int_equal(card_read_record(&stage->card, &record.bytes, &record.size), 0);
    heard = without_zeros(&record);
    sound_assert_bytes(&expected, heard.bytes, heard.size, "the record without its gaps");
    sound_free(&heard);
    sound_free(&expected);
    sound_free(&record);
}

static void a_ring_that_ran_empty_is_not_the_end_though_all_is_decoded_by_then(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound whole = sound_decode(stage, stage_sample("rondo-s16.au", path));
    struct sound sound = sound_part(&whole, 0, 60000);
    struct stage_process *rondo;
    struct control_pids pids;
    uint64_t since = 0;

    stage_card(stage, &(struct card_options){0});
    sound_write_wav(stage, &sound, "part.wav");
    rondo = stage_play(stage, "-q", "--buffer", "0.5", "part.wav", NULL);
    stage_await_ready(rondo);
    pids = control_pids(rondo);
    kill(pids.rondo, SIGSTOP);
    kill(pids.producer, SIGSTOP);
    control_await_state(pids.rondo, "T");
    while (card_count(&stage->card, "drop") + card_count(&stage->card, "stop") == 0)
        stage_tick(rondo, &since, "silence");
    /* Now rondo is to hear of the empty ring and of the last block at once. */
    kill(pids.producer, SIGCONT);
    control_await_state(pids.producer, "S");
    kill(pids.rondo, SIGCONT);
    assert_int_equal(stage_wait(rondo), 0);
    assert_recorded_with_gaps(stage, &sound);
    sound_free(&sound);
    sound_free(&whole);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_ring_that_ran_empty_is_not_the_end_though_all_is_decoded_by_then),
    };

    return cmocka_run_group_tests_name("late", tests, NULL, NULL);
}
