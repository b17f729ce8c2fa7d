/*
 * test_leftovers_killed.c - kill -9 of one, of two, of all three: whoever is left cleans up; and
 * where nobody is, the next player or the doctor does.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/leftovers.h"

enum victim { RONDO = 1, PRODUCER = 2, CONSUMER = 4 };

/* All at once: rondo is stopped meanwhile, so that it can neither notice nor replace anybody. */
static void kill_at_once(const struct leftovers *l, enum victim victims)
{
    kill(l->pids.rondo, SIGSTOP);
    control_await_state(l->pids.rondo, "T");
    if (victims & PRODUCER)
        kill(l->pids.producer, SIGKILL);
    if (victims & CONSUMER)
        kill(l->pids.consumer, SIGKILL);
    kill(l->pids.rondo, SIGKILL);
    assert_int_equal(stage_wait(l->rondo), 128 + SIGKILL);
}

/* Those who are left clean up and end; then the file is all that is left, and says so. */
static void assert_cleaned_up(const struct leftovers *l)
{
    struct instance_record record;
    struct stage *stage = l->rondo->stage;

    leftovers_await_end(l);
    assert_int_equal(instance_read(stage->name, &record), 0);
    leftovers_play_again(stage);
}

static void kill_in_all_situations(struct stage *stage, enum victim victims)
{
    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);

        kill_at_once(&l, victims);
        assert_cleaned_up(&l);
    }
}

static void of_rondo_the_children_clean_up(void **state)
{
    kill_in_all_situations(*state, RONDO);
}

static void of_rondo_and_producer_the_consumer_cleans_up(void **state)
{
    kill_in_all_situations(*state, RONDO | PRODUCER);
}

static void of_rondo_and_consumer_the_producer_cleans_up(void **state)
{
    kill_in_all_situations(*state, RONDO | CONSUMER);
}

/* A new child, wherever it is with its beginning, cleans up as the old one would have. */
static void kill_one_after_the_other(struct stage *stage, const char *name, bool noticed)
{
    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);
        char restarts[32] = "restarts.";

        strcat(restarts, name);
        kill(strcmp(name, "producer") == 0 ? l.pids.producer : l.pids.consumer, SIGKILL);
        if (noticed)
            stage_await_number(l.rondo, restarts, 1);
        kill(l.pids.rondo, SIGKILL);
        assert_int_equal(stage_wait(l.rondo), 128 + SIGKILL);
        assert_cleaned_up(&l);
    }
}

static void of_rondo_after_the_producer_the_others_clean_up(void **state)
{
    kill_one_after_the_other(*state, "producer", false);
    kill_one_after_the_other(*state, "producer", true);
}

static void of_rondo_after_the_consumer_the_others_clean_up(void **state)
{
    kill_one_after_the_other(*state, "consumer", false);
    kill_one_after_the_other(*state, "consumer", true);
}

/* Stopped children are woken to be told that they are orphans. */
static void of_rondo_the_stopped_children_clean_up(void **state)
{
    struct stage *stage = *state;

    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);

        kill(l.pids.producer, SIGSTOP);
        kill(l.pids.consumer, SIGSTOP);
        control_await_state(l.pids.producer, "T");
        control_await_state(l.pids.consumer, "T");
        kill_at_once(&l, RONDO);
        assert_cleaned_up(&l);
    }
}

/* Nothing is played any more, and the consumer has ended. */
static void of_rondo_that_was_ending_the_producer_removes_the_queues(void **state)
{
    struct stage *stage = *state;
    struct leftovers l;

#ifdef RONDO_SANITIZE
    skip(); /* its runtime has to be loaded before any other library */
#endif
    setenv("LD_PRELOAD", PRELOAD, 1);
    setenv("RONDO_DIES_LATE", "yes", 1);
    for (enum situation i = 0; i < SITUATIONS; i++) {
        l = leftovers_play(stage, i, NULL);
        kill(l.pids.rondo, SIGTERM);
        assert_int_equal(stage_wait(l.rondo), 128 + SIGKILL);
        leftovers_await_end(&l);
    }
    unsetenv("RONDO_DIES_LATE");
    unsetenv("LD_PRELOAD");
    leftovers_play_again(stage);
}

static void of_all_three_the_next_player_reaps_what_is_left(void **state)
{
    struct stage *stage = *state;

    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);

        leftovers_kill_all(&l);
        assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);
        leftovers_play_again(stage);
    }
}

static void of_all_three_the_doctor_reaps_what_is_left(void **state)
{
    struct stage *stage = *state;

    kernel_need_isolation();
    for (enum situation i = 0; i < SITUATIONS; i++) {
        struct leftovers l = leftovers_play(stage, i, NULL);

        leftovers_kill_all(&l);
        leftovers_doctor(stage, NULL, 1);
        assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);
        leftovers_doctor(stage, "--reap", 0);
        assert_int_equal(kernel_objects(stage), 0);
        assert_true(stage_is_empty(stage));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_KERNEL(of_rondo_the_children_clean_up),
        ON_KERNEL(of_rondo_and_producer_the_consumer_cleans_up),
        ON_KERNEL(of_rondo_and_consumer_the_producer_cleans_up),
        ON_KERNEL(of_rondo_after_the_producer_the_others_clean_up),
        ON_KERNEL(of_rondo_after_the_consumer_the_others_clean_up),
        ON_KERNEL(of_rondo_the_stopped_children_clean_up),
        ON_KERNEL(of_rondo_that_was_ending_the_producer_removes_the_queues),
        ON_KERNEL(of_all_three_the_next_player_reaps_what_is_left),
        ON_KERNEL(of_all_three_the_doctor_reaps_what_is_left),
    };

    return cmocka_run_group_tests_name("leftovers_killed", tests, NULL, NULL);
}
