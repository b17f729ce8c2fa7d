/*
 * test_options_values.c - what the values of options may be, and what is said of others.
 */
#include "tests/unit/options_line.h"

static void modes_are_taken(void **state)
{
    struct line line;
    (void)state;

    struct options options = parse(LINE("a"), &line);
    assert_int_equal(options.modes.repeat, ORDER_REPEAT_OFF);
    assert_false(options.modes.shuffle || options.modes.seeded);
    assert_int_equal(options.modes.end_ms + options.modes.loop_to_ms, 0);
    options = parse(LINE("--end", "1:02.5", "--loop=0.5-1:00", "--repeat", "all", "--shuffle",
                         "--seed=4294967295", "a"),
                    &line);
    assert_int_equal(options.modes.end_ms, 62500);
    assert_int_equal(options.modes.loop_from_ms, 500);
    assert_int_equal(options.modes.loop_to_ms, 60000);
    assert_int_equal(options.modes.repeat, ORDER_REPEAT_ALL);
    assert_true(options.modes.shuffle && options.modes.seeded);
    assert_int_equal(options.modes.seed, UINT32_MAX);
    assert_refused(LINE("--end", "0", "a"),
                   "--end: '0' is not a time such as 90, 1:30 or 1:02:03.5, above 0");
    assert_refused(LINE("--loop", "5-5", "a"),
                   "--loop: '5-5' is not two times such as 1:30-2:05, the first below the second");
    assert_refused(LINE("--repeat", "two", "a"), "--repeat: 'two' is not one of off, one or all");
    assert_refused(LINE("--seed", "-1", "a"), "--seed: '-1' is not a number from 0 to 4294967295");
}

static void a_wrong_value_is_named_with_what_is_accepted(void **state)
{
    (void)state;
    assert_refused(LINE("--latency", "5000", "a"),
                   "--latency: '5000' is not a number from 10 to 1000 ms");
    assert_refused(LINE("--latency", "9"), "--latency: '9' is not a number from 10 to 1000 ms");
    assert_refused(LINE("--latency=80ms"), "--latency: '80ms' is not a number from 10 to 1000 ms");
    assert_refused(LINE("--volume", "101"),
                   "--volume: '101' is not a number from 0 to 100 percent");
    assert_refused(LINE("--volume", "-1"), "--volume: '-1' is not a number from 0 to 100 percent");
    assert_refused(LINE("--volume="), "--volume: '' is not a number from 0 to 100 percent");
    assert_refused(LINE("--start", "1:2"),
                   "--start: '1:2' is not a time such as 90, 1:30 or 1:02:03.5");
    assert_refused(LINE("-n", "a b"), "--name: 'a b' is not 1 to 32 letters, digits, '-' and '_'");
    assert_refused(LINE("-ooss"), "--output: 'oss' is not " OUTPUTS);
}

static void what_a_failure_leads_to_is_an_option(void **state)
{
    static const char *const words[] = {"pause", "wait", "quit"};
    struct line line;
    struct options options = parse(LINE("x"), &line);
    (void)state;

    assert_int_equal(options.on_device_loss, OPTIONS_LOSS_PAUSE);
    assert_int_equal(options.consumer_timeout_ms, 1000);
    assert_int_equal(options.producer_timeout_ms, 10000);
    assert_int_equal(options.spool_limit_mib, 1024);
    assert_true(options.sandbox);
    assert_false(options.resume);
    for (uint32_t i = 0; i < 3; i++) {
        options = parse(LINE("--on-device-loss", words[i], "x"), &line);
        assert_int_equal(options.on_device_loss, i);
    }
    options = parse(LINE("--consumer-timeout=200", "--producer-timeout=60000", "--no-sandbox", "x"),
                    &line);
    assert_int_equal(options.consumer_timeout_ms, 200);
    assert_int_equal(options.producer_timeout_ms, 60000);
    assert_false(options.sandbox);
    assert_refused(LINE("--on-device-loss=cry", "x"),
                   "--on-device-loss: 'cry' is not one of pause, wait or quit");
    assert_refused(LINE("--consumer-timeout=199", "x"),
                   "--consumer-timeout: '199' is not a number from 200 to 60000 ms");
    assert_int_equal(parse(LINE("--spool-limit=65536", "x"), &line).spool_limit_mib, 65536);
    assert_refused(LINE("--spool-limit=0", "x"),
                   "--spool-limit: '0' is not a number from 1 to 65536 MiB");
    assert_refused(LINE("--producer-timeout=60001", "x"),
                   "--producer-timeout: '60001' is not a number from 200 to 60000 ms");
}

