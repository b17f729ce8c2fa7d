/*
 * guardian_side.c - remembers what there is, and removes it.
 *
 * Processes are held by pidfds, so that none but the very ones are ever killed. They go first, for
 * a process that is still there could make something new: all are stopped, so that a player starts
 * no child any more; the children are looked for; then all are killed. Then what the player has
 * left is reaped; then the objects; the folder last.
 */
#include "tools/rondolab/guardian_side.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shmring/instance.h"
#include "tools/rondolab/await.h"
#include "tools/rondolab/guardian.h"

enum { THINGS_MAX = 64, REAP_TRIES = 4, FOLDERS_OPEN = 8, FOLDER_MAX = PATH_MAX - 64 };

struct thing {
    int kind;
    int number;
    int pidfd; /* of a process; else -1 */
};

struct charge {
    struct thing things[THINGS_MAX];
    size_t count;
    char folder[PATH_MAX]; /* "": none */
    char player[INSTANCE_NAME_MAX + 1];
};

static void remember(struct charge *charge, int kind, int number)
{
    struct thing *thing = &charge->things[charge->count];

    if (charge->count == THINGS_MAX)
        return;
    *thing = (struct thing){.kind = kind, .number = number, .pidfd = -1};
    if (kind == GUARDIAN_PROCESS)
        thing->pidfd = pidfd_open(number, 0);
    charge->count++;
}

static void forget(struct charge *charge, int kind, int number)
{
    for (size_t i = 0; i < charge->count; i++) {
        struct thing *thing = &charge->things[i];

        if (thing->kind != kind || thing->number != number)
            continue;
        if (thing->pidfd >= 0)
            close(thing->pidfd);
        *thing = charge->things[--charge->count];
        return;
    }
}

/* The answer is the message itself, with the path and whether it could be made. */
static void make_folder(struct charge *charge, int channel, struct guardian_message *message)
{
    const char *temporary = getenv("TMPDIR");

    if (!temporary || temporary[0] != '/')
        temporary = "/tmp";
    message->number = 0;
    if (snprintf(message->text, sizeof(message->text), "%s/rondolab-XXXXXX", temporary) >=
        FOLDER_MAX)
        message->number = -ENAMETOOLONG;
    else if (!mkdtemp(message->text))
        message->number = -errno;
    if (message->number == 0) {
        memcpy(charge->folder, message->text, sizeof(charge->folder));
        setenv("XDG_RUNTIME_DIR", charge->folder, 1);
    }
    send(channel, message, sizeof(*message), MSG_NOSIGNAL);
}

static void note(struct charge *charge, int channel, struct guardian_message *message)
{
    switch (message->word) {
    case GUARDIAN_MADE:
        remember(charge, message->kind, message->number);
        break;
    case GUARDIAN_GONE:
        forget(charge, message->kind, message->number);
        break;
    case GUARDIAN_FOLDER:
        make_folder(charge, channel, message);
        break;
    case GUARDIAN_PLAYER:
        snprintf(charge->player, sizeof(charge->player), "%.*s", INSTANCE_NAME_MAX, message->text);
        break;
    }
}

static void send_all(const struct charge *charge, int number)
{
    for (size_t i = 0; i < charge->count; i++)
        if (charge->things[i].pidfd >= 0)
            pidfd_send_signal(charge->things[i].pidfd, number, NULL, 0);
}

static bool is_process(const struct charge *charge, size_t count, pid_t pid)
{
    for (size_t i = 0; i < count; i++)
        if (charge->things[i].pidfd >= 0 && charge->things[i].number == pid)
            return true;
    return false;
}

/* Whose parent is one of the first `count` things; these are stopped. */
static void find_children(struct charge *charge, size_t count)
{
    DIR *proc = opendir("/proc");

    for (struct dirent *entry; proc && (entry = readdir(proc));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

        if (pid > 0 && is_process(charge, count, await_parent(pid)))
            remember(charge, GUARDIAN_PROCESS, pid);
    }
    if (proc)
        closedir(proc);
}

static void end_processes(struct charge *charge)
{
    send_all(charge, SIGSTOP);
    for (size_t i = 0; i < charge->count; i++)
        if (charge->things[i].pidfd >= 0)
            await_process(charge->things[i].number, "TZX");
    find_children(charge, charge->count);
    send_all(charge, SIGKILL);
    for (size_t i = 0; i < charge->count; i++) {
        struct pollfd end = {.fd = charge->things[i].pidfd, .events = POLLIN};

        if (end.fd >= 0)
            while (poll(&end, 1, -1) < 0 && errno == EINTR)
                ;
    }
}

static void remove_object(const struct thing *thing)
{
    int id = -1;

    if (thing->kind == GUARDIAN_SEGMENT)
        id = shmget(thing->number, 0, 0);
    if (id >= 0)
        shmctl(id, IPC_RMID, NULL);
    id = thing->kind == GUARDIAN_SET ? semget(thing->number, 0, 0) : -1;
    if (id >= 0)
        semctl(id, 0, IPC_RMID);
}

static int remove_file(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    remove(path);
    return 0;
}

static void clean_up(struct charge *charge)
{
    end_processes(charge);
    for (int i = 0; charge->player[0] && i < REAP_TRIES; i++)
        if (instance_reap(charge->player, INSTANCE_REAP_MS) != -EBUSY)
            break;
    for (size_t i = 0; i < charge->count; i++)
        remove_object(&charge->things[i]);
    if (charge->folder[0])
        nftw(charge->folder, remove_file, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* Out of the terminal's reach, and with none of the descriptors that somebody may wait on. */
static void withdraw(void)
{
    sigset_t all;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    setsid();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    prctl(PR_SET_NAME, "rondolab-guard");
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        dup2(null, i);
}

noreturn void guardian_side_run(int channel)
{
    static struct charge charge;
    struct guardian_message message;
    ssize_t got;

    withdraw();
    do {
        got = recv(channel, &message, sizeof(message), 0);
        if (got == sizeof(message))
            note(&charge, channel, &message);
    } while (got > 0 || (got < 0 && errno == EINTR));
    clean_up(&charge);
    _exit(0);
}
