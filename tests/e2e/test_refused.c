/*
 * test_refused.c - the system has no room for another set, segment, queue or page: one line says
 * what could not be had and what helps, the exit status is 4, and nothing is left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_kernel.h"

enum { STATUS_NO_IPC = 4, NOT_LOADED = 127 };

/* The sanitizers' programs need terabytes of addresses. */
#ifdef RONDO_SANITIZE
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* Plays a file into nothing, which the program has to refuse in one line with these texts. */
static void assert_refused(struct stage *stage, const char *what, const char *why)
{
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "null", stage_sample("mono.wav", path), NULL);
    const char *line;

    assert_int_equal(stage_wait(rondo), STATUS_NO_IPC);
    line = stage_errors(rondo);
    if (strncmp(line, "rondo: cannot make the ", 23) != 0 || !strstr(line, what) ||
        !strstr(line, why) || strchr(line, '\n') != line + strlen(line) - 1)
        fail_msg("it says: %s", line);
    assert_int_equal(kernel_objects(stage), 0);
    assert_true(stage_is_empty(stage));
}

static void assert_limit_refused(struct stage *stage, const char *name, const char *value,
                                 const char *what, const char *why)
{
    kernel_limit(name, value);
    assert_refused(stage, what, why);
}

static const char memory[] = "the shared memory and semaphores: ";
static const char queues[] = "the message queues: ";

static void without_semaphore_sets_it_says_so(void **state)
{
    assert_limit_refused(*state, "sem", "32000 1024000000 500 0", memory, "kernel.sem");
}

static void without_semaphores_it_says_so(void **state)
{
    assert_limit_refused(*state, "sem", "32000 8 500 32000", memory, "kernel.sem");
}

static void with_sets_too_small_it_says_so(void **state)
{
    assert_limit_refused(*state, "sem", "8 1024000000 500 32000", memory, "kernel.sem");
}

static void with_too_few_operations_in_a_call_it_says_so(void **state)
{
    assert_limit_refused(*state, "sem", "32000 1024000000 4 32000", memory, "kernel.sem");
}

static void without_segments_it_says_so(void **state)
{
    assert_limit_refused(*state, "shmmni", "0", memory, "kernel.shmmni");
}

static void with_segments_too_small_it_says_so(void **state)
{
    assert_limit_refused(*state, "shmmax", "1000000", memory, "kernel.shmmax");
}

static void without_shared_pages_it_says_so(void **state)
{
    assert_limit_refused(*state, "shmall", "100", memory, "kernel.shmall");
}

static void without_queues_it_says_so(void **state)
{
    assert_limit_refused(*state, "msgmni", "0", queues, "kernel.msgmni");
}

static void with_one_queue_it_says_so(void **state)
{
    assert_limit_refused(*state, "msgmni", "1", queues, "kernel.msgmni");
}

/* Runs rondo with so much address space; it plays, or says in one line why not. */
static bool plays_within(struct stage *stage, unsigned kib)
{
    char path[PATH_MAX], program[PATH_MAX], name[64], limit[16];
    struct stage_process *rondo = stage_prepare(stage);
    const char *line;

    snprintf(program, sizeof(program), "%s/rondo", stage->programs);
    snprintf(name, sizeof(name), "--name=%s", stage->name);
    snprintf(limit, sizeof(limit), "%u", kib);
    stage_start(rondo, "sh", "-c", "ulimit -v $0; exec \"$@\"", limit, program, name, "-q", "-o",
                "null", stage_sample("mono.wav", path), NULL);
    stage_wait(rondo);
    line = stage_errors(rondo);
    if (rondo->status == 0)
        assert_string_equal(line, "");
    else if (rondo->status != NOT_LOADED &&
             (rondo->status != STATUS_NO_IPC || strncmp(line, "rondo: ", 7) != 0 ||
              strchr(line, '\n') != line + strlen(line) - 1))
        fail_msg("with %u KiB it exits with %d: %s", kib, rondo->status, line);
    kernel_await_empty(rondo);
    assert_true(stage_is_empty(stage));
    return rondo->status == 0;
}

/* Whatever it is that finds no memory: the loader, the segment, the thread, a child. */
static void with_too_little_memory_it_says_so(void **state)
{
    enum { LEAST_KIB = 2000, STEP_KIB = 2000, MOST_KIB = 400000 };
    unsigned kib = LEAST_KIB;

    if (SANITIZED)
        skip();
    while (!plays_within(*state, kib)) {
        kib += STEP_KIB;
        assert_true(kib < MOST_KIB);
    }
    assert_true(kib > LEAST_KIB);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_KERNEL(without_semaphore_sets_it_says_so),
        ON_KERNEL(without_semaphores_it_says_so),
        ON_KERNEL(with_sets_too_small_it_says_so),
        ON_KERNEL(with_too_few_operations_in_a_call_it_says_so),
        ON_KERNEL(without_segments_it_says_so),
        ON_KERNEL(with_segments_too_small_it_says_so),
        ON_KERNEL(without_shared_pages_it_says_so),
        ON_KERNEL(without_queues_it_says_so),
        ON_KERNEL(with_one_queue_it_says_so),
        ON_KERNEL(with_too_little_memory_it_says_so),
    };

    return cmocka_run_group_tests_name("refused", tests, NULL, NULL);
}
