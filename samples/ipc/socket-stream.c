/*
 * socket-stream.c - lesson: a stream socket is a pipe both ways, to whoever calls.
 *
 * The server makes a socket, gives it a name (bind), lets callers queue (listen), and takes one
 * after the other (accept): each gets a socket of its own. A stream has no borders: three writes
 * may come out of one read, so who needs messages must mark them. shutdown(SHUT_WR) says "that was
 * all" and leaves the way back open. The name of a UNIX socket is a file, which outlives it.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static struct sockaddr_un name = {.sun_family = AF_UNIX};

static const struct lesson lesson = {
    .name = "socket-stream",
    .teaches = "A stream socket is a pipe both ways, to whoever calls",
};

static int make_socket(void)
{
    return (int)lesson_must("socket", socket(AF_UNIX, SOCK_STREAM, 0));
}

static long bind_to_name(int file)
{
    return bind(file, (struct sockaddr *)&name, sizeof(name));
}

static long call(int file)
{
    return connect(file, (struct sockaddr *)&name, sizeof(name));
}

/* Reads to the end of what the caller has to say, and answers with the number of bytes. */
static void serve(int listener)
{
    char block[LESSON_BLOCK_BYTES];
    uint64_t bytes = 0;
    size_t size;
    int caller = (int)lesson_must("accept", accept(listener, NULL, NULL));

    while ((size = lesson_read(caller, block, sizeof(block))) > 0) {
        lesson_count(LESSON_ARRIVED, block, size);
        bytes += size;
    }
    lesson_say("the caller has said all; I answer, on the same socket");
    lesson_write(caller, &bytes, sizeof(bytes));
    lesson_leave();
}

static void produce(void)
{
    int server = make_socket();
    uint64_t bytes = 0;

    lesson_must("connect", call(server));
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(server, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_must("shutdown", shutdown(server, SHUT_WR));
    lesson_read(server, &bytes, sizeof(bytes));
    lesson_saw(bytes == (uint64_t)lesson_blocks() * LESSON_BLOCK_BYTES,
               "shutdown(SHUT_WR), and still the answer came: %llu bytes",
               (unsigned long long)bytes);
    lesson_leave();
}

static void move_the_sound(int listener)
{
    if (lesson_fork("server") == 0)
        serve(listener);
    if (lesson_fork("client") == 0)
        produce();
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

/* The caller needs not wait: the kernel takes the call, and what it says, before accept(). */
static void lose_borders(int listener)
{
    int client = make_socket(), caller;
    char bytes[4000];
    long r;

    lesson_must("connect", call(client));
    for (int i = 0; i < 3; i++)
        lesson_write(client, lesson_block(0), 1000);
    caller = (int)lesson_must("accept", accept(listener, NULL, NULL));
    r = read(caller, bytes, sizeof(bytes));
    lesson_saw(r == 3000, "written three times 1000 bytes: read() = %s", lesson_said(r));
    close(client);
    r = read(caller, bytes, sizeof(bytes));
    lesson_saw(r == 0, "the client has closed its socket: read() = %s", lesson_said(r));
    r = send(caller, bytes, 1, MSG_NOSIGNAL);
    lesson_saw(r < 0 && errno == EPIPE, "and an answer to nobody: send() = %s", lesson_said(r));
    close(caller);
}

static void leave_a_name_behind(int listener)
{
    int file = make_socket();
    long r;

    close(listener);
    r = call(file);
    lesson_saw(r < 0 && errno == ECONNREFUSED,
               "the server has closed its socket, the file is there: connect() = %s",
               lesson_said(r));
    r = bind_to_name(file);
    lesson_saw(r < 0 && errno == EADDRINUSE, "the next server: bind() = %s", lesson_said(r));
    lesson_must("unlink", unlink(name.sun_path));
    r = call(file);
    lesson_saw(r < 0 && errno == ENOENT, "unlink(): connect() = %s", lesson_said(r));
    r = bind_to_name(file);
    lesson_saw(r == 0, "and bind() = %s", lesson_said(r));
    close(file);
}

int main(int argc, char **argv)
{
    int listener;

    lesson_begin(&lesson, argc, argv);
    lesson_path_into(name.sun_path, sizeof(name.sun_path), "socket");
    listener = make_socket();
    lesson_step("The server's name is %s.", name.sun_path);
    lesson_must("bind", bind_to_name(listener));
    lesson_must("listen", listen(listener, 8));
    move_the_sound(listener);
    lesson_step("A stream has no borders, but it has an end.");
    lose_borders(listener);
    lesson_step("The name stays.");
    leave_a_name_behind(listener);
    return lesson_end();
}
