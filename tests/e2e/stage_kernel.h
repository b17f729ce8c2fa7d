/*
 * stage_kernel.h - a stage whose System V objects no other program sees, with limits of its own.
 *
 * For that the test process itself moves into a new IPC namespace, which only root may. Others
 * see what the stage knows of; what needs limits is skipped for them.
 */
#ifndef TESTS_E2E_STAGE_KERNEL_H
#define TESTS_E2E_STAGE_KERNEL_H

#include "tests/e2e/stage.h"

/* As stage_setup() and stage_teardown(); at the end nothing at all is in the namespace. */
int kernel_setup(void **state);
int kernel_teardown(void **state);
#define ON_KERNEL(test) cmocka_unit_test_setup_teardown(test, kernel_setup, kernel_teardown)

/* Skips the test where others may see our objects, and we theirs. */
void kernel_need_isolation(void);

/* Sets /proc/sys/kernel/NAME, or skips the test. */
void kernel_limit(const char *name, const char *value);

/* How many objects there are: in the namespace, or that the stage knows of. */
unsigned kernel_objects(const struct stage *stage);

/* Until there are none; this process has ended, or is one that has nothing to do with it. */
void kernel_await_empty(struct stage_process *process);

#endif
