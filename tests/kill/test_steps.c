/*
 * test_steps.c - a death just before and just after each step of the protocol.
 *
 * The simulated device records what was heard, at the speed of the machine where nobody has to
 * interfere. Whichever child dies wherever, the recording is the decode, bit for bit; wherever
 * the player dies, no object is left, and the next player of that name plays.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_sound.h"

static const char *const whens[] = {"before", "after"};
static const char fast[] = "sim,speed=0,record=heard.wav";
static const char slow[] = "sim,record=heard.wav";

/* Starts a rondo of which that program will die there. */
static struct stage_process *play_file(struct stage *stage, const char *sound, const char *output,
                                       const char *program, const char *step, const char *when,
                                       int count)
{
    char order[1024], file[PATH_MAX];
    struct stage_process *rondo;

    print_message("%s dies %s its %s no %d\n", program, when, step, count);
    stage->programs = HOOKED_DIR;
    stage_write(stage, "armed", "", 0);
    snprintf(order, sizeof(order), "%s %s %s %d %s", program, step, when, count,
             stage_path(stage, "armed", file));
    setenv("RONDO_KILL", order, 1);
    unlink(stage_path(stage, "heard.wav", file));
    rondo = stage_play(stage, "--no-sandbox", "--buffer=1", "-o", output, sound, NULL);
    unsetenv("RONDO_KILL");
    stage->programs = PROGRAMS_DIR;
    return rondo;
}

static struct stage_process *play(struct stage *stage, const char *output, const char *program,
                                  const char *step, const char *when, int count)
{
    char sample[PATH_MAX];

    return play_file(stage, stage_sample("rondo-s24.flac", sample), output, program, step, when,
                     count);
}

static bool died(struct stage *stage)
{
    char file[PATH_MAX];

    return unlink(stage_path(stage, "armed.dead", file)) == 0;
}

