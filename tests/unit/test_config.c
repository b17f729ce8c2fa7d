/*
 * test_config.c - the file of options: what is understood, refused, written, and followed later.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/config.h"

static int parse(const char *text, struct options *options, char why[512])
{
    /* The copy ends where the text ends, so that a read past it is seen. */
    size_t bytes = strlen(text);
    char *copy = malloc(bytes + (bytes == 0));
    int error;

    assert_non_null(copy);
    memcpy(copy, text, bytes);
    why[0] = '\0';
    error = config_parse(copy, bytes, "config", options, why, 512);
    free(copy);
    return error;
}

static void assert_refused(const char *text, const char *expected)
{
    struct options options;
    char why[512];

    options_defaults(&options);
    assert_int_equal(parse(text, &options, why), -EINVAL);
    assert_string_equal(why, expected);
}

static void lines_are_options_by_their_long_names(void **state)
{
    struct options options;
    char why[512];

    (void)state;
    options_defaults(&options);
    assert_int_equal(parse("# mine\n\n  volume=80\r\nbuffer = 2.5 \n\tquiet\n"
                           "output = portaudio:hw:0,0\non-device-loss\t=\twait\nvolume = 70",
                           &options, why),
                     0);
    assert_int_equal(options.volume, 70);
    assert_int_equal(options.buffer_ms, 2500);
    assert_true(options.quiet);
    assert_string_equal(options.output.kind, "portaudio");
    assert_string_equal(options.output.argument, "hw:0,0");
    assert_int_equal(options.on_device_loss, OPTIONS_LOSS_WAIT);
}

static void what_is_wrong_is_named_with_its_line(void **state)
{
    (void)state;
    assert_refused("quiet\nloud\n", "config:2: 'loud' is not an option; see rondo --print-config");
    assert_refused("volume = 101", "config:1: volume: '101' is not a number from 0 to 100 percent");
    assert_refused("\n\nvolume", "config:3: volume: needs a number from 0 to 100 percent");
    assert_refused("quiet = yes", "config:1: quiet: takes no value");
    assert_refused("help", "config:1: help: only on the command line");
    assert_refused("config = x", "config:1: config: only on the command line");
    assert_refused("v\x1b[2J = 1", "config:1: 'v?[2J' is not an option; see rondo --print-config");
}

static void a_line_that_is_no_text_is_refused(void **state)
{
    char *text = malloc(CONFIG_LINE_MAX + 2);
    struct options options;
    char why[512];

    (void)state;
    assert_non_null(text);
    options_defaults(&options);
    assert_int_equal(config_parse("quiet\0", 6, "config", &options, why, sizeof(why)), -EINVAL);
    assert_string_equal(why, "config:1: it is longer than 8192 bytes, or no text");
    memset(text, '#', CONFIG_LINE_MAX + 1);
    assert_int_equal(config_parse(text, CONFIG_LINE_MAX, "config", &options, why, sizeof(why)), 0);
    assert_int_equal(config_parse(text, CONFIG_LINE_MAX + 1, "config", &options, why, sizeof(why)),
                     -EINVAL);
    free(text);
}

static void what_is_written_is_understood_again(void **state)
{
    struct options options, again;
    char *text, *text_again, why[512];
    size_t size;
    FILE *file = open_memstream(&text, &size);

    (void)state;
    options_defaults(&options);
    assert_int_equal(
        parse("output=sim,speed=0\nname=kitchen\nstart=1:02.5\nlatency=20\nslow=9\nspool-limit=7\n"
              "no-sandbox\nstep\nconsumer-timeout=300\nproducer-timeout=400\n",
              &options, why),
        0);
    config_print(&options, file);
    fclose(file);
    options_defaults(&again);
    assert_int_equal(parse(text, &again, why), 0);
    assert_string_equal(again.output.options, "speed=0");
    assert_string_equal(again.name, "kitchen");
    assert_int_equal(again.start_ms, 62500);
    assert_true(again.step);
    assert_false(again.sandbox);
    file = open_memstream(&text_again, &size);
    config_print(&again, file);
    fclose(file);
    assert_string_equal(text_again, text);
    assert_non_null(strstr(text, "\n# quiet\n"));
    free(text_again);
    free(text);
}

static void what_is_between_two_tracks_is_one_thing_and_the_last_one_counts(void **state)
{
    static const struct {
        const char *text;
        uint32_t crossfade_ms;
        uint32_t gap_ms;
    } rows[] = {
        {"", 0, 0},
        {"crossfade = 5\n", 5000, 0},
        {"gap = 60\n", 0, 60000},
        {"crossfade = 2.5\ngap = 1\n", 0, 1000},
        {"gap = 1\ncrossfade = 30\n", 30000, 0},
        {"crossfade = 5\ngap = 0\n", 5000, 0},
        {"gap = 5\ncrossfade = 0\n", 0, 5000},
    };
    static const char *const wrong[] = {"crossfade = 30.5\n", "crossfade = -1\n", "gap = 60.001\n",
                                        "gap = 1:00\n", "gap =\n"};
    struct options options;
    char why[512];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        options_defaults(&options);
        assert_int_equal(parse(rows[i].text, &options, why), 0);
        assert_int_equal(options.crossfade_ms, rows[i].crossfade_ms);
        assert_int_equal(options.gap_ms, rows[i].gap_ms);
    }
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(parse(wrong[i], &options, why), -EINVAL);
    assert_non_null(strstr(why, "gap: '' is not a number from 0 to 60 seconds"));
}

static void modes_are_written_as_they_are_understood(void **state)
{
    static const char text[] =
        "end = 62.500\nloop = 0.500-60.000\nrepeat = all\nshuffle\nseed = 7\n";
    struct options options;
    char *written = NULL, why[512];
    size_t size;
    FILE *file = open_memstream(&written, &size);

    (void)state;
    assert_non_null(file);
    options_defaults(&options);
    config_print(&options, file);
    assert_int_equal(fflush(file), 0);
    assert_non_null(strstr(written, "\n# end =\n# loop =\nrepeat = off\n# shuffle\n# seed =\n"));
    assert_int_equal(parse(text, &options, why), 0);
    config_print(&options, file);
    assert_int_equal(fclose(file), 0);
    assert_non_null(strstr(written, text));
    free(written);
}

static void only_what_can_change_while_it_plays_is_followed(void **state)
{
    struct options options, fresh;
    char why[512], others[256];

    (void)state;
    options_defaults(&options);
    options_defaults(&fresh);
    assert_int_equal(parse("volume=5\nbuffer=7\nquiet\non-device-loss=quit", &fresh, why), 0);
    config_follow(&options, &fresh, others, sizeof(others));
    assert_string_equal(others, "buffer, quiet");
    assert_int_equal(options.volume, 5);
    assert_int_equal(options.on_device_loss, OPTIONS_LOSS_QUIT);
    assert_int_equal(options.buffer_ms, 5000);
    assert_false(options.quiet);
    fresh = options;
    config_follow(&options, &fresh, others, sizeof(others));
    assert_string_equal(others, "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_options_by_their_long_names),
        cmocka_unit_test(what_is_wrong_is_named_with_its_line),
        cmocka_unit_test(a_line_that_is_no_text_is_refused),
        cmocka_unit_test(what_is_written_is_understood_again),
        cmocka_unit_test(what_is_between_two_tracks_is_one_thing_and_the_last_one_counts),
        cmocka_unit_test(modes_are_written_as_they_are_understood),
        cmocka_unit_test(only_what_can_change_while_it_plays_is_followed),
    };

    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