static void a_rate_and_channels_are_what_a_device_could_take(void **state)
{
    struct line line;
    (void)state;

    assert_int_equal(parse(LINE("--rate", "48000", "a"), &line).rate, 48000);
    assert_int_equal(parse(LINE("--channels=8", "a"), &line).channels, 8);
    assert_refused(LINE("--rate", "999", "a"),
                   "--rate: '999' is not a number from 1000 to 768000 Hz");
    assert_refused(LINE("--rate", "48k", "a"),
                   "--rate: '48k' is not a number from 1000 to 768000 Hz");
    assert_refused(LINE("--channels", "0", "a"), "--channels: '0' is not a number from 1 to 8");
    assert_refused(LINE("--channels", "9", "a"), "--channels: '9' is not a number from 1 to 8");
}

static void a_buffer_is_half_a_second_to_a_minute(void **state)
{
    static const char *const wrong[] = {"0.499", "60.001", "0:30", "", "5s", "-5", "0", "1e1"};
    struct line line;
    char expected[100];
    (void)state;

    assert_int_equal(parse(LINE("--buffer", "60", "a"), &line).buffer_ms, 60000);
    assert_int_equal(parse(LINE("--buffer", "2.25", "a"), &line).buffer_ms, 2250);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        snprintf(expected, sizeof(expected),
                 "--buffer: '%s' is not a number from 0.5 to 60 seconds", wrong[i]);
        assert_refused(LINE("--buffer", wrong[i], "a"), expected);
    }
}

static void slow_motion_is_the_simulated_devices(void **state)
{
    struct line line;
    struct options options;
    (void)state;

    options = parse(LINE("--slow", "25", "a"), &line);
    assert_int_equal(options.slow, 25);
    assert_false(options.step);
    assert_string_equal(options.output.kind, "sim");
    options = parse(LINE("--step", "-o", "sim,period=5", "a"), &line);
    assert_true(options.step);
    assert_string_equal(options.output.options, "period=5");
    options = parse(LINE("--slow=1", "-o", "null", "a"), &line);
    assert_string_equal(options.output.kind, "null");
    assert_refused(LINE("--slow", "0", "a"), "--slow: '0' is not a number from 1 to 100");
    assert_refused(LINE("--slow", "101", "a"), "--slow: '101' is not a number from 1 to 100");
    assert_refused(LINE("--slow", "2", "-o", "null", "a"),
                   "--slow: only -o sim can be slowed down, not -o null");
    assert_refused(LINE("-o", "portaudio:1", "--step", "a"),
                   "--step: only -o sim can be slowed down, not -o portaudio");
}

static void numbers_are_digits_within_their_bounds(void **state)
{
    static const char *const wrong[] = {"",    "4",   "4294967296", "99999999999999999999999",
                                        "+7",  "-7",  " 7",         "7 ",
                                        "7.0", "0x7", "7a"};
    uint32_t number = 0;
    (void)state;

    assert_int_equal(options_parse_number("5", 5, UINT32_MAX, &number), 0);
    assert_int_equal(number, 5);
    assert_int_equal(options_parse_number("4294967295", 5, UINT32_MAX, &number), 0);
    assert_int_equal(number, UINT32_MAX);
    assert_int_equal(options_parse_number("0007", 5, 7, &number), 0);
    assert_int_equal(number, 7);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(options_parse_number(wrong[i], 5, UINT32_MAX, &number), -EINVAL);
    assert_int_equal(options_parse_number("8", 5, 7, &number), -EINVAL);
    assert_int_equal(number, 7);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(modes_are_taken),
        cmocka_unit_test(a_wrong_value_is_named_with_what_is_accepted),
        cmocka_unit_test(what_a_failure_leads_to_is_an_option),
        cmocka_unit_test(a_rate_and_channels_are_what_a_device_could_take),
        cmocka_unit_test(a_buffer_is_half_a_second_to_a_minute),
        cmocka_unit_test(slow_motion_is_the_simulated_devices),
        cmocka_unit_test(numbers_are_digits_within_their_bounds),
    };

    return cmocka_run_group_tests_name("options_values", tests, NULL, NULL);
}
