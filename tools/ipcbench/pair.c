/*
 * pair.c - blocks through a pair of descriptors, as a stream or as messages.
 *
 * Both sides sleep in the kernel, the sender while there is no room, the receiver while there is
 * nothing. A death leaves nothing: what was under way goes with the last descriptor.
 */
#include "tools/ipcbench/pair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel grants twice what is asked for, and a message of a few bytes costs it some 800. */
enum { SOCKET_OVERHEAD = 512 };

int pair_create(const struct transport_shape *shape, int sender, int receiver, void **ret_channel)
{
    struct pair *pair = calloc(1, sizeof(*pair));

    if (pair)
        pair->block = malloc(shape->size);
    if (!pair || !pair->block) {
        free(pair);
        close(sender);
        close(receiver);
        return -ENOMEM;
    }
    pair->end[TRANSPORT_SENDER] = sender;
    pair->end[TRANSPORT_RECEIVER] = receiver;
    pair->size = shape->size;
    *ret_channel = pair;
    return 0;
}

void pair_size_pipe(const struct transport_shape *shape, int pipe)
{
    uint32_t bytes = shape->blocks * shape->size;

    while (bytes > 0 && fcntl(pipe, F_SETPIPE_SZ, bytes) < 0)
        bytes /= 2;
}

int pair_size_sockets(const struct transport_shape *shape, int sender, int receiver)
{
    int bytes = (int)(shape->blocks * (shape->size + SOCKET_OVERHEAD));
    socklen_t length = sizeof(bytes);

    if (setsockopt(sender, SOL_SOCKET, SO_SNDBUF, &bytes, length) < 0 ||
        setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, &bytes, length) < 0 ||
        getsockopt(sender, SOL_SOCKET, SO_SNDBUF, &bytes, &length) < 0)
        return -errno;
    return (uint32_t)bytes < shape->size + SOCKET_OVERHEAD ? -EMSGSIZE : 0;
}

int pair_create_unix(const struct transport_shape *shape, int type, void **ret_channel)
{
    int end[2];
    int error;

    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, end) < 0)
        return -errno;
    error = pair_size_sockets(shape, end[0], end[1]);
    if (error == 0)
        return pair_create(shape, end[0], end[1], ret_channel);
    close(end[0]);
    close(end[1]);
    return error;
}

int pair_begin(void *channel, enum transport_side side)
{
    struct pair *pair = channel;
    enum transport_side other = side == TRANSPORT_SENDER ? TRANSPORT_RECEIVER : TRANSPORT_SENDER;

    close(pair->end[other]);
    pair->end[other] = -1;
    return 0;
}

int pair_send_stream(void *channel, const void *block)
{
    const struct pair *pair = channel;
    const uint8_t *bytes = block;

    for (uint32_t done = 0; done < pair->size;) {
        ssize_t count = write(pair->end[TRANSPORT_SENDER], bytes + done, pair->size - done);

        if (count < 0 && errno != EINTR)
            return -errno;
        if (count > 0)
            done += (uint32_t)count;
    }
    return 0;
}

int pair_receive_stream(void *channel, const void **ret_block)
{
    const struct pair *pair = channel;

    for (uint32_t done = 0; done < pair->size;) {
        ssize_t count = read(pair->end[TRANSPORT_RECEIVER], pair->block + done, pair->size - done);

        if (count == 0)
            return -EPIPE;
        if (count < 0 && errno != EINTR)
            return -errno;
        if (count > 0)
            done += (uint32_t)count;
    }
    *ret_block = pair->block;
    return 0;
}

int pair_send_packet(void *channel, const void *block)
{
    const struct pair *pair = channel;
    ssize_t count;

    do
        count = send(pair->end[TRANSPORT_SENDER], block, pair->size, MSG_NOSIGNAL);
    while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : 0;
}

int pair_receive_packet(void *channel, const void **ret_block)
{
    const struct pair *pair = channel;
    ssize_t count;

    do
        count = recv(pair->end[TRANSPORT_RECEIVER], pair->block, pair->size, MSG_TRUNC);
    while (count < 0 && errno == EINTR);
    if (count <= 0)
        return count < 0 ? -errno : -EPIPE;
    if ((uint32_t)count != pair->size)
        return -EBADMSG;
    *ret_block = pair->block;
    return 0;
}

void pair_limit_pipe(const void *channel, struct transport_limit *ret_limit)
{
    const struct pair *pair = channel;
    int bytes = fcntl(pair->end[TRANSPORT_SENDER], F_GETPIPE_SZ);

    *ret_limit = (struct transport_limit){.bytes = bytes > 0 ? (uint64_t)bytes : 0, .pieces = 1};
}

void pair_limit_socket(const void *channel, struct transport_limit *ret_limit)
{
    const struct pair *pair = channel;
    int bytes = 0;
    socklen_t size = sizeof(bytes);

    getsockopt(pair->end[TRANSPORT_SENDER], SOL_SOCKET, SO_SNDBUF, &bytes, &size);
    *ret_limit = (struct transport_limit){.bytes = bytes > 0 ? (uint64_t)bytes : 0, .pieces = 1};
}

void pair_close(void *channel)
{
    struct pair *pair = channel;

    if (!pair)
        return;
    close(pair->end[TRANSPORT_SENDER]);
    close(pair->end[TRANSPORT_RECEIVER]);
    free(pair->block);
    free(pair);
}
