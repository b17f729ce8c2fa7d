/*
 * display_fixture.h - what the tests of the line show, and how they look at it.
 */
#ifndef TESTS_UNIT_DISPLAY_FIXTURE_H
#define TESTS_UNIT_DISPLAY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "player/display.h"
#include "player/text.h"

static const struct display_view view = {
    .state = DISPLAY_PLAYING,
    .number = 2,
    .count = 5,
    .artist = "Dvořák",
    .title = "Rusalka, Song to the Moon",
    .path = "music/rusalka.flac",
    .elapsed_ms = 12345,
    .total_ms = 225000,
    .ring = 0.98,
    .volume = 80,
    .codec = "FLAC",
    .rate = 44100,
    .channels = 2,
    .sample = "s16",
};

static inline void assert_line(const struct display_view *shown, uint32_t columns, bool utf8,
                               const char *expected)
{
    const struct display_style style = {.columns = columns, .utf8 = utf8};
    char text[DISPLAY_SIZE];

    display_line(shown, &style, text);
    assert_string_equal(text, expected);
}

/* Columns as a terminal counts them; colours take none. */
static inline uint32_t columns_of(const char *text)
{
    char plain[DISPLAY_SIZE];
    char copy[DISPLAY_SIZE];
    size_t used = 0;

    while (*text) {
        if (*text == '\033')
            text += strcspn(text, "m") + 1;
        else
            plain[used++] = *text++;
    }
    plain[used] = '\0';
    uint32_t columns = text_fit(true, copy, sizeof(copy), plain, UINT32_MAX);
    assert_string_equal(copy, plain);
    return columns;
}

static inline int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

#endif
