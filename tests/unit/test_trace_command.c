/*
 * test_trace_command.c - rondotrace's command line: what is accepted, and one clear line where it
 * is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <string.h>

#include "tools/rondotrace/command.h"

enum { WORDS_MAX = 64 };

static char why[512];

/* Parses a line of words with a blank between two. */
static int parse(const char *line, struct command *command)
{
    static char copy[512];
    char *argv[WORDS_MAX] = {"rondotrace"};
    int argc = 1;

    snprintf(copy, sizeof(copy), "%s", line);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    optind = 0; /* getopt begins anew */
    why[0] = '\0';
    return command_parse(argc, argv, command, why, sizeof(why));
}

static void assert_refused(const char *line, const char *reason)
{
    struct command command = {.name = "untouched"};

    assert_int_equal(parse(line, &command), -EINVAL);
    assert_string_equal(command.name, "untouched");
    if (strncmp(why, reason, strlen(reason)) != 0)
        fail_msg("\"%s\": %s", line, why);
    assert_null(strchr(why, '\n'));
    assert_non_null(strstr(why, "; accepted: "));
}

static void without_options_it_prints_the_default_instance(void **state)
{
    struct command command;

    (void)state;
    assert_int_equal(parse("", &command), 0);
    assert_int_equal(command.kind, COMMAND_RUN);
    assert_string_equal(command.name, "default");
    assert_false(command.wait || command.clock || command.meaning || command.choice.role_given);
    assert_true(isnan(command.choice.since_s) && isnan(command.choice.until_s));
    assert_true(isnan(command.from_s));
    assert_true(command.for_s == 0.5);
    assert_int_equal(command.choice.last, 0);
    assert_false(command_exports(&command));
}

static void every_option_is_taken(void **state)
{
    struct command command;

    (void)state;
    assert_int_equal(parse("-n kitchen --wait --clock --meaning --last 12 --role consumer "
                           "--since 1.5 --until -2 --csv a.csv --decode-times - --chrome c.json "
                           "--plot fill f.svg --plot latency l.png --plot=sequence s.csv "
                           "--from -1 --for 0.25",
                           &command),
                     0);
    assert_string_equal(command.name, "kitchen");
    assert_true(command.wait && command.clock && command.meaning && command.choice.role_given);
    assert_int_equal(command.choice.last, 12);
    assert_int_equal(command.choice.role, FLIGHT_CONSUMER);
    assert_true(command.choice.since_s == 1.5 && command.choice.until_s == -2);
    assert_string_equal(command.csv, "a.csv");
    assert_string_equal(command.decode_times, "-");
    assert_string_equal(command.chrome, "c.json");
    assert_int_equal(command.plots, 3);
    assert_int_equal(command.plot[0].kind, COMMAND_FILL);
    assert_string_equal(command.plot[0].path, "f.svg");
    assert_int_equal(command.plot[1].kind, COMMAND_LATENCY);
    assert_string_equal(command.plot[1].path, "l.png");
    assert_int_equal(command.plot[2].kind, COMMAND_SEQUENCE);
    assert_string_equal(command.plot[2].path, "s.csv");
    assert_true(command.from_s == -1 && command.for_s == 0.25);
    assert_true(command_exports(&command));
}

static void help_and_version_need_nothing_else(void **state)
{
    struct command command;

    (void)state;
    assert_int_equal(parse("--help --nonsense", &command), 0);
    assert_int_equal(command.kind, COMMAND_HELP);
    assert_int_equal(parse("--version", &command), 0);
    assert_int_equal(command.kind, COMMAND_VERSION);
}

static void what_is_wrong_is_named_with_what_is_accepted(void **state)
{
    (void)state;
    assert_refused("--nonsense", "unknown option \"--nonsense\"; accepted: -n, --wait,");
    assert_refused("-x", "unknown option \"-x\"");
    assert_refused("now", "unexpected word \"now\"");
    assert_refused("--name", "nothing follows \"--name\"");
    assert_refused("-n a/b", "wrong name \"a/b\"");
    assert_refused("--last 0", "wrong number \"0\"; accepted: 1 to 1000000");
    assert_refused("--last -1", "wrong number \"-1\"");
    assert_refused("--last 5x", "wrong number \"5x\"");
    assert_refused("--role drummer", "no such role \"drummer\"; accepted: producer, consumer, ");
    assert_refused("--since soon", "wrong time \"soon\"");
    assert_refused("--since nan", "wrong time \"nan\"");
    assert_refused("--until inf", "wrong time \"inf\"");
    assert_refused("--from 1e10", "wrong time \"1e10\"");
    assert_refused("--for 0", "wrong time \"0\"");
    assert_refused("--for -1", "wrong time \"-1\"");
    assert_refused("--plot pie f.svg", "no such plot \"pie\"; accepted: --plot fill|latency");
    assert_refused("--plot fill", "no such kind of picture \"\"");
    assert_refused("--plot fill f.gif", "no such kind of picture \"f.gif\"");
}

static void what_might_move_a_terminal_is_not_repeated(void **state)
{
    (void)state;
    assert_refused("--role \x1b[2Jx\x07\xff", "no such role \"?[2Jx??\"");
}

static void plots_are_not_without_number(void **state)
{
    char line[512] = "";
    struct command command;

    (void)state;
    for (int i = 0; i < COMMAND_PLOTS_MAX; i++)
        strcat(line, "--plot fill f.svg ");
    assert_int_equal(parse(line, &command), 0);
    assert_int_equal(command.plots, COMMAND_PLOTS_MAX);
    strcat(line, "--plot fill g.svg");
    assert_refused(line, "too many plots from \"g.svg\"");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_options_it_prints_the_default_instance),
        cmocka_unit_test(every_option_is_taken),
        cmocka_unit_test(help_and_version_need_nothing_else),
        cmocka_unit_test(what_is_wrong_is_named_with_what_is_accepted),
        cmocka_unit_test(what_might_move_a_terminal_is_not_repeated),
        cmocka_unit_test(plots_are_not_without_number),
    };

    return cmocka_run_group_tests_name("trace_command", tests, NULL, NULL);
}
