/*
 * main.c - rondotrace: what the processes of a rondo did last.
 *
 * Finds the instance, waits for its end if told to, copies its logs, lets go of it, and only then
 * writes. A death of this process leaves nothing, and nobody else notices.
 */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "tools/rondotrace/chrome.h"
#include "tools/rondotrace/command.h"
#include "tools/rondotrace/draw.h"
#include "tools/rondotrace/lines.h"
#include "tools/rondotrace/sink.h"
#include "tools/rondotrace/source.h"
#include "tools/rondotrace/table.h"

enum { STATUS_DONE, STATUS_OUTPUT, STATUS_USAGE, STATUS_NO_INSTANCE };

static int no_instance(const char *name, int error)
{
    char names[512];

    source_names(names, sizeof(names));
    if (error == -EAGAIN)
        fprintf(stderr, "rondotrace: instance \"%s\" is just starting\n", name);
    else if (error != -ENOENT)
        fprintf(stderr, "rondotrace: instance \"%s\": %s\n", name, instance_explain(error));
    else if (names[0])
        fprintf(stderr, "rondotrace: no instance \"%s\"; there are: %s\n", name, names);
    else
        fprintf(stderr, "rondotrace: no instance \"%s\"; there is none\n", name);
    return STATUS_NO_INSTANCE;
}

/* Until the player has ended, or Ctrl-C, which ends only the waiting. */
static int wait_for_end(struct source *source, const char *name)
{
    sigset_t interrupt, before;
    int stop, error;

    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &before);
    stop = signalfd(-1, &interrupt, SFD_CLOEXEC);
    if (stop < 0)
        return -errno;
    fprintf(stderr, "rondotrace: waiting until the player of \"%s\" (process %d) has ended\n", name,
            (int)source->player);
    error = source_await_end(source, stop);
    if (error == -EINTR) {
        struct signalfd_siginfo taken;
        ssize_t bytes = read(stop, &taken, sizeof(taken));

        error = bytes < 0 ? -errno : 0;
    }
    close(stop);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return error;
}

/* Standard error, so that what is on standard output is what was asked for. */
static void tell(const struct merge *merge, const struct source *source, const char *name)
{
    if (source->dead && source->player > 0)
        fprintf(stderr, "rondotrace: the player of \"%s\" (process %d) is dead\n", name,
                (int)source->player);
    else if (source->dead)
        fprintf(stderr, "rondotrace: the player of \"%s\" is dead\n", name);
    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++) {
        if (merge->lost[role] > 0)
            fprintf(stderr, "rondotrace: %s: %llu older events have been written over\n",
                    flight_role_name(role), (unsigned long long)merge->lost[role]);
        if (merge->refused[role] > 0)
            fprintf(stderr, "rondotrace: %s: %llu events left out, for they cannot be true\n",
                    flight_role_name(role), (unsigned long long)merge->refused[role]);
    }
}

static int failed(const char *path, int error)
{
    if (error < 0)
        fprintf(stderr, "rondotrace: cannot write %s: %s\n", path, strerror(-error));
    return error;
}

static int write_csv(const struct command *command, const struct merge *merge,
                     const struct spans *spans)
{
    struct sink sink;
    int error = sink_open(command->csv, &sink);

    if (error == 0) {
        table_write(merge, spans, sink.file);
        error = sink_close(&sink);
    }
    return failed(command->csv, error);
}

static int write_decode_times(const struct command *command, const struct spans *spans)
{
    struct sink sink;
    int error = sink_open(command->decode_times, &sink);

    if (error == 0) {
        table_write_decode_times(spans, sink.file);
        error = sink_close(&sink);
    }
    return failed(command->decode_times, error);
}

static int write_chrome(const struct command *command, const struct merge *merge,
                        const struct spans *spans)
{
    struct sink sink;
    int error = sink_open(command->chrome, &sink);
    const struct chrome_style style = {.clock = command->clock,
                                       .window = choose_window(merge, &command->choice)};

    if (error == 0) {
        error = chrome_write(merge, spans, &style, sink.file);
        if (error == 0)
            error = sink_close(&sink);
        else
            sink_drop(&sink);
    }
    return failed(command->chrome, error);
}

static int write_plots(const struct command *command, const struct merge *merge,
                       const struct spans *spans)
{
    struct draw draw = {
        .merge = merge,
        .spans = spans,
        .window = choose_window(merge, &command->choice),
        .name = command->name,
        .from_s = command->from_s,
        .for_s = command->for_s,
    };
    int error = 0;

    for (size_t i = 0; i < command->plots && error == 0; i++) {
        const struct command_plot *plot = &command->plot[i];

        if (plot->kind == COMMAND_FILL)
            error = draw_fill(&draw, plot->path);
        else if (plot->kind == COMMAND_LATENCY)
            error = draw_latency(&draw, plot->path);
        else
            error = draw_sequence(&draw, plot->path);
        failed(plot->path, error);
    }
    return error;
}

static int write_lines(const struct command *command, const struct merge *merge)
{
    struct lines_style style = {.clock = command->clock, .meaning = command->meaning};
    struct winsize size;

    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        style.width = size.ws_col;
    lines_write(merge, &style, stdout);
    return failed("standard output", fflush(stdout) == 0 && !ferror(stdout) ? 0 : -errno);
}

/* What needs the whole story comes first; then lines and table of what was chosen. */
static int write_all(const struct command *command, struct merge *merge)
{
    struct spans spans;
    int error = failed("anything", spans_find(merge, &spans));

    if (error < 0)
        return error;
    if (spans.cut)
        fprintf(stderr, "rondotrace: only the first %d claims and sleeps are looked at\n",
                SPANS_MAX);
    if (command->chrome)
        error = write_chrome(command, merge, &spans);
    if (error == 0)
        error = write_plots(command, merge, &spans);
    if (error == 0 && command->decode_times)
        error = write_decode_times(command, &spans);
    choose_events(merge, &command->choice);
    if (error == 0 && command->csv)
        error = write_csv(command, merge, &spans);
    if (error == 0 && !command_exports(command))
        error = write_lines(command, merge);
    spans_free(&spans);
    return error;
}

static int run(const struct command *command)
{
    struct source source;
    struct merge merge;
    int error = source_open(command->name, &source);

    if (error < 0)
        return no_instance(command->name, error);
    if (command->wait)
        error = wait_for_end(&source, command->name);
    if (error < 0)
        fprintf(stderr, "rondotrace: cannot wait for process %d: %s\n", (int)source.player,
                strerror(-error));
    else
        error = failed("anything", source_read(&source, &merge));
    if (error == 0)
        tell(&merge, &source, command->name);
    source_close(&source);
    if (error < 0)
        return STATUS_OUTPUT;
    error = write_all(command, &merge);
    merge_free(&merge);
    return error < 0 ? STATUS_OUTPUT : STATUS_DONE;
}

int main(int argc, char **argv)
{
    struct command command;
    char why[512];

    if (command_parse(argc, argv, &command, why, sizeof(why)) < 0) {
        fprintf(stderr, "rondotrace: %s\n", why);
        return STATUS_USAGE;
    }
    if (command.kind == COMMAND_RUN)
        return run(&command);
    if (command.kind == COMMAND_HELP)
        command_help(stdout);
    else
        puts("rondotrace " RONDO_VERSION);
    return fflush(stdout) == 0 && !ferror(stdout) ? STATUS_DONE : STATUS_OUTPUT;
}
