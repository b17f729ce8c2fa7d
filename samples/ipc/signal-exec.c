/*
 * signal-exec.c - lesson: what of a process's signals survives exec().
 *
 * fork() copies everything: dispositions, mask, but nothing that is pending. exec() replaces the
 * program, and with it the handlers, which were functions of the old one: what was caught gets its
 * default action back. What was ignored stays ignored, and what was blocked stays blocked: the new
 * program has never asked for either, so who starts programs puts both in order first. (nohup
 * lives by it: it ignores SIGHUP, and executes its arguments.)
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static const struct lesson lesson = {
    .name = "signal-exec",
    .teaches = "What of a process's signals survives exec()",
};

static void handle(int signal)
{
    (void)signal;
}

/* SIGUSR1 is caught, SIGHUP ignored, SIGUSR2 blocked; then this process becomes a cat. */
static void become_cat(int from, int to)
{
    sigset_t usr2;
    char byte;

    sigemptyset(&usr2);
    sigaddset(&usr2, SIGUSR2);
    sigprocmask(SIG_BLOCK, &usr2, NULL);
    signal(SIGUSR1, handle);
    signal(SIGHUP, SIG_IGN);
    lesson_must("dup2", dup2(from, STDIN_FILENO));
    lesson_ready();
    lesson_read(STDIN_FILENO, &byte, 1); /* until the parent has looked */
    lesson_must("dup2", dup2(to, STDOUT_FILENO));
    execlp("cat", "cat", (char *)NULL); /* the pipes' other ends are close-on-exec */
    lesson_must("execlp cat", -1);
}

static void look(pid_t cat, bool caught)
{
    lesson_saw(lesson_has_signal(cat, "SigCgt", SIGUSR1) == caught, "SIGUSR1 is %scaught (SigCgt)",
               caught ? "" : "not ");
    lesson_saw(lesson_has_signal(cat, "SigIgn", SIGHUP), "SIGHUP is ignored (SigIgn)");
    lesson_saw(lesson_has_signal(cat, "SigBlk", SIGUSR2), "SIGUSR2 is blocked (SigBlk)");
}

/* Each block comes back before the next one goes, and with each comes a SIGHUP. */
static void send_through(pid_t cat, int to, int from)
{
    char block[LESSON_BLOCK_BYTES];

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        kill(cat, SIGHUP);
        lesson_write(to, lesson_block(i), sizeof(block));
        lesson_count(LESSON_SENT, lesson_block(i), sizeof(block));
        lesson_read(from, block, sizeof(block));
        lesson_count(LESSON_ARRIVED, block, sizeof(block));
        if (i == 0) /* an answer: it is the new program */
            look(cat, false);
    }
    lesson_say("%u SIGHUP were sent meanwhile, and nobody noticed", (unsigned)lesson_blocks());
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void end_it(pid_t cat)
{
    int status;

    kill(cat, SIGUSR2);
    lesson_saw(
        lesson_has_signal(cat, "ShdPnd", SIGUSR2),
        "SIGUSR2, which would end it, is pending (ShdPnd): cat is not asked, and never knows");
    kill(cat, SIGUSR1);
    status = lesson_wait(cat);
    lesson_saw(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR1,
               "SIGUSR1 ends it: the handler has gone with the old program");
}

int main(int argc, char **argv)
{
    int there[2], back[2];
    pid_t cat;

    lesson_begin(&lesson, argc, argv);
    signal(SIGPIPE, SIG_IGN); /* should the cat die early */
    lesson_must("pipe2", pipe2(there, O_CLOEXEC));
    lesson_must("pipe2", pipe2(back, O_CLOEXEC));
    lesson_step("A child catches SIGUSR1, ignores SIGHUP, and blocks SIGUSR2.");
    cat = lesson_fork("child");
    if (cat == 0)
        become_cat(there[0], back[1]);
    lesson_doom(cat);
    close(there[0]);
    close(back[1]);
    lesson_await_ready();
    look(cat, true);
    lesson_step("It executes cat; the sound goes through it.");
    lesson_write(there[1], "", 1);
    send_through(cat, there[1], back[0]);
    lesson_step("Two signals for the cat.");
    end_it(cat);
    return lesson_end();
}
