/*
 * experiments.c - the table of all experiments, and what is printed of it.
 */
#include "tools/rondolab/experiment.h"

#include <string.h>

const struct experiment *const experiments[] = {
    &try_producer_dies,  &try_consumer_dies, &try_player_dies, &try_undo_everywhere,
    &try_no_undo,        &try_erange,        &try_lost_wakeup, &try_consumer_stops,
    &try_producer_stops, &try_player_stops,  &try_queue_flood, &try_leftover,
};

const size_t experiments_count = sizeof(experiments) / sizeof(experiments[0]);

const struct experiment *experiments_find(const char *name)
{
    for (size_t i = 0; i < experiments_count; i++)
        if (strcmp(experiments[i]->name, name) == 0)
            return experiments[i];
    return NULL;
}

void experiments_list(FILE *out)
{
    for (size_t i = 0; i < experiments_count; i++)
        fprintf(out, "%-16s %s\n", experiments[i]->name, experiments[i]->question);
}

static void section(FILE *out, const char *title, const char *text)
{
    fprintf(out, "\n%s\n", title);
    while (*text) {
        char paragraph[2048];
        size_t length = strcspn(text, "\n");

        snprintf(paragraph, sizeof(paragraph), "%.*s", (int)length, text);
        report_wrap(out, "  ", paragraph);
        text += length;
        text += strspn(text, "\n");
    }
}

void experiments_explain(const struct experiment *experiment, FILE *out)
{
    fprintf(out, "%s: %s\n", experiment->name, experiment->question);
    section(out, "What is done", experiment->doing);
    section(out, "What is predicted, and why", experiment->predicted);
    section(out, "What the plot shows", experiment->plot);
    section(out, "Where to read on", experiment->read);
}
