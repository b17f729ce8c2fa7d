/*
 * test_text.c - any bytes, made fit for a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "player/text.h"

#define FFFD "\xef\xbf\xbd"

static void assert_sanitized(bool utf8, const char *source, const char *expected)
{
    char text[256];

    text_sanitize(utf8, text, sizeof(text), source);
    assert_string_equal(text, expected);
}

static void assert_fitted(bool utf8, const char *source, uint32_t columns, const char *expected,
                          uint32_t used)
{
    char text[256];

    assert_int_equal(text_fit(utf8, text, sizeof(text), source, columns), used);
    assert_string_equal(text, expected);
}

static void harmless_text_stays_as_it_is(void **state)
{
    (void)state;
    assert_sanitized(true, "Dvořák – Rusalka 月の歌 🎵", "Dvořák – Rusalka 月の歌 🎵");
    assert_sanitized(false, "plain ~ ASCII", "plain ~ ASCII");
    assert_sanitized(true, "", "");
}

static void what_would_steer_a_terminal_is_replaced(void **state)
{
    (void)state;
    assert_sanitized(true, "a\033[2Jb\n\r\t\x7f", "a" FFFD "[2Jb" FFFD FFFD FFFD FFFD);
    assert_sanitized(true,
                     "\xc2\x9b"
                     "31m",
                     FFFD "31m");
    assert_sanitized(false, "a\033[2J\nb", "a?[2J?b");
}

static void what_would_disguise_a_text_is_replaced(void **state)
{
    static const uint32_t codes[] = {0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
                                     0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f};
    (void)state;

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        const char source[] = {(char)0xe2, (char)(0x80 | (codes[i] >> 6 & 0x3f)),
                               (char)(0x80 | (codes[i] & 0x3f)), 'x', '\0'};
        assert_true(text_unsafe(codes[i]));
        assert_sanitized(true, source, FFFD "x");
        assert_sanitized(false, source, "?x");
    }
    assert_false(text_unsafe(0x2027));
    assert_false(text_unsafe(0x202f));
    assert_false(text_unsafe(0x2065));
    assert_false(text_unsafe(0x206a));
}

static void all_control_characters_and_no_others_are_unsafe_below_256(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 256; code++)
        assert_int_equal(text_unsafe(code), code < 32 || (code >= 127 && code < 160));
}

static void damaged_utf8_is_replaced_a_character_at_a_time(void **state)
{
    (void)state;
    assert_sanitized(true,
                     "a\xff"
                     "b",
                     "a" FFFD "b");
    assert_sanitized(true, "a\xe2\x82", "a" FFFD); /* cut off at the end */
    assert_sanitized(true,
                     "\xe2\x82"
                     "b",
                     FFFD "b");                                      /* cut off in the middle */
    assert_sanitized(true, "\xc0\xaf", FFFD FFFD);                   /* overlong '/' */
    assert_sanitized(true, "\xe0\x80\xaf", FFFD FFFD FFFD);          /* overlong '/' */
    assert_sanitized(true, "\xed\xa0\x80", FFFD FFFD FFFD);          /* a surrogate */
    assert_sanitized(true, "\xf4\x90\x80\x80", FFFD FFFD FFFD FFFD); /* above U+10FFFF */
    assert_sanitized(true, "\x80\xbf", FFFD FFFD);                   /* no beginning */
    assert_sanitized(true, "Bj\xf6rk", "Bj" FFFD "rk");              /* Latin-1 */
    assert_sanitized(false, "Bj\xf6rk", "Bj?rk");
}

static void every_character_is_decoded_to_itself(void **state)
{
    (void)state;
    for (uint32_t code = 1; code <= 0x10ffff; code++) {
        char text[5] = {0};
        uint32_t bytes;
        if (code < 0x80) {
            text[0] = (char)code;
        } else if (code < 0x800) {
            text[0] = (char)(0xc0 | code >> 6);
            text[1] = (char)(0x80 | (code & 0x3f));
        } else if (code < 0x10000) {
            text[0] = (char)(0xe0 | code >> 12);
            text[1] = (char)(0x80 | (code >> 6 & 0x3f));
            text[2] = (char)(0x80 | (code & 0x3f));
        } else {
            text[0] = (char)(0xf0 | code >> 18);
            text[1] = (char)(0x80 | (code >> 12 & 0x3f));
            text[2] = (char)(0x80 | (code >> 6 & 0x3f));
            text[3] = (char)(0x80 | (code & 0x3f));
        }
        uint32_t decoded = text_decode(text, &bytes);
        bool surrogate = code >= 0xd800 && code < 0xe000;
        if (decoded != (surrogate ? TEXT_INVALID : code) || bytes != (surrogate ? 1 : strlen(text)))
            fail_msg("U+%04X is decoded to %#x, %u bytes", code, decoded, bytes);
    }
}

