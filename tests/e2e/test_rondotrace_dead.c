/*
 * test_rondotrace_dead.c - the black box: what is read of players that were killed, from what they
 * left, and from a segment that was kept while nobody left anything.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/leftovers.h"

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in: %s", part, text);
}

static void assert_told_dead(struct stage_process *trace, const struct leftovers *l)
{
    char line[128];

    snprintf(line, sizeof(line), "rondotrace: the player of \"%s\" (process %d) is dead\n",
             trace->stage->name, (int)l->pids.rondo);
    assert_has(stage_errors(trace), line);
}

/* The last events of both children, as far as they came. */
static void assert_tells_of(struct stage_process *trace, const struct leftovers *l)
{
    char text[64];

    snprintf(text, sizeof(text), "producer %7d COMMIT", (int)l->pids.producer);
    assert_has(stage_out(trace), text);
    snprintf(text, sizeof(text), "consumer %7d CLAIM", (int)l->pids.consumer);
    assert_has(stage_out(trace), text);
}

static void what_all_three_did_before_they_were_killed_is_read(void **state)
{
    struct stage *stage = *state;
    struct leftovers l;
    struct stage_process *trace;

    kernel_need_isolation(); /* the doctor would reap what is others' */
    l = leftovers_play(stage, SIM_PLAYING, NULL);
    leftovers_kill_all(&l);
    trace = stage_run(stage, "rondotrace", "-n", stage->name, NULL);
    assert_int_equal(trace->status, 0);
    assert_told_dead(trace, &l);
    assert_tells_of(trace, &l);
    assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);
    assert_int_equal(stage_run(stage, "rondoctl", "doctor", "--reap", NULL)->status, 0);
    assert_int_equal(kernel_objects(stage), 0);
    trace = stage_run(stage, "rondotrace", "-n", stage->name, NULL);
    assert_int_equal(trace->status, 3);
}

static void the_dead_are_not_waited_for(void **state)
{
    struct stage *stage = *state;
    struct leftovers l;
    struct stage_process *trace;

    kernel_need_isolation(); /* the doctor would reap what is others' */
    l = leftovers_play(stage, SIM_PLAYING, NULL);
    leftovers_kill_all(&l);
    trace = stage_run(stage, "rondotrace", "-n", stage->name, "--wait", NULL);
    assert_int_equal(trace->status, 0);
    assert_tells_of(trace, &l);
    assert_int_equal(stage_run(stage, "rondoctl", "doctor", "--reap", NULL)->status, 0);
}

static struct stage_process *wait_for(const struct leftovers *l)
{
    struct stage *stage = l->rondo->stage;
    struct stage_process *trace = stage_prepare(stage);

    stage_start(trace, "rondotrace", "-n", stage->name, "--wait", NULL);
    stage_await_errors(trace, "waiting until the player");
    return trace;
}

/* The children remove every object, and their last steps fail for it: that, too, is recorded. */
static void of_a_killed_player_all_is_read_although_nothing_is_left(void **state)
{
    struct stage *stage = *state;
    struct leftovers l;
    struct stage_process *trace;

    kernel_need_isolation(); /* the doctor would reap what is others' */
    l = leftovers_play(stage, SIM_PAUSED, NULL);
    trace = wait_for(&l);
    kill(l.pids.rondo, SIGKILL);
    assert_int_equal(stage_wait(l.rondo), 128 + SIGKILL);
    assert_int_equal(stage_wait(trace), 0);
    assert_told_dead(trace, &l);
    assert_tells_of(trace, &l);
    assert_true(strstr(stage_out(trace), " EIDRM ") || strstr(stage_out(trace), " EINVAL "));
    leftovers_await_end(&l);
    assert_int_equal(stage_run(stage, "rondoctl", "doctor", "--reap", NULL)->status, 0);
}

static void a_player_that_ends_by_itself_is_waited_for_too(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    struct stage_process *trace = wait_for(&l);
    char text[64];

    kill(l.pids.rondo, SIGTERM);
    assert_int_equal(stage_wait(l.rondo), 0);
    assert_int_equal(stage_wait(trace), 0);
    snprintf(text, sizeof(text), " consumer %d ended\n", (int)l.pids.consumer);
    assert_has(stage_out(trace), text);
}

static void an_interrupt_ends_the_waiting_and_not_the_player(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    struct stage_process *trace = wait_for(&l);

    kill(trace->pid, SIGINT);
    assert_int_equal(stage_wait(trace), 0);
    assert_null(strstr(stage_errors(trace), "is dead"));
    assert_tells_of(trace, &l);
    assert_non_null(stage_status(l.rondo));
    kill(l.pids.rondo, SIGTERM);
    assert_int_equal(stage_wait(l.rondo), 0);
}

/* It sleeps in poll(), and is not run until the player ends. */
static void who_waits_does_not_ask_again_and_again(void **state)
{
    struct leftovers l = leftovers_play(*state, SIM_PLAYING, NULL);
    struct stage_process *trace = wait_for(&l);
    const struct control_pids waiting = {trace->pid, trace->pid, trace->pid};
    uint64_t slept;

    control_await_state(trace->pid, "S");
    slept = control_sleeps(&waiting);
    stage_await_number(l.rondo, "position", stage_number(stage_status(l.rondo), "position") + 0.5);
    assert_int_equal(control_sleeps(&waiting), slept);
    kill(l.pids.rondo, SIGTERM);
    assert_int_equal(stage_wait(l.rondo), 0);
    assert_int_equal(stage_wait(trace), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_KERNEL(what_all_three_did_before_they_were_killed_is_read),
        ON_KERNEL(the_dead_are_not_waited_for),
        ON_KERNEL(of_a_killed_player_all_is_read_although_nothing_is_left),
        ON_KERNEL(a_player_that_ends_by_itself_is_waited_for_too),
        ON_KERNEL(an_interrupt_ends_the_waiting_and_not_the_player),
        ON_KERNEL(who_waits_does_not_ask_again_and_again),
    };

    return cmocka_run_group_tests_name("rondotrace_dead", tests, NULL, NULL);
}
