/*
 * test_json.c - JSON, byte by byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "player/json.h"

/* What a player might answer; uses every kind of value. */
static int write_reply(struct json *json, char *text, size_t size)
{
    json_begin(json, text, size);
    json_object(json, NULL);
    json_string(json, "id", "7");
    json_bool(json, "ok", true);
    json_null(json, "error");
    json_object(json, "track");
    json_integer(json, "number", -2);
    json_decimal(json, "seconds", 12.5, 3);
    json_close(json);
    json_array(json, "list");
    json_string(json, NULL, "a");
    json_object(json, NULL);
    json_close(json);
    json_array(json, NULL);
    json_close(json);
    json_integer(json, NULL, INT64_MIN);
    json_close(json);
    json_bool(json, "last", false);
    json_close(json);
    return json_end(json);
}

static const char reply[] = "{\"id\":\"7\",\"ok\":true,\"error\":null,"
                            "\"track\":{\"number\":-2,\"seconds\":12.500},"
                            "\"list\":[\"a\",{},[],-9223372036854775808],\"last\":false}";

static void assert_string_value(const char *value, const char *expected)
{
    char text[256];
    struct json json;

    json_begin(&json, text, sizeof(text));
    json_string(&json, NULL, value);
    assert_int_equal(json_end(&json), 0);
    assert_string_equal(text, expected);
}

static void assert_decimal(double value, uint32_t decimals, const char *expected)
{
    char text[64];
    struct json json;

    json_begin(&json, text, sizeof(text));
    json_decimal(&json, NULL, value, decimals);
    assert_int_equal(json_end(&json), 0);
    assert_string_equal(text, expected);
}

static void values_nest_with_commas_where_they_belong(void **state)
{
    char text[512];
    struct json json;
    (void)state;

    assert_int_equal(write_reply(&json, text, sizeof(text)), 0);
    assert_string_equal(text, reply);
}

static void a_buffer_of_just_the_size_is_enough_and_any_smaller_is_refused(void **state)
{
    (void)state;
    for (size_t size = 0; size <= sizeof(reply); size++) {
        char *text = malloc(size + 1);
        struct json json;
        assert_non_null(text);
        text[size] = 'X';
        assert_int_equal(write_reply(&json, text, size), size < sizeof(reply) ? -ENOSPC : 0);
        assert_int_equal(text[size], 'X');
        if (size > 0)
            assert_string_equal(text, size < sizeof(reply) ? "" : reply);
        free(text);
    }
}

static void strings_are_escaped(void **state)
{
    (void)state;
    assert_string_value("", "\"\"");
    assert_string_value("a/b", "\"a/b\"");
    assert_string_value("\"\\", "\"\\\"\\\\\"");
    assert_string_value("\n\t\x01\x1f", "\"\\u000a\\u0009\\u0001\\u001f\"");
    assert_string_value("Dvořák 🎵", "\"Dvořák 🎵\"");
}

static void what_is_unsafe_on_a_terminal_is_escaped_too(void **state)
{
    (void)state;
    assert_string_value("\x7f\xc2\x9b", "\"\\u007f\\u009b\"");
    assert_string_value("\xe2\x80\xae\xe2\x81\xa6\xe2\x80\xa8", "\"\\u202e\\u2066\\u2028\"");
}

static void damaged_utf8_becomes_the_replacement_character(void **state)
{
    (void)state;
    assert_string_value("Bj\xf6rk", "\"Bj\xef\xbf\xbdrk\"");
    assert_string_value("\xe2\x82", "\"\xef\xbf\xbd\"");
}

static void no_string_is_null(void **state)
{
    (void)state;
    assert_string_value(NULL, "null");
}

static void names_are_escaped_like_strings(void **state)
{
    char text[64];
    struct json json;
    (void)state;

    json_begin(&json, text, sizeof(text));
    json_object(&json, NULL);
    json_null(&json, "a\"b");
    json_close(&json);
    assert_int_equal(json_end(&json), 0);
    assert_string_equal(text, "{\"a\\\"b\":null}");
}

