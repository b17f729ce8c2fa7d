/*
 * test_options_output.c - the value of --output.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "player/options.h"

static void an_output_is_taken_apart(void **state)
{
    static const struct {
        const char *text;
        struct options_output output;
    } cases[] = {
        {"auto", {"auto", "", ""}},
        {"portaudio", {"portaudio", "", ""}},
        {"portaudio:3", {"portaudio", "3", ""}},
        {"portaudio:PCH: ALC257 (hw:0,0)", {"portaudio", "PCH: ALC257 (hw:0,0)", ""}},
        {"portaudio:hw:0,0,exclusive=1", {"portaudio", "hw:0,0", "exclusive=1"}},
        {"sim,speed=0,stall=1+2", {"sim", "", "speed=0,stall=1+2"}},
        {"sim,record=a,b.wav", {"sim", "", "record=a,b.wav"}},
        {"wav:a, b=c.wav", {"wav", "a, b=c.wav", ""}},
        {"wav:a,b=c.wav", {"wav", "a,b=c.wav", ""}},
        {"wav:/x/y.wav", {"wav", "/x/y.wav", ""}},
        {"wav:a,", {"wav", "a,", ""}},
        {"raw:-", {"raw", "-", ""}},
        {"raw:-,x_y=", {"raw", "-,x_y=", ""}},
        {"null", {"null", "", ""}},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct options_output output;
        assert_int_equal(options_parse_output(cases[i].text, &output), 0);
        assert_string_equal(output.kind, cases[i].output.kind);
        assert_string_equal(output.argument, cases[i].output.argument);
        assert_string_equal(output.options, cases[i].output.options);
    }
}

static void what_is_no_output_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",       "oss",         "AUTO",    "aut",     "autos",  "a-kind-with-a-very-long-name",
        "auto:x", "sim:",        "sim:x",   "null:",   "null:x", "portaudio:",
        "wav",    "wav:",        "raw",     "wav,a=b", "sim,",   "sim,speed",
        "sim,=1", "sim,,a=1",    "raw,a=b", ":",       ",",      ":x",
        ",a=b",   "sim,Speed=1",
    };
    struct options_output output = {.kind = "kept"};
    (void)state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(options_parse_output(wrong[i], &output), -EINVAL);

    assert_string_equal(output.kind, "kept");
}

static void an_output_is_as_long_as_there_is_room_for(void **state)
{
    char text[4 + PATH_MAX + 1];
    struct options_output output;
    (void)state;

    memset(text, 'x', sizeof(text));
    memcpy(text, "wav:", 4);
    text[4 + PATH_MAX - 1] = '\0';
    assert_int_equal(options_parse_output(text, &output), 0);
    assert_string_equal(output.argument, text + 4);
    text[4 + PATH_MAX - 1] = 'x';
    text[4 + PATH_MAX] = '\0';
    assert_int_equal(options_parse_output(text, &output), -EINVAL);

    memcpy(text, "sim,a=", 6);
    text[4 + sizeof(output.options) - 1] = '\0';
    assert_int_equal(options_parse_output(text, &output), 0);
    assert_string_equal(output.options, text + 4);
    text[4 + sizeof(output.options) - 1] = 'x';
    text[4 + sizeof(output.options)] = '\0';
    assert_int_equal(options_parse_output(text, &output), -EINVAL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_output_is_taken_apart),
        cmocka_unit_test(what_is_no_output_is_refused),
        cmocka_unit_test(an_output_is_as_long_as_there_is_room_for),
    };

    return cmocka_run_group_tests_name("options_output", tests, NULL, NULL);
}
