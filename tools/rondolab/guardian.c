/*
 * guardian.c - the lab's side: what it tells, and how a signal ends it.
 *
 * The handler makes system calls only: it closes the channel for writing, which is the guardian's
 * sign to clean up, waits for the guardian's end, and lets the signal do what it does by itself.
 */
#include "tools/rondolab/guardian.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/sem.h>
#include <sys/shm.h>
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

/* Takes the place of `instead`, and of nothing else: what was ignored stays so. */
static void replace_handlers(void (*instead)(int), void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < ENDS; i++) {
        struct sigaction before;

        if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler == instead)
            sigaction(ends[i], &action, NULL);
    }
}

static void mask(int how)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < ENDS; i++)
        sigaddset(&set, ends[i]);
    sigprocmask(how, &set, NULL);
}

void guardian_hold(void)
{
    mask(SIG_BLOCK);
}

void guardian_release(void)
{
    mask(SIG_UNBLOCK);
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
    replace_handlers(SIG_DFL, on_end);
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

/* Whether an object of that kind has the key, this user's or another's. */
static bool taken(enum guardian_kind kind, key_t key)
{
    int id = kind == GUARDIAN_SEGMENT ? shmget(key, 0, 0) : semget(key, 0, 0);

    return id >= 0 || errno == EACCES;
}

key_t guardian_key(const struct guardian *guardian, enum guardian_kind kind)
{
    key_t key = IPC_PRIVATE;

    while (key == IPC_PRIVATE || taken(kind, key))
        if (getrandom(&key, sizeof(key), 0) != sizeof(key))
            key = IPC_PRIVATE;
    guardian_tell(guardian, kind, key);
    return key;
}

int guardian_folder(const struct guardian *guardian, char ret_path[PATH_MAX])
{
    struct guardian_message message;
    ssize_t got;

    say(guardian, GUARDIAN_FOLDER, 0, 0, "");
    do
        got = recv(guardian->channel, &message, sizeof(message), 0);
    while (got < 0 && errno == EINTR);
    if (got != sizeof(message))
        return -ECHILD;
    if (message.number == 0)
        memcpy(ret_path, message.text, PATH_MAX);
    return message.number;
}

void guardian_player(const struct guardian *guardian, const char *name)
{
    say(guardian, GUARDIAN_PLAYER, 0, 0, name);
}

void guardian_leave(const struct guardian *guardian)
{
    to_guardian = -1;
    replace_handlers(on_end, SIG_DFL);
    guardian_release();
    close(guardian->channel);
}

void guardian_end(struct guardian *guardian)
{
    await_guardian(guardian->channel);
    to_guardian = -1;
    replace_handlers(on_end, SIG_DFL);
    close(guardian->channel);
    while (waitpid(guardian->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}
