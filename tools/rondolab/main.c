/*
 * main.c - rondolab: experiments with faults, predictions beside observations.
 *
 * The guardian is started first and ended last (guardian.h); between the two the experiments run,
 * one after the other. Here is all that talks beside the report, and the exit status.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/rondolab/command.h"

enum { STATUS_OTHERWISE = 1, STATUS_USAGE = 2, STATUS_CANNOT = 3 };

/* The folder is made only now that there is something for it. */
static int write_plot(const struct command *command, const char *name, struct trial *trial)
{
    char path[PATH_MAX];
    int error;

    if (mkdir(command->out, 0777) < 0 && errno != EEXIST) {
        error = -errno;
        trial_free(trial);
        fprintf(stderr, "rondolab: %s: %s\n", command->out, strerror(-error));
        return error;
    }
    if (snprintf(path, sizeof(path), "%s/%s.%s", command->out, name, command->format) >= PATH_MAX)
        error = -ENAMETOOLONG;
    else
        error = trial_write(trial, path);
    if (error < 0)
        fprintf(stderr, "rondolab: %s: %s\n", path, strerror(-error));
    else
        printf("   plot         %s\n", path);
    return error;
}

/* 0, or an exit status. */
static int run(const struct command *command, const struct experiment *experiment,
               const struct guardian *guardian, char folder[PATH_MAX])
{
    struct trial trial = {
        .report = {.out = stdout},
        .guardian = guardian,
        .sound = command->sound,
        .random = command->seed,
        .folder = folder,
    };
    int error;

    printf("%s: %s\n", experiment->name, experiment->question);
    error = experiment->run(&trial);
    if (error < 0) {
        trial_free(&trial);
        fflush(stdout);
        fprintf(stderr, "rondolab: %s could not be run: %s%s%s\n", experiment->name, trial.refused,
                error == -ECANCELED ? "" : ": ", error == -ECANCELED ? "" : strerror(-error));
        return STATUS_CANNOT;
    }
    error = write_plot(command, experiment->name, &trial);
    printf("   in all       %u of %u as predicted\n\n", trial.report.compared - trial.report.wrong,
           trial.report.compared);
    fflush(stdout);
    return error < 0 ? STATUS_CANNOT : trial.report.wrong > 0 ? STATUS_OTHERWISE : 0;
}

static int run_all(const struct command *command)
{
    static char folder[PATH_MAX];
    struct guardian guardian;
    int worst = 0;
    int error = guardian_start(&guardian);

    if (error < 0) {
        fprintf(stderr, "rondolab: no guardian: %s\n", strerror(-error));
        return STATUS_CANNOT;
    }
    setvbuf(stdout, NULL, _IOLBF, 0); /* one sees how far it is, through a pipe too */
    printf("seed %" PRIu64 "\n\n", command->seed);
    for (size_t i = 0; i < command->count; i++) {
        int status = run(command, command->chosen[i], &guardian, folder);

        worst = status > worst ? status : worst;
    }
    guardian_end(&guardian);
    return worst;
}

int main(int argc, char **argv)
{
    struct command command;
    char why[1024];
    int status = 0;

    if (command_read(argc, argv, &command, why, sizeof(why)) < 0) {
        fprintf(stderr, "rondolab: %s\n", why);
        return STATUS_USAGE;
    }
    switch (command.action) {
    case COMMAND_HELP:
        command_help(stdout);
        break;
    case COMMAND_VERSION:
        puts("rondolab " RONDO_VERSION);
        break;
    case COMMAND_LIST:
        experiments_list(stdout);
        break;
    case COMMAND_EXPLAIN:
        for (size_t i = 0; i < command.count; i++) {
            if (i > 0)
                putchar('\n');
            experiments_explain(command.chosen[i], stdout);
        }
        break;
    case COMMAND_RUN:
        status = run_all(&command);
        break;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("rondolab: standard output");
        return STATUS_CANNOT;
    }
    return status;
}
