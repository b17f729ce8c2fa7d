/*
 * test_rondoscope_command.c - the command line: what it asks for, and what is wrong with it.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tools/rondoscope/command.h"

enum { WORDS_MAX = 8 };

/* Splits at spaces. */
static int read_words(const char *line, struct command *command, char *why, size_t size)
{
    static char words[256];
    char *argv[WORDS_MAX + 1] = {NULL};
    char *place = NULL;
    int argc = 0;

    strcpy(words, line);
    for (char *word = strtok_r(words, " ", &place); word; word = strtok_r(NULL, " ", &place))
        argv[argc++] = word;
    return command_read(argc, argv, command, why, size);
}

static void expect(const char *line, int kind, const char *instance, uint32_t interval_ms)
{
    struct command command;
    char why[256];

    assert_int_equal(read_words(line, &command, why, sizeof(why)), 0);
    assert_int_equal(command.kind, kind);
    assert_string_equal(command.instance, instance);
    assert_int_equal(command.interval_ms, interval_ms);
}

static void each_option_is_understood(void **state)
{
    (void)state;
    expect("rondoscope", COMMAND_LIVE, "default", 100);
    expect("rondoscope -n kitchen", COMMAND_LIVE, "kitchen", 100);
    expect("rondoscope --name=a_b-1 --interval 250", COMMAND_LIVE, "a_b-1", 250);
    expect("rondoscope --once", COMMAND_ONCE, "default", 500);
    expect("rondoscope --json --interval=60000 --name x", COMMAND_JSON, "x", 60000);
    expect("rondoscope --help nonsense", COMMAND_HELP, "default", 100);
    expect("rondoscope --version", COMMAND_VERSION, "default", 100);
}

static void what_is_wrong_is_said_in_one_line_with_what_is_accepted(void **state)
{
    static const struct {
        const char *line;
        const char *why;
    } cases[] = {
        {"rondoscope -x", "unknown option \"-x\"; accepted: --name, --once, --json, --interval, "
                          "--help, --version"},
        {"rondoscope --what", "unknown option \"--what\"; accepted: --name, --once, --json, "
                              "--interval, --help, --version"},
        {"rondoscope kitchen", "unexpected argument \"kitchen\"; accepted: --name, --once, "
                               "--json, --interval, --help, --version"},
        {"rondoscope --name", "nothing follows \"--name\"; accepted: --name NAME, --interval MS"},
        {"rondoscope -n a/b", "wrong name \"a/b\"; accepted: 1 to 32 letters, digits, - and _"},
        {"rondoscope --interval 99", "wrong interval \"99\"; accepted: 100 to 60000 milliseconds"},
        {"rondoscope --interval 60001",
         "wrong interval \"60001\"; accepted: 100 to 60000 milliseconds"},
        {"rondoscope --interval -500",
         "wrong interval \"-500\"; accepted: 100 to 60000 milliseconds"},
        {"rondoscope --interval 1s", "wrong interval \"1s\"; accepted: 100 to 60000 milliseconds"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct command command = {.instance = "untouched"};
        char why[256] = "";

        assert_int_equal(read_words(cases[i].line, &command, why, sizeof(why)), -EINVAL);
        assert_string_equal(why, cases[i].why);
        assert_string_equal(command.instance, "untouched");
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_option_is_understood),
        cmocka_unit_test(what_is_wrong_is_said_in_one_line_with_what_is_accepted),
    };

    return cmocka_run_group_tests_name("rondoscope_command", tests, NULL, NULL);
}
