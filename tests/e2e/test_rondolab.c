/*
 * test_rondolab.c - the lab of faults, whole: all is as predicted, and its plots agree with what it
 * prints.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/lab_stage.h"

static const char *const experiments[] = {
    "producer-dies",  "consumer-dies", "player-dies", "undo-everywhere",
    "no-undo",        "erange",        "lost-wakeup", "consumer-stops",
    "producer-stops", "player-stops",  "queue-flood", "leftover",
};

enum { EXPERIMENTS = sizeof(experiments) / sizeof(experiments[0]) };

/* Runs it to its end, however long it takes: only each experiment has a limit. */
static struct stage_process *run_all(struct stage *stage)
{
    struct stage_process *lab = stage_prepare(stage);
    char begins[64];

    stage_start(lab, "rondolab", "run", "all", "--format", "csv", NULL);
    for (int i = 0; i < EXPERIMENTS; i++) {
        snprintf(begins, sizeof(begins), "\n%s: ", experiments[i]);
        lab_await_printed(lab, begins);
    }
    stage_wait(lab);
    return lab;
}

/* What an experiment has printed, for the caller to free. */
static char *printed_of(const char *out, const char *name)
{
    char begins[64];
    const char *from, *to;

    snprintf(begins, sizeof(begins), "\n%s: ", name);
    from = strstr(out, begins);
    assert_non_null(from);
    to = strstr(from, "\n\n");
    assert_non_null(to);
    return strndup(from, (size_t)(to - from));
}

static char *plot_of(struct stage *stage, const char *name)
{
    char file[128];
    size_t size;

    snprintf(file, sizeof(file), "rondolab/%s.csv", name);
    return (char *)stage_read(stage, file, &size);
}

/* The y of the last point of a series of a plot. */
static double last_point(const char *csv, const char *series)
{
    char begins[128];
    const char *last = NULL;

    snprintf(begins, sizeof(begins), "\n%s,", series);
    for (const char *at = csv; (at = strstr(at, begins)); at++)
        last = at;
    if (!last)
        fail_msg("no series \"%s\" in %s", series, csv);
    return strtod(strchr(last + strlen(begins), ',') + 1, NULL);
}

/* The number behind a text on the i-th OBSERVATION line that has it. */
static double observed(const char *printed, const char *before, int i)
{
    for (const char *at = printed; (at = strstr(at, "OBSERVATION  ")); at++) {
        const char *end = strchr(at, '\n');
        const char *there = strstr(at, before);

        if (there && there < end && i-- == 0)
            return strtod(there + strlen(before), NULL);
    }
    fail_msg("no observation of \"%s\" in %s", before, printed);
    return -1;
}

static void assert_lost_blocks_agree(struct stage *stage, const char *out)
{
    char *printed = printed_of(out, "undo-everywhere");
    char *csv = plot_of(stage, "undo-everywhere");
    double lost = 0;

    /* Each case has two observations: of the wrong ring, and of Rondo's. */
    for (int i = 0; i < 8; i++)
        lost += observed(printed, "OBSERVATION  ", i);
    assert_true(lost == 13);
    assert_true(last_point(csv, "\"lost so far, UNDO on every operation\"") == lost);
    free(csv);
    free(printed);
}

static void assert_limits_agree(struct stage *stage, const char *out)
{
    char *printed = printed_of(out, "erange");
    char *csv = plot_of(stage, "erange");

    assert_true(last_point(csv, "\"value: posts, none taken\"") ==
                observed(printed, "OBSERVATION  ", 0));
    assert_true(last_point(csv, "\"debt: posts with UNDO, all taken\"") ==
                -observed(printed, "OBSERVATION  ", 1));
    assert_true(last_point(csv, "debt: takes with UNDO") == observed(printed, "OBSERVATION  ", 2));
    free(csv);
    free(printed);
}

static void assert_slots_agree(struct stage *stage, const char *out)
{
    char *printed = printed_of(out, "no-undo");
    char *csv = plot_of(stage, "no-undo");

    assert_true(last_point(csv, "without UNDO") == observed(printed, "FREE without UNDO: ", 0));
    assert_true(last_point(csv, "Rondo's ring") == observed(printed, "FREE in Rondo's ring: ", 0));
    free(csv);
    free(printed);
}

static void assert_replies_agree(struct stage *stage, const char *out)
{
    char *printed = printed_of(out, "queue-flood");
    char *csv = plot_of(stage, "queue-flood");
    double sent = observed(printed, "at the end ", 0);

    assert_true(sent > 3);
    assert_true(last_point(csv, "waiting in the queue") + last_point(csv, "thrown away so far") ==
                sent);
    free(csv);
    free(printed);
}

