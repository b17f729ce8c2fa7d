/*
 * options_line.h - command lines for options_parse().
 */
#ifndef TESTS_UNIT_OPTIONS_LINE_H
#define TESTS_UNIT_OPTIONS_LINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "player/options.h"

#define OUTPUTS "one of auto, portaudio[:NAME], sim, wav:FILE, raw:FILE or null, then ,option=value"

enum { ARGUMENTS_MAX = 16 };

/* An argv that may be reordered, for as long as a test runs. */
struct line {
    int count;
    char *arguments[ARGUMENTS_MAX + 1];
};

/* The arguments after "rondo", up to the first NULL. */
#define LINE(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

static inline struct line make_line(const char *const *arguments)
{
    struct line line = {.count = 1, .arguments = {(char *)"rondo"}};

    for (; *arguments; arguments++) {
        assert_in_range(line.count, 0, ARGUMENTS_MAX - 1);
        line.arguments[line.count++] = (char *)*arguments;
    }
    return line;
}

/* Parses what must be right; the files end up in *ret_line. */
static inline struct options parse(const char *const *arguments, struct line *ret_line)
{
    struct options options;
    char why[256] = "";

    *ret_line = make_line(arguments);
    int error = options_parse(ret_line->count, ret_line->arguments, &options, why, sizeof(why));
    assert_string_equal(why, "");
    assert_int_equal(error, 0);
    return options;
}

static inline void assert_refused(const char *const *arguments, const char *expected)
{
    struct line line = make_line(arguments);
    struct options options = {.volume = 4711};
    char why[256] = "";

    assert_int_equal(options_parse(line.count, line.arguments, &options, why, sizeof(why)),
                     -EINVAL);
    assert_string_equal(why, expected);
    assert_int_equal(options.volume, 4711);
}

#endif