static void assert_heard(struct stage *stage, const struct sound *sound)
{
    struct sound heard = sound_of_wav(stage, "heard.wav", sound);

    sound_assert_bytes(sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
}

/* The first, second and ninth time, if there is one: the first there must be. */
static void child_dies(struct stage *stage, const char *program, const char *step)
{
    static const int counts[] = {1, 2, 9};
    char sample[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", sample));

    for (int i = 0; i < 6; i++) {
        struct stage_process *rondo = play(stage, fast, program, step, whens[i / 3], counts[i % 3]);

        assert_int_equal(stage_wait(rondo), 0);
        assert_true(died(stage) || i % 3 > 0);
        assert_heard(stage, &sound);
        assert_true(stage_is_empty(stage));
    }
    sound_free(&sound);
}

#define CHILD_DIES(test, program, step)                                                            \
    static void test(void **state)                                                                 \
    {                                                                                              \
        child_dies(*state, program, step);                                                         \
    }

CHILD_DIES(a_producer_that_dies_at_its_seat_harms_nothing, "rondo-producer", "TAKE_SEAT")
CHILD_DIES(a_producer_that_dies_at_a_claim_harms_nothing, "rondo-producer", "PRODUCER_CLAIM")
CHILD_DIES(a_producer_that_dies_at_a_commit_harms_nothing, "rondo-producer", "PRODUCER_COMMIT")
CHILD_DIES(a_producer_that_dies_at_a_hand_over_harms_nothing, "rondo-producer",
           "PRODUCER_COMMIT_CLAIM")
CHILD_DIES(a_producer_that_dies_waiting_harms_nothing, "rondo-producer", "PRODUCER_WAIT")
CHILD_DIES(a_consumer_that_dies_at_its_seat_harms_nothing, "rondo-consumer", "TAKE_SEAT")
CHILD_DIES(a_consumer_that_dies_at_a_claim_harms_nothing, "rondo-consumer", "CONSUMER_CLAIM")
CHILD_DIES(a_consumer_that_dies_at_a_commit_harms_nothing, "rondo-consumer", "CONSUMER_COMMIT")

/* Pauses while it plays and goes on once the device is silent. */
static void pause_once(struct stage_process *rondo)
{
    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.2);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    stage_await_text(rondo, "state", "paused");
}

static void a_consumer_that_dies_giving_back_at_a_pause_harms_nothing(void **state)
{
    struct stage *stage = *state;
    char sample[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", sample));

    for (int i = 0; i < 2; i++) {
        struct stage_process *rondo =
            play(stage, slow, "rondo-consumer", "CONSUMER_RELEASE", whens[i], 1);

        pause_once(rondo);
        stage_await_number(rondo, "restarts.consumer", 1);
        assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
        assert_int_equal(stage_wait(rondo), 0);
        assert_true(died(stage));
        assert_heard(stage, &sound);
    }
    sound_free(&sound);
}

static void a_consumer_that_dies_throwing_away_after_a_seek_harms_nothing(void **state)
{
    struct stage *stage = *state;
    char sample[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", sample));
    struct sound tail = sound_part(&sound, 2 * (uint64_t)sound.rate, sound.rate);

    for (int i = 0; i < 2; i++) {
        struct stage_process *rondo =
            play(stage, slow, "rondo-consumer", "CONSUMER_CLAIM_STALE", whens[i], 1);
        const uint8_t *heard;
        uint8_t *file;
        size_t size;

        pause_once(rondo);
        assert_int_equal(stage_ctl(rondo, "seek", "2", NULL)->status, 0);
        assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
        assert_int_equal(stage_wait(rondo), 0);
        assert_true(died(stage));
        file = stage_read(stage, "heard.wav", &size);
        heard = memmem(file, size, "data", 4);
        assert_non_null(heard);
        heard += 8;
        size -= (size_t)(heard - file);
        assert_true(size > tail.size);
        sound_assert_bytes(&tail, heard + size - tail.size, tail.size, "the tail");
        assert_memory_equal(heard, sound.bytes, size - tail.size);
        free(file);
    }
    sound_free(&tail);
    sound_free(&sound);
}

/* It has not said that the track is over, and there is nothing left that anybody could play. */
static void a_consumer_that_dies_after_its_last_commit_is_not_waited_for(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    numbers_write(stage, "one-block.wav", 0, NUMBERS_RATE / 100);
    rondo =
        play_file(stage, "one-block.wav", fast, "rondo-consumer", "CONSUMER_COMMIT", "after", 1);
    assert_int_equal(stage_wait(rondo), 0);
    assert_true(died(stage));
}

/* Its objects are gone after a second, and somebody else may have its name. */
static void player_dies(struct stage *stage, const char *step, int count, const char *verb)
{
    for (int i = 0; i < 2; i++) {
        struct stage_process *rondo = play(stage, slow, "rondo", step, whens[i], count);
        char sample[PATH_MAX];

        if (verb) {
            stage_await_ready(rondo);
            stage_ctl(rondo, "--timeout=0.5", verb, NULL);
        }
        assert_int_equal(stage_wait(rondo), 128 + SIGKILL);
        assert_true(died(stage));
        rondo = stage_play(stage, "-o", "null", stage_sample("rondo-s24.flac", sample), NULL);
        assert_int_equal(stage_wait(rondo), 0);
        assert_true(stage_is_empty(stage));
    }
}

static void a_player_that_dies_with_the_lock_leaves_nothing(void **state)
{
    player_dies(*state, "LOCK", 1, NULL);
    player_dies(*state, "UNLOCK", 1, NULL);
}

static void a_player_that_dies_at_its_seat_leaves_nothing(void **state)
{
    player_dies(*state, "TAKE_SEAT", 1, NULL);
}

static void a_player_that_dies_at_a_pause_leaves_nothing(void **state)
{
    player_dies(*state, "PAUSE", 1, "pause");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_producer_that_dies_at_its_seat_harms_nothing),
        ON_STAGE(a_producer_that_dies_at_a_claim_harms_nothing),
        ON_STAGE(a_producer_that_dies_at_a_commit_harms_nothing),
        ON_STAGE(a_producer_that_dies_at_a_hand_over_harms_nothing),
        ON_STAGE(a_producer_that_dies_waiting_harms_nothing),
        ON_STAGE(a_consumer_that_dies_at_its_seat_harms_nothing),
        ON_STAGE(a_consumer_that_dies_at_a_claim_harms_nothing),
        ON_STAGE(a_consumer_that_dies_at_a_commit_harms_nothing),
        ON_STAGE(a_consumer_that_dies_giving_back_at_a_pause_harms_nothing),
        ON_STAGE(a_consumer_that_dies_throwing_away_after_a_seek_harms_nothing),
        ON_STAGE(a_consumer_that_dies_after_its_last_commit_is_not_waited_for),
        ON_STAGE(a_player_that_dies_with_the_lock_leaves_nothing),
        ON_STAGE(a_player_that_dies_at_its_seat_leaves_nothing),
        ON_STAGE(a_player_that_dies_at_a_pause_leaves_nothing),
    };

    return cmocka_run_group_tests_name("steps", tests, NULL, NULL);
}
