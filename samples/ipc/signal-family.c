/*
 * signal-family.c - lesson: a parent leads its child with HUP, INT and QUIT.
 *
 * What a signal means is for who catches it to say, but there are habits: HUP, once "the line was
 * hung up", tells a server to begin anew with its files read again; INT interrupts; QUIT ends at
 * once. This child begins at the first block, goes on with a quarter of the sound, ends: all from
 * one handler, which is told the signal's number. The parent blocks the three before it forks, so
 * none comes to the child before it has its handler; what is blocked is inherited.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { PARTS = 4, ENDED_IN_ORDER = 0 };

static volatile sig_atomic_t caught; /* the number of the last one, or 0 */
static const char *by_hand;

static const struct lesson lesson = {
    .name = "signal-family",
    .teaches = "A parent leads its child with HUP, INT and QUIT",
    .options = {{"by-hand", NULL, "the signals are yours, from another terminal", &by_hand}},
};

static void note(int signal)
{
    caught = signal;
}

/* The same handler for all, and while it runs none of the others comes in between. */
static void catch_all(const sigset_t *three)
{
    struct sigaction action = {.sa_handler = note, .sa_mask = *three};

    lesson_must("sigaction", sigaction(SIGHUP, &action, NULL));
    lesson_must("sigaction", sigaction(SIGINT, &action, NULL));
    lesson_must("sigaction", sigaction(SIGQUIT, &action, NULL));
}

static void send_part(int to, uint32_t part)
{
    uint32_t end = lesson_blocks() * (part + 1) / PARTS;

    for (uint32_t i = lesson_blocks() * part / PARTS; i < end; i++) {
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        if (by_hand)
            lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
}

static void obey(int to, const sigset_t *open)
{
    uint32_t part = 0;

    for (;;) {
        caught = 0;
        while (caught == 0)
            sigsuspend(open);
        if (caught == SIGHUP)
            part = 0;
        if (caught == SIGQUIT) {
            lesson_say("SIGQUIT: my parent wants me to end");
            lesson_leave();
        }
        lesson_say("SIG%s: quarter %u", caught == SIGHUP ? "HUP" : "INT", (unsigned)part + 1);
        send_part(to, part);
        part = (part + 1) % PARTS;
    }
}

/* What the parent sends, and what it then gets through the pipe. */
static void lead(pid_t child, int signal, int from, uint32_t part, bool counts)
{
    uint32_t end = lesson_blocks() * (part + 1) / PARTS;
    char block[LESSON_BLOCK_BYTES];

    lesson_must("kill", kill(child, signal));
    for (uint32_t i = lesson_blocks() * part / PARTS; i < end; i++) {
        lesson_read(from, block, sizeof(block));
        if (counts)
            lesson_count(LESSON_ARRIVED, block, sizeof(block));
    }
}

static void lead_through_the_sound(pid_t child, int from)
{
    lesson_step("SIGINT twice: the first and the second quarter.");
    lead(child, SIGINT, from, 0, false);
    lead(child, SIGINT, from, 1, false);
    lesson_step("SIGHUP: from the beginning; and SIGINT three times, to the end.");
    lead(child, SIGHUP, from, 0, true);
    for (uint32_t part = 1; part < PARTS; part++)
        lead(child, SIGINT, from, part, true);
    lesson_count_sound(LESSON_SENT);
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

/* Whatever comes, until the child has ended. */
static void be_led(pid_t child, int from)
{
    char block[LESSON_BLOCK_BYTES];

    lesson_step("Your turn: kill -HUP %d; kill -INT %d; kill -QUIT %d.", (int)child, (int)child,
                (int)child);
    while (lesson_read(from, block, sizeof(block)) > 0)
        lesson_count(LESSON_ARRIVED, block, sizeof(block));
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

int main(int argc, char **argv)
{
    sigset_t three, open;
    int ends[2], status;
    pid_t child;
    char byte;

    lesson_begin(&lesson, argc, argv);
    sigemptyset(&three);
    sigaddset(&three, SIGHUP);
    sigaddset(&three, SIGINT);
    sigaddset(&three, SIGQUIT);
    lesson_must("pipe", pipe(ends));
    sigprocmask(SIG_BLOCK, &three, &open);
    child = lesson_fork("child");
    if (child == 0) {
        close(ends[0]);
        catch_all(&three);
        obey(ends[1], &open);
    }
    sigprocmask(SIG_SETMASK, &open, NULL);
    close(ends[1]);
    if (by_hand) {
        be_led(child, ends[0]);
    } else {
        lead_through_the_sound(child, ends[0]);
        lesson_step("SIGQUIT.");
        lesson_must("kill", kill(child, SIGQUIT));
    }
    status = lesson_wait(child);
    lesson_saw(WIFEXITED(status) && WEXITSTATUS(status) == ENDED_IN_ORDER,
               "waitpid(): it was not killed, it has exited with status %d", WEXITSTATUS(status));
    lesson_saw(lesson_read(ends[0], &byte, 1) == 0, "read() = 0: nothing was left in the pipe");
    return lesson_end();
}
