/*
 * queue-priorities.c - lesson: msgrcv() with a negative type takes what is most urgent first.
 *
 * msgrcv(type -N) takes the message of the lowest type up to N, and the oldest of those: so
 * types are priorities, 1 the most urgent. It is the receiver who decides: another one may read the
 * same queue in the order of arrival. And it helps only who is in the queue: at a full one the
 * urgent waits outside like everybody else, so who sends much must leave room for who sends little.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>

#include "samples/ipc/lesson.h"

enum { URGENT = 1, SOON = 2, SOMETIME = 3 };

struct message {
    long type;
    struct {
        uint32_t number; /* which block it is */
        char samples[LESSON_BLOCK_BYTES];
    } text;
};

/* What fits into a queue with no more than an empty word in each. */
struct word {
    long type;
    char text[16];
};

static const struct lesson lesson = {
    .name = "queue-priorities",
    .teaches = "msgrcv() with a negative type takes what is most urgent first",
};

static void put(int queue, long type, const char *text)
{
    struct word word = {.type = type};

    strncpy(word.text, text, sizeof(word.text) - 1);
    lesson_must("msgsnd", msgsnd(queue, &word, sizeof(word.text), 0));
}

static void expect(int queue, long asked, const char *text)
{
    struct word word = {.type = 0};

    lesson_must("msgrcv", msgrcv(queue, &word, sizeof(word.text), asked, IPC_NOWAIT));
    lesson_saw(strcmp(word.text, text) == 0, "msgrcv(type %ld) = \"%.15s\", of type %ld", asked,
               word.text, word.type);
}

static void overtake(int queue)
{
    put(queue, SOMETIME, "status");
    put(queue, SOON, "next");
    put(queue, SOON, "pause");
    put(queue, URGENT, "stop");
    put(queue, 9, "what is that");
    lesson_say("Sent, in this order: status (3), next (2), pause (2), stop (1), and an unknown 9.");
    expect(queue, -SOMETIME, "stop");
    expect(queue, -SOMETIME, "next");
    expect(queue, -SOMETIME, "pause");
    expect(queue, -SOMETIME, "status");
    lesson_saw(msgrcv(queue, &(struct word){0}, sizeof((struct word){0}.text), -SOMETIME,
                      IPC_NOWAIT) < 0 &&
                   errno == ENOMSG,
               "msgrcv(type -3) = ENOMSG, yet a message is there, and would be for ever");
    expect(queue, 0, "what is that");
}

static void send(int queue, long type, uint32_t number)
{
    static struct message message;

    message.type = type;
    message.text.number = number;
    memcpy(message.text.samples, lesson_block(number), LESSON_BLOCK_BYTES);
    lesson_must("msgsnd", msgsnd(queue, &message, sizeof(message.text), 0));
}

/* Blocks in pairs, the second first, but as less urgent. Waits until a pair has been taken. */
static void produce(int queue, int taken)
{
    struct word word;

    for (uint32_t i = 0; i < lesson_blocks(); i += 2) {
        if (i + 1 < lesson_blocks())
            send(queue, SOON, i + 1);
        send(queue, URGENT, i);
        put(queue, SOMETIME, "a pair");
        lesson_must("msgrcv", msgrcv(taken, &word, sizeof(word.text), 0, 0));
    }
    lesson_leave();
}

static void consume(int queue, int taken)
{
    static struct message message;
    bool ordered = true;

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        if (i % 2 == 0) /* not before all of the pair is there */
            lesson_must("msgrcv", msgrcv(queue, &message, sizeof(message.text), SOMETIME, 0));
        lesson_must("msgrcv", msgrcv(queue, &message, sizeof(message.text), -SOON, 0));
        ordered = ordered && message.text.number == i;
        lesson_count(LESSON_ARRIVED, message.text.samples, LESSON_BLOCK_BYTES);
        if (i % 2 == 1 || i + 1 == lesson_blocks())
            put(taken, URGENT, "taken");
    }
    lesson_saw(ordered, "sent as 1, 0, 3, 2, 5, 4 ..., taken as 0, 1, 2, 3, 4, 5 ...");
    lesson_leave();
}

int main(int argc, char **argv)
{
    int queues[2];

    lesson_begin(&lesson, argc, argv);
    for (int i = 0; i < 2; i++) {
        queues[i] = LESSON_OWN(LESSON_QUEUE, msgget(IPC_PRIVATE, IPC_CREAT | 0600));
        lesson_must("msgget", queues[i]);
    }
    lesson_step("Five requests wait, and the receiver asks for the lowest type, up to 3.");
    overtake(queues[0]);
    lesson_step("The blocks of each pair are sent in the wrong order; their types mend it.");
    if (lesson_fork("producer") == 0)
        produce(queues[0], queues[1]);
    if (lesson_fork("consumer") == 0)
        consume(queues[0], queues[1]);
    lesson_wait_all();
    lesson_count_sound(LESSON_SENT);
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    return lesson_end();
}
