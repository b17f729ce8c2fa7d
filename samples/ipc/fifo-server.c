/*
 * fifo-server.c - lesson: a server that everybody can write to, with a reply FIFO for each client.
 *
 * All clients write their requests to one well-known FIFO: each is shorter than PIPE_BUF, so none
 * is mixed with another. Replies cannot go the same way, for whoever reads first would take them:
 * each client makes a FIFO of its own, named by its PID, before it asks. The server opens its FIFO
 * for writing, too, else it would read end of file whenever the last client leaves; and it never
 * waits for a client to open its own, for that client may be dead.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { CLIENTS = 3 };
enum { GONE }; /* lesson_value[]: clients that could not be answered */

struct request {
    pid_t client; /* 0: the server may leave */
    uint32_t first, blocks;
};

static const struct lesson lesson = {
    .name = "fifo-server",
    .teaches = "A server that everybody can write to, with a reply FIFO for each client",
};

static const char *reply_path(pid_t client)
{
    char name[32];

    snprintf(name, sizeof(name), "reply.%d", (int)client);
    return lesson_path(name);
}

static void answer(const struct request *request)
{
    int to = open(reply_path(request->client), O_WRONLY | O_NONBLOCK);

    if (to < 0) {
        lesson_say("client %d: open() = %s, so nobody is waiting there", (int)request->client,
                   lesson_said(to));
        lesson_value[GONE]++;
        lesson_ready();
        return;
    }
    fcntl(to, F_SETFL, 0); /* from here on wait, where the pipe is full */
    for (uint32_t i = 0; i < request->blocks; i++)
        if (write(to, lesson_block(request->first + i), LESSON_BLOCK_BYTES) < 0)
            break; /* EPIPE: it has left in the middle */
    close(to);
}

static void serve(void)
{
    int from = (int)lesson_must("open", open(lesson_path("server"), O_RDWR));
    struct request request;

    signal(SIGPIPE, SIG_IGN);
    lesson_ready();
    while (lesson_read(from, &request, sizeof(request)) == sizeof(request) && request.client)
        answer(&request);
    lesson_leave();
}

/* If the server is dead, this is told so, rather than waiting for another one. */
static void send_request(const struct request *request)
{
    int to = (int)lesson_must("open", open(lesson_path("server"), O_WRONLY | O_NONBLOCK));

    lesson_must("write", write(to, request, sizeof(*request)));
    close(to);
}

/* The n-th of CLIENTS wants the n-th part of the sound. */
static void be_client(uint32_t n, bool stays)
{
    struct request request = {.client = getpid(), .first = lesson_blocks() * n / CLIENTS};
    int from = -1;

    request.blocks = lesson_blocks() * (n + 1) / CLIENTS - request.first;
    lesson_must("mkfifo", mkfifo(reply_path(request.client), 0600));
    if (stays) /* for both: neither this open() waits, nor is there an end before the server comes
                */
        from = (int)lesson_must("open", open(reply_path(request.client), O_RDWR));
    send_request(&request);
    for (uint32_t i = 0; stays && i < request.blocks; i++)
        lesson_read(from, lesson_place(request.first + i), LESSON_BLOCK_BYTES);
    lesson_say("%s", stays ? "has its third of the sound" : "has asked, and dies");
    lesson_must("unlink", stays ? unlink(reply_path(request.client)) : 0);
    lesson_leave();
}

static void ask_together(void)
{
    static const char *const roles[CLIENTS] = {"client 1", "client 2", "client 3"};
    pid_t clients[CLIENTS];

    for (uint32_t n = 0; n < CLIENTS; n++) {
        clients[n] = lesson_fork(roles[n]);
        if (clients[n] == 0)
            be_client(n, true);
    }
    for (uint32_t n = 0; n < CLIENTS; n++)
        lesson_wait(clients[n]);
    lesson_compare_places();
}

int main(int argc, char **argv)
{
    pid_t client;

    lesson_begin(&lesson, argc, argv);
    lesson_step("The server's FIFO is made; the server opens it for both directions.");
    lesson_must("mkfifo", mkfifo(lesson_path("server"), 0600));
    if (lesson_fork("server") == 0)
        serve();
    lesson_await_ready();
    lesson_step("A client asks and dies, without ever opening its reply FIFO.");
    client = lesson_fork("dead client");
    if (client == 0)
        be_client(0, false);
    lesson_wait(client);
    lesson_await_ready();
    lesson_step("Three clients ask at the same time, each for a third of the sound.");
    ask_together();
    lesson_step("A last request sends the server home.");
    send_request(&(struct request){.client = 0});
    lesson_wait_all();
    lesson_saw(lesson_value[GONE] == 1, "it has answered all but the one that had died");
    return lesson_end();
}
