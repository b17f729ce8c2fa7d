/*
 * gather_queue.c - a message queue, and what waits in it, looked at and left there.
 *
 * MSG_COPY copies the n-th message and takes none; neither the receiver's number nor the times
 * change. Kernels without CONFIG_CHECKPOINT_RESTORE do not have it (ENOSYS): then only the counts
 * are known. Messages may be taken between two looks, so one may be seen twice, or not at all.
 */
#include <errno.h>
#include <string.h>
#include <sys/msg.h>

#include "tools/rondoscope/clean.h"
#include "tools/rondoscope/gather_parts.h"

/* Longer ones than Rondo sends are not shown. */
enum { MESSAGE_MAX = 8192 };

static ssize_t peek(int id, int which, struct msgbuf *message)
{
    return msgrcv(id, message, MESSAGE_MAX, which, MSG_COPY | IPC_NOWAIT);
}

static void look_into(int id, struct picture_queue *queue)
{
    union {
        struct msgbuf message;
        char room[sizeof(long) + MESSAGE_MAX];
    } one;

    queue->texts = 0;
    queue->readable = true;
    for (int i = 0; queue->texts < PICTURE_TEXTS; i++) {
        struct picture_message *to = &queue->text[queue->texts];
        ssize_t bytes;

        one.message.mtype = 0;
        bytes = peek(id, i, &one.message);
        if (bytes < 0 && errno == EINVAL) /* longer than that */
            bytes = 0;
        else if (bytes < 0 && errno == ENOSYS)
            queue->readable = false;
        if (bytes < 0)
            return;
        if (bytes > 0 && one.message.mtext[bytes - 1] == '\n')
            bytes--;
        to->type = one.message.mtype;
        to->cut = !clean_text(to->text, sizeof(to->text), one.message.mtext, (size_t)bytes);
        queue->texts++;
    }
}

void gather_queue(const struct doctor_object *found, struct picture_queue *queue)
{
    struct msqid_ds status;
    bool there = found->id >= 0 && msgctl(found->id, IPC_STAT, &status) == 0;

    queue->object = (struct picture_object){.id = found->id, .key = found->key, .there = there};
    if (!there)
        return;
    queue->messages = status.msg_qnum;
    queue->bytes = status.__msg_cbytes;
    queue->bytes_max = status.msg_qbytes;
    queue->sender = status.msg_lspid;
    queue->receiver = status.msg_lrpid;
    look_into(found->id, queue);
}
