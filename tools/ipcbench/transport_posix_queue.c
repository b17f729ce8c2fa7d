/*
 * transport_posix_queue.c - a POSIX message queue: a block is a message, or several.
 *
 * A message has at most fs.mqueue.msgsize_max bytes (8192), a queue fs.mqueue.msg_max messages
 * (10) and what RLIMIT_MSGQUEUE allows, so a larger block goes in pieces, all of one priority and
 * hence in order. The name goes as soon as the queue is open: it lives on as a descriptor, and
 * dies with the last process that has it, whoever is killed.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tools/ipcbench/transport.h"

/* What a system allows that does not say so. */
enum { MESSAGES_USUAL = 10, MESSAGE_BYTES_USUAL = 8192 };

struct queue {
    mqd_t id;
    uint32_t size;
    uint32_t piece; /* bytes of a message, but for the last of a block */
    uint32_t messages;
    uint8_t *block; /* with room for whole pieces, since a receiver has to offer that */
};

static uint32_t system_limit(const char *name, uint32_t usual)
{
    char path[64];
    uint32_t limit = usual;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/sys/fs/mqueue/%s", name);
    file = fopen(path, "re");
    if (!file)
        return usual;
    if (fscanf(file, "%u", &limit) != 1 || limit == 0)
        limit = usual;
    fclose(file);
    return limit;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t pieces(const struct queue *queue)
{
    return (queue->size + queue->piece - 1) / queue->piece;
}

static int open_unnamed(struct queue *queue)
{
    struct mq_attr attributes = {.mq_maxmsg = (long)queue->messages,
                                 .mq_msgsize = (long)queue->piece};
    char name[64];

    snprintf(name, sizeof(name), "/ipcbench-%d", (int)getpid());
    queue->id = mq_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &attributes);
    if (queue->id < 0)
        return -errno;
    mq_unlink(name);
    return 0;
}

static int open_queue(const struct transport_shape *shape, void **ret_channel)
{
    struct queue *queue = calloc(1, sizeof(*queue));
    int error = -ENOMEM;

    if (!queue)
        return error;
    queue->size = shape->size;
    queue->piece = least(shape->size, system_limit("msgsize_max", MESSAGE_BYTES_USUAL));
    queue->messages = least(shape->blocks * pieces(queue), system_limit("msg_max", MESSAGES_USUAL));
    queue->block = malloc((size_t)pieces(queue) * queue->piece);
    if (queue->block)
        error = open_unnamed(queue);
    if (error < 0) {
        free(queue->block);
        free(queue);
        return error;
    }
    *ret_channel = queue;
    return 0;
}

static void limit_queue(const void *channel, struct transport_limit *ret_limit)
{
    const struct queue *queue = channel;

    *ret_limit = (struct transport_limit){.bytes = (uint64_t)queue->messages * queue->piece,
                                          .messages = queue->messages,
                                          .pieces = pieces(queue)};
}

static int begin_queue(void *channel, enum transport_side side)
{
    (void)channel;
    (void)side;
    return 0;
}

static int send_queue(void *channel, const void *block)
{
    const struct queue *queue = channel;
    const char *bytes = block;

    for (uint32_t done = 0; done < queue->size;) {
        uint32_t count = least(queue->piece, queue->size - done);

        while (mq_send(queue->id, bytes + done, count, 0) < 0)
            if (errno != EINTR)
                return -errno;
        done += count;
    }
    return 0;
}

static int receive_queue(void *channel, const void **ret_block)
{
    const struct queue *queue = channel;

    for (uint32_t done = 0; done < queue->size;) {
        uint32_t wanted = least(queue->piece, queue->size - done);
        ssize_t count = mq_receive(queue->id, (char *)queue->block + done, queue->piece, NULL);

        if (count < 0 && errno != EINTR)
            return -errno;
        if (count >= 0 && (uint32_t)count != wanted)
            return -EBADMSG;
        if (count > 0)
            done += (uint32_t)count;
    }
    *ret_block = queue->block;
    return 0;
}

static void close_queue(void *channel)
{
    struct queue *queue = channel;

    if (!queue)
        return;
    mq_close(queue->id);
    free(queue->block);
    free(queue);
}

const struct transport transport_posix_queue = {
    .name = "posix-queue",
    .limits = "fs.mqueue.queues_max, fs.mqueue.msg_max, RLIMIT_MSGQUEUE",
    .open = open_queue,
    .limit = limit_queue,
    .begin = begin_queue,
    .send = send_queue,
    .receive = receive_queue,
    .close = close_queue,
};
