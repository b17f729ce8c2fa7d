/*
 * test_options.c - the command line: what is an option, and what is said of what is not.
 */
#include "tests/unit/options_line.h"

static void a_file_alone_is_played_with_all_defaults(void **state)
{
    struct line line;
    (void)state;

    struct options options = parse(LINE("a.wav"), &line);
    assert_int_equal(options.action, OPTIONS_PLAY);
    assert_string_equal(options.output.kind, "auto");
    assert_string_equal(options.output.argument, "");
    assert_string_equal(options.output.options, "");
    assert_string_equal(options.name, "default");
    assert_int_equal(options.start_ms, 0);
    assert_int_equal(options.buffer_ms, 5000);
    assert_int_equal(options.latency_ms, 80);
    assert_int_equal(options.volume, 100);
    assert_int_equal(options.rate, 0);
    assert_int_equal(options.channels, 0);
    assert_false(options.quiet);
    assert_int_equal(options.file_count, 1);
    assert_string_equal(options.files[0], "a.wav");
}

static void every_option_is_taken_in_its_long_form(void **state)
{
    struct line line;
    (void)state;

    struct options options =
        parse(LINE("--output", "sim,speed=0", "--name=kitchen", "--start", "1:02.5", "--buffer=0.5",
                   "--latency", "1000", "--volume=0", "--quiet", "a", "b"),
              &line);
    assert_string_equal(options.output.kind, "sim");
    assert_string_equal(options.output.options, "speed=0");
    assert_string_equal(options.name, "kitchen");
    assert_int_equal(options.start_ms, 62500);
    assert_int_equal(options.buffer_ms, 500);
    assert_int_equal(options.latency_ms, 1000);
    assert_int_equal(options.volume, 0);
    assert_true(options.quiet);
    assert_int_equal(options.file_count, 2);
    assert_string_equal(options.files[1], "b");
}

static void short_and_abbreviated_forms_are_taken(void **state)
{
    struct line line;
    (void)state;

    struct options options = parse(LINE("-qn", "x", "-onull", "--vol", "7", "a"), &line);
    assert_true(options.quiet);
    assert_string_equal(options.name, "x");
    assert_string_equal(options.output.kind, "null");
    assert_int_equal(options.volume, 7);
}

static void options_may_follow_files_and_the_last_of_a_kind_counts(void **state)
{
    struct line line;
    (void)state;

    struct options options = parse(LINE("a", "--volume", "1", "b", "--volume", "2", "-q"), &line);
    assert_int_equal(options.volume, 2);
    assert_true(options.quiet);
    assert_int_equal(options.file_count, 2);
    assert_string_equal(options.files[0], "a");
    assert_string_equal(options.files[1], "b");
}

static void after_two_dashes_everything_is_a_file(void **state)
{
    struct line line;
    (void)state;

    struct options options = parse(LINE("-q", "--", "-n", "--volume", "--"), &line);
    assert_true(options.quiet);
    assert_int_equal(options.file_count, 3);
    assert_string_equal(options.files[0], "-n");
    assert_string_equal(options.files[1], "--volume");
    assert_string_equal(options.files[2], "--");
}

static void what_asks_for_something_else_needs_no_file_and_ends_the_parsing(void **state)
{
    static const struct {
        const char *argument;
        enum options_action action;
    } cases[] = {
        {"--help", OPTIONS_HELP},       {"-h", OPTIONS_HELP},
        {"--version", OPTIONS_VERSION}, {"--list-devices", OPTIONS_LIST_DEVICES},
        {"--signals", OPTIONS_SIGNALS},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct line line;
        struct options options = parse(LINE(cases[i].argument, "--nonsense"), &line);
        assert_int_equal(options.action, cases[i].action);
        assert_int_equal(parse(LINE("x", cases[i].argument), &line).action, cases[i].action);
    }
}

static void a_missing_value_is_named_with_what_is_accepted(void **state)
{
    (void)state;
    assert_refused(LINE("a", "--latency"), "--latency: needs a number from 10 to 1000 ms");
    assert_refused(LINE("a", "-n"), "--name: needs 1 to 32 letters, digits, '-' and '_'");
    assert_refused(LINE("-qo"), "--output: needs " OUTPUTS);
}

static void a_value_too_many_is_named(void **state)
{
    (void)state;
    assert_refused(LINE("--quiet=yes", "a"), "--quiet: takes no value");
    assert_refused(LINE("--help=me"), "--help: takes no value");
}

static void an_unknown_option_is_named(void **state)
{
    (void)state;
    assert_refused(LINE("--volum3", "7", "a"), "'--volum3' is not an option; see rondo --help");
    assert_refused(LINE("a", "b", "--nonsense", "c"),
                   "'--nonsense' is not an option; see rondo --help");
    assert_refused(LINE("-qx", "a"), "'-x' is not an option; see rondo --help");
    assert_refused(LINE("-?"), "'-?' is not an option; see rondo --help");
    assert_refused(LINE("-:"), "'-:' is not an option; see rondo --help");
    assert_refused(LINE("--l"), "'--l' is not an option; see rondo --help"); /* of several */
}

static void without_a_file_there_is_nothing_to_play(void **state)
{
    (void)state;
    assert_refused(LINE(NULL), "no file to play; see rondo --help");
    assert_refused(LINE("-q"), "no file to play; see rondo --help");
    assert_refused(LINE("--"), "no file to play; see rondo --help");
}

static void a_message_is_one_short_line_whatever_is_given(void **state)
{
    char huge[5000];
    (void)state;

    assert_refused(LINE("--volume", "1\n\033[2J", "a"),
                   "--volume: '1??[2J' is not a number from 0 to 100 percent");
    assert_refused(LINE("-\xff"), "'-?' is not an option; see rondo --help");
    memset(huge, '9', sizeof(huge));
    huge[sizeof(huge) - 1] = '\0';
    assert_refused(LINE("--volume", huge, "a"),
                   "--volume: '999999999999999999999999999999999999999999999999999999999...' "
                   "is not a number from 0 to 100 percent");
}

static void each_parsing_begins_anew(void **state)
{
    struct line line;
    (void)state;

    assert_refused(LINE("-xq", "a"), "'-x' is not an option; see rondo --help");
    assert_false(parse(LINE("a"), &line).quiet);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_alone_is_played_with_all_defaults),
        cmocka_unit_test(every_option_is_taken_in_its_long_form),
        cmocka_unit_test(short_and_abbreviated_forms_are_taken),
        cmocka_unit_test(options_may_follow_files_and_the_last_of_a_kind_counts),
        cmocka_unit_test(after_two_dashes_everything_is_a_file),
        cmocka_unit_test(what_asks_for_something_else_needs_no_file_and_ends_the_parsing),
        cmocka_unit_test(a_missing_value_is_named_with_what_is_accepted),
        cmocka_unit_test(a_value_too_many_is_named),
        cmocka_unit_test(an_unknown_option_is_named),
        cmocka_unit_test(without_a_file_there_is_nothing_to_play),
        cmocka_unit_test(a_message_is_one_short_line_whatever_is_given),
        cmocka_unit_test(each_parsing_begins_anew),
    };

    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
