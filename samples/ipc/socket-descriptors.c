/*
 * socket-descriptors.c - lesson: an open file can be sent to another process.
 *
 * A UNIX socket carries descriptors beside the bytes (SCM_RIGHTS). What arrives is not a number but
 * the open file itself, under a new number: with the rights it was opened with, whatever the
 * receiver may open by itself, and with one offset for both, as after fork(). So one process opens,
 * and another, which may open nothing, reads: that is how Rondo's producer gets its files.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

/* Room for one descriptor's message, aligned as it must be. */
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
};

static const struct lesson lesson = {
    .name = "socket-descriptors",
    .teaches = "An open file can be sent to another process",
};

/* At least one byte has to go with it. */
static void send_descriptor(int socket, int file)
{
    union control control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)),
                                        .cmsg_level = SOL_SOCKET,
                                        .cmsg_type = SCM_RIGHTS}};
    struct iovec bytes = {.iov_base = (char[]){'f'}, .iov_len = 1};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof(control)};

    memcpy(CMSG_DATA(&control.header), &file, sizeof(file));
    lesson_must("sendmsg", sendmsg(socket, &message, 0));
}

static int receive_descriptor(int socket)
{
    union control control;
    char byte;
    struct iovec bytes = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof(control)};
    struct cmsghdr *header;
    int file = -1;

    lesson_must("recvmsg", recvmsg(socket, &message, MSG_CMSG_CLOEXEC));
    header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof(int)))
        memcpy(&file, CMSG_DATA(header), sizeof(file));
    return file;
}

/* Makes a file of the sound, open to be read. */
static int make_file(const char *path)
{
    int to = (int)lesson_must("open", open(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
    int file = (int)lesson_must("open", open(path, O_RDONLY));

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    close(to);
    return file;
}

static void give(int receiver, const char *path)
{
    int file = make_file(path);
    char block[LESSON_BLOCK_BYTES];

    lesson_must("unlink", unlink(path)); /* now nobody can open it any more */
    lesson_say("sends its descriptor %d, then reads one block of it, and dies", file);
    send_descriptor(receiver, file);
    lesson_read(file, block, sizeof(block));
    lesson_leave();
}

static void take(int giver, const char *path)
{
    char block[LESSON_BLOCK_BYTES];
    long r = open(path, O_RDONLY);
    int file;
    size_t size;

    lesson_saw(r < 0 && errno == ENOENT, "open() = %s", lesson_said(r));
    file = receive_descriptor(giver);
    lesson_saw(file >= 0, "but here it is, as descriptor %d", file);
    r = lseek(file, 0, SEEK_CUR);
    lesson_saw(r == LESSON_BLOCK_BYTES,
               "its offset is %s: what the other has read after sending moved it", lesson_said(r));
    lesson_must("lseek", lseek(file, 0, SEEK_SET));
    while ((size = lesson_read(file, block, sizeof(block))) > 0)
        lesson_count(LESSON_ARRIVED, block, size);
    r = write(file, block, 1);
    lesson_saw(r < 0 && errno == EBADF, "opened to be read, so write() = %s, even to root",
               lesson_said(r));
    lesson_leave();
}

int main(int argc, char **argv)
{
    const char *path;
    int ends[2];
    pid_t opener;

    lesson_begin(&lesson, argc, argv);
    path = lesson_path("sound");
    lesson_must("socketpair", socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
    lesson_step("The opener has a file; it is in flight when its sender is dead already.");
    opener = lesson_fork("opener");
    if (opener == 0)
        give(ends[0], path);
    lesson_wait(opener);
    lesson_step("The decoder cannot open it, and reads it all the same.");
    if (lesson_fork("decoder") == 0)
        take(ends[1], path);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    return lesson_end();
}
