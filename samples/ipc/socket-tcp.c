/*
 * socket-tcp.c - lesson: a stream in the Internet domain: an address and a port instead of a path.
 *
 * The calls are those of a UNIX stream socket, only the name is another one. Port 0 asks the kernel
 * for a port that is free; getsockname() tells which. Everything in the name is in network byte
 * order, the highest byte first, and so should be what is sent, for the other side may be another
 * machine: here it is always this one, 127.0.0.1. What a UNIX socket has and this has not: the
 * file's owner and mode, so any user of this machine may call.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static const struct lesson lesson = {
    .name = "socket-tcp",
    .teaches = "A stream in the Internet domain: an address and a port instead of a path",
};

static int make_socket(void)
{
    return (int)lesson_must("socket", socket(AF_INET, SOCK_STREAM, 0));
}

/* On loopback, at a port of the kernel's choice, which goes into the name. */
static int make_named_socket(struct sockaddr_in *name)
{
    int file = make_socket();

    *name = (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_addr = {htonl(INADDR_LOOPBACK)},
    };
    lesson_must("bind", bind(file, (struct sockaddr *)name, sizeof(*name)));
    lesson_must("getsockname",
                getsockname(file, (struct sockaddr *)name, &(socklen_t){sizeof(*name)}));
    return file;
}

/* Takes calls until one comes from the port that it is waiting for. */
static int accept_from(int listener, in_port_t port)
{
    for (;;) {
        struct sockaddr_in peer;
        int caller = (int)lesson_must(
            "accept", accept(listener, (struct sockaddr *)&peer, &(socklen_t){sizeof(peer)}));

        if (peer.sin_port == port)
            return caller;
        close(caller); /* somebody else on this machine */
    }
}

static void serve(int listener, in_port_t port)
{
    int caller = accept_from(listener, port);
    char block[LESSON_BLOCK_BYTES];
    uint32_t length;

    while (lesson_read(caller, &length, sizeof(length)) == sizeof(length)) {
        length = ntohl(length);
        if (length > sizeof(block)) /* never believe what came over a network */
            break;
        lesson_count(LESSON_ARRIVED, block, lesson_read(caller, block, length));
    }
    lesson_leave();
}

/* A stream has no borders, so each block has its length before it. */
static void produce(int client, const struct sockaddr_in *server)
{
    const uint32_t length = htonl(LESSON_BLOCK_BYTES);
    const unsigned char *bytes = (const unsigned char *)&length;

    lesson_must("connect", connect(client, (const struct sockaddr *)server, sizeof(*server)));
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(client, &length, sizeof(length));
        lesson_write(client, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_saw(bytes[2] == LESSON_BLOCK_BYTES >> 8 && bytes[3] == 0,
               "each of %d bytes, which goes as %02x %02x %02x %02x", LESSON_BLOCK_BYTES, bytes[0],
               bytes[1], bytes[2], bytes[3]);
    lesson_leave();
}

static void move_the_sound(int listener, const struct sockaddr_in *server)
{
    struct sockaddr_in name;
    int client = make_named_socket(&name); /* usually connect() chooses a port for the caller */

    lesson_say("the client is port %u", ntohs(name.sin_port));
    if (lesson_fork("server") == 0) {
        close(client);
        serve(listener, name.sin_port);
    }
    if (lesson_fork("client") == 0)
        produce(client, server);
    close(client);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void call_nobody(void)
{
    struct sockaddr_in name;
    int deaf = make_named_socket(&name), client = make_socket(), second = make_socket();
    long r = connect(client, (struct sockaddr *)&name, sizeof(name));

    lesson_saw(r < 0 && errno == ECONNREFUSED, "port %u, bound, but nobody listens: connect() = %s",
               ntohs(name.sin_port), lesson_said(r));
    r = bind(second, (struct sockaddr *)&name, sizeof(name));
    lesson_saw(r < 0 && errno == EADDRINUSE, "the same port for a second socket: bind() = %s",
               lesson_said(r));
    close(second);
    close(client);
    close(deaf);
}

int main(int argc, char **argv)
{
    struct sockaddr_in server;
    int listener;

    lesson_begin(&lesson, argc, argv);
    listener = make_named_socket(&server);
    lesson_must("listen", listen(listener, 8));
    lesson_step("The server is %s, port %u.", inet_ntoa(server.sin_addr), ntohs(server.sin_port));
    move_the_sound(listener, &server);
    lesson_step("Nobody is there.");
    call_nobody();
    return lesson_end();
}
