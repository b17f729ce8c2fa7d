/*
 * list_found.h - lists in memory: what list_parse() finds in them, or why it refuses them.
 */
#ifndef TESTS_UNIT_LIST_FOUND_H
#define TESTS_UNIT_LIST_FOUND_H

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/list.h"

/* "path|title\n" for each entry; parts of files as "path@first-end|title\n". */
struct found {
    char text[16384];
    size_t used;
    int stop; /* what to return for the first */
};

static inline int note(void *context, const struct list_item *item)
{
    struct found *found = context;
    char range[64] = "";

    if (item->range.hz > 0) {
        assert_int_equal(item->range.hz, LIST_CUE_HZ);
        snprintf(range, sizeof(range), "@%" PRIu64 "-%" PRIu64, item->range.first, item->range.end);
    }
    found->used += (size_t)snprintf(found->text + found->used, sizeof(found->text) - found->used,
                                    "%s%s|%s\n", item->path, range, item->title ? item->title : "");
    return found->stop;
}

/* The copy ends where the text ends, so that a read past it is seen. */
static inline int parse(const char *text, size_t bytes, const char *list, struct found *ret_found,
                        struct list_failure *ret_failure)
{
    char *copy = malloc(bytes + (bytes == 0));
    assert_non_null(copy);
    memcpy(copy, text, bytes);
    memset(ret_found->text, 0, sizeof(ret_found->text));
    ret_found->used = 0;
    int result = list_parse(copy, bytes, list, note, ret_found, ret_failure);
    free(copy);
    return result;
}

static inline void assert_parsed(const char *text, const char *list, const char *expected)
{
    struct found found = {0};
    struct list_failure failure = {0};

    assert_int_equal(parse(text, strlen(text), list, &found, &failure), 0);
    assert_string_equal(found.text, expected);
    assert_null(failure.reason);
}

static inline void assert_refused_bytes(const char *text, size_t bytes, const char *list,
                                        uint32_t line, const char *reason)
{
    struct found found = {0};
    struct list_failure failure = {0};

    assert_int_equal(parse(text, bytes, list, &found, &failure), -EBADMSG);
    assert_int_equal(failure.line, line);
    assert_string_equal(failure.reason, reason);
}

static inline void assert_refused(const char *text, const char *list, uint32_t line,
                                  const char *reason)
{
    assert_refused_bytes(text, strlen(text), list, line, reason);
}

#endif
