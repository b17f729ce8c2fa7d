/*
 * cmdq_message.c - the system calls on one message, with errno turned into a result.
 */
#include "shmring/cmdq_message.h"

#include <errno.h>
#include <sys/ipc.h>
#include <sys/msg.h>

/* EINVAL and EAGAIN have several causes each; what the queue says of itself tells them apart. */
static int explain(int queue, size_t bytes, int error)
{
    struct msqid_ds status;

    if (error != EINVAL && error != EAGAIN)
        return -error;
    if (msgctl(queue, IPC_STAT, &status) < 0)
        return -EIDRM;
    return error == EINVAL || bytes > status.msg_qbytes ? -E2BIG : -EAGAIN;
}

int cmdq_message_send(int queue, const struct cmdq_message *message, size_t bytes, int flags)
{
    if (msgsnd(queue, message, bytes, flags) == 0)
        return 0;
    return explain(queue, bytes, errno);
}

/* MSG_NOERROR, since an over-long message would otherwise stay in the way for ever. */
ssize_t cmdq_message_receive(int queue, struct cmdq_message *ret_message, long type, int flags)
{
    ssize_t bytes =
        msgrcv(queue, ret_message, sizeof(ret_message->text), type, flags | MSG_NOERROR);

    if (bytes >= 0)
        return bytes;
    return errno == EINVAL ? -EIDRM : -errno;
}
