/*
 * spawn.c - fork, exec and pidfd.
 */
#include "player/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shmring/child.h"

/* From the folder of rondo to that of its children: the last is tried first. */
static const char *const places[] = {"/" RONDO_LIBEXEC, ""};

int spawn_find(const char *program, char *ret_path, size_t path_size)
{
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
    char *slash;

    if (length < 0)
        return -errno;
    self[length] = '\0';
    slash = strrchr(self, '/');
    slash[0] = '\0';
    for (size_t i = sizeof(places) / sizeof(places[0]); i > 0; i--) {
        snprintf(ret_path, path_size, "%s%s/%s", self, places[i - 1], program);
        if (access(ret_path, X_OK) == 0)
            return 0;
    }
    return -ENOENT;
}

/* In the child: nothing of the player's but what it is meant to have. */
static void prepare(int channel)
{
    sigset_t none;
    int null = open("/dev/null", O_RDONLY);

    setpgid(0, 0);
    if (null != STDIN_FILENO) {
        dup2(null, STDIN_FILENO);
        close(null);
    }
    if (channel == CHILD_CHANNEL)
        fcntl(channel, F_SETFD, 0);
    else
        dup2(channel, CHILD_CHANNEL);
    signal(SIGTTIN, SIG_DFL);
    signal(SIGTTOU, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int spawn_start(const char *path, char *const argv[], int channel, struct process *ret_process)
{
    pid_t pid = fork();
    int pidfd;

    if (pid < 0)
        return -errno;
    if (pid == 0) {
        prepare(channel);
        execv(path, argv);
        _exit(127);
    }
    pidfd = pidfd_open(pid, 0);
    if (pidfd < 0) {
        int error = -errno;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        return error;
    }
    fcntl(pidfd, F_SETFD, FD_CLOEXEC);
    *ret_process = (struct process){.pid = pid, .pidfd = pidfd};
    return 0;
}

int spawn_become(const char *path, char *const argv[])
{
    execv(path, argv);
    return -errno;
}

void spawn_signal(const struct process *process, int number)
{
    if (process->pid > 0)
        pidfd_send_signal(process->pidfd, number, NULL, 0);
}

int spawn_wait(struct process *process, int timeout_ms)
{
    struct pollfd ended = {.fd = process->pidfd, .events = POLLIN};
    int count;

    if (process->pid == 0)
        return 0;
    do
        count = poll(&ended, 1, timeout_ms);
    while (count < 0 && errno == EINTR);
    return count > 0 ? 0 : -ETIMEDOUT;
}

void spawn_reap(struct process *process, struct spawn_end *ret_end)
{
    siginfo_t info = {0};

    *ret_end = (struct spawn_end){0};
    if (process->pid == 0)
        return;
    if (waitid(P_PIDFD, (id_t)process->pidfd, &info, WEXITED) == 0) {
        if (info.si_code == CLD_EXITED)
            ret_end->status = info.si_status;
        else
            ret_end->signal = info.si_status;
    }
    close(process->pidfd);
    *process = (struct process){0};
}
