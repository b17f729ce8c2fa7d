/*
 * show.c - results as lines for people.
 */
#include "tools/ringsim/show.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define HOURS_A_YEAR 8766.0

static double seconds(int64_t ns)
{
    return (double)ns / (double)SPAN_SECOND;
}

static void show_underruns(const struct tally *tally, FILE *file)
{
    fprintf(file, "underruns  %" PRIu64, tally_underruns(tally));
    if (tally_underruns(tally) > 0)
        fprintf(file, " in %" PRIu64 " spells; %.3f s of silence, %.3f s at the most",
                tally->spells, seconds(tally_silence(tally)), seconds(tally->longest));
    fputc('\n', file);
    for (int cause = 0; cause < TALLY_CAUSES; cause++)
        if (tally->underruns[cause] > 0)
            fprintf(file, "           %" PRIu64 " %s, %.3f s\n", tally->underruns[cause],
                    tally_cause_name((enum tally_cause)cause), seconds(tally->silence[cause]));
}

static void show_rate(const struct tally *tally, double hours, FILE *file)
{
    struct poisson_rate rate = poisson_rate(tally_underruns(tally), tally->spells, hours);

    fprintf(file, "an hour    %.4g, from %.4g to %.4g with 95 %%\n", rate.estimate, rate.low,
            rate.high);
    fprintf(file, "a year     %.4g, from %.4g to %.4g\n", rate.estimate * HOURS_A_YEAR,
            rate.low * HOURS_A_YEAR, rate.high * HOURS_A_YEAR);
}

static int show_levels(const struct model *model, FILE *file)
{
    static const uint32_t permille[] = {1, 10, 100, 500, 900};
    uint64_t *count = calloc(model->config.slots + 1, sizeof(*count));

    if (!count)
        return -ENOMEM;
    tally_count_levels(&model->tally, count);
    fputs("left       ", file);
    for (size_t i = 0; i < sizeof(permille) / sizeof(permille[0]); i++)
        fprintf(file, "%s%g %%: %u", i > 0 ? ", " : "", permille[i] / 10.0,
                tally_quantile(count, model->config.slots, permille[i]));
    fputs(" blocks or fewer when one has been heard\n", file);
    free(count);
    return 0;
}

static void show_faults(const struct tally *tally, FILE *file)
{
    if (tally->stalls > 0)
        fprintf(file, "stalls     %" PRIu64 "\n", tally->stalls);
    if (tally->stops > 0)
        fprintf(file, "stops      %" PRIu64 "; %" PRIu64 " ended by the watchdog\n", tally->stops,
                tally->watchdog);
    if (tally->kills > 0)
        fprintf(file, "kills      %" PRIu64 " of the producer\n", tally->kills);
    if (tally->lost > 0)
        fprintf(file, "lost       %" PRIu64 " blocks half-made, and made again\n", tally->lost);
    if (tally->consumer_kills > 0)
        fprintf(file, "gaps       %.3f s of silence after %" PRIu64 " kills of the consumer\n",
                seconds(tally->gap), tally->consumer_kills);
}

int show_run(const struct command *command, const struct model *model, FILE *file)
{
    const struct tally *tally = &model->tally;

    fprintf(file, "ring       %u slots of %u ms, for --buffer %g; bursts of %u\n",
            model->config.slots, command->block_ms, command->buffer_ms / 1000.0, model->burst);
    fprintf(file,
            "simulated  %g hours, seed %" PRIu64 ": %" PRIu64 " blocks in %" PRIu64 " bursts\n",
            command->hours, command->seed, tally->made, tally->bursts);
    show_underruns(tally, file);
    show_rate(tally, command->hours, file);
    show_faults(tally, file);
    return show_levels(model, file);
}

void show_size_begin(const struct command *command, FILE *file)
{
    fprintf(file,
            "goal: at most %g a year; up to %.4g years of each size, seed %" PRIu64 "\n"
            "slots  --buffer  underruns   in years   a year, with 95 %%\n",
            command->per_year, command->years, command->seed);
}

void show_probe(const struct command *command, const struct sizing_probe *probe, FILE *file)
{
    fprintf(file, "%5u  %8.2f  %9" PRIu64 "  %9.4g   %.4g, from %.4g to %.4g%s", probe->slots,
            command_buffer_ms(command, probe->slots) / 1000.0, probe->underruns, probe->years,
            probe->rate.estimate, probe->rate.low, probe->rate.high,
            probe->passed ? ": enough" : "");
    if (probe->again)
        fprintf(file, "%s with seed %" PRIu64, probe->passed ? "," : ": not", probe->seed);
    fputc('\n', file);
    fflush(file);
}

void show_answer(const struct command *command, const struct sizing_probe *answer, FILE *file)
{
    if (!answer) {
        fprintf(file, "not even --buffer %g is enough\n", COMMAND_BUFFER_MAX_MS / 1000.0);
        return;
    }
    fprintf(file,
            "--buffer %.2f is enough: underruns in %.4g years: %" PRIu64
            ", so at most %.4g a year with 95 %%\n",
            command_buffer_ms(command, answer->slots) / 1000.0, answer->years, answer->underruns,
            answer->rate.high);
}
