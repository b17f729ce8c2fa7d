/*
 * main.c - ipcbench: the same blocks through every way there is, and what each costs.
 *
 * It reads the command line, prepares sound and folder before anything is measured, measures, and
 * tells. Here is all that is printed besides table and JSON, and the exit status.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/ipcbench/bench.h"
#include "tools/ipcbench/conclusion.h"
#include "tools/ipcbench/json.h"
#include "tools/ipcbench/plots.h"
#include "tools/ipcbench/table.h"
#include "tools/rondoctl_plain.h"

enum { STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_REFUSED = 3 };

static const char *const side_names[TRANSPORT_SIDES] = {
    [TRANSPORT_SENDER] = "sender",
    [TRANSPORT_RECEIVER] = "receiver",
};

static int complain(const char *what, const char *name, const char *why, int status)
{
    fprintf(stderr, "ipcbench: %s", what);
    if (name) {
        fputc('"', stderr);
        rondoctl_plain_text(name, stderr);
        fputc('"', stderr);
    }
    fputs(": ", stderr);
    rondoctl_plain_text(why, stderr);
    fputc('\n', stderr);
    return status;
}

static void show_progress(const struct result *cell, size_t done, size_t all)
{
    char size[RESULT_SIZE_TEXT];

    result_size_text(cell->size, size);
    fprintf(stderr, "\r\033[Kmeasuring %zu of %zu: %s, %s", done + 1, all, cell->transport->name,
            size);
}

static void clear_progress(void)
{
    fputs("\r\033[K", stderr);
}

static int load_sound(const struct bench_options *options, struct payload *ret_sound)
{
    const uint32_t longest = options->sizes[options->size_count - 1];
    int error;

    if (!options->sound) {
        error = payload_generate(ret_sound);
        return error < 0 ? complain("sound", NULL, strerror(-error), STATUS_FAILED) : 0;
    }
    error = payload_load(options->sound, ret_sound);
    if (error == -ENODATA)
        return complain("--sound ", options->sound,
                        "it holds no sound; accepted: a WAV file, or "
                        "any other with bytes in it",
                        STATUS_USAGE);
    if (error < 0)
        return complain("--sound ", options->sound, strerror(-error), STATUS_USAGE);
    if (ret_sound->size >= longest)
        return 0;
    payload_free(ret_sound);
    return complain("--sound ", options->sound,
                    "it is shorter than the largest block; accepted: "
                    "a longer file, or a smaller --size",
                    STATUS_USAGE);
}

static int tell_trouble(const struct result *cell, const struct run_trouble *trouble)
{
    char size[RESULT_SIZE_TEXT];

    if (!cell)
        return complain("cannot measure", NULL, strerror(-trouble->error), STATUS_FAILED);
    result_size_text(cell->size, size);
    fprintf(stderr, "ipcbench: %s, %s: the %s ", cell->transport->name, size,
            side_names[trouble->side]);
    if (trouble->signal)
        fprintf(stderr, "was killed by signal %d (%s)\n", trouble->signal,
                strsignal(trouble->signal));
    else if (trouble->error == -EBADMSG)
        fprintf(stderr, "found block %llu to be another than was sent\n",
                (unsigned long long)trouble->block);
    else
        fprintf(stderr, "failed at block %llu: %s\n", (unsigned long long)trouble->block,
                strerror(-trouble->error));
    return STATUS_FAILED;
}

static bool all_refused(const struct results *results)
{
    for (size_t i = 0; i < results->count; i++)
        if (!results->cell[i].refused)
            return false;
    return true;
}

static int tell_results(const struct report *report)
{
    const struct bench_options *options = report->options;
    int error = 0;

    if (options->json)
        error = json_write(report, stdout);
    else
        table_write(report->results, report->conclusion, stdout);
    if (error == -ENOMEM)
        return complain("JSON", NULL, strerror(ENOMEM), STATUS_FAILED);
    if (fflush(stdout) != 0 || ferror(stdout))
        return complain("standard output", NULL, strerror(errno), STATUS_FAILED);
    if (options->plots)
        error = plots_write(report->results, options->plots);
    if (error < 0)
        return complain("--plot ", options->plots, strerror(-error), STATUS_FAILED);
    return all_refused(report->results) ? STATUS_REFUSED : 0;
}

static void look_at_machine(struct report_machine *ret_machine)
{
    ret_machine->load = 0;
    getloadavg(&ret_machine->load, 1);
    ret_machine->processors = sysconf(_SC_NPROCESSORS_ONLN);
}

static int conclude(const struct bench_options *options, const struct payload *sound,
                    const struct report_machine *machine, const struct results *results)
{
    char *conclusion;
    int error = conclusion_make(results, machine, &conclusion);
    int status;

    if (error < 0)
        return complain("conclusion", NULL, strerror(-error), STATUS_FAILED);
    status = tell_results(&(struct report){machine, options, sound, results, conclusion});
    free(conclusion);
    return status;
}

static int measure(const struct bench_options *options, const struct payload *sound)
{
    const bool shown = isatty(STDERR_FILENO);
    struct report_machine machine;
    struct run_signals signals;
    struct bench_trouble trouble;
    struct results results;
    enum run_result result;
    int status;

    look_at_machine(&machine);
    run_watch(&signals);
    result = bench_run(&(struct bench){.options = options,
                                       .sound = sound,
                                       .signals = &signals,
                                       .progress = shown ? show_progress : NULL},
                       &results, &trouble);
    if (shown)
        clear_progress();
    run_unwatch(&signals);
    if (result == RUN_INTERRUPTED)
        raise(trouble.run.signal); /* its usual end, which a shell can see */
    status = result == RUN_DONE ? conclude(options, sound, &machine, &results)
                                : tell_trouble(trouble.cell, &trouble.run);
    bench_free(&results);
    return status;
}

int main(int argc, char **argv)
{
    struct bench_options options;
    struct payload sound;
    char why[BENCH_WHY];
    int error, status;

    if (bench_options_parse(argc, argv, &options, why) < 0) {
        fputs("ipcbench: ", stderr);
        rondoctl_plain_text(why, stderr);
        fputc('\n', stderr);
        return STATUS_USAGE;
    }
    if (options.action != BENCH_MEASURE) {
        if (options.action == BENCH_HELP)
            bench_help(stdout);
        else
            puts("ipcbench " RONDO_VERSION);
        return fflush(stdout) == 0 ? 0 : STATUS_FAILED;
    }
    status = load_sound(&options, &sound);
    if (status != 0)
        return status;
    error = options.plots ? plots_prepare(options.plots) : 0;
    if (error < 0)
        status = complain("--plot ", options.plots, strerror(-error), STATUS_USAGE);
    else
        status = measure(&options, &sound);
    payload_free(&sound);
    return status;
}
