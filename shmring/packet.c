/*
 * packet.c - sendmsg() and recvmsg(), with a descriptor among the ancillary data.
 *
 * A packet is one whole struct, or it is refused. When one side dies, the other still gets all
 * that was sent before, and then -EPIPE; the kernel closes the files in packets that nobody has
 * received.
 */
#include "shmring/packet.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Room for one descriptor; its padding may hold a second one. */
union control {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int))];
};

int packet_socketpair(int ret_sockets[2])
{
    int sockets[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        return -errno;
    ret_sockets[0] = sockets[0];
    ret_sockets[1] = sockets[1];
    return 0;
}

int packet_send(int socket, const void *data, size_t bytes, int file, bool wait)
{
    struct iovec part = {.iov_base = (void *)data, .iov_len = bytes};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    union control control = {0};
    ssize_t sent;

    if (file >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(file));
        memcpy(CMSG_DATA(rights), &file, sizeof(file));
    }
    do {
        sent = sendmsg(socket, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0)
        return 0;
    return errno == ECONNRESET ? -EPIPE : -errno;
}

/* The first descriptor that came with a packet, or -1; all others are closed. */
static int take_file(struct msghdr *message)
{
    int file = -1;

    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part != NULL;
         part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int received;
            memcpy(&received, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
            if (file < 0)
                file = received;
            else
                close(received);
        }
    }
    return file;
}

/* An empty packet looks like the end, and ends it: nobody has a reason to send one. */
static int check(const struct msghdr *message, ssize_t received, size_t expected)
{
    if (received == 0)
        return -EPIPE;
    if ((size_t)received != expected || (message->msg_flags & MSG_TRUNC))
        return -EBADMSG;
    return 0;
}

int packet_receive(int socket, void *data, size_t bytes, bool wait, int *ret_file)
{
    union control control;
    struct iovec part = {.iov_base = data, .iov_len = bytes};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    int flags = MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT);
    ssize_t received;

    if (ret_file) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
    }
    /*
     * ECONNRESET says once that the other side died with packets unread; its own last packets and
     * then the end come after it.
     */
    do {
        received = recvmsg(socket, &message, flags);
    } while (received < 0 && (errno == EINTR || errno == ECONNRESET));
    if (received < 0)
        return -errno;
    if (ret_file)
        *ret_file = take_file(&message);
    return check(&message, received, bytes);
}
