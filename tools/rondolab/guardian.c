/*
 * guardian.c - the lab's side: what it tells, and how a signal ends it.
 *
 * The handler makes system calls only: it closes the channel for writing, which is the guardian's
 * sign to clean up, waits for the guardian's end, and lets the signal do what it does by itself.
 */
#include "tools/rondolab/guardian.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/rondolab/guardian_side.h"

static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

enum { ENDS = sizeof(ends) / sizeof(ends[0]) };

/* A handler takes no argument of ours. -1: there is no guardian. */
static volatile sig_atomic_t to_guardian = -1;

static void await_guardian(int channel)
{
    char byte;
    ssize_t got;

    shutdown(channel, SHUT_WR);
    do
        got = read(channel, &byte, sizeof(byte));
    while (got > 0 || (got < 0 && errno == EINTR));
}

static void on_end(int number)
{
    if (to_guardian >= 0)
        await_guardian(to_guardian);
    signal(number, SIG_DFL);
    raise(number);
}

static void set_handlers(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < ENDS; i++)
        sigaction(ends[i], &action, NULL);
}

int guardian_start(struct guardian *ret_guardian)
{
    int pair[2];
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -errno;
    fflush(NULL);
    pid = fork();
    if (pid < 0) {
        int error = -errno;
        close(pair[0]);
        close(pair[1]);
        return error;
    }
    if (pid == 0) {
        close(pair[0]);
        guardian_side_run(pair[1]);
    }
    close(pair[1]);
    to_guardian = pair[0];
    set_handlers(on_end);
    *ret_guardian = (struct guardian){.pid = pid, .channel = pair[0]};
    return 0;
}

static void say(const struct guardian *guardian, enum guardian_word word, int kind, int number,
                const char *text)
{
    struct guardian_message message = {.word = word, .kind = kind, .number = number};

    snprintf(message.text, sizeof(message.text), "%s", text);
    send(guardian->channel, &message, sizeof(message), MSG_NOSIGNAL);
}

void guardian_tell(const struct guardian *guardian, enum guardian_kind kind, int number)
{
    say(guardian, GUARDIAN_MADE, (int)kind, number, "");
}

void guardian_forget(const struct guardian *guardian, enum guardian_kind kind, int number)
{
    say(guardian, GUARDIAN_GONE, (int)kind, number, "");
}

void guardian_folder(const struct guardian *guardian, const char *path)
{
    say(guardian, GUARDIAN_FOLDER, 0, 0, path);
}

void guardian_player(const struct guardian *guardian, const char *name)
{
    say(guardian, GUARDIAN_PLAYER, 0, 0, name);
}

void guardian_leave(const struct guardian *guardian)
{
    to_guardian = -1;
    set_handlers(SIG_DFL);
    close(guardian->channel);
}

void guardian_end(struct guardian *guardian)
{
    await_guardian(guardian->channel);
    to_guardian = -1;
    set_handlers(SIG_DFL);
    close(guardian->channel);
    while (waitpid(guardian->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}
