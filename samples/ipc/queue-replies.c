/*
 * queue-replies.c - lesson: requests to one queue, replies by PID from another.
 *
 * Each request says who asks; the reply has that PID as its type, so each client takes its own. Why
 * two queues? A full queue of requests has no room for a reply, and the server that could empty it
 * sleeps in msgsnd(). What a dead client has not taken stays for ever, and one day another process
 * has its PID: the server takes away what nobody will.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { CLIENTS = 3, ASK = 1 };

struct request {
    long type;
    struct {
        pid_t client; /* 0: the server may leave */
        uint32_t block;
    } text;
};

struct reply {
    long type; /* the client's PID */
    char samples[LESSON_BLOCK_BYTES];
};

static int requests, replies; /* the two queues */

static const struct lesson lesson = {
    .name = "queue-replies",
    .teaches = "Requests to one queue, replies by PID from another",
};

static long ask(pid_t client, uint32_t block, int flags)
{
    const struct request request = {.type = ASK, .text = {client, block}};

    return msgsnd(requests, &request, sizeof(request.text), flags);
}

static long answer(int queue, pid_t client, uint32_t block, int flags)
{
    static struct reply reply;

    reply.type = client;
    memcpy(reply.samples, lesson_block(block), LESSON_BLOCK_BYTES);
    return msgsnd(queue, &reply, sizeof(reply.samples), flags);
}

static void serve(void)
{
    struct request request;

    for (;;) {
        lesson_must("msgrcv", msgrcv(requests, &request, sizeof(request.text), 0, 0));
        if (request.text.client == 0)
            lesson_leave();
        lesson_must("msgsnd", answer(replies, request.text.client, request.text.block, 0));
    }
}

/* Asks for one block after the other, as a player would: no more than it can take at once. */
static void be_client(uint32_t n)
{
    static struct reply reply;
    uint32_t end = lesson_blocks() * (n + 1) / CLIENTS;

    for (uint32_t i = lesson_blocks() * n / CLIENTS; i < end; i++) {
        lesson_must("msgsnd", ask(getpid(), i, 0));
        lesson_must("msgrcv", msgrcv(replies, &reply, sizeof(reply.samples), getpid(), 0));
        memcpy(lesson_place(i), reply.samples, LESSON_BLOCK_BYTES);
    }
    lesson_leave();
}

static void ask_together(void)
{
    static const char *const roles[CLIENTS] = {"client 1", "client 2", "client 3"};
    pid_t clients[CLIENTS];

    if (lesson_fork("server") == 0)
        serve();
    for (uint32_t n = 0; n < CLIENTS; n++) {
        clients[n] = lesson_fork(roles[n]);
        if (clients[n] == 0)
            be_client(n);
    }
    for (uint32_t n = 0; n < CLIENTS; n++)
        lesson_wait(clients[n]);
    lesson_must("msgsnd", ask(0, 0, 0));
    lesson_wait_all();
    lesson_compare_places();
}

/* Requests as if from a client that never reads. */
static void fill_up(pid_t client)
{
    long r, count = 0;

    while ((r = ask(client, 0, IPC_NOWAIT)) == 0)
        count++;
    lesson_saw(errno == EAGAIN, "%ld requests, then msgsnd() = %s", count, lesson_said(r));
    r = answer(requests, client, 0, IPC_NOWAIT);
    lesson_saw(r < 0 && errno == EAGAIN, "a reply into the same queue: msgsnd() = %s",
               lesson_said(r));
    r = answer(replies, client, 0, IPC_NOWAIT);
    lesson_saw(r == 0, "a reply into the other queue: msgsnd() = %s", lesson_said(r));
}

static void sweep(pid_t client)
{
    struct reply reply;
    long r = kill(client, 0);

    lesson_saw(r < 0 && errno == ESRCH, "kill(%d, 0) = %s: it is dead", client, lesson_said(r));
    r = msgrcv(replies, &reply, sizeof(reply.samples), client, IPC_NOWAIT);
    lesson_saw(r == LESSON_BLOCK_BYTES, "its reply is still there: msgrcv() = %s", lesson_said(r));
}

int main(int argc, char **argv)
{
    pid_t dead;

    lesson_begin(&lesson, argc, argv);
    requests = LESSON_OWN(LESSON_QUEUE, msgget(IPC_PRIVATE, IPC_CREAT | 0600));
    replies = LESSON_OWN(LESSON_QUEUE, msgget(IPC_PRIVATE, IPC_CREAT | 0600));
    lesson_must("msgget", requests < 0 ? requests : replies);
    lesson_step("Three clients, each for a third of the sound, block by block.");
    ask_together();
    lesson_step("The server is away, and a client floods the queue of requests.");
    dead = lesson_fork("client");
    if (dead == 0)
        lesson_leave();
    lesson_wait(dead);
    fill_up(dead);
    lesson_step("The client has died meanwhile. Who takes its reply?");
    sweep(dead);
    return lesson_end();
}
