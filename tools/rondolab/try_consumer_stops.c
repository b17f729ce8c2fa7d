/*
 * try_consumer_stops.c - the consumer of a real player gets SIGSTOP: it is not dead, and not there.
 *
 * The set has to be read while the consumer is stopped and not yet replaced. On a busy machine the
 * watchdog may be faster than this process; then the next consumer is stopped, until one is met.
 */
#include <errno.h>
#include <signal.h>

#include "shmring/ring_view.h"
#include "tools/rondolab/await.h"
#include "tools/rondolab/experiment.h"
#include "tools/rondolab/live.h"

enum { TRIES = 20, BLOCKS_BEFORE = 4, BLOCKS_AFTER = 4 };

struct stopped {
    pid_t pid;
    uint64_t at_ns;
    struct semset_snapshot seen;
    int claimed;    /* blocks, by that */
    uint16_t held;  /* and by its last word in the recorder */
    uint64_t heard; /* frames, then */
};

static void read_stopped(const struct live *live, struct stopped *stopped)
{
    const struct recorder_wanted by = {.pid = stopped->pid};
    struct flight_event last = {0};
    struct ring_claims claims = {.consumer = -1};

    stopped->seen = live_look(live);
    stopped->heard = ring_heard(live->ring).total;
    ring_claims(ring_slots(live->ring), &stopped->seen, &claims);
    recorder_count(live->ring, FLIGHT_CONSUMER, &by, NULL, &last);
    stopped->claimed = claims.consumer;
    stopped->held = last.held;
}

/* False: it was replaced before it could be looked at. */
static bool stop_one(const struct live *live, struct stopped *ret_stopped)
{
    struct stopped stopped = {.pid = live_child(live, FLIGHT_CONSUMER)};

    if (stopped.pid == 0)
        return false;
    stopped.at_ns = flight_now_ns();
    kill(stopped.pid, SIGSTOP);
    await_process(stopped.pid, "TZX");
    read_stopped(live, &stopped);
    if (await_state(stopped.pid) != 'T')
        return false;
    *ret_stopped = stopped;
    return true;
}

static int stop(const struct live *live, struct stopped *ret_stopped)
{
    for (int i = 1; i <= TRIES; i++) {
        bool caught = stop_one(live, ret_stopped);

        if (caught && (ret_stopped->claimed == ret_stopped->held || i == TRIES))
            return 0;
        if (caught) /* between a step and the word of it */
            kill(ret_stopped->pid, SIGCONT);
        live_await_blocks(live, 1);
    }
    return -ETIMEDOUT;
}

static void compare_stopped(struct trial *trial, const struct stopped *stopped)
{
    report_case(&trial->report, "the consumer, process %d, is stopped, and not replaced yet",
                (int)stopped->pid);
    report_number(&trial->report, "CONSUMER, 0 being a seat that is taken", REPORT_EXACTLY, 0,
                  stopped->seen.value[SEM_CONSUMER], "it is not dead, so the kernel pays nothing");
    report_number(&trial->report, "blocks claimed, by the set", REPORT_EXACTLY, stopped->held,
                  stopped->claimed, "what it had in hand by its last word in the recorder");
}

/* Whatever consumer was started next; on a busy machine that may be replaced, too. */
static void compare_watchdog(struct trial *trial, const struct live *live,
                             const struct stopped *stopped)
{
    struct recorder_wanted end = {
        .kind = FLIGHT_ENDED, .is_step = true, .step = FLIGHT_CONSUMER, .after_ns = stopped->at_ns};
    struct flight_event event = {0};

    live_await(live, FLIGHT_PLAYER, &end, 1, &event);
    report_case(&trial->report, "rondo's watchdog looks at its heart-beat, which stands still");
    report_text(&trial->report, "SIGKILL", event.result == SIGKILL ? "SIGKILL" : "another end",
                "after --consumer-timeout, 1 s, it ends the consumer with");
    report_number(&trial->report, "restarts.consumer", REPORT_AT_LEAST, 1,
                  live_await_number(live, "restarts.consumer", 1), NULL);
    report_number(&trial->report, "underruns.device_stalled", REPORT_AT_LEAST, 1,
                  live_await_number(live, "underruns.device_stalled", 1), NULL);
}

