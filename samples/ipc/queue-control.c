/*
 * queue-control.c - lesson: what msgctl() tells of a queue, what it can change, and its end.
 *
 * IPC_STAT copies what the kernel keeps of a queue: how many messages, how many bytes, how many at
 * most, who sent and who received last, and whose it is. IPC_SET changes owner, mode and size, and
 * nothing else. IPC_RMID removes it at once, whoever uses it: who sleeps in it wakes with EIDRM.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

struct message {
    long type;
    char samples[LESSON_BLOCK_BYTES];
};

static const struct lesson lesson = {
    .name = "queue-control",
    .teaches = "What msgctl() tells of a queue, what it can change, and its end",
};

static struct msqid_ds look(int queue)
{
    struct msqid_ds status = {0};

    lesson_must("msgctl IPC_STAT", msgctl(queue, IPC_STAT, &status));
    return status;
}

static long send(int queue, uint32_t block, int flags)
{
    static struct message message = {.type = 1};

    memcpy(message.samples, lesson_block(block), LESSON_BLOCK_BYTES);
    return msgsnd(queue, &message, sizeof(message.samples), flags);
}

static void ask_for_status(int queue)
{
    struct msqid_ds status = look(queue);
    long size = (long)status.msg_qbytes;

    lesson_saw(status.msg_qnum == 0 && status.msg_lspid == 0,
               "new: empty, up to %ld bytes, mode %04o, nobody has sent", size,
               status.msg_perm.mode & 0777u);
    lesson_must("msgsnd", send(queue, 0, 0));
    status = look(queue);
    lesson_saw(status.msg_qnum == 1 && status.__msg_cbytes == LESSON_BLOCK_BYTES &&
                   status.msg_lspid == getpid(),
               "after a block: %lu message, %lu bytes, sent by %d, which is me", status.msg_qnum,
               status.__msg_cbytes, (int)status.msg_lspid);
}

static void receive_too_little(int queue)
{
    static struct message message;
    long r = msgrcv(queue, &message, 100, 0, IPC_NOWAIT);

    lesson_saw(r < 0 && errno == E2BIG, "with room for 100 bytes: msgrcv() = %s, and it stays",
               lesson_said(r));
    r = msgrcv(queue, &message, 100, 0, IPC_NOWAIT | MSG_NOERROR);
    lesson_saw(r == 100 && look(queue).msg_qnum == 0,
               "the same with MSG_NOERROR: msgrcv() = %s, and the rest of it is lost",
               lesson_said(r));
}

/* As an owner may: a smaller queue. Not as one: a larger one than the system allows. */
static void resize(int queue)
{
    struct msqid_ds status = look(queue);
    long r;

    status.msg_qbytes = LESSON_BLOCK_BYTES;
    r = msgctl(queue, IPC_SET, &status);
    lesson_saw(r == 0 && look(queue).msg_qbytes == LESSON_BLOCK_BYTES,
               "room for one block: msgctl() = %s", lesson_said(r));
    lesson_must("msgsnd", send(queue, 0, 0));
    r = send(queue, 1, IPC_NOWAIT);
    lesson_saw(r < 0 && errno == EAGAIN, "a second block: msgsnd() = %s", lesson_said(r));
    lesson_must("msgrcv", msgrcv(queue, &(struct message){0}, LESSON_BLOCK_BYTES, 0, 0));
}

static void move_the_sound(int queue)
{
    static struct message message;

    if (lesson_fork("producer") == 0) {
        for (uint32_t i = 0; i < lesson_blocks(); i++) {
            lesson_must("msgsnd", send(queue, i, 0));
            lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        }
        lesson_leave();
    }
    if (lesson_fork("consumer") == 0) {
        for (uint32_t i = 0; i < lesson_blocks(); i++) {
            lesson_must("msgrcv", msgrcv(queue, &message, sizeof(message.samples), 0, 0));
            lesson_count(LESSON_ARRIVED, message.samples, LESSON_BLOCK_BYTES);
        }
        lesson_leave();
    }
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void remove_under_a_sleeper(int queue)
{
    pid_t sleeper = lesson_fork("sleeper");

    if (sleeper == 0) {
        long r = msgrcv(queue, &(struct message){0}, LESSON_BLOCK_BYTES, 0, 0);

        lesson_saw(r < 0 && errno == EIDRM, "msgrcv() = %s", lesson_said(r));
        lesson_leave();
    }
    lesson_await_asleep(sleeper);
    lesson_must("msgctl IPC_RMID", msgctl(queue, IPC_RMID, NULL));
    lesson_wait(sleeper);
    lesson_saw(msgctl(queue, IPC_RMID, NULL) < 0 && errno == EINVAL,
               "removed once more: msgctl() = EINVAL, there is no such queue");
}

int main(int argc, char **argv)
{
    int queue;

    lesson_begin(&lesson, argc, argv);
    queue = LESSON_OWN(LESSON_QUEUE, msgget(IPC_PRIVATE, IPC_CREAT | 0600));
    lesson_must("msgget", queue);
    lesson_step("IPC_STAT: what the kernel knows (ipcs -q -i %d shows the same).", queue);
    ask_for_status(queue);
    lesson_step("A message is received whole, or not.");
    receive_too_little(queue);
    lesson_step("IPC_SET: a queue that holds one block, so that each side waits for the other.");
    resize(queue);
    move_the_sound(queue);
    lesson_step("IPC_RMID: the queue goes while somebody sleeps in it.");
    remove_under_a_sleeper(queue);
    return lesson_end();
}
