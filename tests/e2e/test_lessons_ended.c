/*
 * test_lessons_ended.c - however a lesson is ended, by a key, a signal, kill -9 or the death of one
 * of its processes, it leaves no object, no file and no process.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/e2e/lessons.h"

enum { CHILDREN_MAX = 16 };

/* Another way to end it at each step. Returns the status that it ends with. */
static int end(struct stage_process *process, size_t way)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGKILL};
    int number = numbers[way % 3];

    if (number == SIGINT)
        stage_type(process, "\003");
    else
        kill(process->pid, number);
    return 128 + number;
}

static void ctrl_c_sigterm_or_kill_9_before_any_step_leaves_nothing(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *process;
        unsigned step = 1;

        for (;; step++) {
            int status;

            process = stage_prepare(stage);
            if (!lessons_stop_at(process, &lessons[i], step))
                break;
            status = end(process, i + step);
            assert_int_equal(stage_wait(process), status);
            lessons_await_gone(process);
        }
        assert_true(step > 1);
        assert_int_equal(process->status, 0);
    }
}

/* As soon as it has told something, or a moment later: whatever it is doing then. */
static void killed_at_any_moment_it_leaves_nothing(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < LESSONS; i++)
        for (long ms = 1; lessons[i].objects && ms <= 32; ms *= 2) {
            const struct timespec moment = {.tv_nsec = (ms - 1) * 1000000};
            struct stage_process *process = stage_prepare(stage);
            uint64_t since = 0;

            stage_start(process, lessons[i].name, NULL);
            while (stage_out(process)[0] == '\0' && !process->ended)
                stage_tick(process, &since, "the first line");
            nanosleep(&moment, NULL);
            kill(process->pid, i % 2 == 0 ? SIGKILL : SIGINT);
            lessons_await_gone(process);
        }
}

static void killed_before_it_knows_what_it_has_made_it_leaves_nothing(void **state)
{
    struct stage *stage = *state;

#ifdef RONDO_SANITIZE
    skip(); /* its own library wants to be the first */
#endif
    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *process = stage_prepare(stage);
        uint64_t since = 0;

        if (!lessons[i].objects)
            continue;
        setenv("LD_PRELOAD", SLOW_IDS, 1);
        stage_start(process, lessons[i].name, NULL);
        unsetenv("LD_PRELOAD");
        while (kernel_objects(stage) == 0 && !process->ended)
            stage_tick(process, &since, "an object");
        if (!process->ended)
            kill(process->pid, SIGKILL);
        lessons_await_gone(process);
    }
}

/* Its children, in the order in which they were started; the first one is the janitor. */
static unsigned children(const struct stage_process *process, pid_t pids[CHILDREN_MAX])
{
    char path[64];
    unsigned count = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)process->pid, (int)process->pid);
    file = fopen(path, "re");
    if (!file)
        skip();
    while (count < CHILDREN_MAX && fscanf(file, "%d", &pids[count]) == 1)
        count++;
    fclose(file);
    return count;
}

static void the_death_of_one_of_its_processes_is_told_and_leaves_nothing(void **state)
{
    struct stage *stage = *state;
    unsigned deaths = 0;

    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *process = stage_prepare(stage);
        pid_t pids[CHILDREN_MAX];
        unsigned step = 2, count;

        for (; lessons_stop_at(process, &lessons[i], step); step++) {
            count = children(process, pids);
            if (count > 1) {
                kill(pids[1], SIGKILL);
                for (int key = 0; key < 8; key++)
                    stage_type(process, "\n");
                stage_wait(process);
                assert_true(process->status == 1);
                deaths++;
            } else {
                kill(process->pid, SIGKILL);
            }
            lessons_await_gone(process);
            process = stage_prepare(stage);
        }
        assert_int_equal(process->status, 0);
    }
    assert_true(deaths > 3);
}

static void a_reader_that_leaves_ends_it_and_leaves_nothing(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *process = stage_prepare(stage);
        char line[PATH_MAX + 64];

        snprintf(line, sizeof(line), "'%s/%s' | head -n 1", stage->programs, lessons[i].name);
        stage_start(process, "sh", "-c", line, NULL);
        lessons_await_gone(process);
        assert_int_equal(strncmp(stage_out(process), lessons[i].name, strlen(lessons[i].name)), 0);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_LESSONS(ctrl_c_sigterm_or_kill_9_before_any_step_leaves_nothing),
        ON_LESSONS(killed_at_any_moment_it_leaves_nothing),
        ON_LESSONS(killed_before_it_knows_what_it_has_made_it_leaves_nothing),
        ON_LESSONS(the_death_of_one_of_its_processes_is_told_and_leaves_nothing),
        ON_LESSONS(a_reader_that_leaves_ends_it_and_leaves_nothing),
    };

    return cmocka_run_group_tests_name("lessons_ended", tests, NULL, NULL);
}
