/*
 * cmdq_message.h - one message as the kernel wants it. Private to cmdq*.c.
 */
#ifndef SHMRING_CMDQ_MESSAGE_H
#define SHMRING_CMDQ_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "shmring/cmdq.h"

struct cmdq_message {
    long type;
    char text[CMDQ_TEXT_MAX];
};

/*
 * -EAGAIN: the queue is full, and IPC_NOWAIT is in flags; -EINTR; -E2BIG: more than it ever takes;
 * -EIDRM: it is gone.
 */
int cmdq_message_send(int queue, const struct cmdq_message *message, size_t bytes, int flags);

/*
 * Takes a message of `type` (msgrcv(2) tells what 0 and negative ones mean). Returns its
 * length; CMDQ_TEXT_MAX means that it was at least as long, and lost what followed. -ENOMSG:
 * IPC_NOWAIT is in flags and there is none; -EINTR; -EIDRM.
 */
ssize_t cmdq_message_receive(int queue, struct cmdq_message *ret_message, long type, int flags);

/* Whether the `bytes` at text are an ID or a verb as cmdq.h has them. */
bool cmdq_word_valid(const char *text, size_t bytes);

#endif
