/*
 * lesson_children.c - the processes of a lesson.
 *
 * Children die with main() (PDEATHSIG), and whoever waits for one of them looks after all: the
 * death of any that was not meant to die ends the lesson, for another might wait for it for ever.
 */
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson_board.h"

enum { CHILDREN_MAX = 16 };

const char *lesson_role;

static struct child {
    pid_t pid;
    const char *role;
    int pidfd; /* -1: it has ended */
    bool doomed;
    int status;
} children[CHILDREN_MAX];
static size_t child_count;

static int readiness[2] = {-1, -1}; /* a pipe from the children */
static pid_t narrator;              /* main()'s process */

void lesson_fail(const char *format, ...)
{
    char line[512];
    int length = snprintf(line, sizeof(line), "%s: ", lesson_name);
    va_list more;

    va_start(more, format);
    vsnprintf(line + length, sizeof(line) - (size_t)length, format, more);
    va_end(more);
    fprintf(stderr, "%s\n", line);
    if (lesson_role)
        _exit(1);
    exit(1);
}

void lesson_clean_up(void)
{
    if (lesson_role) /* a child that called exit() */
        return;
    for (size_t i = 0; i < child_count; i++) {
        if (children[i].pidfd < 0)
            continue;
        kill(children[i].pid, SIGKILL);
        waitpid(children[i].pid, NULL, 0);
        close(children[i].pidfd);
    }
    child_count = 0;
    lesson_end_janitor();
}

void lesson_start_children(void)
{
    narrator = getpid();
    atexit(lesson_clean_up);
    lesson_must("pipe2", pipe2(readiness, O_CLOEXEC));
}

pid_t lesson_fork(const char *role)
{
    struct child *child = &children[child_count];
    pid_t pid;

    if (child_count == CHILDREN_MAX)
        lesson_fail("no more than %d children", CHILDREN_MAX);
    pid = (pid_t)lesson_must("fork", fork());
    if (pid == 0) {
        lesson_role = role;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != narrator) /* it was too late to be told */
            _exit(1);
        return 0;
    }
    *child = (struct child){.pid = pid, .role = role};
    child_count++;
    child->pidfd = (int)lesson_must("pidfd_open", pidfd_open(pid, 0));
    return pid;
}

void lesson_leave(void)
{
    _exit(0);
}

static struct child *find(pid_t pid)
{
    for (size_t i = 0; i < child_count; i++)
        if (children[i].pid == pid)
            return &children[i];
    lesson_fail("process %d is not a child of the lesson", (int)pid);
}

void lesson_doom(pid_t pid)
{
    find(pid)->doomed = true;
}

static void bury(struct child *child)
{
    if (waitpid(child->pid, &child->status, 0) != child->pid)
        return;
    close(child->pidfd);
    child->pidfd = -1;
    if (child->doomed)
        return;
    if (WIFSIGNALED(child->status))
        lesson_fail("the %s was killed by SIG%s, and so the lesson ends", child->role,
                    sigabbrev_np(WTERMSIG(child->status)));
    if (WEXITSTATUS(child->status) != 0) /* it has said why */
        exit(1);
}

/* Sleeps until a child has ended, or until this file can be read; whether it can. */
static bool await(int file)
{
    struct pollfd files[CHILDREN_MAX + 1];
    size_t alive = 0;

    for (size_t i = 0; i < child_count; i++) {
        files[i] = (struct pollfd){.fd = children[i].pidfd, .events = POLLIN};
        alive += children[i].pidfd >= 0;
    }
    files[child_count] = (struct pollfd){.fd = file, .events = POLLIN};
    if (poll(files, child_count + 1, alive > 0 ? -1 : 0) < 0)
        return false;
    if (files[child_count].revents & POLLIN)
        return true;
    if (alive == 0)
        lesson_fail("nobody is left to wait for");
    for (size_t i = 0; i < child_count; i++)
        if (files[i].revents)
            bury(&children[i]);
    return false;
}

int lesson_wait(pid_t pid)
{
    struct child *child = find(pid);

    while (child->pidfd >= 0)
        await(-1);
    return child->status;
}

void lesson_wait_all(void)
{
    for (size_t i = 0; i < child_count; i++)
        lesson_wait(children[i].pid);
}

void lesson_ready(void)
{
    lesson_write(readiness[1], "", 1);
}

void lesson_await_ready(void)
{
    char byte;

    while (!await(readiness[0]))
        continue;
    lesson_read(readiness[0], &byte, 1);
}
