/*
 * try_lost_wakeup.c - a wake-up between looking and going to sleep, in four ways of doing both.
 *
 * A sleeper looks whether there is something to do, and says so (bed.h). There is nothing. Only
 * now it is woken, and only then is it let go on, to sleep: so the wake-up comes exactly between
 * the two, each time.
 */
#include <errno.h>
#include <signal.h>
#include <time.h>

#include "shmring/flight.h"
#include "tools/rondolab/bed.h"
#include "tools/rondolab/experiment.h"

/* THRICE: for the wakes that are counted. PACE_MS only gives the picture some room. */
enum { THRICE = 3, PACE_MS = 40, LANES = 6 };

static const struct way {
    const char *title;
    const char *why;
    size_t lane;
    size_t waker; /* its lane */
    bool signal;  /* it is woken by one; else by a post */
    bool lost;
} ways[BED_WAYS] = {
    [BED_FLAG_SLEEP] = {"a handler sets a flag: look at the flag, then sleep",
                        "the handler has run before the sleep begins: nothing ends the sleep", 0, 1,
                        true, true},
    [BED_VALUE_SLEEP] = {"look at a semaphore with GETVAL, then sleep",
                         "the post finds nobody asleep on it, and the sleep does not look", 2, 1,
                         false, true},
    [BED_FLAG_PSELECT] = {"block the signal, look at the flag, let the signal in with the sleep",
                          "a blocked signal waits, and pselect lets it in and sleeps in one call",
                          3, 4, true, false},
    [BED_SEMOP] = {"look at a semaphore with GETVAL, then sleep in semop",
                   "the post has changed the value, and semop looks and sleeps in one call", 5, 4,
                   false, false},
};

/* A waker stands on each side's middle, so that its arrows cross nobody. */
static const char *const lanes[LANES] = {"flag, sleep",   "waker", "GETVAL, sleep",
                                         "flag, pselect", "waker", "semop"};

static void pace(void)
{
    const struct timespec moment = {.tv_nsec = PACE_MS * 1000000L};

    nanosleep(&moment, NULL);
}

static void wake(const struct bed *bed, const struct subject *sleeper, bool signal)
{
    if (signal)
        kill(sleeper->pid, SIGUSR1);
    else
        wrong_ring_post(&bed->semaphores, WRONG_FILLED);
}

/* Has the sleeper look, wakes it so often, and lets it go on. Returns when, in seconds. */
static int wake_between(const struct bed *bed, struct subject *sleeper, int act, bool signal,
                        int times, double *ret_woken_s)
{
    uint64_t began_ns = flight_now_ns();
    int error = subject_order(sleeper, &(struct order){.act = act});

    if (error == 0)
        error = bed_await_look(bed);
    if (error < 0)
        return error;
    pace();
    *ret_woken_s = (double)(flight_now_ns() - began_ns) / 1e9;
    for (int i = 0; i < times; i++)
        wake(bed, sleeper, signal);
    pace();
    return bed_let_go_on(bed);
}

static int draw(struct sequence *picture, const struct way *way, double woken_s,
                const struct answer *answer)
{
    double looked = answer->number[BED_LOOKED] / 1e6;
    double asleep = answer->number[BED_ASLEEP] / 1e6;
    double awake = answer->number[BED_AWAKE] / 1e6;
    int error = sequence_slice(picture, way->lane, looked, asleep, SEQUENCE_WORK, "nothing to do");

    if (error == 0)
        error = sequence_arrow(picture, way->waker, woken_s, way->lane, woken_s,
                               way->signal ? "signal" : "post");
    if (error == 0 && answer->error < 0)
        error = sequence_slice(picture, way->lane, asleep, awake, SEQUENCE_SLEEP, "asleep");
    if (error == 0)
        error = sequence_note(picture, way->lane, awake,
                              answer->error == 0 ? SEQUENCE_HEAL : SEQUENCE_FAULT,
                              answer->error == 0 ? "woken at once" : "slept out its limit");
    return error;
}

