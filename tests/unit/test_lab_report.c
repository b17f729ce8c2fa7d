/*
 * test_lab_report.c - predictions and observations are compared, counted and printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tools/rondolab/report.h"

struct paper {
    struct report report;
    char *text;
    size_t size;
};

static int paper_setup(void **state)
{
    static struct paper paper;

    paper = (struct paper){0};
    paper.report.out = open_memstream(&paper.text, &paper.size);
    *state = &paper;
    return paper.report.out ? 0 : -1;
}

static int paper_teardown(void **state)
{
    struct paper *paper = *state;

    fclose(paper->report.out);
    free(paper->text);
    return 0;
}

static void assert_printed(struct paper *paper, const char *expected)
{
    fflush(paper->report.out);
    assert_string_equal(paper->text, expected);
}

static void texts_agree_when_they_are_the_same(void **state)
{
    struct paper *paper = *state;

    report_case(&paper->report, "a %s", "case");
    assert_true(report_text(&paper->report, "FREE 8", "FREE 8", "the slot is free again"));
    assert_false(report_text(&paper->report, "FREE 8", "FREE 7", NULL));
    assert_int_equal(paper->report.compared, 2);
    assert_int_equal(paper->report.wrong, 1);
    assert_printed(paper, " 1. a case\n"
                          "   PREDICTION   the slot is free again\n"
                          "                FREE 8\n"
                          "   OBSERVATION  FREE 8 [as predicted]\n"
                          "   PREDICTION   FREE 8\n"
                          "   OBSERVATION  FREE 7 [NOT as predicted]\n");
}

static void numbers_stand_in_their_relation(void **state)
{
    static const struct {
        enum report_relation relation;
        int64_t predicted, observed;
        bool agrees;
    } cases[] = {{REPORT_EXACTLY, 3, 3, true},   {REPORT_EXACTLY, 3, 2, false},
                 {REPORT_EXACTLY, 3, 4, false},  {REPORT_AT_LEAST, 3, 2, false},
                 {REPORT_AT_LEAST, 3, 3, true},  {REPORT_AT_LEAST, 3, 4, true},
                 {REPORT_AT_MOST, 3, 2, true},   {REPORT_AT_MOST, 3, 3, true},
                 {REPORT_AT_MOST, 3, 4, false},  {REPORT_EXACTLY, -1, -1, true},
                 {REPORT_AT_LEAST, 0, -1, false}};
    struct paper *paper = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(report_number(&paper->report, "n", cases[i].relation, cases[i].predicted,
                                       cases[i].observed, NULL),
                         cases[i].agrees);
    assert_int_equal(paper->report.wrong, 5);
}

static void a_number_is_printed_with_its_name(void **state)
{
    struct paper *paper = *state;

    report_number(&paper->report, "blocks lost", REPORT_AT_MOST, 2, 5, "why");
    assert_printed(paper, "   PREDICTION   why\n"
                          "                blocks lost: at most 2\n"
                          "   OBSERVATION  blocks lost: 5 [NOT as predicted]\n");
}

static void cases_are_numbered_and_notes_judge_nothing(void **state)
{
    struct paper *paper = *state;

    assert_int_equal(report_case(&paper->report, "one"), 1);
    report_note(&paper->report, "%d s", 3);
    assert_int_equal(report_case(&paper->report, "two"), 2);
    assert_int_equal(paper->report.compared, 0);
    assert_printed(paper, " 1. one\n   note         3 s\n 2. two\n");
}

static void long_lines_are_wrapped_below_their_beginning(void **state)
{
    struct paper *paper = *state;
    char words[200] = "";
    char *line, *rest = NULL;

    for (int i = 0; i < 30; i++)
        strcat(words, "word ");
    report_wrap(paper->report.out, "   first ", words);
    fflush(paper->report.out);
    line = strtok_r(paper->text, "\n", &rest);
    for (int i = 0; line; i++, line = strtok_r(NULL, "\n", &rest)) {
        assert_true(strlen(line) <= REPORT_COLUMNS);
        assert_memory_equal(line, i == 0 ? "   first word" : "         word", 13);
    }
}

static void a_line_break_in_a_text_is_kept(void **state)
{
    struct paper *paper = *state;

    report_wrap(paper->report.out, "- ", "one\ntwo three");
    assert_printed(paper, "- one\n  two three\n");
}

#define ON_PAPER(test) cmocka_unit_test_setup_teardown(test, paper_setup, paper_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_PAPER(texts_agree_when_they_are_the_same),
        ON_PAPER(numbers_stand_in_their_relation),
        ON_PAPER(a_number_is_printed_with_its_name),
        ON_PAPER(cases_are_numbered_and_notes_judge_nothing),
        ON_PAPER(long_lines_are_wrapped_below_their_beginning),
        ON_PAPER(a_line_break_in_a_text_is_kept),
    };

    return cmocka_run_group_tests_name("lab_report", tests, NULL, NULL);
}