/* The sum of all slots is the same before and after every death. */
static void assert_no_slot_is_lost(struct stage *stage, const char *name)
{
    char *csv = plot_of(stage, name);
    unsigned points = 0;

    for (const char *at = csv; (at = strstr(at, "\nsum,")); at++, points++)
        assert_true(strtod(strchr(at + 5, ',') + 1, NULL) == 8);
    assert_true(points > 30);
    free(csv);
}

static void assert_has(struct stage *stage, const char *name, const char *text)
{
    char *csv = plot_of(stage, name);

    if (!strstr(csv, text))
        fail_msg("no \"%s\" in the plot of %s: %s", text, name, csv);
    free(csv);
}

static void all_is_as_predicted_and_the_plots_agree(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lab = run_all(stage);
    const char *out = stage_out(lab);

    if (lab->status != 0 || strstr(out, "NOT as predicted"))
        fail_msg("status %d: %s%s", lab->status, out, stage_errors(lab));
    assert_string_equal(stage_errors(lab), "");
    lab_assert_nothing_left(stage);
    assert_lost_blocks_agree(stage, out);
    assert_limits_agree(stage, out);
    assert_slots_agree(stage, out);
    assert_replies_agree(stage, out);
    for (int i = 0; i < 3; i++)
        assert_no_slot_is_lost(stage, experiments[i]);
    assert_has(stage, "lost-wakeup", "slept out its limit");
    assert_has(stage, "lost-wakeup", "woken at once");
    assert_has(stage, "consumer-stops", "consumer is replaced");
    assert_has(stage, "producer-stops", "runs empty");
    assert_has(stage, "player-stops", "SIGCONT");
    assert_has(stage, "leftover", "4 left over");
}

static void a_real_sound_is_played_too(void **state)
{
    struct stage *stage = *state;
    char sample[PATH_MAX];
    struct stage_process *lab = stage_run(stage, "rondolab", "run", "queue-flood", "--sound",
                                          stage_sample("rondo-s16.flac", sample), NULL);

    if (lab->status != 0)
        fail_msg("status %d: %s%s", lab->status, stage_out(lab), stage_errors(lab));
    lab_assert_nothing_left(stage);
}

static void assert_begins(struct stage *stage, const char *file, const char *magic)
{
    size_t size;
    char *bytes = (char *)stage_read(stage, file, &size);

    assert_true(size > 1000);
    assert_memory_equal(bytes, magic, strlen(magic));
    free(bytes);
}

static void plots_are_pictures(void **state)
{
    struct stage *stage = *state;

    assert_int_equal(stage_run(stage, "rondolab", "run", "no-undo", NULL)->status, 0);
    assert_begins(stage, "rondolab/no-undo.svg", "<?xml");
    assert_int_equal(stage_run(stage, "rondolab", "run", "no-undo", "lost-wakeup", "--format",
                               "png", "--out", "pictures", NULL)
                         ->status,
                     0);
    assert_begins(stage, "pictures/no-undo.png", "\x89PNG");
    assert_begins(stage, "pictures/lost-wakeup.png", "\x89PNG");
}

static void an_unknown_name_is_refused_with_the_list_and_makes_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lab = stage_run(stage, "rondolab", "run", "erange", "nonsense", NULL);
    char path[PATH_MAX];

    assert_int_equal(lab->status, 2);
    assert_string_equal(stage_out(lab), "");
    assert_non_null(strstr(stage_errors(lab), "rondolab: no experiment \"nonsense\"; accepted: "));
    for (int i = 0; i < EXPERIMENTS; i++)
        assert_non_null(strstr(stage_errors(lab), experiments[i]));
    assert_int_equal(access(stage_path(stage, "rondolab", path), F_OK), -1);
}

static void the_list_and_the_pages_name_each_experiment(void **state)
{
    struct stage *stage = *state;
    struct stage_process *list = stage_run(stage, "rondolab", "list", NULL);
    struct stage_process *pages = stage_run(stage, "rondolab", "explain", "all", NULL);

    assert_int_equal(list->status, 0);
    assert_int_equal(pages->status, 0);
    for (int i = 0; i < EXPERIMENTS; i++) {
        assert_non_null(strstr(stage_out(list), experiments[i]));
        assert_non_null(strstr(stage_out(pages), experiments[i]));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_LAB_STAGE(all_is_as_predicted_and_the_plots_agree),
        ON_LAB_STAGE(a_real_sound_is_played_too),
        ON_LAB_STAGE(plots_are_pictures),
        ON_LAB_STAGE(an_unknown_name_is_refused_with_the_list_and_makes_nothing),
        ON_LAB_STAGE(the_list_and_the_pages_name_each_experiment),
    };

    return cmocka_run_group_tests_name("rondolab", tests, NULL, NULL);
}
