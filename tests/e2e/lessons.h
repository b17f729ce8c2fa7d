/*
 * lessons.h - running the programs of samples/ipc on a stage.
 */
#ifndef TESTS_E2E_LESSONS_H
#define TESTS_E2E_LESSONS_H

#include "tests/e2e/stage_kernel.h"

enum { LESSONS = 34, LESSONS_LINES = 6 };

/* All programs but the pseudo player, and what each has to say when all goes well. */
extern const struct lessons_entry {
    const char *name;
    bool objects; /* it makes System V objects, FIFOs or sockets with a name */
    const char *lines[LESSONS_LINES];
} lessons[LESSONS];

/*
 * For cmocka, as ON_KERNEL: the stage's programs are the lessons, and its folder is where they make
 * theirs. The teardown fails the test if such a folder is left.
 */
int lessons_setup(void **state);
int lessons_teardown(void **state);
#define ON_LESSONS(test) cmocka_unit_test_setup_teardown(test, lessons_setup, lessons_teardown)

/* It has ended with status 0, has said its lines, and nothing was other than told. */
void lessons_assert_true(const struct lessons_entry *lesson, struct stage_process *process);

/*
 * In a terminal, with --wait: Enter is pressed until it waits for its step number `step`; false if
 * it has ended before it came to that.
 */
bool lessons_stop_at(struct stage_process *process, const struct lessons_entry *lesson,
                     unsigned step);

/* The process that was killed has gone, and so has all that it and its relatives have made. */
void lessons_await_gone(struct stage_process *process);

#endif