static int try_way(struct trial *trial, enum bed_way which)
{
    const struct way *way = &ways[which];
    static const char lost[] = "it sleeps until its limit of 300 ms: the wake-up is lost";
    static const char kept[] = "it does not sleep: the wake-up is kept";
    struct subject sleeper;
    struct answer answer = {0};
    struct bed bed;
    double woken_s = 0;
    int error = bed_make(trial->guardian, &bed);

    if (error < 0)
        return error;
    error = subject_start(trial->guardian, bed_act, &bed, &sleeper);
    if (error < 0)
        goto out_bed;
    error = wake_between(&bed, &sleeper, (int)which, way->signal, 1, &woken_s);
    if (error == 0)
        error = subject_answer(&sleeper, &answer);
    if (error == 0) {
        report_case(&trial->report, "%s", way->title);
        report_text(&trial->report, way->lost ? lost : kept, answer.error == 0 ? kept : lost,
                    way->why);
        error = draw(trial->sequence, way, woken_s, &answer);
    }
    subject_kill(&sleeper);
out_bed:
    bed_remove(&bed);
    return error;
}

static int try_count(struct trial *trial, bool signal)
{
    struct subject sleeper;
    struct answer answer = {0};
    struct bed bed;
    double woken_s;
    int error = bed_make(trial->guardian, &bed);

    if (error < 0)
        return error;
    error = subject_start(trial->guardian, bed_act, &bed, &sleeper);
    if (error < 0)
        goto out_bed;
    error = wake_between(&bed, &sleeper, signal ? BED_COUNT_SIGNALS : BED_COUNT_POSTS, signal,
                         THRICE, &woken_s);
    if (error == 0)
        error = subject_answer(&sleeper, &answer);
    if (error == 0)
        report_number(&trial->report,
                      signal ? "of 3 signals, one after the other, seen" : "of 3 posts, seen",
                      REPORT_EXACTLY, signal ? 1 : THRICE, answer.count, NULL);
    subject_kill(&sleeper);
out_bed:
    bed_remove(&bed);
    return error;
}

static int run(struct trial *trial)
{
    int error = sequence_create("A wake-up between looking and sleeping",
                                "Each sleeper looks, is woken, and only then goes to sleep; each "
                                "by its own clock. The sleep has a limit of 0.3 s.",
                                lanes, LANES, &trial->sequence);

    for (int way = 0; way < BED_WAYS && error == 0; way++)
        error = try_way(trial, (enum bed_way)way);
    if (error == 0) {
        report_case(&trial->report, "woken three times while it is busy, before it looks again");
        error = try_count(trial, true);
    }
    if (error == 0)
        error = try_count(trial, false);
    return error < 0 ? trial_refuse(trial, error, "semaphores and processes of the lab") : 0;
}

const struct experiment try_lost_wakeup = {
    .name = "lost-wakeup",
    .question = "Who is woken between looking and going to sleep: does he sleep?",
    .doing = "A process looks whether there is something to do: at a flag that a signal's handler "
             "sets, or at a semaphore's value. There is nothing. It says so and stops; the lab "
             "wakes it, by a signal or by a post; then it goes on, to sleep, for 300 ms at most. "
             "Four ways of looking and sleeping. Then each is woken three times while it is busy.",
    .predicted =
        "Where looking and sleeping are two calls, the moment between them belongs to nobody: a "
        "wake-up that comes there wakes nobody and is lost, whatever wakes. Here it always comes "
        "there; in a program it does once in a million times, which is worse.\n"
        "Where one call does both, there is no such moment: pselect lets the blocked signal in "
        "as it goes to sleep; semop looks at the value itself, under the kernel's lock, and "
        "sleeps only if it is too low. So in Rondo every wait is a semop, and the conditions "
        "that are waited for are semaphore values.\n"
        "A signal is a bit: three of a kind that nobody has taken yet are one. A semaphore counts.",
    .plot = "The four sleepers side by side, time downwards, with the wake-up as an arrow.",
    .read = "shmring/README.md: \"each step is one semop\"; PRODUCER_WAIT and CONSUMER_WAIT. "
            "cmdq_await() has a sleep that signals interrupt, and a timer that repeats for that "
            "reason.",
    .run = run,
};
