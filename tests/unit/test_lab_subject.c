/*
 * test_lab_subject.c - subjects do what they are ordered, and die at the moment that they are told.
 */
#include "tests/unit/lab_fixture.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/rondolab/subject.h"

/* Shared with the subject: what it came to do. */
struct trace {
    int acts;
    int last;
};

static void act(void *context, const struct order *order, struct answer *ret_answer)
{
    struct trace *trace = context;

    trace->acts++;
    trace->last = order->act;
    ret_answer->error = order->act == 7 ? -EDOM : 0;
    ret_answer->count = order->count + 1;
    if (order->dies == MOMENT_INSIDE)
        pause();
}

static struct trace *make_trace(void)
{
    void *memory =
        mmap(NULL, sizeof(struct trace), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_true(memory != MAP_FAILED);
    return memory;
}

static struct subject start(const struct guardian *guardian, struct trace *trace)
{
    struct subject subject;

    assert_int_equal(subject_start(guardian, act, trace, &subject), 0);
    return subject;
}

static void it_answers_each_order(void **state)
{
    struct trace *trace = make_trace();
    struct subject subject = start(*state, trace);
    struct answer answer;

    assert_int_equal(subject_do(&subject, 3, 41, &answer), 0);
    assert_int_equal(answer.count, 42);
    assert_int_equal(subject_do(&subject, 7, 0, NULL), -EDOM);
    assert_int_equal(trace->acts, 2);
    assert_int_equal(trace->last, 7);
    subject_dismiss(&subject);
    assert_int_equal(subject.pid, 0);
    munmap(trace, sizeof(*trace));
}

static void dies_at(void **state, enum moment moment, int acts_done)
{
    struct trace *trace = make_trace();
    struct subject subject = start(*state, trace);
    struct answer answer;
    int status;

    assert_int_equal(subject_order(&subject, &(struct order){.act = 1, .dies = moment}), 0);
    assert_int_equal(subject_answer(&subject, &answer), -ECHILD);
    status = subject_wait(&subject);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(trace->acts, acts_done);
    munmap(trace, sizeof(*trace));
}

static void before_an_act_it_dies_with_nothing_done(void **state)
{
    dies_at(state, MOMENT_BEFORE, 0);
}

static void after_an_act_it_dies_with_that_done_and_no_answer(void **state)
{
    dies_at(state, MOMENT_AFTER, 1);
}

static void in_a_race_it_says_first_that_it_begins(void **state)
{
    struct trace *trace = make_trace();
    struct subject subject = start(*state, trace);
    struct answer answer;

    assert_int_equal(subject_order(&subject, &(struct order){.act = 1, .dies = MOMENT_RACE}), 0);
    assert_int_equal(subject_answer(&subject, &answer), 0);
    assert_int_equal(answer.count, 0);
    assert_int_equal(subject_answer(&subject, &answer), 0);
    assert_int_equal(answer.count, 1);
    subject_kill(&subject);
    munmap(trace, sizeof(*trace));
}

static void who_is_dead_takes_no_order(void **state)
{
    struct trace *trace = make_trace();
    struct subject subject = start(*state, trace);

    kill(subject.pid, SIGKILL);
    assert_int_equal(subject_do(&subject, 1, 0, NULL), -ECHILD);
    subject_kill(&subject);
    subject_kill(&subject);
    munmap(trace, sizeof(*trace));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_LAB(it_answers_each_order),
        IN_LAB(before_an_act_it_dies_with_nothing_done),
        IN_LAB(after_an_act_it_dies_with_that_done_and_no_answer),
        IN_LAB(in_a_race_it_says_first_that_it_begins),
        IN_LAB(who_is_dead_takes_no_order),
    };

    return cmocka_run_group_tests_name("lab_subject", tests, NULL, NULL);
}
