/*
 * transport_sysv_queue.c - a System V message queue: a block is a message, or several.
 *
 * A message has at most kernel.msgmax bytes (8192), a queue kernel.msgmnb (16384), so a larger
 * block goes in pieces. A message wants its type, a long, in front of its bytes: the sender
 * copies each piece behind one. The receiver takes pieces to where they belong in the block; the
 * type then lies over the end of the piece before, which is put back. A death leaves the queue,
 * which the parent removes, or, where that is dead, the children (shmring/orphan.h).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>

#include "tools/ipcbench/transport.h"

enum { TYPE = 1 };

struct queue {
    int id;
    uint32_t size;
    uint32_t piece; /* bytes of a message, but for the last of a block */
    uint64_t bytes; /* that the queue holds */
    uint8_t *room;  /* a type, then a block */
};

static uint32_t least(uint64_t a, uint64_t b)
{
    return (uint32_t)(a < b ? a : b);
}

/* Not more under way than elsewhere, where the system would allow it. */
static int set_limits(struct queue *queue, const struct transport_shape *shape)
{
    struct msginfo info;
    struct msqid_ds status;

    if (msgctl(0, IPC_INFO, (struct msqid_ds *)(void *)&info) < 0 ||
        msgctl(queue->id, IPC_STAT, &status) < 0)
        return -errno;
    status.msg_qbytes = least(status.msg_qbytes, (uint64_t)shape->blocks * shape->size);
    queue->bytes = status.msg_qbytes;
    queue->piece = least(shape->size, least((uint64_t)info.msgmax, queue->bytes));
    if (queue->piece == 0)
        return -ENOSPC;
    return msgctl(queue->id, IPC_SET, &status) < 0 ? -errno : 0;
}

static int open_queue(const struct transport_shape *shape, void **ret_channel)
{
    struct queue *queue = calloc(1, sizeof(*queue));
    int error = -ENOMEM;

    if (queue)
        queue->room = malloc(sizeof(long) + shape->size);
    if (!queue || !queue->room)
        goto err_free;
    queue->size = shape->size;
    queue->id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    error = queue->id < 0 ? -errno : 0;
    if (error < 0)
        goto err_free;
    error = set_limits(queue, shape);
    if (error < 0)
        goto err_remove;
    *ret_channel = queue;
    return 0;

err_remove:
    msgctl(queue->id, IPC_RMID, NULL);
err_free:
    if (queue)
        free(queue->room);
    free(queue);
    return error;
}

static void limit_queue(const void *channel, struct transport_limit *ret_limit)
{
    const struct queue *queue = channel;

    *ret_limit = (struct transport_limit){
        .bytes = queue->bytes, .pieces = (queue->size + queue->piece - 1) / queue->piece};
}

static void objects_queue(const void *channel, struct orphan_objects *ret_objects)
{
    const struct queue *queue = channel;

    ret_objects->requests = queue->id;
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
    const uint8_t *bytes = block;
    const long type = TYPE;

    memcpy(queue->room, &type, sizeof(type));
    for (uint32_t done = 0; done < queue->size;) {
        uint32_t count = least(queue->piece, queue->size - done);

        memcpy(queue->room + sizeof(type), bytes + done, count);
        while (msgsnd(queue->id, queue->room, count, 0) < 0)
            if (errno != EINTR)
                return -errno;
        done += count;
    }
    return 0;
}

/* One piece, to `done` bytes into the block. */
static int receive_piece(const struct queue *queue, uint32_t done, uint32_t *ret_count)
{
    uint8_t *place = queue->room + done;
    long before;
    ssize_t count;

    memcpy(&before, place, sizeof(before));
    do
        count = msgrcv(queue->id, place, queue->size - done, TYPE, 0);
    while (count < 0 && errno == EINTR);
    memcpy(place, &before, sizeof(before));
    if (count <= 0)
        return count < 0 ? -errno : -EBADMSG;
    *ret_count = (uint32_t)count;
    return 0;
}

static int receive_queue(void *channel, const void **ret_block)
{
    const struct queue *queue = channel;

    for (uint32_t done = 0; done < queue->size;) {
        uint32_t count = 0;
        int error = receive_piece(queue, done, &count);

        if (error < 0)
            return error;
        done += count;
    }
    *ret_block = queue->room + sizeof(long);
    return 0;
}

static void close_queue(void *channel)
{
    struct queue *queue = channel;

    if (!queue)
        return;
    msgctl(queue->id, IPC_RMID, NULL);
    free(queue->room);
    free(queue);
}

const struct transport transport_sysv_queue = {
    .name = "sysv-queue",
    .limits = "kernel.msgmni, kernel.msgmnb, kernel.msgmax",
    .open = open_queue,
    .limit = limit_queue,
    .objects = objects_queue,
    .begin = begin_queue,
    .send = send_queue,
    .receive = receive_queue,
    .close = close_queue,
};
