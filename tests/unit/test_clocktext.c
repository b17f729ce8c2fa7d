/*
 * test_clocktext.c - times, read and written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "player/clocktext.h"

static void times_are_read_to_the_millisecond(void **state)
{
    static const struct {
        const char *text;
        uint64_t ms;
    } cases[] = {
        {"0", 0},
        {"12", 12000},
        {"12.5", 12500},
        {"12.05", 12050},
        {"0.0019", 1},
        {"90", 90000},
        {"1:02", 62000},
        {"0:59.999", 59999},
        {"90:00", 5400000},
        {"1:02:03.5", 3723500},
        {"00:00:00", 0},
        {"9999:59:59.999", 35999999999},
        {"35999999.999", 35999999999},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint64_t ms = UINT64_MAX;
        assert_int_equal(clocktext_parse(cases[i].text, &ms), 0);
        assert_int_equal(ms, cases[i].ms);
    }
}

static void what_is_no_time_is_refused_and_returns_nothing(void **state)
{
    static const char *const wrong[] = {
        "",
        " ",
        " 1",
        "1 ",
        "x",
        "1x",
        "-1",
        "+1",
        ".5",
        "5.",
        "1.5.5",
        "1.x",
        ":30",
        "1:",
        "1:2",
        "1:60",
        "1:002",
        "1:60:00",
        "1:00:60",
        "1:2:03",
        "1:00:00:00",
        "0x10",
        "1e3",
        "inf",
        "10000:00:00",
        "36000000",
        "123456789",
        "1:-5",
        "1:+5",
        "1,5",
        "1:02:",
        "1:02:03.",
        "99999999999999999999",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        uint64_t ms = 4711;
        assert_int_equal(clocktext_parse(wrong[i], &ms), -EINVAL);
        assert_int_equal(ms, 4711);
    }
}

static void a_sign_makes_a_seek_relative(void **state)
{
    static const struct {
        const char *text;
        struct clocktext_seek seek;
    } cases[] = {
        {"10", {false, 10000}}, {"+10", {true, 10000}},    {"-10", {true, -10000}},
        {"+0.25", {true, 250}}, {"-1:00", {true, -60000}}, {"1:00:00", {false, 3600000}},
        {"-0", {true, 0}},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct clocktext_seek seek = {.ms = INT64_MAX};
        assert_int_equal(clocktext_parse_seek(cases[i].text, &seek), 0);
        assert_int_equal(seek.relative, cases[i].seek.relative);
        assert_int_equal(seek.ms, cases[i].seek.ms);
    }
}

static void two_signs_or_a_sign_alone_are_no_seek(void **state)
{
    static const char *const wrong[] = {"", "+", "-", "+-1", "--1", "+ 1", "1+"};
    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct clocktext_seek seek = {.relative = false, .ms = 4711};
        assert_int_equal(clocktext_parse_seek(wrong[i], &seek), -EINVAL);
        assert_int_equal(seek.ms, 4711);
    }
}

static void times_are_written_in_whole_seconds_rounded_down(void **state)
{
    static const struct {
        uint64_t ms;
        const char *text;
    } cases[] = {
        {0, "0:00"},
        {999, "0:00"},
        {12000, "0:12"},
        {59999, "0:59"},
        {62000, "1:02"},
        {3599999, "59:59"},
        {3600000, "1:00:00"},
        {3723500, "1:02:03"},
        {35999999999, "9999:59:59"},
        {UINT64_MAX, "5124095576030:25:51"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[CLOCKTEXT_SIZE];
        clocktext_format(cases[i].ms, text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_to_the_millisecond),
        cmocka_unit_test(what_is_no_time_is_refused_and_returns_nothing),
        cmocka_unit_test(a_sign_makes_a_seek_relative),
        cmocka_unit_test(two_signs_or_a_sign_alone_are_no_seek),
        cmocka_unit_test(times_are_written_in_whole_seconds_rounded_down),
    };
    return cmocka_run_group_tests_name("clocktext", tests, NULL, NULL);
}