static void compare_successor(struct trial *trial, const struct live *live,
                              const struct stopped *stopped)
{
    struct recorder_wanted claim = {.kind = FLIGHT_END,
                                    .is_step = true,
                                    .step = STEP_CONSUMER_CLAIM,
                                    .done = true,
                                    .not_pid = stopped->pid,
                                    .after_ns = stopped->at_ns};
    struct flight_event first = {.slot = UINT16_MAX};

    live_await(live, FLIGHT_CONSUMER, &claim, 1, &first);
    report_case(&trial->report, "the next consumer, process %u, claims its first block", first.pid);
    report_number(&trial->report, "slot", REPORT_EXACTLY, stopped->seen.value[SEM_TAIL], first.slot,
                  "at TAIL, which has not moved since the stop");
    report_note(&trial->report, "%.2f s from the stop to that claim; nobody judges it",
                (double)(first.time_ns - stopped->at_ns) / 1e9);
}

static int draw(struct trial *trial, const struct live *live, const struct stopped *stopped)
{
    const struct plot_labels labels = {
        .title = "SIGSTOP for the consumer",
        .caption = "The stopped consumer keeps its blocks, and nothing moves, until the watchdog "
                   "ends it; the next one begins at the same block.",
        .x = "time [s]",
        .y = "blocks",
    };
    const struct recorder_mark mark = {stopped->at_ns, PLOT_MARK_NOTE, "SIGSTOP"};

    return recorder_draw(live->ring, &labels, &mark, 1, &trial->plot);
}

static int run(struct trial *trial)
{
    static const char *const options[LIVE_OPTIONS_MAX] = {"--buffer=1"};
    struct stopped stopped;
    struct live live;
    int error = live_start(trial, options, &live);

    if (error < 0)
        return error;
    live_await_blocks(&live, BLOCKS_BEFORE);
    error = stop(&live, &stopped);
    if (error < 0) {
        trial_refuse(trial, error, "a stopped consumer");
        goto out_close;
    }
    compare_stopped(trial, &stopped);
    compare_watchdog(trial, &live, &stopped);
    compare_successor(trial, &live, &stopped);
    live_await_blocks(&live, BLOCKS_AFTER);
    live_end(&live);
    error = live_compare_heard(&live, stopped.heard);
    if (error == 0)
        error = draw(trial, &live, &stopped);
out_close:
    live_close(&live);
    return error;
}

const struct experiment try_consumer_stops = {
    .name = "consumer-stops",
    .question = "SIGSTOP for the consumer: who helps, as the kernel does not?",
    .doing = "A real rondo plays on the simulated device, which records what is heard. Its "
             "consumer is stopped with SIGSTOP, as a device library that hangs would stop it. The "
             "set is read while it is stopped. Then the lab waits for what rondo does, lets a few "
             "more blocks sound, ends the player, and compares the recording with the sound.",
    .predicted =
        "SEM_UNDO pays at a process's end, and a stopped process has not ended: its seat stays "
        "taken, its blocks claimed. So somebody has to notice. rondo's watchdog sees that the "
        "consumer's heart-beat stands still though there is music, for 1 s, and kills it. Now the "
        "kernel pays: the blocks are filled again. The next consumer begins at TAIL, which has "
        "not moved, behind the frames that were published as heard. A second of silence; no frame "
        "is lost, none comes twice.",
    .plot = "Blocks that were not heard yet, and those in the consumer's hand, from the flight "
            "recorder; the stop, the kill and the new start are marked.",
    .read = "shmring/README.md: \"What SEM_UNDO cannot do\". watch_consumer() in "
            "player/watchdog.c; the README's table \"What happens when\".",
    .run = run,
};
