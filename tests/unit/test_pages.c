/*
 * test_pages.c - the manual pages name every option, signal and verb, and no others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/options_rules.h"
#include "tests/unit/scratch.h"
#include "tools/rondoctl_verbs.h"

static char *page(const char *file)
{
    char path[PATH_MAX];
    size_t size;
    char *text, *ended;

    snprintf(path, sizeof(path), "%s/../../%s", COMMITTED_DIR, file);
    text = (char *)scratch_read(path, &size);
    ended = realloc(text, size + 1);
    assert_non_null(ended);
    ended[size] = '\0';
    return ended;
}

/* Lines that begin with this macro, and then have this word after a blank. */
static bool has_item(const char *text, const char *macro, const char *word)
{
    size_t length = strlen(word);

    for (const char *line = text; line; line = strchr(line, '\n')) {
        const char *end;

        line += *line == '\n';
        end = line + strcspn(line, "\n");
        if (strncmp(line, macro, strlen(macro)) != 0)
            continue;
        for (const char *at = line; (at = strstr(at, word)) && at < end; at++)
            if (at[-1] == ' ' && (at + length == end || at[length] == ' '))
                return true;
    }
    return false;
}

static unsigned count(const char *text, const char *words)
{
    unsigned found = 0;

    while ((text = strstr(text, words))) {
        found++;
        text += strlen(words);
    }
    return found;
}

static void rondo_1_has_every_option(void **state)
{
    char *text = page("player/rondo.1");
    unsigned letters = 0;

    (void)state;
    for (int i = 0; i < OPTIONS_RULES; i++) {
        char words[64];

        if (options_rules[i].letter)
            snprintf(words, sizeof(words), "Fl %c , Fl -%s", options_rules[i].letter,
                     options_rules[i].name);
        else
            snprintf(words, sizeof(words), "Fl -%s", options_rules[i].name);
        letters += options_rules[i].letter != 0;
        if (!has_item(text, ".It Fl ", words))
            fail_msg("rondo.1 lacks %s", words);
    }
    assert_int_equal(count(text, "\n.It Fl "), OPTIONS_RULES);
    assert_int_equal(count(text, " , Fl -"), letters);
    free(text);
}

static void rondo_1_has_every_signal(void **state)
{
    char *text = page("player/rondo.1");

    (void)state;
    for (int i = 0; i < HELP_SIGNALS; i++)
        if (!has_item(text, ".It Dv ", help_signals[i].name))
            fail_msg("rondo.1 lacks %s", help_signals[i].name);
    assert_int_equal(count(text, "\n.It Dv SIG"), HELP_SIGNALS);
    free(text);
}

static void rondoctl_1_has_every_verb(void **state)
{
    char *text = page("tools/rondoctl.1");
    unsigned verbs = 0;

    (void)state;
    for (const struct rondoctl_verb *verb = rondoctl_verbs; verb->name; verb++, verbs++)
        if (!has_item(text, ".It Cm ", verb->name))
            fail_msg("rondoctl.1 lacks %s", verb->name);
    assert_int_equal(count(text, "\n.It Cm "), verbs);
    free(text);
}

/* Every function that a header declares: a line that begins with its type and has "name(". */
static void expect_functions(const char *header, const char *prefix, const char *manual)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
    char *text = page(header), words[96], name[64];

    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        const char *bracket = strchr(line, '('), *at = line;
        size_t length = 0;

        if (!bracket || !islower((unsigned char)*line) || strstr(line, "static"))
            continue;
        while ((at = strstr(at, prefix)) && at + (length = strspn(at, letters)) != bracket)
            at += length;
        if (!at || length >= sizeof(name))
            continue;
        snprintf(name, sizeof(name), "%.*s", (int)length, at);
        snprintf(words, sizeof(words), "Fn %s ", name);
        if (!strstr(manual, words))
            fail_msg("shmring.3 lacks %s", name);
    }
    free(text);
}

static void shmring_3_has_every_function_of_its_headers(void **state)
{
    static const char *const headers[][2] = {
        {"shmring/ring.h", "ring_"},         {"shmring/cmdq.h", "cmdq_"},
        {"shmring/instance.h", "instance_"}, {"shmring/child.h", "child_"},
        {"shmring/jobs.h", "jobs_"},         {"shmring/doctor.h", "doctor_"}};
    char *manual = page("shmring/shmring.3");

    (void)state;
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        expect_functions(headers[i][0], headers[i][1], manual);
    free(manual);
}

static void the_help_has_every_option(void **state)
{
    char *text;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    (void)state;
    help_write(file);
    fclose(file);
    for (int i = 0; i < OPTIONS_RULES; i++) {
        char words[64];

        snprintf(words, sizeof(words), "--%s", options_rules[i].name);
        if (!strstr(text, words))
            fail_msg("--help lacks %s", words);
    }
    free(text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rondo_1_has_every_option),
        cmocka_unit_test(rondo_1_has_every_signal),
        cmocka_unit_test(rondoctl_1_has_every_verb),
        cmocka_unit_test(shmring_3_has_every_function_of_its_headers),
        cmocka_unit_test(the_help_has_every_option),
    };

    return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
