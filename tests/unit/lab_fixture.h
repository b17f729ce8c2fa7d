/*
 * lab_fixture.h - a guardian for a test of the lab's parts; nothing outlives the test.
 */
#ifndef TESTS_UNIT_LAB_FIXTURE_H
#define TESTS_UNIT_LAB_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "tools/rondolab/guardian.h"

/* *state is the guardian. */
static inline int lab_setup(void **state)
{
    static struct guardian guardian;

    *state = &guardian;
    return guardian_start(&guardian);
}

static inline int lab_teardown(void **state)
{
    guardian_end(*state);
    return 0;
}

#define IN_LAB(test) cmocka_unit_test_setup_teardown(test, lab_setup, lab_teardown)

#endif
