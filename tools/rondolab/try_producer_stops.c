/*
 * try_producer_stops.c - the producer of a real player gets SIGSTOP; the ring plays on, runs dry,
 * and after SIGCONT goes on with the very next frame.
 *
 * The ring is small, --buffer=0.5, so that it does not take long. The watchdog is told to have much
 * patience; it has an experiment of its own.
 */
#include <signal.h>
#include <time.h>

#include "tools/rondolab/await.h"
#include "tools/rondolab/experiment.h"
#include "tools/rondolab/live.h"

enum { TRIES = 20, BLOCKS_BEFORE = 6, BLOCKS_AFTER = 4, SILENCE_MS = 250 };

struct stop {
    pid_t pid;
    uint64_t at_ns;
    uint64_t continued_ns;
    struct semset_snapshot full; /* once it was stopped */
    struct semset_snapshot dry;
    int asleep;   /* GETNCNT of FREE, once it was stopped */
    int64_t late; /* underruns.decoder_late before */
    uint64_t heard;
};

/* True: it was stopped in a step that sleeps, so with no claim in hand; its last word says so. */
static bool stop_asleep(const struct live *live, struct stop *stop)
{
    struct await await = await_begin();
    struct flight_event last = {0};

    while (semset_waiting_grow(live->record.set, SEM_FREE) < 1 && await_tick(&await) == 0)
        ;
    stop->pid = live_child(live, FLIGHT_PRODUCER);
    if (stop->pid == 0)
        return false;
    stop->at_ns = flight_now_ns();
    kill(stop->pid, SIGSTOP);
    await_process(stop->pid, "T");
    recorder_count(live->ring, FLIGHT_PRODUCER, &(struct recorder_wanted){0}, NULL, &last);
    return last.kind == FLIGHT_BEGIN;
}

/* Where it sleeps until there is room. It may have woken in between: then once more. */
static void stop(const struct live *live, struct stop *stop)
{
    stop->late = live_number(live, "underruns.decoder_late");
    for (int i = 1; !stop_asleep(live, stop) && i < TRIES; i++)
        if (stop->pid > 0)
            kill(stop->pid, SIGCONT);
    stop->full = live_look(live);
    stop->asleep = semset_waiting_grow(live->record.set, SEM_FREE);
}

static void compare_stopped(struct trial *trial, const struct stop *stop)
{
    report_case(&trial->report, "the producer, process %d, asleep until there is room, is stopped",
                (int)stop->pid);
    report_number(&trial->report, "asleep until FREE grows (GETNCNT)", REPORT_EXACTLY, 0,
                  stop->asleep, "the signal has taken it out of the queue");
    report_number(&trial->report, "PRODUCER, 0 being a seat that is taken", REPORT_EXACTLY, 0,
                  stop->full.value[SEM_PRODUCER], NULL);
}

static void compare_dry(struct trial *trial, const struct live *live, struct stop *stop)
{
    const struct recorder_wanted dry = {.kind = FLIGHT_UNDERRUN, .after_ns = stop->at_ns};

    live_await(live, FLIGHT_CONSUMER, &dry, 1, NULL);
    stop->dry = live_look(live);
    stop->heard = ring_heard(live->ring).total;
    report_case(&trial->report, "the music goes on until the ring is empty, and then it is silent");
    report_number(&trial->report, "TAIL then", REPORT_EXACTLY, stop->full.value[SEM_HEAD],
                  stop->dry.value[SEM_TAIL],
                  "to the last block: TAIL comes to where HEAD was at the stop");
    report_number(&trial->report, "FILLED", REPORT_EXACTLY, 0, stop->dry.value[SEM_FILLED], NULL);
    report_number(&trial->report, "underruns.decoder_late", REPORT_AT_LEAST, stop->late + 1,
                  live_await_number(live, "underruns.decoder_late", stop->late + 1),
                  "rondo finds its producer neither ended nor waiting, and counts the cause");
}

