/*
 * signal-basics.c - lesson: a signal is caught, ignored, or takes its default action.
 *
 * For each signal a process has one disposition, set by sigaction(). Caught: a function of the
 * program runs, between any two instructions of it, so it does next to nothing, such as adding 1
 * to a variable. Ignored: nothing happens at all. Default: for most signals, the process ends.
 * SIGKILL and SIGSTOP have nothing but their default. Here each SIGUSR1 asks a child for the next
 * block: the handler counts, and the work is done outside of it.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { HANDLED }; /* lesson_value[] */

static volatile sig_atomic_t asked; /* the one thing that the handler touches */

static const struct lesson lesson = {
    .name = "signal-basics",
    .teaches = "A signal is caught, ignored, or takes its default action",
};

static void count(int signal)
{
    (void)signal;
    asked = asked + 1;
}

static void set_disposition(int signal, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

    sigemptyset(&action.sa_mask);
    lesson_must("sigaction", sigaction(signal, &action, NULL));
}

/* One block for each SIGUSR1. The signal is let in only while this sleeps: see signal-blocked. */
static void produce(void)
{
    sigset_t none;

    sigemptyset(&none);
    set_disposition(SIGUSR1, count);
    set_disposition(SIGUSR2, SIG_IGN);
    lesson_ready();
    for (uint32_t i = 0;; i++) {
        while (asked == 0)
            sigsuspend(&none); /* lets all signals in, sleeps, returns after a handler */
        asked = asked - 1;
        lesson_value[HANDLED]++;
        i %= lesson_blocks();
        memcpy(lesson_place(i), lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_ready();
    }
}

static void ask(pid_t producer)
{
    lesson_must("kill", kill(producer, SIGUSR1));
    lesson_await_ready();
}

static void catch_it(pid_t producer)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        ask(producer);
        lesson_count(LESSON_ARRIVED, lesson_place(i), LESSON_BLOCK_BYTES);
    }
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_saw(lesson_value[HANDLED] == lesson_blocks() &&
                   lesson_has_signal(producer, "SigCgt", SIGUSR1),
               "caught %ld times; SigCgt in /proc/%d/status has it", (long)lesson_value[HANDLED],
               (int)producer);
}

static void ignore_it(pid_t producer)
{
    lesson_must("kill", kill(producer, SIGUSR2));
    lesson_saw(!lesson_has_signal(producer, "ShdPnd", SIGUSR2) &&
                   lesson_has_signal(producer, "SigIgn", SIGUSR2),
               "it is not even waiting (ShdPnd); SigIgn in /proc/%d/status has it", (int)producer);
    ask(producer);
    lesson_saw(lesson_value[HANDLED] == lesson_blocks() + 1, "and the child works as before");
}

static void take_the_default(pid_t producer)
{
    int status;

    lesson_doom(producer);
    lesson_must("kill", kill(producer, SIGTERM));
    status = lesson_wait(producer);
    lesson_saw(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM,
               "waitpid(): not exited, but ended by SIG%s", sigabbrev_np(WTERMSIG(status)));
}

static void try_to_catch_kill(void)
{
    struct sigaction action = {.sa_handler = count};
    long r = sigaction(SIGKILL, &action, NULL);

    lesson_saw(r < 0 && errno == EINVAL, "sigaction(SIGKILL) = %s", lesson_said(r));
    r = sigaction(SIGSTOP, &action, NULL);
    lesson_saw(r < 0 && errno == EINVAL, "sigaction(SIGSTOP) = %s", lesson_said(r));
}

int main(int argc, char **argv)
{
    sigset_t usr1;
    pid_t producer;

    lesson_begin(&lesson, argc, argv);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, NULL); /* inherited: none comes before there is a handler */
    producer = lesson_fork("producer");
    if (producer == 0)
        produce();
    lesson_await_ready();
    lesson_step("Caught: each SIGUSR1 asks for the next block.");
    catch_it(producer);
    lesson_step("Ignored: SIGUSR2.");
    ignore_it(producer);
    lesson_step("Default: SIGTERM, of which the child has said nothing.");
    take_the_default(producer);
    lesson_step("Two can be neither caught nor ignored.");
    try_to_catch_kill();
    return lesson_end();
}
