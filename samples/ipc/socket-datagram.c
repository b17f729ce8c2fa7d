/*
 * socket-datagram.c - lesson: datagrams keep their borders, and have no beginning and no end.
 *
 * Each send is one message, each receive takes one, whole, or cuts it off. Nobody calls, nobody
 * accepts: whoever knows the name sends to it, and nothing tells the receiver that the last one
 * has gone, so the last message must say it. In the UNIX domain nothing is lost and nothing
 * overtakes: a sender sleeps while the receiver's queue is full.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static struct sockaddr_un name = {.sun_family = AF_UNIX};

static const struct lesson lesson = {
    .name = "socket-datagram",
    .teaches = "Datagrams keep their borders, and have no beginning and no end",
};

static int make_socket(void)
{
    return (int)lesson_must("socket", socket(AF_UNIX, SOCK_DGRAM, 0));
}

static long send_to(int file, const void *bytes, size_t size, int flags)
{
    return sendto(file, bytes, size, flags, (struct sockaddr *)&name, sizeof(name));
}

static void keep_borders(int receiver)
{
    int sender = make_socket();
    char bytes[LESSON_BLOCK_BYTES];
    long r;

    lesson_must("sendto", send_to(sender, lesson_block(0), 1000, 0));
    lesson_must("sendto", send_to(sender, lesson_block(0), 10, 0));
    lesson_must("sendto", send_to(sender, lesson_block(0), 500, 0));
    lesson_say("Sent are 1000 bytes, 10 bytes, 500 bytes.");
    r = recv(receiver, bytes, sizeof(bytes), 0);
    lesson_saw(r == 1000, "recv() = %s", lesson_said(r));
    r = recv(receiver, bytes, sizeof(bytes), 0);
    lesson_saw(r == 10, "recv() = %s", lesson_said(r));
    r = recv(receiver, bytes, 100, MSG_TRUNC);
    lesson_saw(r == 500, "with room for 100: recv(MSG_TRUNC) = %s, the length that it had",
               lesson_said(r));
    r = recv(receiver, bytes, sizeof(bytes), MSG_DONTWAIT);
    lesson_saw(r < 0 && errno == EAGAIN, "recv() = %s: the rest of it is gone", lesson_said(r));
    close(sender);
}

/* How many fit is the system's affair: net.unix.max_dgram_qlen, and the sender's buffer. */
static void fill(int receiver)
{
    int sender = make_socket();
    char bytes[LESSON_BLOCK_BYTES];
    long r, count = 0;

    while ((r = send_to(sender, lesson_block(0), LESSON_BLOCK_BYTES, MSG_DONTWAIT)) > 0)
        count++;
    lesson_saw(r < 0 && errno == EAGAIN, "after %ld blocks sendto() = %s: it would sleep", count,
               lesson_said(r));
    while (recv(receiver, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
        count--;
    lesson_saw(count == 0, "all of them were received: nothing is lost");
    close(sender);
}

static void produce(void)
{
    int sender = make_socket();

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_must("sendto", send_to(sender, lesson_block(i), LESSON_BLOCK_BYTES, 0));
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_must("sendto", send_to(sender, "", 0, 0)); /* an empty one is a message, too */
    lesson_leave();
}

static void consume(int receiver)
{
    char block[LESSON_BLOCK_BYTES];
    bool whole = true;
    long size;

    while ((size = lesson_must("recv", recv(receiver, block, sizeof(block), 0))) > 0) {
        lesson_count(LESSON_ARRIVED, block, (size_t)size);
        whole = whole && size == LESSON_BLOCK_BYTES;
    }
    lesson_saw(whole, "each recv() took one block, none a part or two");
    lesson_leave();
}

static void send_to_nobody(int receiver)
{
    int sender = make_socket();
    long r;

    close(receiver);
    r = send_to(sender, lesson_block(0), 1, 0);
    lesson_saw(r < 0 && errno == ECONNREFUSED, "the receiver has gone: sendto() = %s",
               lesson_said(r));
    lesson_must("unlink", unlink(name.sun_path));
    r = send_to(sender, lesson_block(0), 1, 0);
    lesson_saw(r < 0 && errno == ENOENT, "its name has gone, too: sendto() = %s", lesson_said(r));
    close(sender);
}

int main(int argc, char **argv)
{
    int receiver;

    lesson_begin(&lesson, argc, argv);
    lesson_path_into(name.sun_path, sizeof(name.sun_path), "socket");
    receiver = make_socket();
    lesson_must("bind", bind(receiver, (struct sockaddr *)&name, sizeof(name)));
    lesson_step("What is sent as one is received as one.");
    keep_borders(receiver);
    lesson_step("The receiver does not read.");
    fill(receiver);
    lesson_step("A producer and a consumer; an empty datagram says that there is no more.");
    if (lesson_fork("consumer") == 0)
        consume(receiver);
    if (lesson_fork("producer") == 0)
        produce();
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_step("Nobody is there.");
    send_to_nobody(receiver);
    return lesson_end();
}
