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

struct message {
    long type;
    char text[MESSAGE_MAX];
};

static ssize_t peek(int id, int which, struct message *message)
{
    message->type = 0;
    return msgrcv(id, message, sizeof(message->text), which, MSG_COPY | IPC_NOWAIT);
}

static void look_into(int id, struct picture_queue *queue)
{
    struct message message;

    queue->texts = 0;
    queue->readable = true;
    while (queue->texts < PICTURE_TEXTS) {
        struct picture_message *to = &queue->text[queue->texts];
        ssize_t bytes = peek(id, (int)queue->texts, &message);

        if (bytes < 0 && errno == EINVAL) /* longer than that */
            bytes = 0;
        else if (bytes < 0 && errno == ENOSYS)
            queue->readable = false;
        if (bytes < 0)
            return;
        if (bytes > 0 && message.text[bytes - 1] == '\n')
            bytes--;
        to->type = message.type;
        to->cut = !clean_text(to->text, sizeof(to->text), message.text, (size_t)bytes);
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
