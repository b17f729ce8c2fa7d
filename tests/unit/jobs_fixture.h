/*
 * jobs_fixture.h - the pair of sockets, and packets as jobs.c never sends them. After cmocka.h.
 */
#ifndef TESTS_UNIT_JOBS_FIXTURE_H
#define TESTS_UNIT_JOBS_FIXTURE_H

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shmring/jobs.h"
#include "shmring/layout.h"

enum { PLAYER, PRODUCER, MARK = 0x5a };

static const struct job jobs_play = {
    .kind = JOB_PLAY, .epoch = 7, .track = 3, .start = UINT64_C(1) << 40};

static const struct job_reply jobs_opened = {
    .kind = JOB_OPENED,
    .epoch = 7,
    .track = 3,
    .rate = 44100,
    .frames = 1234567,
    .channels = 2,
    .format = SAMPLE_S16,
    .source_rate = 96000,
    .source_channels = 6,
    .source_format = SAMPLE_S24,
    .changes = JOB_RESAMPLED | JOB_MIXED | JOB_CONVERTED | JOB_DITHERED,
    .codec = "FLAC, 16 bit",
    .title = "A title",
};

static inline int jobs_open_pair(void **state)
{
    static int sockets[2];

    assert_int_equal(jobs_socketpair(sockets), 0);
    *state = sockets;
    return 0;
}

static inline int jobs_close_pair(void **state)
{
    const int *sockets = *state;

    for (int i = 0; i < 2; i++)
        if (sockets[i] >= 0)
            close(sockets[i]);
    return 0;
}

static inline void jobs_close_side(int *sockets, int side)
{
    assert_int_equal(close(sockets[side]), 0);
    sockets[side] = -1;
}

static inline int jobs_open_descriptors(void)
{
    int count = 0;

    for (int file = 0; file < 1024; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

/* Sends any bytes with any number of descriptors, as jobs.c never would. */
static inline void jobs_send_raw(int socket, const void *bytes, size_t size, const int *files,
                                 size_t count)
{
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))] = {0};
    struct iovec part = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

    if (count > 0) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(rights), files, count * sizeof(int));
    }
    assert_int_equal(sendmsg(socket, &message, MSG_NOSIGNAL), size);
}

#endif