static void the_end_takes_no_bytes(void **state)
{
    uint32_t bytes = 7;
    (void)state;

    assert_int_equal(text_decode("", &bytes), 0);
    assert_int_equal(bytes, 0);
}

static void outside_of_utf8_each_foreign_character_is_one_question_mark(void **state)
{
    (void)state;
    assert_sanitized(false, "Dvořák – 月", "Dvo??k ? ?");
}

static void a_text_is_cut_to_its_columns_with_an_ellipsis(void **state)
{
    (void)state;
    assert_fitted(true, "abcdef", 6, "abcdef", 6);
    assert_fitted(true, "abcdef", 5, "abcd…", 5);
    assert_fitted(true, "abcdef", 1, "…", 1);
    assert_fitted(true, "abcdef", 0, "", 0);
    assert_fitted(true, "", 0, "", 0);
    assert_fitted(false, "abcdef", 5, "ab...", 5);
    assert_fitted(false, "abcdef", 3, "...", 3);
    assert_fitted(false, "abcdef", 2, "..", 2);
    assert_fitted(false, "abcdef", 0, "", 0);
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    assert_fitted(true, "月月月", 6, "月月月", 6);
    assert_fitted(true, "月月月", 5, "月月…", 5);
    assert_fitted(true, "月月月", 4, "月…", 3);
    assert_fitted(true, "月月月", 2, "…", 1);
}

static void combining_characters_stay_with_their_letter(void **state)
{
    (void)state;
    assert_fitted(true,
                  "e\xcc\x81"
                  "e\xcc\x81",
                  2,
                  "e\xcc\x81"
                  "e\xcc\x81",
                  2);
    assert_fitted(true,
                  "e\xcc\x81"
                  "e\xcc\x81"
                  "e\xcc\x81",
                  2,
                  "e\xcc\x81"
                  "…",
                  2);
}

static void a_small_buffer_never_splits_a_character(void **state)
{
    static const char source[] = "a月e\xcc\x81\xff🎵z";
    (void)state;

    for (size_t size = 0; size <= sizeof(source) + 4; size++) {
        char *text = malloc(size + 1);
        assert_non_null(text);
        text[size] = 'X';
        text_sanitize(true, text, size, source);
        assert_int_equal(text[size], 'X');
        uint32_t bytes = 1;
        for (const char *at = text; size > 0 && bytes > 0; at += bytes)
            assert_int_not_equal(text_decode(at, &bytes), TEXT_INVALID);
        free(text);
    }
}

static void ascii_dots_shrink_with_the_buffer(void **state)
{
    char text[8];
    (void)state;

    assert_int_equal(text_fit(false, text, 5, "abcdef", 6), 4);
    assert_string_equal(text, "a...");
    assert_int_equal(text_fit(false, text, 3, "abcdef", 6), 2);
    assert_string_equal(text, "..");
    assert_int_equal(text_fit(false, text, 1, "abcdef", 6), 0);
    assert_string_equal(text, "");
}

static void the_locale_tells_whether_it_is_utf8(void **state)
{
    (void)state;
    assert_true(text_utf8());
    assert_non_null(setlocale(LC_CTYPE, "C"));
    assert_false(text_utf8());
    assert_sanitized(false, "ř", "?");
    assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(harmless_text_stays_as_it_is),
        cmocka_unit_test(what_would_steer_a_terminal_is_replaced),
        cmocka_unit_test(what_would_disguise_a_text_is_replaced),
        cmocka_unit_test(all_control_characters_and_no_others_are_unsafe_below_256),
        cmocka_unit_test(damaged_utf8_is_replaced_a_character_at_a_time),
        cmocka_unit_test(every_character_is_decoded_to_itself),
        cmocka_unit_test(the_end_takes_no_bytes),
        cmocka_unit_test(outside_of_utf8_each_foreign_character_is_one_question_mark),
        cmocka_unit_test(a_text_is_cut_to_its_columns_with_an_ellipsis),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(combining_characters_stay_with_their_letter),
        cmocka_unit_test(a_small_buffer_never_splits_a_character),
        cmocka_unit_test(ascii_dots_shrink_with_the_buffer),
        cmocka_unit_test(the_locale_tells_whether_it_is_utf8),
    };
    return cmocka_run_group_tests_name("text", tests, use_utf8, NULL);
}
