/*
 * test_lab_command.c - rondolab's command line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "tools/rondolab/command.h"

enum { WORDS_MAX = 12 };

static int read_words(struct command *command, char why[1024], const char *const words[WORDS_MAX])
{
    char *argv[WORDS_MAX + 2] = {(char *)(uintptr_t) "rondolab"};
    int argc = 1;

    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc - 1];
    why[0] = '\0';
    return command_read(argc, argv, command, why, 1024);
}

#define READ(command, why, ...)                                                                    \
    read_words(command, why, (const char *const[WORDS_MAX]){__VA_ARGS__})

static void experiments_are_chosen_by_name_each_once(void **state)
{
    struct command command;
    char why[1024];

    (void)state;
    assert_int_equal(READ(&command, why, "run", "erange", "leftover", "erange"), 0);
    assert_int_equal(command.action, COMMAND_RUN);
    assert_int_equal(command.count, 2);
    assert_string_equal(command.chosen[0]->name, "erange");
    assert_string_equal(command.chosen[1]->name, "leftover");
    assert_int_equal(READ(&command, why, "explain", "leftover", "all"), 0);
    assert_int_equal(command.action, COMMAND_EXPLAIN);
    assert_int_equal(command.count, experiments_count);
}

static void options_stand_before_and_behind(void **state)
{
    struct command command;
    char why[1024];

    (void)state;
    assert_int_equal(
        READ(&command, why, "--seed", "7", "run", "erange", "--format=png", "-o", "here"), 0);
    assert_true(command.seed == 7);
    assert_string_equal(command.format, "png");
    assert_string_equal(command.out, "here");
}

static void without_options_there_are_defaults(void **state)
{
    struct command command;
    char why[1024];

    (void)state;
    assert_int_equal(READ(&command, why, "run", "erange"), 0);
    assert_string_equal(command.out, "rondolab");
    assert_string_equal(command.format, "svg");
    assert_true(command.seed == 1);
    assert_null(command.sound);
}

static void other_actions_need_no_names(void **state)
{
    struct command command;
    char why[1024];

    (void)state;
    assert_int_equal(READ(&command, why, "list"), 0);
    assert_int_equal(command.action, COMMAND_LIST);
    assert_int_equal(READ(&command, why, "--help"), 0);
    assert_int_equal(command.action, COMMAND_HELP);
    assert_int_equal(READ(&command, why, "run", "--version"), 0);
    assert_int_equal(command.action, COMMAND_VERSION);
}

static void what_is_wrong_is_named_with_what_is_accepted(void **state)
{
    static const struct {
        const char *words[WORDS_MAX];
        const char *why; /* how it begins */
    } cases[] = {
        {{NULL}, "do what? accepted: list, run, explain"},
        {{"erange"}, "unknown word \"erange\"; accepted: list, run, explain"},
        {{"run"}, "which experiment? accepted: all, producer-dies"},
        {{"run", "erang"}, "no experiment \"erang\"; accepted: all, producer-dies"},
        {{"run", "erange", "\033[31mred"}, "no experiment \"?[31mred\"; accepted: all"},
        {{"list", "erange"}, "too much \"erange\"; accepted: list alone"},
        {{"run", "erange", "--seed", "-1"}, "no seed \"-1\"; accepted: a number"},
        {{"run", "erange", "--seed", "1x"}, "no seed \"1x\""},
        {{"run", "erange", "--seed", "18446744073709551616"}, "no seed"},
        {{"run", "erange", "--format", "gif"}, "no format \"gif\"; accepted: svg, png, csv"},
        {{"run", "erange", "--format", "x.svg.svg"}, "no format"},
        {{"run", "erange", "--out="}, "no folder \"\""},
        {{"run", "erange", "--sound", "/nowhere/at/all"}, "no sound \"/nowhere/at/all\""},
        {{"run", "erange", "--out"}, "nothing follows \"--out\""},
        {{"run", "erange", "--loud"}, "unknown option \"--loud\""},
    };
    struct command command = {.count = 99};
    char why[1024];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(read_words(&command, why, cases[i].words), -EINVAL);
        if (strncmp(why, cases[i].why, strlen(cases[i].why)) != 0)
            fail_msg("\"%s\" does not begin with \"%s\"", why, cases[i].why);
        assert_null(strchr(why, '\n'));
        assert_int_equal(command.count, 99);
    }
}

static void every_experiment_explains_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < experiments_count; i++) {
        const struct experiment *e = experiments[i];

        assert_ptr_equal(experiments_find(e->name), e);
        assert_true(strlen(e->question) <= 72);
        assert_true(strlen(e->doing) > 0 && strlen(e->predicted) > 0);
        assert_true(strlen(e->plot) > 0 && strlen(e->read) > 0);
    }
    assert_null(experiments_find("all"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(experiments_are_chosen_by_name_each_once),
        cmocka_unit_test(options_stand_before_and_behind),
        cmocka_unit_test(without_options_there_are_defaults),
        cmocka_unit_test(other_actions_need_no_names),
        cmocka_unit_test(what_is_wrong_is_named_with_what_is_accepted),
        cmocka_unit_test(every_experiment_explains_itself),
    };

    return cmocka_run_group_tests_name("lab_command", tests, NULL, NULL);
}
