/*
 * signal-third.c - lesson: the first SIGINT pauses, the second goes on, the third ends it.
 *
 * Ctrl-C sends SIGINT to all processes that the terminal has in the foreground. A program that
 * catches it can give it a meaning of its own, and should leave a way out: here the handler itself
 * puts the default action back after the second, so the third ends the process, whatever state it
 * is in. (Rondo counts three within 1.5 s, and cleans up before it ends.)
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { PLAYED }; /* lesson_value[] */

static volatile sig_atomic_t interrupts;
static const char *by_hand;

static const struct lesson lesson = {
    .name = "signal-third",
    .teaches = "The first SIGINT pauses, the second goes on, the third ends it",
    .options = {{"by-hand", NULL, "play at the sound's speed, and wait for your Ctrl-C", &by_hand}},
};

static void count(int number)
{
    interrupts = interrupts + 1;
    if (interrupts == 2)
        signal(number, SIG_DFL);
}

/* SIGINT is blocked while a block is written and counted, and let in only here. */
static void obey(const sigset_t *open, bool wait)
{
    int before = interrupts;
    sigset_t closed;

    sigprocmask(SIG_SETMASK, open, &closed); /* a pending one is handled before this returns */
    sigprocmask(SIG_SETMASK, &closed, NULL);
    while (wait && interrupts == before)
        sigsuspend(open);
    if (interrupts != 1)
        return;
    lesson_say("pauses, with %ld blocks played", (long)lesson_value[PLAYED]);
    lesson_ready();
    while (interrupts == 1)
        sigsuspend(open);
    lesson_say("goes on; SIGINT has its default action again");
    lesson_ready();
}

static void play(int to, const sigset_t *open)
{
    const struct timespec one_block = {.tv_nsec = 23219955}; /* 1024 frames at 44,100 a second */

    signal(SIGINT, count);
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        obey(open, false);
        if (by_hand)
            nanosleep(&one_block, NULL);
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_value[PLAYED]++;
        if (i == lesson_blocks() / 2)
            lesson_ready();
    }
    close(to); /* the listener is told that there is no more */
    lesson_say("has played everything, and waits");
    for (;;)
        obey(open, true);
}

static void listen_to(int from)
{
    char block[LESSON_BLOCK_BYTES];
    size_t size;

    signal(SIGINT, SIG_IGN); /* whom it is not meant for */
    while ((size = lesson_read(from, block, sizeof(block))) > 0)
        lesson_count(LESSON_ARRIVED, block, size);
    lesson_leave();
}

/* Each one when the one before has had its effect. */
static void interrupt_three_times(pid_t player, pid_t listener)
{
    lesson_await_ready(); /* in the middle of the sound */
    lesson_step("The first SIGINT.");
    lesson_must("kill", kill(player, SIGINT));
    lesson_await_ready();
    lesson_saw(lesson_has_signal(player, "SigCgt", SIGINT), "it is caught (SigCgt)");
    lesson_step("The second.");
    lesson_must("kill", kill(player, SIGINT));
    lesson_await_ready();
    lesson_saw(!lesson_has_signal(player, "SigCgt", SIGINT), "it is not caught any more");
    lesson_wait(listener); /* until it has heard the end */
    lesson_step("The third.");
    lesson_must("kill", kill(player, SIGINT));
}

int main(int argc, char **argv)
{
    sigset_t open, sigint;
    int ends[2], status;
    pid_t player, listener;

    lesson_begin(&lesson, argc, argv);
    lesson_must("pipe", pipe(ends));
    sigemptyset(&sigint);
    sigaddset(&sigint, SIGINT);
    lesson_step("A player plays to a listener.%s", by_hand ? " Press Ctrl-C, three times." : "");
    sigprocmask(SIG_BLOCK, &sigint, &open); /* inherited: none comes before there is a handler */
    player = lesson_fork("player");
    if (player == 0) {
        close(ends[0]);
        play(ends[1], &open);
    }
    lesson_doom(player);
    listener = lesson_fork("listener");
    if (listener == 0) {
        close(ends[1]);
        listen_to(ends[0]);
    }
    close(ends[0]);
    close(ends[1]);
    if (!by_hand) {
        sigprocmask(SIG_SETMASK, &open, NULL);
        interrupt_three_times(player, listener);
    }
    status = lesson_wait(player);
    lesson_wait_all();
    lesson_saw(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT, "the player was ended by SIGINT");
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    return lesson_end();
}
