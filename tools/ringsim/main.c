/*
 * main.c - ringsim: the command line, the output, and the exit status.
 */
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tools/ringsim/charts.h"
#include "tools/ringsim/show.h"
#include "tools/rondoctl_plain.h"

enum { STATUS_DONE, STATUS_FAILED, STATUS_USAGE };

/* All sizes that were tried; shown as they come, unless they are for JSON. */
struct found {
    const struct command *command;
    struct sizing_probe *probes;
    uint32_t count, room;
};

static int complain(const char *what, int error)
{
    fputs("ringsim: ", stderr);
    rondoctl_plain_text(what, stderr);
    fprintf(stderr, ": %s\n", strerror(-error));
    return STATUS_FAILED;
}

static int run(const struct command *command)
{
    struct model_config config = command_model(command);
    int64_t until = (int64_t)(command->hours * (double)SPAN_HOUR);
    struct model model;
    int error = model_init(&model, &config);

    if (error < 0)
        return complain("the ring", error);
    model_run(&model, until);
    model_end(&model, until);
    error = (command->json ? show_run_json : show_run)(command, &model, stdout);
    if (error < 0)
        complain("the result", error);
    if (error == 0 && command->plot) {
        error = charts_fill(command, model.tally.first_at, command->plot);
        if (error < 0)
            complain(command->plot, error);
    }
    model_free(&model);
    return error < 0 ? STATUS_FAILED : STATUS_DONE;
}

static void note_probe(void *context, const struct sizing_probe *probe)
{
    struct found *found = context;

    if (found->count < found->room)
        found->probes[found->count++] = *probe;
    if (!found->command->json)
        show_probe(found->command, probe, stdout);
}

static int size(const struct command *command)
{
    const struct model_config config = command_model(command);
    const struct sizing_goal goal = {command->per_year, command->years, command_slots_min(command),
                                     command_slots_max(command)};
    struct found found = {.command = command, .room = goal.slots_max};
    const struct sizing_listener listener = {note_probe, &found};
    struct sizing_probe answer;
    int error;

    found.probes = calloc(found.room, sizeof(*found.probes));
    if (!found.probes)
        return complain("the results", -ENOMEM);
    if (!command->json)
        show_size_begin(command, stdout);
    error = sizing_find(&config, &goal, &listener, &answer);
    if (error < 0 && error != -ERANGE)
        complain("the ring", error);
    else if (command->json)
        show_size_json(command, found.probes, found.count, error == 0 ? &answer : NULL, stdout);
    else
        show_answer(command, error == 0 ? &answer : NULL, stdout);
    if (command->plot && found.count > 0 && (error == 0 || error == -ERANGE)) {
        int failed = charts_sizes(command, found.probes, found.count, command->plot);

        if (failed < 0) {
            complain(command->plot, failed);
            error = failed;
        }
    }
    free(found.probes);
    return error < 0 ? STATUS_FAILED : STATUS_DONE;
}

static int act(const struct command *command)
{
    switch (command->action) {
    case COMMAND_HELP:
        command_help(stdout);
        return STATUS_DONE;
    case COMMAND_VERSION:
        puts("ringsim " RONDO_VERSION);
        return STATUS_DONE;
    case COMMAND_SIZE:
        return size(command);
    default:
        return run(command);
    }
}

int main(int argc, char **argv)
{
    struct command command;
    char why[512];
    int status;

    setlocale(LC_CTYPE, "");
    if (command_parse(argc, argv, &command, why, sizeof(why)) < 0) {
        fputs("ringsim: ", stderr);
        rondoctl_plain_text(why, stderr);
        fputc('\n', stderr);
        status = STATUS_USAGE;
    } else {
        status = act(&command);
    }
    command_free(&command);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("ringsim: standard output");
        return STATUS_FAILED;
    }
    return status;
}
