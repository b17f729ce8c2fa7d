/*
 * transport_pipe.c - an anonymous pipe: a stream of bytes, in pages of the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "tools/ipcbench/pair.h"

static int open_pipe(const struct transport_shape *shape, void **ret_channel)
{
    int end[2];

    if (pipe2(end, O_CLOEXEC) < 0)
        return -errno;
    pair_size_pipe(shape, end[1]);
    return pair_create(shape, end[1], end[0], ret_channel);
}

const struct transport transport_pipe = {
    .name = "pipe",
    .limits = "open files",
    .open = open_pipe,
    .limit = pair_limit_pipe,
    .begin = pair_begin,
    .send = pair_send_stream,
    .receive = pair_receive_stream,
    .close = pair_close,
};
