/*
 * test_slow.c - slow motion: each step waits, is told in words, and changes nothing that is heard.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_sound.h"
#include "tests/e2e/stage_terminal.h"

enum { FRAMES = NUMBERS_RATE / 2 };

static unsigned count(const char *text, const char *word)
{
    unsigned found = 0;

    while ((text = strstr(text, word))) {
        found++;
        text += strlen(word);
    }
    return found;
}

/* Until the account has the word so many times. */
static void await_told(struct stage_process *rondo, const char *word, unsigned times)
{
    uint64_t since = 0;

    while (count(stage_errors(rondo), word) < times)
        stage_tick(rondo, &since, word);
}

static void step(struct stage_process *rondo, const char *turns)
{
    assert_int_equal(stage_ctl(rondo, "step", turns, NULL)->status, 0);
}

static void assert_ring(struct stage_process *rondo, int filled, int claimed)
{
    const char *status = stage_status(rondo);

    assert_non_null(status);
    assert_int_equal((int)stage_number(status, "ring.filled"), filled);
    assert_int_equal((int)stage_number(status, "ring.claimed"), claimed);
}

static struct stage_process *play_stepping(struct stage *stage, const char *output)
{
    struct stage_process *rondo;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_play(stage, "--step", "--buffer=0.5", "-o", output, "numbers.wav", NULL);
    await_told(rondo, "producer  wants PRODUCER_WAIT", 1);
    await_told(rondo, "consumer  wants CONSUMER_CLAIM", 1);
    return rondo;
}

