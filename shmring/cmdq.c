/*
 * cmdq.c - the queues' life, and the player's side of them.
 *
 * One thread of the player sleeps in cmdq_receive(), another replies. Nobody else sends to the
 * replies, so the player may take messages out and put them back: that is how it finds out
 * whose they are when the queue is full. A player that dies leaves both queues to
 * instance_reap(); a client that dies leaves its replies to the next one that needs the room.
 */
#include "shmring/cmdq.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/msg.h>

#include "shmring/cmdq_message.h"

/* As many clients are told apart when there is no room; the others are left in peace. */
enum { CLIENTS_MAX = 64 };

struct waiting {
    pid_t client;
    uint32_t replies;
};

static int remove_queue(int id)
{
    if (msgctl(id, IPC_RMID, NULL) < 0 && errno != EIDRM && errno != EINVAL)
        return -errno;
    return 0;
}

int cmdq_create(key_t requests, key_t replies, struct cmdq *ret_queues)
{
    struct cmdq queues = {0};

    queues.requests = msgget(requests, IPC_CREAT | IPC_EXCL | 0600);
    if (queues.requests < 0)
        return -errno;
    queues.replies = msgget(replies, IPC_CREAT | IPC_EXCL | 0600);
    if (queues.replies < 0) {
        int error = -errno;
        remove_queue(queues.requests);
        return error;
    }
    *ret_queues = queues;
    return 0;
}

int cmdq_open(key_t requests, key_t replies, struct cmdq *ret_queues)
{
    struct cmdq queues = {0};

    queues.requests = msgget(requests, 0600);
    if (queues.requests < 0)
        return -errno;
    queues.replies = msgget(replies, 0600);
    if (queues.replies < 0)
        return -errno;
    *ret_queues = queues;
    return 0;
}

int cmdq_remove(const struct cmdq *queues)
{
    int error = remove_queue(queues->requests);
    int other = remove_queue(queues->replies);

    return error < 0 ? error : other;
}

ssize_t cmdq_receive(const struct cmdq *queues, char *text)
{
    struct cmdq_message message;
    ssize_t bytes;

    /* All types, lowest first: one that no client should send must not stay and fill the queue. */
    do {
        bytes = cmdq_message_receive(queues->requests, &message, -LONG_MAX, 0);
    } while (bytes == -EINTR);
    if (bytes < 0)
        return bytes;
    if (bytes == CMDQ_TEXT_MAX)
        return -E2BIG;
    memcpy(text, message.text, (size_t)bytes);
    text[bytes] = '\0';
    return bytes;
}

/* The player never sleeps on a reply. */
static int send_reply(const struct cmdq *queues, const struct cmdq_message *message, size_t bytes)
{
    return cmdq_message_send(queues->replies, message, bytes, IPC_NOWAIT);
}

static bool dead(long client)
{
    return client > INT_MAX || (kill((pid_t)client, 0) < 0 && errno == ESRCH);
}

/* One more reply for that client; those that find no place are not counted. */
static void count(struct waiting table[CLIENTS_MAX], pid_t client)
{
    for (size_t i = 0; i < CLIENTS_MAX; i++)
        if (table[i].client == client || table[i].client == 0) {
            table[i].client = client;
            table[i].replies++;
            return;
        }
}

/*
 * Turns the queue over once, each client's replies staying in their order: those to the dead
 * are left out. Returns the client with most replies waiting, or 0 if there are none.
 */
static pid_t sweep(struct cmdq *queues)
{
    struct waiting table[CLIENTS_MAX] = {0};
    struct waiting most = {0};
    struct cmdq_message message;
    struct msqid_ds status;

    if (msgctl(queues->replies, IPC_STAT, &status) < 0)
        return 0;
    for (; status.msg_qnum > 0; status.msg_qnum--) {
        ssize_t bytes = cmdq_message_receive(queues->replies, &message, 0, IPC_NOWAIT);

        if (bytes < 0)
            break;
        if (dead(message.type) || send_reply(queues, &message, (size_t)bytes) < 0)
            queues->dropped++;
        else
            count(table, (pid_t)message.type);
    }
    for (size_t i = 0; i < CLIENTS_MAX; i++)
        if (table[i].replies > most.replies)
            most = table[i];
    return most.client;
}

static void drop_all(struct cmdq *queues, pid_t client)
{
    struct cmdq_message message;

    while (cmdq_message_receive(queues->replies, &message, client, IPC_NOWAIT) >= 0)
        queues->dropped++;
}

int cmdq_reply(struct cmdq *queues, pid_t client, const char *json)
{
    struct cmdq_message message;
    size_t bytes = strlen(json);
    int error;

    if (client <= 0)
        return -EINVAL;
    if (bytes >= CMDQ_TEXT_MAX)
        return -E2BIG;
    message.type = client;
    memcpy(message.text, json, bytes);
    error = send_reply(queues, &message, bytes);
    while (error == -EAGAIN) {
        pid_t most = sweep(queues);

        error = send_reply(queues, &message, bytes);
        if (error != -EAGAIN || most == 0)
            break;
        drop_all(queues, most);
        error = send_reply(queues, &message, bytes);
    }
    if (error == -EAGAIN)
        queues->dropped++;
    return error;
}
