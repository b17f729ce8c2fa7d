/*
 * signal-blocked.c - lesson: a blocked signal waits, but it does not count.
 *
 * Each process has a mask of signals that are kept from it for now. One that comes meanwhile is
 * pending: a bit, so five of the same are one. To block, look, unblock and sleep leaves a gap: the
 * signal may come between the look and the sleep, and nothing wakes the sleeper. sigsuspend()
 * unblocks and sleeps in one step; sigwaitinfo() leaves it blocked and takes it away, without any
 * handler, and tells who sent it. rondo reads all its signals so, through a signalfd.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { TAKEN }; /* lesson_value[] */

static const struct lesson lesson = {
    .name = "signal-blocked",
    .teaches = "A blocked signal waits, but it does not count",
};

static sigset_t just(int signal)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, signal);
    return set;
}

/* All that are pending now, one by one, without waiting for more. */
static int take_pending(void)
{
    const sigset_t usr1 = just(SIGUSR1);
    const struct timespec no_time = {0};
    int taken = 0;

    while (sigtimedwait(&usr1, NULL, &no_time) == SIGUSR1)
        taken++;
    return taken;
}

/* Does as it is told by SIGUSR1: the first time it takes what is pending, then it sends blocks. */
static void produce(int to)
{
    const sigset_t usr1 = just(SIGUSR1), usr2 = just(SIGUSR2);
    pid_t parent = getppid();
    siginfo_t info;

    lesson_ready();
    sigwaitinfo(&usr2, NULL);
    lesson_value[TAKEN] = take_pending();
    lesson_ready();
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        do
            sigwaitinfo(&usr1, &info);
        while (info.si_pid != parent);
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_leave();
}

static void send_five(pid_t producer)
{
    for (int i = 0; i < 5; i++)
        lesson_must("kill", kill(producer, SIGUSR1));
    lesson_saw(lesson_has_signal(producer, "SigBlk", SIGUSR1) &&
                   lesson_has_signal(producer, "ShdPnd", SIGUSR1),
               "/proc/%d/status: SigBlk has SIGUSR1, and so has ShdPnd, the pending ones",
               (int)producer);
    lesson_must("kill", kill(producer, SIGUSR2));
    lesson_await_ready();
    lesson_saw(lesson_value[TAKEN] == 1, "the child takes what is pending: %ld SIGUSR1",
               (long)lesson_value[TAKEN]);
    lesson_saw(!lesson_has_signal(producer, "ShdPnd", SIGUSR1), "and then none is pending");
}

static void ask_block_by_block(pid_t producer, int from)
{
    char block[LESSON_BLOCK_BYTES];

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_must("kill", kill(producer, SIGUSR1));
        lesson_read(from, block, sizeof(block)); /* no second one before the first was answered */
        lesson_count(LESSON_ARRIVED, block, sizeof(block));
    }
    lesson_wait(producer);
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

/* What this process does to itself is there when kill() returns. */
static void look_at_oneself(void)
{
    const sigset_t usr1 = just(SIGUSR1);
    sigset_t pending;
    long r;

    kill(getpid(), SIGUSR1);
    sigpending(&pending);
    lesson_saw(sigismember(&pending, SIGUSR1), "kill(myself): pending, as sigpending() says");
    signal(SIGUSR1, SIG_IGN);
    sigpending(&pending);
    lesson_saw(!sigismember(&pending, SIGUSR1), "ignored: what was pending is thrown away");
    signal(SIGUSR1, SIG_DFL);
    r = sigtimedwait(&usr1, NULL, &(struct timespec){0});
    lesson_saw(r < 0 && errno == EAGAIN, "sigtimedwait() = %s: there is none to take",
               lesson_said(r));
}

int main(int argc, char **argv)
{
    pid_t producer;
    sigset_t both;
    int ends[2];

    lesson_begin(&lesson, argc, argv);
    both = just(SIGUSR1);
    sigaddset(&both, SIGUSR2);
    sigprocmask(SIG_BLOCK, &both, NULL); /* the child inherits the mask */
    lesson_must("pipe", pipe(ends));
    producer = lesson_fork("producer");
    if (producer == 0) {
        close(ends[0]);
        produce(ends[1]);
    }
    close(ends[1]);
    lesson_await_ready();
    lesson_step("Five SIGUSR1 are sent to a child that blocks them.");
    send_five(producer);
    lesson_step("One after the other, each answered with a block, none is lost.");
    ask_block_by_block(producer, ends[0]);
    lesson_step("A process sends one to itself.");
    look_at_oneself();
    return lesson_end();
}
