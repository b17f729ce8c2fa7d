/*
 * jobs.c - jobs to the producer and its answers, over one socketpair.
 *
 * The player sends jobs and reads answers, and never sleeps on either; the producer reads jobs
 * and answers, and may sleep on both. A packet is one whole struct, or it is refused. When one
 * side dies, the other still gets all that was sent before, and then -EPIPE; the kernel closes
 * the files in packets that nobody has received.
 */
#include "shmring/jobs.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shmring/layout.h"

/* Room for one descriptor; its padding may hold a second one. */
union control {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int))];
};

int jobs_socketpair(int ret_sockets[2])
{
    int sockets[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        return -errno;
    ret_sockets[0] = sockets[0];
    ret_sockets[1] = sockets[1];
    return 0;
}

static int send_packet(int socket, const struct msghdr *message, int flags)
{
    ssize_t sent;

    do {
        sent = sendmsg(socket, message, flags | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0)
        return 0;
    return errno == ECONNRESET ? -EPIPE : -errno;
}

/*
 * The packet's length, 0 at the end, or a negative errno. ECONNRESET says once that the other
 * side died with packets unread; its own last packets and then the end come after it.
 */
static ssize_t receive_packet(int socket, struct msghdr *message, int flags)
{
    ssize_t received;

    do {
        received = recvmsg(socket, message, flags);
    } while (received < 0 && (errno == EINTR || errno == ECONNRESET));
    return received < 0 ? -errno : received;
}

/* An empty packet looks like the end, and ends it: nobody has a reason to send one. */
static int check_packet(const struct msghdr *message, ssize_t received, size_t expected)
{
    if (received == 0)
        return -EPIPE;
    if ((size_t)received != expected || (message->msg_flags & MSG_TRUNC))
        return -EBADMSG;
    return 0;
}

int jobs_send(int socket, const struct job *job, int file)
{
    struct job copy = *job;
    struct iovec part = {.iov_base = &copy, .iov_len = sizeof(copy)};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    union control control = {0};

    if (file >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(file));
        memcpy(CMSG_DATA(rights), &file, sizeof(file));
    }
    return send_packet(socket, &message, MSG_DONTWAIT);
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

static bool takes_file(uint32_t kind)
{
    return kind == JOB_PLAY || kind == JOB_TAIL;
}

int jobs_receive(int socket, bool wait, struct job *ret_job, int *ret_file)
{
    struct job job = {0};
    union control control;
    struct iovec part = {.iov_base = &job, .iov_len = sizeof(job)};
    struct msghdr message = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof(control.bytes),
    };
    int flags = MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT);
    ssize_t received = receive_packet(socket, &message, flags);
    int file;
    int error;

    if (received < 0)
        return (int)received;
    file = take_file(&message);
    error = check_packet(&message, received, sizeof(job));
    if (error == 0 && (job.kind < JOB_PLAY || job.kind > JOB_TAIL))
        error = -EBADMSG;
    if (file >= 0 && (error < 0 || !takes_file(job.kind))) {
        close(file);
        file = -1;
    }
    if (error < 0)
        return error;
    *ret_job = job;
    *ret_file = file;
    return 0;
}

int jobs_send_reply(int socket, const struct job_reply *reply)
{
    struct job_reply copy = *reply;
    struct iovec part = {.iov_base = &copy, .iov_len = sizeof(copy)};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

    return send_packet(socket, &message, 0);
}

/* Facts outside these bounds come from no producer of ours. */
static bool reply_plausible(const struct job_reply *reply)
{
    if (reply->kind < JOB_OPENED || reply->kind > JOB_STEPPED)
        return false;
    if (reply->rate > BLOCK_RATE_MAX || reply->channels > BLOCK_CHANNELS_MAX ||
        reply->format >= SAMPLE_FORMATS || reply->frames > INT64_MAX)
        return false;
    return reply->kind != JOB_OPENED ||
           (reply->rate >= BLOCK_RATE_MIN && reply->channels > 0 && reply->format != SAMPLE_NONE);
}

static void end_strings(struct job_reply *reply)
{
    reply->codec[sizeof(reply->codec) - 1] = '\0';
    reply->title[sizeof(reply->title) - 1] = '\0';
    reply->artist[sizeof(reply->artist) - 1] = '\0';
    reply->album[sizeof(reply->album) - 1] = '\0';
    reply->date[sizeof(reply->date) - 1] = '\0';
    reply->number[sizeof(reply->number) - 1] = '\0';
    reply->text[sizeof(reply->text) - 1] = '\0';
}

int jobs_receive_reply(int socket, struct job_reply *ret_reply)
{
    struct job_reply reply;
    struct iovec part = {.iov_base = &reply, .iov_len = sizeof(reply)};
    /* No room for descriptors: the kernel closes what a hostile producer attaches. */
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t received = receive_packet(socket, &message, MSG_DONTWAIT);
    int error;

    if (received < 0)
        return (int)received;
    error = check_packet(&message, received, sizeof(reply));
    if (error < 0)
        return error;
    if (!reply_plausible(&reply))
        return -EBADMSG;
    end_strings(&reply);
    *ret_reply = reply;
    return 0;
}
