/*
 * signal-groups.c - lesson: a process group is who gets a signal together.
 *
 * Every process is in a group, its parent's unless somebody has moved it; kill(-GROUP) sends to all
 * of it. A shell makes a group of each pipeline, and the terminal sends what Ctrl-C, Ctrl-\ and
 * Ctrl-Z mean to the group in its foreground: so these reach all of the pipeline, and nobody else.
 * Who starts children that are not to be interrupted by a key gives them another group: Rondo's
 * producer and consumer have their own. Both sides call setpgid(), as nobody knows who is first.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { MEMBERS = 3, OUTSIDER = MEMBERS };

static const struct lesson lesson = {
    .name = "signal-groups",
    .teaches = "A process group is who gets a signal together",
};

struct member {
    pid_t pid;
    int from; /* of the pipe from it */
};

/* SIGUSR1 to all: each sends its third of the sound, then waits for the next signal. */
static void be_member(uint32_t n, int to, const sigset_t *usr1)
{
    uint32_t end = lesson_blocks() * (n + 1) / MEMBERS;
    int number;

    lesson_ready();
    while (n == OUTSIDER)
        pause(); /* SIGUSR1 would be pending, so it can be seen that there is none */
    sigwait(usr1, &number);
    for (uint32_t i = lesson_blocks() * n / MEMBERS; i < end; i++)
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
    close(to);
    for (;;)
        pause();
}

/* The first one's PID becomes the group's number. */
static struct member start(uint32_t n, pid_t group, const sigset_t *usr1)
{
    static const char *const roles[] = {"member 1", "member 2", "member 3", "outsider"};
    struct member member;
    int ends[2];

    lesson_must("pipe", pipe(ends));
    member.pid = lesson_fork(roles[n]);
    if (member.pid == 0) {
        setpgid(0, group);
        close(ends[0]);
        be_member(n, ends[1], usr1);
    }
    setpgid(member.pid, group);
    lesson_doom(member.pid);
    close(ends[1]);
    member.from = ends[0];
    lesson_await_ready();
    return member;
}

static void send_to_all(const struct member *members, pid_t outsider)
{
    char block[LESSON_BLOCK_BYTES];

    lesson_must("kill", kill(-members[0].pid, SIGUSR1));
    lesson_say("kill(-%d, SIGUSR1), once", (int)members[0].pid);
    for (int n = 0; n < MEMBERS; n++)
        while (lesson_read(members[n].from, block, sizeof(block)) > 0)
            lesson_count(LESSON_ARRIVED, block, sizeof(block));
    lesson_count_sound(LESSON_SENT);
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_saw(!lesson_has_signal(outsider, "ShdPnd", SIGUSR1),
               "the outsider has none pending, and neither has its parent");
}

static void end_all(const struct member *members, pid_t outsider)
{
    int ended = 0;
    long r;

    lesson_must("kill", kill(-members[0].pid, SIGTERM));
    for (int n = 0; n < MEMBERS; n++) {
        int status = lesson_wait(members[n].pid);

        ended += WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM;
    }
    lesson_saw(ended == MEMBERS, "kill(-%d, SIGTERM): %d were ended by it", (int)members[0].pid,
               ended);
    r = kill(-members[0].pid, 0);
    lesson_saw(r < 0 && errno == ESRCH, "kill(-%d, 0) = %s: the group is empty, so there is none",
               (int)members[0].pid, lesson_said(r));
    r = kill(outsider, 0);
    lesson_saw(r == 0, "kill(%d, 0) = %s: the outsider lives", (int)outsider, lesson_said(r));
    kill(outsider, SIGKILL);
}

int main(int argc, char **argv)
{
    struct member members[MEMBERS], outsider;
    sigset_t usr1;

    lesson_begin(&lesson, argc, argv);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, NULL);
    lesson_step("Three children in a group of their own, and one in another.");
    members[0] = start(0, 0, &usr1);
    members[1] = start(1, members[0].pid, &usr1);
    members[2] = start(2, members[0].pid, &usr1);
    outsider = start(OUTSIDER, 0, &usr1);
    lesson_saw(getpgid(members[1].pid) == members[0].pid &&
                   getpgid(outsider.pid) != members[0].pid && getpgrp() != members[0].pid,
               "group %d has members %d, %d, %d; the outsider is in %d, I in %d",
               (int)members[0].pid, (int)members[0].pid, (int)members[1].pid, (int)members[2].pid,
               (int)getpgid(outsider.pid), (int)getpgrp());
    lesson_step("One call sends SIGUSR1 to the group: each member sends its third.");
    send_to_all(members, outsider.pid);
    lesson_step("One call ends the group.");
    end_all(members, outsider.pid);
    return lesson_end();
}
