/*
 * signal-values.c - lesson: sigqueue() sends a number along, and real-time signals do not merge.
 *
 * A standard signal is a bit. The real-time ones, SIGRTMIN to SIGRTMAX, are queued: five are five,
 * those of one number come in the order in which they were sent, and a lower number comes first.
 * Each brings a value, an int or a pointer, and the sender's PID. The queue has a limit
 * (RLIMIT_SIGPENDING, for all processes of a user): then sigqueue() fails with EAGAIN. Here the
 * value is the number of the block that is wanted; in rondo it is seconds, or percent.
 */
#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { AT_ONCE = 8 };

static const char *by_hand;

static const struct lesson lesson = {
    .name = "signal-values",
    .teaches = "sigqueue() sends a number along, and real-time signals do not merge",
    .options = {{"by-hand", NULL, "first, the signals are yours, from another terminal", &by_hand}},
};

static long queue(pid_t to, int signal, int value)
{
    return sigqueue(to, signal, (union sigval){.sival_int = value});
}

/* What this process has pending of these, taken in the kernel's order; false: none. */
static bool take(const sigset_t *set, siginfo_t *info)
{
    return sigtimedwait(set, info, &(struct timespec){0}) > 0;
}

static void queue_to_oneself(const sigset_t *set)
{
    siginfo_t info = {0};
    bool taken;

    queue(getpid(), SIGRTMIN + 1, 10);
    queue(getpid(), SIGRTMIN, 1);
    queue(getpid(), SIGRTMIN + 1, 11);
    queue(getpid(), SIGRTMIN, 2);
    queue(getpid(), SIGUSR1, 100);
    queue(getpid(), SIGUSR1, 101);
    lesson_say("Sent: RTMIN+1 with 10, RTMIN with 1, RTMIN+1 with 11, RTMIN with 2, USR1 with 100 "
               "and with 101.");
    taken = take(set, &info);
    lesson_saw(taken && info.si_signo == SIGUSR1 && info.si_value.sival_int == 100,
               "first USR1 with %d, and the other one has merged into it", info.si_value.sival_int);
    for (int i = 0; i < 4; i++) {
        const int wanted[] = {1, 2, 10, 11};

        taken = take(set, &info);
        lesson_saw(taken && info.si_value.sival_int == wanted[i], "RTMIN+%d with %d",
                   info.si_signo - SIGRTMIN, info.si_value.sival_int);
    }
    lesson_saw(!take(set, &info), "and no more");
}

/* From whoever sends them, until one comes that is not RTMIN. */
static void take_yours(const sigset_t *set)
{
    siginfo_t info = {0};

    lesson_step("Your turn: /bin/kill -s RTMIN -q 5 %d; and at last: kill -USR1 %d.", (int)getpid(),
                (int)getpid());
    while (sigwaitinfo(set, &info) == SIGRTMIN)
        lesson_say("RTMIN with %d, from process %d%s", info.si_value.sival_int, (int)info.si_pid,
                   info.si_code == SI_QUEUE ? "" : ", by kill(), so without a value");
}

/* Sends the block that each signal names; a negative value ends it. */
static void produce(int to, const sigset_t *set)
{
    pid_t parent = getppid();
    siginfo_t info;

    for (;;) {
        if (sigwaitinfo(set, &info) < 0 || info.si_code != SI_QUEUE || info.si_pid != parent)
            continue; /* by kill(), or from a stranger: it has no value for us */
        if (info.si_value.sival_int < 0)
            lesson_leave();
        lesson_write(to, lesson_block((uint32_t)info.si_value.sival_int), LESSON_BLOCK_BYTES);
    }
}

/* Some at once, and then what they ask for: the queue of signals is not for more. */
static void ask_by_number(pid_t producer, int from)
{
    char block[LESSON_BLOCK_BYTES];

    for (uint32_t i = 0; i < lesson_blocks(); i += AT_ONCE) {
        uint32_t end = i + AT_ONCE < lesson_blocks() ? i + AT_ONCE : lesson_blocks();

        for (uint32_t k = i; k < end; k++)
            lesson_must("sigqueue", queue(producer, SIGRTMIN, (int)k));
        for (uint32_t k = i; k < end; k++) {
            lesson_read(from, block, sizeof(block));
            lesson_count(LESSON_ARRIVED, block, sizeof(block));
        }
    }
    lesson_count_sound(LESSON_SENT);
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_must("sigqueue", queue(producer, SIGRTMIN, -1));
    lesson_wait(producer);
}

int main(int argc, char **argv)
{
    pid_t producer;
    sigset_t set;
    int ends[2];
    long r;

    lesson_begin(&lesson, argc, argv);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGRTMIN);
    sigaddset(&set, SIGRTMIN + 1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (by_hand)
        take_yours(&set);
    lesson_step("Six signals are sent while they are blocked.");
    queue_to_oneself(&set);
    lesson_step("A child sends the blocks whose numbers come with SIGRTMIN, %d at once.", AT_ONCE);
    lesson_must("pipe", pipe(ends));
    producer = lesson_fork("producer");
    if (producer == 0) {
        close(ends[0]);
        produce(ends[1], &set);
    }
    close(ends[1]);
    ask_by_number(producer, ends[0]);
    lesson_step("The limits.");
    r = queue(getpid(), SIGRTMAX + 1, 0);
    lesson_saw(r < 0 && errno == EINVAL, "a signal above SIGRTMAX, %d: sigqueue() = %s", SIGRTMAX,
               lesson_said(r));
    lesson_say("%ld signals may be waiting for all processes of this user",
               sysconf(_SC_SIGQUEUE_MAX));
    return lesson_end();
}
