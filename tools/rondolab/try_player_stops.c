/*
 * try_player_stops.c - rondo itself gets SIGSTOP: the music goes on, and nobody answers.
 */
#include <errno.h>
#include <signal.h>
#include <sys/msg.h>

#include "tools/rondolab/await.h"
#include "tools/rondolab/experiment.h"
#include "tools/rondolab/live.h"

enum { BLOCKS_BEFORE = 3, BLOCKS_MEANWHILE = 8, PATIENCE_MS = 300 };

static int waiting_requests(const struct live *live)
{
    struct msqid_ds status;

    return msgctl(live->record.requests, IPC_STAT, &status) < 0 ? -errno : (int)status.msg_qnum;
}

/* How often a child has done a step since then; waits for a few of them. */
static int64_t steps(const struct live *live, enum flight_role role, enum step step,
                     uint64_t since_ns)
{
    const struct recorder_wanted wanted = {.kind = FLIGHT_END,
                                           .is_step = true,
                                           .step = (uint8_t)step,
                                           .done = true,
                                           .after_ns = since_ns};

    live_await(live, role, &wanted, role == FLIGHT_CONSUMER ? BLOCKS_MEANWHILE : 1, NULL);
    return (int64_t)recorder_count(live->ring, role, &wanted, NULL, NULL);
}

static void compare_stopped(struct trial *trial, const struct live *live, uint64_t stopped_ns)
{
    report_case(&trial->report, "rondo, process %d, is stopped", (int)live->pid);
    report_number(&trial->report, "commits of the consumer meanwhile", REPORT_AT_LEAST,
                  BLOCKS_MEANWHILE, steps(live, FLIGHT_CONSUMER, STEP_CONSUMER_COMMIT, stopped_ns),
                  NULL);
    report_number(&trial->report, "claims of the producer meanwhile", REPORT_AT_LEAST, 1,
                  steps(live, FLIGHT_PRODUCER, STEP_PRODUCER_CLAIM, stopped_ns), NULL);
    report_text(&trial->report, "no answer",
                live_answers(live, PATIENCE_MS) ? "an answer" : "no answer",
                "to rondoctl status, within 300 ms");
    report_number(&trial->report, "requests that wait in the queue", REPORT_EXACTLY, 1,
                  waiting_requests(live), "the kernel keeps it");
}

static void compare_continued(struct trial *trial, const struct live *live)
{
    report_case(&trial->report, "SIGCONT");
    report_text(&trial->report, "an answer",
                live_answers(live, LIVE_ANSWER_MS) ? "an answer" : "no answer",
                "to rondoctl status");
    report_number(&trial->report, "requests that wait in the queue", REPORT_EXACTLY, 0,
                  waiting_requests(live), "both were read");
    report_number(&trial->report, "restarts.consumer", REPORT_EXACTLY, 0,
                  live_number(live, "restarts.consumer"), NULL);
}

static int run(struct trial *trial)
{
    const struct plot_labels labels = {
        .title = "SIGSTOP for the player",
        .caption = "Decoding and playing are in other processes: they do not notice.",
        .x = "time [s]",
        .y = "blocks",
    };
    struct recorder_mark marks[2] = {{.kind = PLOT_MARK_NOTE, .label = "SIGSTOP"},
                                     {.kind = PLOT_MARK_HEAL, .label = "SIGCONT"}};
    static const char *const options[LIVE_OPTIONS_MAX] = {"--buffer=0.5",
                                                          "--consumer-timeout=60000"};
    uint64_t heard;
    struct live live;
    int error = live_start(trial, options, &live);

    if (error < 0)
        return error;
    live_await_blocks(&live, BLOCKS_BEFORE);
    marks[0].time_ns = flight_now_ns();
    kill(live.pid, SIGSTOP);
    await_process(live.pid, "T");
    heard = ring_heard(live.ring).total;
    compare_stopped(trial, &live, marks[0].time_ns);
    marks[1].time_ns = flight_now_ns();
    kill(live.pid, SIGCONT);
    compare_continued(trial, &live);
    live_end(&live);
    error = live_compare_heard(&live, heard);
    if (error == 0)
        error = recorder_draw(live.ring, &labels, marks, 2, &trial->plot);
    live_close(&live);
    return error;
}

const struct experiment try_player_stops = {
    .name = "player-stops",
    .question = "SIGSTOP for rondo itself: does the music stop, and who answers?",
    .doing =
        "A real rondo is stopped with SIGSTOP while it plays. A client asks for the status and "
        "waits 300 ms. After eight more blocks have been heard rondo goes on, and is asked "
        "again.",
    .predicted =
        "Producer and consumer meet in the ring alone; rondo is in no hand-over. So they play on, "
        "as far as they have been told: this track and the next one. A message queue needs no "
        "reader to take a message: the request waits in the kernel, and its sender's time runs "
        "out. Once rondo goes on it reads that request first, then the next. The first reply, "
        "which nobody waits for any more, is thrown away by the client: it has another id.\n"
        "Nobody watches rondo. Had it been killed, its children would have cleaned up "
        "(leftover).",
    .plot =
        "Blocks that were not heard yet, and in the consumer's hand: the stop cannot be seen in "
        "them.",
    .read = "player/README.md, \"The loop\"; rondoctl_call() in tools/rondoctl_call.c; "
            "cmdq_await().",
    .run = run,
};
