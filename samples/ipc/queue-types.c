/*
 * queue-types.c - lesson: a message queue keeps messages whole, and hands them out by type.
 *
 * Other than a pipe, a queue has borders: what one msgsnd() puts in, one msgrcv() takes out, or
 * nothing. And each message has a type, a number above 0: a receiver takes the oldest of all
 * (type 0), or the oldest of one type, and leaves the others where they are. So one queue can have
 * several lanes; what they share is its size, so a lane that nobody empties stops all of them.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>

#include "samples/ipc/lesson.h"

enum { LANES = 3, LAST = UINT32_MAX };

struct message {
    long type; /* 1 to LANES; the kernel's, and not counted in the size */
    struct {
        uint32_t number; /* which block it is; LAST: there are no more */
        char samples[LESSON_BLOCK_BYTES];
    } text;
};

static const struct lesson lesson = {
    .name = "queue-types",
    .teaches = "A message queue keeps messages whole, and hands them out by type",
};

static long send(int queue, long type, uint32_t number, int flags)
{
    static struct message message;

    message.type = type;
    message.text.number = number;
    if (number < lesson_blocks())
        memcpy(message.text.samples, lesson_block(number), LESSON_BLOCK_BYTES);
    return msgsnd(queue, &message, sizeof(message.text), flags);
}

static void choose(int queue)
{
    static struct message message;
    const long sent[] = {3, 1, 2}, wanted[] = {1, 0, 0};
    long r;

    for (size_t i = 0; i < 3; i++)
        lesson_must("msgsnd", send(queue, sent[i], 0, IPC_NOWAIT));
    lesson_say("Sent are types 3, 1 and 2, in this order. A fourth:");
    r = send(queue, 1, 0, IPC_NOWAIT);
    lesson_saw(r < 0 && errno == EAGAIN, "msgsnd() = %s: the queue is full", lesson_said(r));
    for (size_t i = 0; i < 3; i++) {
        r = msgrcv(queue, &message, sizeof(message.text), wanted[i], IPC_NOWAIT);
        lesson_saw(message.type == (long[]){1, 3, 2}[i], "msgrcv(type %ld) = %s bytes of type %ld",
                   wanted[i], lesson_said(r), message.type);
    }
    r = msgrcv(queue, &message, sizeof(message.text), 7, IPC_NOWAIT);
    lesson_saw(r < 0 && errno == ENOMSG, "msgrcv(type 7) = %s: there is none", lesson_said(r));
    r = send(queue, 0, 0, IPC_NOWAIT);
    lesson_saw(r < 0 && errno == EINVAL, "msgsnd(type 0) = %s: 0 is for \"any\"", lesson_said(r));
}

static void produce(int queue)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_must("msgsnd", send(queue, 1 + i % LANES, i, 0));
    }
    for (long lane = 1; lane <= LANES; lane++)
        lesson_must("msgsnd", send(queue, lane, LAST, 0));
    lesson_leave();
}

static void consume(int queue, long lane)
{
    static struct message message;
    unsigned blocks = 0;
    bool mine = true;

    for (;; blocks++) {
        lesson_must("msgrcv", msgrcv(queue, &message, sizeof(message.text), lane, 0));
        if (message.text.number >= lesson_blocks())
            break;
        mine = mine && message.type == lane;
        memcpy(lesson_place(message.text.number), message.text.samples, LESSON_BLOCK_BYTES);
    }
    lesson_saw(mine, "%u blocks, all of type %ld", blocks, lane);
    lesson_leave();
}

static void use_lanes(int queue)
{
    static const char *const roles[LANES] = {"consumer 1", "consumer 2", "consumer 3"};

    for (int lane = 0; lane < LANES; lane++)
        if (lesson_fork(roles[lane]) == 0)
            consume(queue, lane + 1);
    if (lesson_fork("producer") == 0)
        produce(queue);
    lesson_wait_all();
    lesson_compare_places();
}

/* How much fits is the system's affair, and the owner's: here as much as in the text. */
static void limit(int queue, size_t messages)
{
    struct msqid_ds status;

    lesson_must("msgctl IPC_STAT", msgctl(queue, IPC_STAT, &status));
    status.msg_qbytes = messages * sizeof((struct message){0}.text);
    lesson_must("msgctl IPC_SET", msgctl(queue, IPC_SET, &status));
}

int main(int argc, char **argv)
{
    int queue;

    lesson_begin(&lesson, argc, argv);
    queue = LESSON_OWN(LESSON_QUEUE, msgget(IPC_PRIVATE, IPC_CREAT | 0600));
    lesson_must("msgget", queue);
    lesson_step("Messages wait until somebody asks for their type (ipcs -q -i %d).", queue);
    limit(queue, 3);
    choose(queue);
    lesson_step("Every third block is of type 1, 2, 3; each has a consumer of its own.");
    use_lanes(queue);
    return lesson_end();
}
