/*
 * subject.c - see subject.h.
 */
#include "tools/rondolab/subject.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdnoreturn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/rondolab/await.h"

static noreturn void obey(int channel, subject_act act, void *context)
{
    struct order order;

    while (recv(channel, &order, sizeof(order), 0) == sizeof(order)) {
        struct answer answer = {0};

        if (order.dies == MOMENT_RACE)
            send(channel, &answer, sizeof(answer), MSG_NOSIGNAL);
        if (order.dies == MOMENT_BEFORE)
            raise(SIGKILL);
        act(context, &order, &answer);
        if (order.dies == MOMENT_AFTER)
            raise(SIGKILL);
        send(channel, &answer, sizeof(answer), MSG_NOSIGNAL);
    }
    _exit(0);
}

int subject_start(const struct guardian *guardian, subject_act act, void *context,
                  struct subject *ret_subject)
{
    pid_t lab = getpid();
    int pair[2];
    pid_t pid;
    int error;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -errno;
    fflush(NULL);
    guardian_hold();
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        guardian_leave(guardian);
        close(pair[0]);
        if (getppid() != lab)
            _exit(1);
        obey(pair[1], act, context);
    }
    error = pid < 0 ? -errno : 0;
    if (error == 0)
        guardian_tell(guardian, GUARDIAN_PROCESS, pid);
    guardian_release();
    close(pair[1]);
    if (error < 0) {
        close(pair[0]);
        return error;
    }
    *ret_subject = (struct subject){.pid = pid, .channel = pair[0], .guardian = guardian};
    return 0;
}

int subject_order(struct subject *subject, const struct order *order)
{
    return send(subject->channel, order, sizeof(*order), MSG_NOSIGNAL) < 0 ? -ECHILD : 0;
}

int subject_answer(struct subject *subject, struct answer *ret_answer)
{
    struct pollfd come = {.fd = subject->channel, .events = POLLIN};
    ssize_t got;
    int count;

    do
        count = poll(&come, 1, AWAIT_S * 1000);
    while (count < 0 && errno == EINTR);
    if (count == 0)
        return -ETIMEDOUT;
    do
        got = recv(subject->channel, ret_answer, sizeof(*ret_answer), 0);
    while (got < 0 && errno == EINTR);
    return got == sizeof(*ret_answer) ? 0 : -ECHILD;
}

int subject_do(struct subject *subject, int act, uint32_t count, struct answer *ret_answer)
{
    const struct order order = {.act = act, .count = count};
    struct answer answer;
    int error = subject_order(subject, &order);

    if (error == 0)
        error = subject_answer(subject, &answer);
    if (error < 0)
        return error;
    if (ret_answer)
        *ret_answer = answer;
    return answer.error;
}

int subject_wait(struct subject *subject)
{
    int status;

    while (waitpid(subject->pid, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    guardian_forget(subject->guardian, GUARDIAN_PROCESS, subject->pid);
    close(subject->channel);
    *subject = (struct subject){0};
    return status;
}

void subject_kill(struct subject *subject)
{
    if (subject->pid == 0)
        return;
    kill(subject->pid, SIGKILL);
    subject_wait(subject);
}

void subject_dismiss(struct subject *subject)
{
    if (subject->pid == 0)
        return;
    shutdown(subject->channel, SHUT_WR);
    subject_wait(subject);
}
