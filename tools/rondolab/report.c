/*
 * report.c - see report.h.
 */
#include "tools/rondolab/report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { TEXT_MAX = 1024 };

static const char prediction_begins[] = "   PREDICTION   ";
static const char observation_begins[] = "   OBSERVATION  ";

void report_wrap(FILE *out, const char *first, const char *text)
{
    int margin = (int)strlen(first);
    int column = margin;

    fputs(first, out);
    while (*text) {
        size_t word = strcspn(text, " \n");

        if (column > margin && (text[-1] == '\n' || column + 1 + (int)word > REPORT_COLUMNS)) {
            fprintf(out, "\n%*s", margin, "");
            column = margin;
        } else if (column > margin) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, word, out);
        column += (int)word;
        text += word;
        text += *text == '\n' ? 1 : strspn(text, " ");
    }
    fputc('\n', out);
}

unsigned report_case(struct report *report, const char *format, ...)
{
    char number[16], text[TEXT_MAX];
    va_list more;

    va_start(more, format);
    vsnprintf(text, sizeof(text), format, more);
    va_end(more);
    snprintf(number, sizeof(number), "%2u. ", ++report->cases);
    report_wrap(report->out, number, text);
    return report->cases;
}

void report_note(struct report *report, const char *format, ...)
{
    char text[TEXT_MAX];
    va_list more;

    va_start(more, format);
    vsnprintf(text, sizeof(text), format, more);
    va_end(more);
    report_wrap(report->out, "   note         ", text);
}

bool report_judge(struct report *report, bool agrees, const char *prediction,
                  const char *observation)
{
    char text[TEXT_MAX + 32];

    const char *verdict = agrees ? "[as predicted]" : "[NOT as predicted]";
    size_t columns = sizeof(observation_begins) + strlen(observation) + strlen(verdict);

    report->compared++;
    report->wrong += !agrees;
    report_wrap(report->out, prediction_begins, prediction);
    snprintf(text, sizeof(text), "%s%s%s", observation, columns > REPORT_COLUMNS ? "\n" : " ",
             verdict);
    report_wrap(report->out, observation_begins, text);
    return agrees;
}

static void explained(char text[2 * TEXT_MAX], const char *why, const char *prediction)
{
    snprintf(text, 2 * TEXT_MAX, "%s%s%s", why ? why : "", why ? "\n" : "", prediction);
}

bool report_text(struct report *report, const char *prediction, const char *observation,
                 const char *why)
{
    char text[2 * TEXT_MAX];

    explained(text, why, prediction);
    return report_judge(report, strcmp(prediction, observation) == 0, text, observation);
}

bool report_number(struct report *report, const char *what, enum report_relation relation,
                   int64_t predicted, int64_t observed, const char *why)
{
    static const char *const words[] = {
        [REPORT_EXACTLY] = "",
        [REPORT_AT_LEAST] = "at least ",
        [REPORT_AT_MOST] = "at most ",
    };
    char prediction[TEXT_MAX], observation[TEXT_MAX], text[2 * TEXT_MAX];
    bool agrees = relation == REPORT_EXACTLY    ? observed == predicted
                  : relation == REPORT_AT_LEAST ? observed >= predicted
                                                : observed <= predicted;

    snprintf(prediction, sizeof(prediction), "%s: %s%" PRId64, what, words[relation], predicted);
    snprintf(observation, sizeof(observation), "%s: %" PRId64, what, observed);
    explained(text, why, prediction);
    return report_judge(report, agrees, text, observation);
}