static void compare_continued(struct trial *trial, const struct live *live, struct stop *stop)
{
    const struct recorder_wanted claim = {.kind = FLIGHT_END,
                                          .is_step = true,
                                          .step = STEP_PRODUCER_CLAIM,
                                          .done = true,
                                          .after_ns = stop->at_ns};
    const struct timespec silence = {.tv_nsec = SILENCE_MS * 1000000L}; /* for the picture */
    struct flight_event first = {.slot = UINT16_MAX};

    nanosleep(&silence, NULL);
    stop->continued_ns = flight_now_ns();
    if (stop->pid > 0)
        kill(stop->pid, SIGCONT);
    live_await(live, FLIGHT_PRODUCER, &claim, 1, &first);
    live_await_blocks(live, BLOCKS_AFTER);
    report_case(&trial->report, "SIGCONT");
    report_number(&trial->report, "slot of its next claim", REPORT_EXACTLY,
                  stop->full.value[SEM_HEAD], first.slot,
                  "its semop is called again: it claims where HEAD was");
    report_number(&trial->report, "restarts.producer", REPORT_EXACTLY, 0,
                  live_number(live, "restarts.producer"), NULL);
}

static int draw(struct trial *trial, const struct live *live, const struct stop *stop)
{
    const struct plot_labels labels = {
        .title = "SIGSTOP for the producer",
        .caption = "Half a second of music is in the ring. It plays on until that is heard, is "
                   "silent, and goes on with the next frame after SIGCONT.",
        .x = "time [s]",
        .y = "blocks",
    };
    const struct recorder_mark marks[] = {
        {stop->at_ns, PLOT_MARK_NOTE, "SIGSTOP"},
        {stop->continued_ns, PLOT_MARK_HEAL, "SIGCONT"},
    };

    return recorder_draw(live->ring, &labels, marks, 2, &trial->plot);
}

static int run(struct trial *trial)
{
    static const char *const options[LIVE_OPTIONS_MAX] = {"--buffer=0.5",
                                                          "--producer-timeout=60000"};
    struct stop stopped = {0};
    struct live live;
    int error = live_start(trial, options, &live);

    if (error < 0)
        return error;
    live_await_blocks(&live, BLOCKS_BEFORE);
    stop(&live, &stopped);
    compare_stopped(trial, &stopped);
    compare_dry(trial, &live, &stopped);
    compare_continued(trial, &live, &stopped);
    live_end(&live);
    error = live_compare_heard(&live, stopped.heard);
    if (error == 0)
        error = draw(trial, &live, &stopped);
    live_close(&live);
    return error;
}

const struct experiment try_producer_stops = {
    .name = "producer-stops",
    .question = "SIGSTOP for the producer: how long does the music go on?",
    .doing = "A real rondo with half a second of buffer. As its producer sleeps, the ring being "
             "full enough, it is stopped with SIGSTOP, as a hanging source would stop it. The lab "
             "waits until "
             "the ring has run empty, reads the counts, lets the producer go on, and compares "
             "what was heard with the sound.",
    .predicted =
        "The consumer needs nobody: it plays what is filled, all of it, to the last block, where "
        "TAIL has come to HEAD. Then it is silent and reports it; rondo looks at its producer in "
        "/proc, finds it stopped rather than waiting for its source, and counts \"decoder late\". "
        "Stopped in its sleep, the producer is in no queue of the kernel any more: the signal has "
        "ended its semop with EINTR, and semset_op() calls it again once it goes on. It claims the "
        "slot at HEAD, and the next frame follows; only the silence was too much.\n"
        "Had it not gone on, the watchdog would have replaced it, after --producer-timeout (10 s).",
    .plot = "Blocks that were not heard yet: down to 0 after the stop, and up again after SIGCONT.",
    .read = "why_empty() in player/reports.c; ran_empty() in player/consumer/engine.c; "
            "watch_producer() in player/watchdog.c.",
    .run = run,
};
