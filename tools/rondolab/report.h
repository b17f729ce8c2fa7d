/*
 * report.h - predictions beside observations, each pair with its verdict, and the count of them.
 *
 *     3. PRODUCER_CLAIM, killed after it
 *        PREDICTION   the slot is free again
 *                     FREE 8 FILLED 0 ...
 *        OBSERVATION  FREE 8 FILLED 0 ... [as predicted]
 *
 * Lines are wrapped at REPORT_COLUMNS, under their own beginning, and at "\n". What a case is
 * called is said by report_case(); as many comparisons as one likes follow it.
 */
#ifndef TOOLS_RONDOLAB_REPORT_H
#define TOOLS_RONDOLAB_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { REPORT_COLUMNS = 98 };

struct report {
    FILE *out;
    unsigned cases;
    unsigned compared;
    unsigned wrong; /* of these, not as predicted */
};

/* How an observed number has to stand to the predicted one. */
enum report_relation { REPORT_EXACTLY, REPORT_AT_LEAST, REPORT_AT_MOST };

/* The number of the new case, from 1. */
unsigned report_case(struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A line that is judged by nobody: a time, say. */
void report_note(struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* All of them return whether it is as predicted. */
bool report_judge(struct report *report, bool agrees, const char *prediction,
                  const char *observation);

/* The texts have to be the same. why: a line above the prediction, or NULL; below, too. */
bool report_text(struct report *report, const char *prediction, const char *observation,
                 const char *why);

/* `what` names the number: "blocks lost". */
bool report_number(struct report *report, const char *what, enum report_relation relation,
                   int64_t predicted, int64_t observed, const char *why);

/* A text as lines: `first` before the first of them, as many spaces before the others. */
void report_wrap(FILE *out, const char *first, const char *text);

#endif
