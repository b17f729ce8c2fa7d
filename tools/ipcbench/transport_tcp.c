/*
 * transport_tcp.c - a TCP connection on the loopback device, TCP_NODELAY.
 *
 * The port is one that is free, and is listened at just until the connection is there: the kernel
 * completes it before anybody accepts it. Another user of the machine may connect first, so what
 * is accepted has to come from our own port. Sizes are asked for before the connection is made,
 * since its window is agreed then.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/ipcbench/pair.h"

static int listen_anywhere(struct sockaddr_in *ret_address, int *ret_listener)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int error;

    if (listener < 0)
        return -errno;
    if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 1) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) < 0) {
        error = -errno;
        close(listener);
        return error;
    }
    *ret_address = address;
    *ret_listener = listener;
    return 0;
}

/* The connection that comes from that port; any other is closed. */
static int accept_ours(int listener, in_port_t port, int *ret_receiver)
{
    for (;;) {
        struct sockaddr_in from = {0};
        socklen_t size = sizeof(from);
        int receiver = accept4(listener, (struct sockaddr *)&from, &size, SOCK_CLOEXEC);

        if (receiver < 0)
            return -errno;
        if (from.sin_port == port) {
            *ret_receiver = receiver;
            return 0;
        }
        close(receiver);
    }
}

static int connect_to(const struct sockaddr_in *address, int listener, int sender,
                      int *ret_receiver)
{
    const int yes = 1;
    struct sockaddr_in own = {0};
    socklen_t size = sizeof(own);

    if (setsockopt(sender, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)) < 0 ||
        connect(sender, (const struct sockaddr *)address, sizeof(*address)) < 0 ||
        getsockname(sender, (struct sockaddr *)&own, &size) < 0)
        return -errno;
    return accept_ours(listener, own.sin_port, ret_receiver);
}

static int open_tcp(const struct transport_shape *shape, void **ret_channel)
{
    struct sockaddr_in address = {0};
    int listener = -1, sender, receiver = -1;
    int error = listen_anywhere(&address, &listener);

    if (error < 0)
        return error;
    sender = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    error = sender < 0 ? -errno : pair_size_sockets(shape, sender, listener);
    if (error == 0)
        error = connect_to(&address, listener, sender, &receiver);
    if (error == 0)
        error = pair_create(shape, sender, receiver, ret_channel);
    else if (sender >= 0)
        close(sender);
    close(listener);
    return error;
}

const struct transport transport_tcp = {
    .name = "tcp",
    .limits = "the loopback device, net.core.wmem_max",
    .open = open_tcp,
    .limit = pair_limit_socket,
    .begin = pair_begin,
    .send = pair_send_stream,
    .receive = pair_receive_stream,
    .close = pair_close,
};
