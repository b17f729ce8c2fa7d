/*
 * stage_queue.c - requests and replies as any language could send and read them.
 */
#include "tests/e2e/stage_queue.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <unistd.h>

struct message {
    long type;
    char text[QUEUE_MESSAGE_MAX];
};

void queue_open(struct stage_process *rondo, struct queue *ret_queue)
{
    struct instance_record record = {.requests = -1, .replies = -1};
    uint64_t since = 0;

    while (instance_read(rondo->name, &record) < 0 || record.requests < 0 || record.replies < 0)
        stage_tick(rondo, &since, "its queues");
    *ret_queue =
        (struct queue){.rondo = rondo, .requests = record.requests, .replies = record.replies};
}

/* False: the queue is full. */
static bool try_send(const struct queue *queue, long type, const void *bytes, size_t size)
{
    struct message message = {.type = type};

    assert_true(size <= sizeof(message.text));
    if (size > 0)
        memcpy(message.text, bytes, size);
    if (msgsnd(queue->requests, &message, size, IPC_NOWAIT) == 0)
        return true;
    if (errno != EAGAIN)
        fail_msg("msgsnd: %s", strerror(errno));
    return false;
}

void queue_send(const struct queue *queue, long type, const void *bytes, size_t size)
{
    uint64_t since = 0;

    while (!try_send(queue, type, bytes, size))
        stage_tick(queue->rondo, &since, "room in the queue");
}

unsigned queue_ask(struct queue *queue, long type, const char *words)
{
    char text[QUEUE_MESSAGE_MAX];
    unsigned id = ++queue->last;

    snprintf(text, sizeof(text), "%d %u %s", (int)getpid(), id, words);
    queue_send(queue, type, text, strlen(text));
    return id;
}

const char *queue_look(struct queue *queue)
{
    struct message message;
    ssize_t bytes =
        msgrcv(queue->replies, &message, sizeof(message.text), getpid(), IPC_NOWAIT | MSG_NOERROR);

    if (bytes < 0 && errno != ENOMSG && errno != EIDRM && errno != EINVAL)
        fail_msg("msgrcv: %s", strerror(errno));
    if (bytes < 0)
        return NULL;
    assert_true((size_t)bytes < sizeof(queue->reply));
    memcpy(queue->reply, message.text, (size_t)bytes);
    queue->reply[bytes] = '\0';
    return queue->reply;
}

const char *queue_reply(struct queue *queue)
{
    uint64_t since = 0;

    while (!queue_look(queue))
        stage_tick(queue->rondo, &since, "a reply");
    return queue->reply;
}

const char *queue_reply_to(struct queue *queue, unsigned id)
{
    const char *reply = queue_reply(queue);
    char begin[32];

    snprintf(begin, sizeof(begin), "{\"id\":\"%u\",", id);
    if (strncmp(reply, begin, strlen(begin)) != 0)
        fail_msg("the reply to request %u is: %s", id, reply);
    return reply;
}

static const char *ask(struct queue *queue, long type, const char *words, const char *expected)
{
    const char *reply = queue_reply_to(queue, queue_ask(queue, type, words));

    if (!strstr(reply, expected))
        fail_msg("%s: %s", words, reply);
    return reply;
}

const char *queue_done(struct queue *queue, long type, const char *words)
{
    return ask(queue, type, words, "\"ok\":true");
}

const char *queue_refused(struct queue *queue, long type, const char *words)
{
    return ask(queue, type, words, "\"ok\":false");
}
