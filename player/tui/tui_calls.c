/*
 * tui_calls.c - msgsnd on one side, msgrcv and a packet on the other.
 *
 * A death of this process leaves answers in the queue, which the player throws away in time. A
 * death of the player ends both queues (its children see to that), and so the thread. It then waits
 * for the main thread, which may hang in a write to a terminal after Ctrl-S: two seconds later it
 * puts the terminal's settings back and ends the process.
 */
#include "player/tui/tui_calls.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shmring/cmdq_message.h"
#include "shmring/instance.h"

enum { LAST_MS = 2000 };

static const char gone[] = "";

static void hand_over(int to, const char *text, size_t length)
{
    while (send(to, text, length, MSG_NOSIGNAL) < 0 && errno == EINTR)
        ;
}

static void await_end(const struct tui_calls *calls)
{
    struct pollfd end = {.fd = calls->inside, .events = POLLIN};

    if (poll(&end, 1, LAST_MS) != 0)
        return;
    tcflush(STDERR_FILENO, TCOFLUSH);
    tcsetattr(STDERR_FILENO, TCSANOW, &calls->restore);
    _exit(1);
}

static void *receive(void *argument)
{
    struct tui_calls *calls = argument;
    struct cmdq_message message;
    ssize_t bytes;

    for (;;) {
        bytes = cmdq_message_receive(calls->queues.replies, &message, getpid(), 0);
        if (bytes == -EINTR || bytes >= CMDQ_TEXT_MAX)
            continue;
        if (bytes < 0)
            break;
        message.text[bytes] = '\0';
        hand_over(calls->inside, message.text, (size_t)bytes + 1);
    }
    hand_over(calls->inside, gone, sizeof(gone));
    await_end(calls);
    return NULL;
}

int tui_calls_start(struct tui_calls *calls, const char *name)
{
    int pair[2];
    int error = instance_open_queues(name, &calls->queues, &calls->player);

    if (error < 0)
        return error;
    calls->process = pidfd_open(calls->player, 0);
    if (calls->process < 0)
        return errno == ESRCH ? -ENOENT : -errno;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
        error = -errno;
        goto err_process;
    }
    calls->inside = pair[0];
    calls->outside = pair[1];
    error = pthread_create(&calls->thread, NULL, receive, calls);
    if (error == 0)
        return 0;
    error = -error;
    close(pair[0]);
    close(pair[1]);
err_process:
    close(calls->process);
    return error;
}

int tui_calls_send(struct tui_calls *calls, enum tui_call kind, const char *verb,
                   const char *argument)
{
    char id[CMDQ_ID_MAX + 1];

    snprintf(id, sizeof(id), "%c%u", (char)kind, ++calls->sent);
    return cmdq_send(&calls->queues, id, verb, argument);
}

int tui_calls_watch(struct tui_calls *calls, uint32_t news)
{
    char seen[16];

    snprintf(seen, sizeof(seen), "%u", news);
    return tui_calls_send(calls, TUI_CALL_WATCH, "watch", seen);
}

int tui_calls_take(struct tui_calls *calls, enum tui_call *ret_kind, char *text)
{
    static const char begin[] = "{\"id\":\"";
    ssize_t length = recv(calls->outside, text, CMDQ_TEXT_MAX, MSG_DONTWAIT);

    if (length < 0)
        return -errno;
    if (length <= (ssize_t)sizeof(gone))
        return -EIDRM;
    text[length - 1] = '\0';
    *ret_kind = TUI_CALL_ORDER;
    if (strncmp(text, begin, sizeof(begin) - 1) == 0)
        *ret_kind = (enum tui_call)text[sizeof(begin) - 1];
    return 0;
}

void tui_calls_stop(struct tui_calls *calls)
{
    shutdown(calls->outside, SHUT_RDWR);
}
