/*
 * listener.c - msgrcv on one side, a packet on the other.
 *
 * The thread holds nothing that a death could leave: a request it has taken from the queue
 * dies with the player that it was for.
 */
#include "player/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

/* First bytes of a packet. */
enum { PACKET_REQUEST = 'r', PACKET_TOO_LONG = 'l', PACKET_GONE = 'g' };

static void hand_over(int to, char kind, const char *text, size_t length)
{
    struct iovec part[] = {
        {.iov_base = &kind, .iov_len = 1},
        {.iov_base = (void *)(uintptr_t)text, .iov_len = length},
    };
    const struct msghdr packet = {.msg_iov = part, .msg_iovlen = 2};

    while (sendmsg(to, &packet, MSG_NOSIGNAL) < 0 && errno == EINTR)
        ;
}

static void *listen_to_queue(void *argument)
{
    struct listener *listener = argument;
    char text[CMDQ_TEXT_MAX];
    ssize_t length;

    for (;;) {
        length = cmdq_receive(&listener->queues, text);
        if (length == -E2BIG)
            hand_over(listener->inside, PACKET_TOO_LONG, NULL, 0);
        else if (length < 0)
            break;
        else
            hand_over(listener->inside, PACKET_REQUEST, text, (size_t)length);
    }
    hand_over(listener->inside, PACKET_GONE, NULL, 0);
    return NULL;
}

int listener_start(struct listener *listener, const struct cmdq *queues)
{
    int pair[2];
    int error;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -errno;
    listener->queues = *queues;
    listener->inside = pair[0];
    listener->outside = pair[1];
    error = pthread_create(&listener->thread, NULL, listen_to_queue, listener);
    if (error == 0)
        return 0;
    close(pair[0]);
    close(pair[1]);
    return -error;
}

ssize_t listener_take(struct listener *listener, char *text)
{
    char kind;
    struct iovec part[] = {
        {.iov_base = &kind, .iov_len = 1},
        {.iov_base = text, .iov_len = CMDQ_TEXT_MAX - 1},
    };
    struct msghdr packet = {.msg_iov = part, .msg_iovlen = 2};
    ssize_t length = recvmsg(listener->outside, &packet, MSG_DONTWAIT);

    if (length < 0)
        return -errno;
    if (length == 0 || kind == PACKET_GONE)
        return -EIDRM;
    if (kind == PACKET_TOO_LONG)
        return -E2BIG;
    text[length - 1] = '\0';
    return length - 1;
}

void listener_stop(struct listener *listener)
{
    /* A thread that waits for room in the socket has to find it closed. */
    shutdown(listener->outside, SHUT_RDWR);
    pthread_join(listener->thread, NULL);
    close(listener->inside);
    close(listener->outside);
}
