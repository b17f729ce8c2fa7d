/*
 * test_sandbox_orphan.c - the sandbox stands in the way of no ordinary end: that of a producer
 * that is told to end, and that of one which has to clean up behind all others.
 */
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>

#include "tests/e2e/stage.h"

enum { STRIKES = 3, TIMES = 10 };

/* A rondo that plays for half a minute. */
static struct stage_process *play_long(struct stage *stage)
{
    char sample[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "sim", stage_sample("rondo-s16.flac", sample), NULL);

    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.1);
    return rondo;
}

static pid_t pid_of(struct stage_process *rondo, const char *member)
{
    return (pid_t)stage_number(stage_status(rondo), member);
}

static void a_producer_that_is_told_to_end_is_replaced_and_nobody_blamed(void **state)
{
    struct stage_process *rondo = play_long(*state);

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    for (int i = 1; i <= STRIKES + 1; i++) {
        stage_await_ready(rondo);
        kill(pid_of(rondo, "pids.producer"), SIGTERM);
        stage_await_number(rondo, "restarts.producer", i);
    }
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
}

/* Of a process that the test has adopted. */
static void assert_ended_well(pid_t orphan)
{
    int status;

    assert_int_equal(waitpid(orphan, &status, 0), orphan);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("the orphan ended with status %#x", (unsigned)status);
}

/* The player and the consumer are killed, and the producer is left with everything. */
static void kill_all_others(struct stage *stage)
{
    struct stage_process *rondo = play_long(stage);
    pid_t producer = pid_of(rondo, "pids.producer"), consumer = pid_of(rondo, "pids.consumer");
    struct instance_record record;
    struct shmid_ds segment;
    struct msqid_ds queue;

    assert_int_equal(instance_read(stage->name, &record), 0);
    kill(rondo->pid, SIGSTOP); /* it shall not start another consumer */
    kill(consumer, SIGKILL);
    kill(rondo->pid, SIGKILL);
    assert_int_equal(stage_wait(rondo), 128 + SIGKILL);
    assert_int_equal(waitpid(consumer, NULL, 0), consumer); /* for the segment lives with it */
    assert_ended_well(producer);
    assert_int_equal(semctl(record.set, 0, GETVAL), -1);
    assert_int_equal(shmctl(record.segment, IPC_STAT, &segment), -1);
    assert_int_equal(msgctl(record.requests, IPC_STAT, &queue), -1);
    assert_int_equal(msgctl(record.replies, IPC_STAT, &queue), -1);
}

static void the_producer_alone_removes_everything_when_the_others_are_killed(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char sample[PATH_MAX];

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (int i = 0; i < TIMES; i++)
        kill_all_others(stage);
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    /* The next of that name clears the file away. */
    rondo = stage_play(stage, "-q", "-o", "null", stage_sample("mono.wav", sample), NULL);
    assert_int_equal(stage_wait(rondo), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_producer_that_is_told_to_end_is_replaced_and_nobody_blamed),
        ON_STAGE(the_producer_alone_removes_everything_when_the_others_are_killed),
    };

    return cmocka_run_group_tests_name("sandbox_orphan", tests, NULL, NULL);
}
