/*
 * main.c - rondo-consumer: joins the instance it was started for, opens the output, plays.
 *
 * Exit status: 0 when the player is done with it, 1 when the output failed (reported through
 * the channel), 2 when started wrongly, 4 when IPC refuses.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/devices.h"
#include "player/consumer/engine.h"
#include "player/consumer/select.h"
#include "shmring/child.h"

enum { EXIT_DONE = 0, EXIT_OUTPUT = 1, EXIT_USAGE = 2, EXIT_IPC = 4 };

/* What follows the words that every child gets. */
enum {
    ARGUMENT_KIND = 1 + CHILD_ARGUMENTS,
    ARGUMENT_ARGUMENT,
    ARGUMENT_OPTIONS,
    ARGUMENT_LATENCY, /* ms */
    ARGUMENT_RESUME,  /* "resume": it follows a consumer that died; or "begin" */
    ARGUMENTS
};

static int usage(void)
{
    fprintf(stderr, "rondo-consumer: it is started by rondo, not by hand; see rondo --help\n");
    return EXIT_USAGE;
}

static void report_lines(struct reporter *reporter, const char *text)
{
    while (text && *text) {
        char line[sizeof((struct report){0}.text)];
        size_t length = strcspn(text, "\n");

        snprintf(line, sizeof(line), "%.*s", (int)length, text);
        reporter_say(reporter, REPORT_NOTE, 0, line);
        text += length + (text[length] == '\n');
    }
}

/* The output is there: play, complete it, and say what it has to say. */
static int play(struct ring *ring, struct selection *selection, struct reporter *reporter)
{
    const struct output_ops *ops = selection->ops;
    struct report ready;
    int error, stopped;

    if (selection->note[0])
        reporter_say(reporter, REPORT_NOTE, 0, selection->note);
    ready = (struct report){.kind = REPORT_READY,
                            .value = (ops->realtime ? REPORT_REALTIME : 0) |
                                     (ops->slow ? REPORT_SLOWABLE : 0)};
    snprintf(ready.text, sizeof(ready.text), "%s",
             ops->name ? ops->name(selection->output) : ops->kind);
    reporter_send(reporter, &ready);
    error = engine_run(ring, ops, selection->output, reporter);
    stopped = ops->stop(selection->output);
    if (ops->report && !selection->note[0]) /* nobody asked for a device's report by default */
        report_lines(reporter, ops->report(selection->output));
    if (error == 0 && stopped < 0) {
        reporter_say(reporter, REPORT_FAILED, stopped, strerror(-stopped));
        error = stopped;
    }
    ops->destroy(selection->output);
    if (error == -EPROTO)
        return EXIT_IPC;
    return error < 0 ? EXIT_OUTPUT : EXIT_DONE;
}

static void tell_step(void *reporter)
{
    reporter_send(reporter, &(struct report){.kind = REPORT_STEPPED});
}

static int run(const struct child *child, char **argv)
{
    struct output_config config = {
        .argument = argv[ARGUMENT_ARGUMENT],
        .options = argv[ARGUMENT_OPTIONS],
        .latency_ms = (uint32_t)strtoul(argv[ARGUMENT_LATENCY], NULL, 10),
        .resume = strcmp(argv[ARGUMENT_RESUME], "resume") == 0,
    };
    struct selection selection;
    struct reporter reporter;
    struct ring *ring;
    char why[256] = "";
    pid_t holder;
    int status;
    int error = child_join(child, SEM_CONSUMER, &ring, &holder);

    if (error == -ESRCH || error == -EIDRM || error == -EINVAL) /* it is over already */
        return EXIT_DONE;
    if (error < 0) {
        fprintf(stderr, "rondo-consumer: cannot join the ring: %s\n", strerror(-error));
        return EXIT_IPC;
    }
    error = reporter_init(&reporter, child->channel);
    if (error < 0) {
        fprintf(stderr, "rondo-consumer: cannot use the channel: %s\n", strerror(-error));
        ring_detach(ring);
        return EXIT_IPC;
    }
    ring_watch(ring, tell_step, &reporter);
    config.resume_frames = ring_heard(ring).total;
    error = select_output(argv[ARGUMENT_KIND], &config, &selection, why, sizeof(why));
    if (error < 0)
        reporter_say(&reporter, REPORT_FAILED, error, why);
    status = error < 0 ? EXIT_OUTPUT : play(ring, &selection, &reporter);
    ring_detach(ring);
    return status;
}

int main(int argc, char **argv)
{
    struct child child;

    signal(SIGPIPE, SIG_IGN);
    if (argc == 2 && strcmp(argv[1], "--list-devices") == 0)
        return devices_list(stdout) < 0 ? EXIT_OUTPUT : EXIT_DONE;
    if (argc != ARGUMENTS || child_parse(argc, argv, &child) < 0)
        return usage();
    return run(&child, argv);
}
