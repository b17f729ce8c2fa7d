/*
 * test_option.c - option lists of outputs.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "player/consumer/option.h"

/* What the rules saw, as text: "speed(2)loop()". */
static int note(void *target, const char *name, const char *value)
{
    char *notes = target;
    size_t used = strlen(notes);
    snprintf(notes + used, 100 - used, "%s(%s)", name, value);
    return strcmp(value, "bad") == 0 ? -EINVAL : strcmp(value, "full") == 0 ? -ENOMEM : 0;
}

static int parse_speed(void *target, const char *value)
{
    return note(target, "speed", value);
}

static int parse_loop(void *target, const char *value)
{
    return note(target, "loop", value);
}

static const struct option_rule rules[] = {
    {"speed", "a number from 0 to 9", parse_speed},
    {"loop", "no value", parse_loop},
    {NULL, NULL, NULL},
};

static char seen[100];
static char why[200];

static int parse(const char *text)
{
    seen[0] = '\0';
    why[0] = '\0';
    return option_parse(text, rules, seen, why, sizeof(why));
}

static void options_reach_their_rules_in_the_order_of_the_text(void **state)
{
    (void)state;
    assert_int_equal(parse("speed=2,loop,speed=1+3,loop=a=b"), 0);
    assert_string_equal(seen, "speed(2)loop()speed(1+3)loop(a=b)");
    assert_string_equal(why, "");
}

static void no_text_is_no_option(void **state)
{
    (void)state;
    assert_int_equal(parse(""), 0);
    assert_string_equal(seen, "");
}

static void an_unknown_option_is_named_together_with_the_known_ones(void **state)
{
    (void)state;
    assert_int_equal(parse("speed=2,pace=3,loop"), -EINVAL);
    assert_string_equal(seen, "speed(2)");
    assert_string_equal(why, "no option 'pace'; the options are: speed, loop");
    assert_int_equal(parse("spee=2"), -EINVAL);
    assert_int_equal(parse("speedy=2"), -EINVAL);
    assert_string_equal(seen, "");

    static const struct option_rule none[] = {{NULL, NULL, NULL}};
    assert_int_equal(option_parse("pace=3", none, NULL, why, sizeof(why)), -EINVAL);
    assert_string_equal(why, "no option 'pace'; this output has none");
}

static void an_empty_option_is_refused_wherever_it_stands(void **state)
{
    (void)state;
    assert_int_equal(parse(","), -EINVAL);
    assert_int_equal(parse("loop,"), -EINVAL);
    assert_int_equal(parse(",loop"), -EINVAL);
    assert_int_equal(parse("loop,,loop"), -EINVAL);
    assert_int_equal(parse("=3"), -EINVAL);
    assert_string_equal(why, "no option ''; the options are: speed, loop");
}

static void a_refused_value_is_named_together_with_what_is_accepted(void **state)
{
    (void)state;
    assert_int_equal(parse("speed=bad,loop"), -EINVAL);
    assert_string_equal(seen, "speed(bad)");
    assert_string_equal(why, "option speed does not take 'bad', only a number from 0 to 9");
    assert_int_equal(parse("loop=full"), -ENOMEM);
}

static void a_reason_is_cut_to_the_room_there_is(void **state)
{
    (void)state;
    char room[24];
    memset(room, 'x', sizeof(room));
    assert_int_equal(option_parse("pace", rules, seen, room, 20), -EINVAL);
    assert_string_equal(room, "no option 'pace'; t");
    assert_int_equal(room[20], 'x');
}

static void assert_number(const char *text, double expected)
{
    double number = -12345;
    if (option_number(text, -1000, 1e15, &number) < 0 || number != expected)
        fail_msg("'%s' became %.17g", text, number);
}

static void numbers_are_read_exactly(void **state)
{
    (void)state;
    assert_number("0", 0);
    assert_number("10", 10);
    assert_number("007", 7);
    assert_number("0.1", 0.1);
    assert_number(".25", 0.25);
    assert_number("5.", 5);
    assert_number("-1000", -1000);
    assert_number("-0.75", -0.75);
    assert_number("123456.789012345", 123456.789012345);
    assert_number("999999999999999", 999999999999999);
}

static void what_is_no_number_or_out_of_range_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        ".",
        "-",
        "-.",
        "+1",
        " 1",
        "1 ",
        "1e3",
        "0x10",
        "nan",
        "inf",
        "1,5",
        "1x",
        "1.2.3",
        "--1",
        "1.-2",
        "100.001",
        "-0.001",
        "1000",
        "9999999999999999",
        "0.0000000000000001",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        double number = -12345;
        if (option_number(texts[i], 0, 100, &number) != -EINVAL || number != -12345)
            fail_msg("'%s' was accepted", texts[i]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_reach_their_rules_in_the_order_of_the_text),
        cmocka_unit_test(no_text_is_no_option),
        cmocka_unit_test(an_unknown_option_is_named_together_with_the_known_ones),
        cmocka_unit_test(an_empty_option_is_refused_wherever_it_stands),
        cmocka_unit_test(a_refused_value_is_named_together_with_what_is_accepted),
        cmocka_unit_test(a_reason_is_cut_to_the_room_there_is),
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(what_is_no_number_or_out_of_range_is_refused_and_changes_nothing),
    };
    return cmocka_run_group_tests_name("option", tests, NULL, NULL);
}
