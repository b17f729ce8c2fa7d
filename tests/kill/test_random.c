/*
 * test_random.c - hundreds of kills at random moments of one playback through the card.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_sound.h"
#include "tests/kill/heard.h"

enum { KILLS = 300, PAUSE_MAX_MS = 60, LATENCY_MS = 80 };

/* Which child the next kill is for. */
static const char *pick(const char *who)
{
    if (who)
        return who;
    return random() % 2 ? "pids.producer" : "pids.consumer";
}

/* Kills until there were so many, or the music is over; how many there were. */
static unsigned kill_at_random(struct stage_process *rondo, const char *who, unsigned kills)
{
    unsigned done = 0;

    while (done < kills) {
        const char *status = stage_status(rondo);
        double pid;

        if (!status)
            break;
        pid = stage_number(status, pick(who));
        if (pid > 0 && kill((pid_t)pid, SIGKILL) == 0)
            done++;
        usleep((useconds_t)(random() % (PAUSE_MAX_MS * 1000)));
    }
    return done;
}

static struct heard play_and_kill(struct stage *stage, const char *who, unsigned kills,
                                  unsigned at_least)
{
    char sample[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s16.flac", sample));
    struct stage_process *rondo;
    struct heard heard;
    uint8_t *bytes;
    size_t size;
    unsigned killed;

    stage_card(stage, &(struct card_options){0});
    rondo = stage_play(stage, "-o", "portaudio", stage_sample("rondo-s16.flac", sample), NULL);
    stage_await_ready(rondo);
    killed = kill_at_random(rondo, who, kills);
    if (killed < at_least)
        print_message("after %u kills: %s\n", killed, stage_errors(rondo));
    assert_true(killed >= at_least);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(card_read_record(&stage->card, &bytes, &size), 0);
    heard = heard_compare(sound.bytes, sound.size, bytes, size, sound_frame_bytes(&sound),
                          (uint64_t)sound.rate * LATENCY_MS / 1000);
    print_message("%u kills of %s: %llu frames repeated at %u places, %llu at the most\n", killed,
                  who ? who : "both", (unsigned long long)heard.repeated, heard.places,
                  (unsigned long long)heard.longest);
    if (!heard.nothing_skipped)
        print_message("wrong at frame %llu\n", (unsigned long long)heard.wrong_at);
    assert_true(heard.nothing_skipped);
    free(bytes);
    sound_free(&sound);
    return heard;
}

static void producers_killed_at_random_change_not_a_sample(void **state)
{
    struct heard heard = play_and_kill(*state, "pids.producer", KILLS, 100);

    assert_int_equal(heard.repeated, 0);
}

static void hundreds_of_kills_of_both_skip_nothing_and_repeat_only_the_device(void **state)
{
    struct heard heard = play_and_kill(*state, NULL, KILLS, KILLS);

    assert_true(heard.longest <= 44100 * LATENCY_MS / 1000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(producers_killed_at_random_change_not_a_sample),
        ON_STAGE(hundreds_of_kills_of_both_skip_nothing_and_repeat_only_the_device),
    };

    srandom(20261122);
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