static void decimals_are_rounded_and_fixed_in_number(void **state)
{
    (void)state;
    assert_decimal(0, 2, "0.00");
    assert_decimal(1.005, 1, "1.0");
    assert_decimal(0.25, 1, "0.3");
    assert_decimal(-0.25, 1, "-0.3");
    assert_decimal(99.96, 1, "100.0");
    assert_decimal(2.5, 0, "3");
    assert_decimal(-12.0625, 4, "-12.0625");
    assert_decimal(0.000000001, 9, "0.000000001");
    assert_decimal(1.5, 99, "1.500000000");
    assert_decimal(9e15, 0, "9000000000000000");
}

static void a_rounded_zero_has_no_sign(void **state)
{
    (void)state;
    assert_decimal(-0.0, 1, "0.0");
    assert_decimal(-0.04, 1, "0.0");
}

static void what_is_no_number_is_null(void **state)
{
    (void)state;
    assert_decimal(NAN, 1, "null");
    assert_decimal(INFINITY, 1, "null");
    assert_decimal(-INFINITY, 1, "null");
    assert_decimal(1e16, 0, "null");
}

static void misuse_is_reported_and_leaves_no_text(void **state)
{
    char text[64];
    struct json json;
    (void)state;

    json_begin(&json, text, sizeof(text));
    assert_int_equal(json_end(&json), -EINVAL); /* nothing at all */

    json_begin(&json, text, sizeof(text));
    json_null(&json, NULL);
    json_null(&json, NULL);
    assert_int_equal(json_end(&json), -EINVAL); /* two values */

    json_begin(&json, text, sizeof(text));
    json_object(&json, NULL);
    assert_int_equal(json_end(&json), -EINVAL); /* not closed */
    assert_string_equal(text, "");

    json_begin(&json, text, sizeof(text));
    json_object(&json, NULL);
    json_null(&json, NULL);
    json_close(&json);
    assert_int_equal(json_end(&json), -EINVAL); /* no name */

    json_begin(&json, text, sizeof(text));
    json_array(&json, NULL);
    json_null(&json, "name");
    json_close(&json);
    assert_int_equal(json_end(&json), -EINVAL); /* a name in an array */

    json_begin(&json, text, sizeof(text));
    json_null(&json, NULL);
    json_close(&json);
    assert_int_equal(json_end(&json), -EINVAL); /* closed too often */
}

static void nesting_has_a_limit(void **state)
{
    char text[2 * JSON_DEPTH_MAX + 8];
    struct json json;
    (void)state;

    for (uint32_t levels = JSON_DEPTH_MAX; levels <= JSON_DEPTH_MAX + 1; levels++) {
        json_begin(&json, text, sizeof(text));
        for (uint32_t i = 0; i < levels; i++)
            json_array(&json, NULL);
        for (uint32_t i = 0; i < levels; i++)
            json_close(&json);
        assert_int_equal(json_end(&json), levels > JSON_DEPTH_MAX ? -EINVAL : 0);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_nest_with_commas_where_they_belong),
        cmocka_unit_test(a_buffer_of_just_the_size_is_enough_and_any_smaller_is_refused),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(what_is_unsafe_on_a_terminal_is_escaped_too),
        cmocka_unit_test(damaged_utf8_becomes_the_replacement_character),
        cmocka_unit_test(no_string_is_null),
        cmocka_unit_test(names_are_escaped_like_strings),
        cmocka_unit_test(decimals_are_rounded_and_fixed_in_number),
        cmocka_unit_test(a_rounded_zero_has_no_sign),
        cmocka_unit_test(what_is_no_number_is_null),
        cmocka_unit_test(misuse_is_reported_and_leaves_no_text),
        cmocka_unit_test(nesting_has_a_limit),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
