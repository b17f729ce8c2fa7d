/*
 * transport_unix_packet.c - pairs of UNIX datagram and SOCK_SEQPACKET sockets: a message a block.
 *
 * Between two processes of one machine no datagram is lost or overtaken: a sender without room
 * sleeps. How many wait at most is, for datagrams, net.unix.max_dgram_qlen and one more; their
 * bytes are limited as those of a stream are.
 */
#include <stdio.h>
#include <sys/socket.h>

#include "tools/ipcbench/pair.h"

static int open_datagram(const struct transport_shape *shape, void **ret_channel)
{
    return pair_create_unix(shape, SOCK_DGRAM, ret_channel);
}

static int open_seqpacket(const struct transport_shape *shape, void **ret_channel)
{
    return pair_create_unix(shape, SOCK_SEQPACKET, ret_channel);
}

static void limit_datagram(const void *channel, struct transport_limit *ret_limit)
{
    FILE *file = fopen("/proc/sys/net/unix/max_dgram_qlen", "re");
    uint32_t waiting = 0;

    pair_limit_socket(channel, ret_limit);
    if (!file)
        return;
    if (fscanf(file, "%u", &waiting) == 1)
        ret_limit->messages = waiting + 1;
    fclose(file);
}

const struct transport transport_unix_datagram = {
    .name = "unix-datagram",
    .limits = "net.core.wmem_max",
    .open = open_datagram,
    .limit = limit_datagram,
    .begin = pair_begin,
    .send = pair_send_packet,
    .receive = pair_receive_packet,
    .close = pair_close,
};

const struct transport transport_unix_seqpacket = {
    .name = "unix-seqpacket",
    .limits = "net.core.wmem_max",
    .open = open_seqpacket,
    .limit = pair_limit_socket,
    .begin = pair_begin,
    .send = pair_send_packet,
    .receive = pair_receive_packet,
    .close = pair_close,
};
