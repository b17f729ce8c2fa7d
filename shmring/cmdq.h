/*
 * cmdq.h - the two message queues: requests to the player, and its replies.
 *
 * A request is text, "PID ID VERB ARGUMENTS", so that any language can send one: PID is the
 * sender's process, where its reply goes; ID is a word of its choosing that comes back in the
 * reply. ID and VERB have 1 to 32 printable ASCII characters without quotation mark and
 * backslash, so both fit into JSON as they are. ARGUMENTS may hold any byte but zero. One
 * newline at the end of a request belongs to no argument.
 *
 * A request's message type is its urgency: 1 (stop, quit), 2 (transport), 3 (everything else).
 * The player takes the lowest type first, so urgent requests overtake. A reply has the
 * client's PID as its type and as its text a JSON object whose first member is the ID:
 * {"id":"ID", ...}. Two queues, so that a flood of requests cannot shut out replies.
 *
 * The player never sleeps on a reply: where the queue is full, cmdq_reply() makes room by
 * throwing away replies to the dead, then all of whoever has most of them waiting.
 */
#ifndef SHMRING_CMDQ_H
#define SHMRING_CMDQ_H

#include <stdint.h>
#include <sys/ipc.h>
#include <sys/types.h>

enum {
    CMDQ_TEXT_MAX = 8000, /* bytes of text in a message, with its final zero */
    CMDQ_ID_MAX = 32
};

enum cmdq_urgency { CMDQ_STOP = 1, CMDQ_TRANSPORT = 2, CMDQ_OTHER = 3 };

struct cmdq {
    int requests; /* queue ids */
    int replies;
    uint32_t dropped; /* player: replies thrown away unread */
};

struct cmdq_request {
    pid_t client;
    char id[CMDQ_ID_MAX + 1];
    char verb[CMDQ_ID_MAX + 1];
    char arguments[CMDQ_TEXT_MAX]; /* all after the verb, without the space before it */
};

/* Makes both queues, IPC_EXCL, mode 0600. -EEXIST, -ENOSPC; nothing is left on failure. */
int cmdq_create(key_t requests, key_t replies, struct cmdq *ret_queues);

/* Finds those of a running player. -ENOENT: there is none; -EACCES: another user's. */
int cmdq_open(key_t requests, key_t replies, struct cmdq *ret_queues);

/* Removes both; whoever sleeps on them wakes with -EIDRM. Gone already is a success. */
int cmdq_remove(const struct cmdq *queues);

/*
 * Splits a request's text, which need not end in a zero. -EBADMSG: no PID, ID and verb in it,
 * or impossible ones, or a zero byte.
 */
int cmdq_parse(const char *text, size_t bytes, struct cmdq_request *ret_request);

/*
 * Player: sleeps until a request comes and writes its text, ended by a zero, into
 * `text[CMDQ_TEXT_MAX]`. Returns its length, or a negative errno: -EIDRM when the queue is
 * gone, -E2BIG when a longer message was thrown away; text is then undefined.
 */
ssize_t cmdq_receive(const struct cmdq *queues, char *text);

/*
 * Player: never sleeps. -EAGAIN: no room could be made, the reply is lost and counted; -E2BIG:
 * longer than a message may be; -EIDRM.
 */
int cmdq_reply(struct cmdq *queues, pid_t client, const char *json);

/*
 * Client: sends "getpid() id verb arguments" and a newline; arguments may be NULL. Does not
 * sleep: -EAGAIN when the queue is full. -E2BIG: too long; -EINVAL: id or verb is no such word
 * as above; -EIDRM.
 */
int cmdq_send(const struct cmdq *queues, const char *id, const char *verb, const char *arguments);

/*
 * Client: the same, but it sleeps until there is room, at most timeout_ms; -EAGAIN: there was
 * none. Uses SIGALRM as cmdq_await() does.
 */
int cmdq_send_within(const struct cmdq *queues, const char *id, const char *verb,
                     const char *arguments, uint32_t timeout_ms);

/*
 * Client: sleeps until a reply to this process comes that has this id, at most timeout_ms;
 * others to this process are thrown away. `json` has room for CMDQ_TEXT_MAX. -ETIMEDOUT,
 * -EIDRM. Uses SIGALRM and the real-time interval timer meanwhile, for a process of one
 * thread, and puts both back as they were.
 */
int cmdq_await(const struct cmdq *queues, const char *id, uint32_t timeout_ms, char *json);

/* The message type that a verb is sent with. */
enum cmdq_urgency cmdq_urgency(const char *verb);

#endif
