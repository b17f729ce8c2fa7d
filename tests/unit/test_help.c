/*
 * test_help.c - the texts that explain rondo, and the table of its signals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "player/options.h"

/* What a function writes, to be freed. */
static char *written(void (*write)(FILE *file))
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *file = open_memstream(&text, &bytes);

    assert_non_null(file);
    write(file);
    assert_int_equal(fclose(file), 0);
    return text;
}

static void assert_short_lines(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        assert_in_range(length, 0, 79);
        assert_int_equal(text[length], '\n');
        text += length + 1;
    }
}

static void the_help_names_every_option_and_fits_into_80_columns(void **state)
{
    static const char *const names[] = {
        "-o, --output", "-n, --name",  "--start",        "--buffer",  "--latency",
        "--end",        "--loop",      "--repeat",       "--shuffle", "--seed",
        "--resume",     "--volume",    "--crossfade",    "--gap",     "--rate",
        "--channels",   "-q, --quiet", "--list-devices", "--signals", "-h, --help",
        "--version",    "Space",       "Left, Right",    "Up, Down",  "Exit status"};
    char *text = written(help_write);
    (void)state;

    assert_short_lines(text);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_non_null(strstr(text, names[i]));
    free(text);
}

static void the_table_of_signals_is_printed_row_by_row(void **state)
{
    char row[128];
    char *text = written(help_write_signals);
    const char *at = text;
    (void)state;

    assert_short_lines(text);
    for (uint32_t i = 0; i < HELP_SIGNALS; i++) {
        snprintf(row, sizeof(row), "%-12s%s\n", help_signals[i].name, help_signals[i].what);
        assert_int_equal(strncmp(at, row, strlen(row)), 0);
        at += strlen(row);
    }
    free(text);
}

static void the_names_of_the_signals_belong_to_their_numbers(void **state)
{
    char name[16];
    (void)state;

    for (uint32_t i = 0; i < HELP_SIGNALS; i++) {
        int number = help_signal_number(&help_signals[i]);
        if (help_signals[i].realtime)
            snprintf(name, sizeof(name), "SIGRTMIN+%d", number - SIGRTMIN);
        else
            snprintf(name, sizeof(name), "SIG%s", sigabbrev_np(number));
        assert_string_equal(help_signals[i].name, name);
        for (uint32_t other = 0; other < i; other++)
            assert_int_not_equal(number, help_signal_number(&help_signals[other]));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_help_names_every_option_and_fits_into_80_columns),
        cmocka_unit_test(the_table_of_signals_is_printed_row_by_row),
        cmocka_unit_test(the_names_of_the_signals_belong_to_their_numbers),
    };
    return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}
