/*
 * cmdq_client.c - the client's side: one request, and the wait for its reply.
 *
 * msgsnd and msgrcv know no timeout, so an interval timer interrupts them. The timer repeats: a
 * first alarm that comes just before they sleep is followed by another one 20 ms later. A client
 * that dies meanwhile leaves a reply in the queue that the player throws away in time.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "shmring/cmdq_message.h"

enum { ALARM_AGAIN_MS = 20 };

/* What the process had before the alarms. */
struct before {
    struct sigaction action;
    struct itimerval timer;
    sigset_t mask;
};

/* Returns its bytes. */
static int compose(const char *id, const char *verb, const char *arguments,
                   struct cmdq_message *ret_message)
{
    int bytes;

    if (!cmdq_word_valid(id, strlen(id)) || !cmdq_word_valid(verb, strlen(verb)))
        return -EINVAL;
    ret_message->type = (long)cmdq_urgency(verb);
    bytes = snprintf(ret_message->text, sizeof(ret_message->text), "%d %s %s%s%s\n", getpid(), id,
                     verb, arguments ? " " : "", arguments ? arguments : "");
    return bytes < 0 || bytes >= CMDQ_TEXT_MAX ? -E2BIG : bytes;
}

int cmdq_send(const struct cmdq *queues, const char *id, const char *verb, const char *arguments)
{
    struct cmdq_message message;
    int bytes = compose(id, verb, arguments, &message);

    if (bytes < 0)
        return bytes;
    return cmdq_message_send(queues->requests, &message, (size_t)bytes, IPC_NOWAIT);
}

/* Nothing to do: that it was called has interrupted the sleep. */
static void on_alarm(int number)
{
    (void)number;
}

static struct timeval timeval_ms(uint32_t ms)
{
    return (struct timeval){.tv_sec = ms / 1000, .tv_usec = (suseconds_t)(ms % 1000) * 1000};
}

static void start_alarms(uint32_t first_ms, struct before *ret_before)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval timer = {
        .it_value = timeval_ms(first_ms > 0 ? first_ms : 1), /* 0 would mean: no timer */
        .it_interval = timeval_ms(ALARM_AGAIN_MS),
    };
    sigset_t alarm;

    sigemptyset(&action.sa_mask);
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigaction(SIGALRM, &action, &ret_before->action);
    sigprocmask(SIG_UNBLOCK, &alarm, &ret_before->mask);
    setitimer(ITIMER_REAL, &timer, &ret_before->timer);
}

/* Stops the timer first and starts the old one last: no alarm meets the other's handler. */
static void stop_alarms(const struct before *before)
{
    const struct itimerval none = {0};

    setitimer(ITIMER_REAL, &none, NULL);
    sigprocmask(SIG_SETMASK, &before->mask, NULL);
    sigaction(SIGALRM, &before->action, NULL);
    setitimer(ITIMER_REAL, &before->timer, NULL);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int cmdq_send_within(const struct cmdq *queues, const char *id, const char *verb,
                     const char *arguments, uint32_t timeout_ms)
{
    int64_t deadline_ms = now_ms() + timeout_ms;
    struct cmdq_message message;
    struct before before;
    int bytes = compose(id, verb, arguments, &message);
    int error;

    if (bytes < 0)
        return bytes;
    start_alarms(timeout_ms, &before);
    do
        error = cmdq_message_send(queues->requests, &message, (size_t)bytes, 0);
    while (error == -EINTR && now_ms() < deadline_ms);
    stop_alarms(&before);
    return error == -EINTR ? -EAGAIN : error;
}

/* Moves on over `expected` and the white space before it, or returns NULL. */
static const char *skip(const char *text, const char *expected)
{
    size_t length = strlen(expected);

    if (!text)
        return NULL;
    text += strspn(text, " \t\r\n");
    return strncmp(text, expected, length) == 0 ? text + length : NULL;
}

/* Whether the first member of the object is "id" with that value. */
static bool has_id(const char *json, const char *id)
{
    const char *text = skip(skip(skip(skip(json, "{"), "\"id\""), ":"), "\"");
    size_t length = strlen(id);

    return text && strncmp(text, id, length) == 0 && text[length] == '"';
}

int cmdq_await(const struct cmdq *queues, const char *id, uint32_t timeout_ms, char *json)
{
    int64_t deadline_ms = now_ms() + timeout_ms;
    struct cmdq_message message;
    struct before before;
    ssize_t bytes;

    start_alarms(timeout_ms, &before);
    do {
        bytes = cmdq_message_receive(queues->replies, &message, getpid(), 0);
        if (bytes == -EINTR && now_ms() >= deadline_ms)
            bytes = -ETIMEDOUT;
        if (bytes == CMDQ_TEXT_MAX)
            bytes = 0; /* too long for a reply: like an old one */
        if (bytes >= 0)
            message.text[bytes] = '\0';
    } while (bytes == -EINTR || (bytes >= 0 && !has_id(message.text, id)));
    stop_alarms(&before);
    if (bytes < 0)
        return (int)bytes;
    memcpy(json, message.text, (size_t)bytes + 1);
    return 0;
}