static void each_step_happens_when_it_is_allowed(void **state)
{
    struct stage_process *rondo = play_stepping(*state, "sim");

    assert_ring(rondo, 0, 0);
    /* Both children wait, so each takes one of the turns. */
    step(rondo, "2");
    await_told(rondo, "did PRODUCER_WAIT", 1);
    await_told(rondo, "could not do CONSUMER_CLAIM: EAGAIN", 1);
    await_told(rondo, "producer  wants PRODUCER_CLAIM", 1);
    await_told(rondo, "consumer  wants CONSUMER_CLAIM", 2);
    assert_ring(rondo, 0, 0);
    step(rondo, "2");
    await_told(rondo, "producer  did PRODUCER_CLAIM", 1);
    await_told(rondo, "consumer  sleeps in CONSUMER_CLAIM", 1);
    await_told(rondo, "producer  wants PRODUCER_COMMIT_CLAIM", 1);
    assert_ring(rondo, 0, 1);
    /* The consumer sleeps in semop, so this one is the producer's; it wakes the other. */
    step(rondo, NULL);
    await_told(rondo, "did PRODUCER_COMMIT_CLAIM; slots in hand: 1", 1);
    await_told(rondo, "consumer  did CONSUMER_CLAIM", 1);
    assert_ring(rondo, 0, 2);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void a_step_is_told_with_its_operations_and_its_meaning(void **state)
{
    struct stage_process *rondo = play_stepping(*state, "sim");
    const char *told = stage_errors(rondo);

    assert_non_null(strstr(told, "player    has started the producer, process "));
    assert_non_null(strstr(told, "player    orders epoch 1\n"));
    assert_non_null(strstr(told, "wants PRODUCER_WAIT\n"
                                 "                    semop {FREE -5, FREE +5}\n"
                                 "                    sleeps until so many slots are free"));
    step(rondo, "6");
    await_told(rondo, "has filled slot 0: ", 1);
    told = stage_errors(rondo);
    assert_non_null(strstr(told, "semop {FREE -1 UNDO}\n"));
    assert_non_null(strstr(told, "has filled slot 0: 3528 frames, from 0:00.000 on\n"));
    assert_non_null(strstr(told, "semop {FREE -1 NOWAIT, FILLED +1, HEAD +1}\n"));
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void assert_heard(struct stage *stage, const char *file)
{
    struct sound sound = sound_decode(stage, file);
    struct sound heard = sound_of_wav(stage, "heard.wav", &sound);

    sound_assert_bytes(&sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&sound);
}

static void what_is_heard_is_the_same_step_by_step(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char sample[PATH_MAX];

    stage_sample("rondo-s24.wav", sample);
    rondo = stage_play(stage, "--step", "-o", "sim,speed=0,record=heard.wav", sample, NULL);
    await_told(rondo, "consumer  wants CONSUMER_CLAIM", 1);
    step(rondo, "9");
    assert_int_equal(stage_ctl(rondo, "slow", "50", NULL)->status, 0);
    assert_int_equal((int)stage_number(stage_status(rondo), "slow"), 50);
    step(rondo, NULL);
    assert_int_equal((int)stage_number(stage_status(rondo), "slow"), 1);
    step(rondo, "3");
    assert_int_equal(stage_ctl(rondo, "slow", "off", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_heard(stage, sample);
}

static void slower_by_a_factor_it_plays_the_same(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char sample[PATH_MAX];

    stage_sample("rondo-s24.wav", sample);
    rondo = stage_play(stage, "--slow=2", "-o", "sim,record=heard.wav", sample, NULL);
    await_told(rondo, "consumer  did CONSUMER_COMMIT", 2);
    assert_int_equal(stage_wait(rondo), 0);
    assert_heard(stage, sample);
}

static void the_key_s_allows_a_step(void **state)
{
    struct stage *stage = *state;
    struct termios before;
    struct stage_process *rondo;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = TERMINAL_PLAY(stage, 80, &before, "--step", "--buffer=0.5", "numbers.wav");
    terminal_await_taken(rondo);
    stage_await_shown(rondo, "producer  wants PRODUCER_WAIT");
    stage_await_shown(rondo, "consumer  wants CONSUMER_CLAIM");
    stage_type(rondo, "ss");
    stage_await_shown(rondo, "producer  did PRODUCER_WAIT");
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
}

/* Whoever waits for a turn does not move, and is not killed for it: only by us. */
static void a_death_between_two_steps_is_told_and_healed(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    uint64_t begin = stage_now_ms();

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_play(stage, "--step", "--buffer=0.5", "--consumer-timeout=200",
                       "--producer-timeout=200", "numbers.wav", NULL);
    await_told(rondo, "producer  wants PRODUCER_WAIT", 1);
    while (stage_now_ms() - begin < 1000)
        stage_tick(rondo, &(uint64_t){0}, "a second");
    assert_int_equal((int)stage_number(stage_status(rondo), "restarts.producer"), 0);
    assert_int_equal((int)stage_number(stage_status(rondo), "restarts.consumer"), 0);
    kill((pid_t)stage_number(stage_status(rondo), "pids.producer"), SIGKILL);
    await_told(rondo, "player    has buried the producer", 1);
    assert_non_null(strstr(stage_errors(rondo), "killed by SIGKILL"));
    await_told(rondo, "producer  did TAKE_SEAT", 2);
    await_told(rondo, "producer  wants PRODUCER_WAIT", 2);
    assert_int_equal(stage_ctl(rondo, "slow", "off", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void a_real_device_is_not_slowed_down(void **state)
{
    struct stage *stage = *state;
    const struct card_options options = {0};
    struct stage_process *rondo;

    stage_card(stage, &options);
    numbers_write(stage, "numbers.wav", 0, 60 * NUMBERS_RATE);
    rondo = stage_play(stage, "numbers.wav", NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "frame", 1);
    assert_string_equal(stage_errors(stage_ctl(rondo, "slow", "2", NULL)),
                        "rondoctl: only the simulated device (-o sim) can be slowed down\n");
    assert_int_equal(stage_ctl(rondo, "step", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "slow", "off", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void wrong_numbers_are_refused(void **state)
{
    struct stage_process *rondo = play_stepping(*state, "sim");

    assert_string_equal(stage_errors(stage_ctl(rondo, "slow", "0", NULL)),
                        "rondoctl: slow: '0' is not a number from 1 to 100, nor off\n");
    assert_string_equal(stage_errors(stage_ctl(rondo, "step", "1001", NULL)),
                        "rondoctl: step: '1001' is not a number from 1 to 1000\n");
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(each_step_happens_when_it_is_allowed),
        ON_STAGE(a_step_is_told_with_its_operations_and_its_meaning),
        ON_STAGE(what_is_heard_is_the_same_step_by_step),
        ON_STAGE(slower_by_a_factor_it_plays_the_same),
        ON_STAGE(the_key_s_allows_a_step),
        ON_STAGE(a_death_between_two_steps_is_told_and_healed),
        ON_STAGE(a_real_device_is_not_slowed_down),
        ON_STAGE(wrong_numbers_are_refused),
    };

    return cmocka_run_group_tests_name("slow", tests, NULL, NULL);
}
