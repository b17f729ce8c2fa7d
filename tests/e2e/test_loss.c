/*
 * test_loss.c - the device goes away in mid-track, and comes back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/heard.h"
#include "tests/e2e/stage.h"
#include "tests/e2e/stage_sound.h"

enum { LATENCY_MS = 80 }; /* what the device holds */

static const char file[] = "rondo-s16.aiff";

/* Plays on the card, which dies after a while; the player has said so. */
static struct stage_process *play_and_lose(struct stage *stage, const char *policy)
{
    char path[PATH_MAX];
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){0});
    rondo = stage_play(stage, "-o", "portaudio", "--on-device-loss", policy,
                       stage_sample(file, path), NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.5);
    card_command(&stage->card, CARD_DIE);
    stage_await_errors(rondo, "the device is gone");
    return rondo;
}

/*
 * Nothing is skipped. What the device played after it was last asked cannot be known, and comes
 * again: never more than it held.
 */
static void assert_all_heard(struct stage *stage)
{
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(file, path));
    uint64_t held = (uint64_t)sound.rate * LATENCY_MS / 1000;
    struct heard heard;
    uint8_t *bytes;
    size_t size;

    assert_int_equal(card_read_record(&stage->card, &bytes, &size), 0);
    heard = heard_compare(sound.bytes, sound.size, bytes, size, sound_frame_bytes(&sound), held);
    print_message("%llu frames came again\n", (unsigned long long)heard.repeated);
    free(bytes);
    sound_free(&sound);
    assert_true(heard.nothing_skipped);
    assert_true(heard.repeated <= held);
}

static void await_lost(struct stage_process *rondo, const char *lost)
{
    char member[64];

    snprintf(member, sizeof(member), "\"device_lost\":%s", lost);
    for (uint64_t since = 0; !strstr(stage_status(rondo), member);)
        stage_tick(rondo, &since, member);
}

static void a_lost_device_comes_back_paused_and_goes_on_at_the_next_frame(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_and_lose(stage, "pause");

    stage_await_text(rondo, "state", "paused");
    await_lost(rondo, "true");
    card_command(&stage->card, CARD_RUN);
    stage_await_errors(rondo, "the device is back");
    await_lost(rondo, "false");
    stage_await_text(rondo, "state", "paused");
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_all_heard(stage);
}

static void with_wait_the_music_goes_on_by_itself(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_and_lose(stage, "wait");

    stage_await_text(rondo, "state", "playing");
    card_command(&stage->card, CARD_RUN);
    assert_int_equal(stage_wait(rondo), 0);
    assert_all_heard(stage);
}

static void with_quit_it_ends_with_a_status_of_its_own(void **state)
{
    struct stage_process *rondo = play_and_lose(*state, "quit");

    assert_int_equal(stage_wait(rondo), 3);
}

static void a_lost_device_does_not_keep_it_from_stopping(void **state)
{
    struct stage_process *rondo = play_and_lose(*state, "wait");

    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void a_stalled_card_is_noticed_and_loses_no_frame(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){0});
    rondo = stage_play(stage, "-o", "portaudio", stage_sample(file, path), NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.5);
    card_command(&stage->card, CARD_STALL);
    stage_await_number(rondo, "restarts.consumer", 1);
    card_command(&stage->card, CARD_RUN);
    assert_int_equal(stage_wait(rondo), 0);
    assert_all_heard(stage);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_lost_device_comes_back_paused_and_goes_on_at_the_next_frame),
        ON_STAGE(with_wait_the_music_goes_on_by_itself),
        ON_STAGE(with_quit_it_ends_with_a_status_of_its_own),
        ON_STAGE(a_lost_device_does_not_keep_it_from_stopping),
        ON_STAGE(a_stalled_card_is_noticed_and_loses_no_frame),
    };

    return cmocka_run_group_tests_name("loss", tests, NULL, NULL);
}
