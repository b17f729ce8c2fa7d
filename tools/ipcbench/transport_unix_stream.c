/*
 * transport_unix_stream.c - a pair of UNIX stream sockets: a stream of bytes, as a pipe is.
 */
#include <sys/socket.h>

#include "tools/ipcbench/pair.h"

static int open_stream(const struct transport_shape *shape, void **ret_channel)
{
    return pair_create_unix(shape, SOCK_STREAM, ret_channel);
}

const struct transport transport_unix_stream = {
    .name = "unix-stream",
    .limits = "net.core.wmem_max",
    .open = open_stream,
    .limit = pair_limit_socket,
    .begin = pair_begin,
    .send = pair_send_stream,
    .receive = pair_receive_stream,
    .close = pair_close,
};
