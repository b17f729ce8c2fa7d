/*
 * spool_helper.c - fork, and everything between that and exec.
 */
#include "player/spool_helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shmring/layers.h"

/* The words of struct landlock_ruleset_attr; older kernels want zeros in those that they lack. */
enum { FILES, NETWORK, SCOPED, WORDS };

/* Writing, making, removing, renaming and cutting off files; but they may be read and executed. */
static const uint64_t rights[][WORDS] = {
    [1] = {[FILES] = 0x1ff2},
    [2] = {[FILES] = 0x3ff2},
    [3] = {[FILES] = 0x7ff2},
    [4] = {[FILES] = 0x7ff2, [NETWORK] = 0x3},
    [5] = {[FILES] = 0x7ff2, [NETWORK] = 0x3},
    [6] = {[FILES] = 0x7ff2, [NETWORK] = 0x3, [SCOPED] = 0x3},
};

enum { NEWEST = sizeof(rights) / sizeof(rights[0]) - 1 };

/* A layer that is not there is left out: what the file may do is then what any player lets it. */
static void lock_in(bool network)
{
    uint64_t all[WORDS] = {0};
    int version = layers_landlock();
    long rules;

    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (version < 1)
        return;
    memcpy(all, rights[version < NEWEST ? version : NEWEST], sizeof(all));
    if (network)
        all[NETWORK] = all[SCOPED] = 0;
    rules = syscall(SYS_landlock_create_ruleset, all, sizeof(all), 0);
    if (rules >= 0)
        syscall(SYS_landlock_restrict_self, (int)rules, 0);
}

/* All of them are above HELPER_MEMORY first, lest one is overwritten before it is in its place. */
static void place_descriptors(const struct spool_helper *helper)
{
    int input = helper->input >= 0 ? helper->input : open("/dev/null", O_RDONLY);
    int above = HELPER_MEMORY + 1;

    input = fcntl(input, F_DUPFD, above);
    int output = fcntl(helper->output, F_DUPFD, above);
    int words = fcntl(helper->words, F_DUPFD, above);
    int memory = fcntl(helper->memory, F_DUPFD, above);

    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(words, STDERR_FILENO);
    dup2(memory, HELPER_MEMORY);
    close_range((unsigned)above, ~0U, 0);
}

static void bound(uint64_t limit)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = limit, .rlim_max = limit});
}

static void become(const struct spool_helper *helper, pid_t player)
{
    sigset_t none;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != player)
        _exit(1);
    setpgid(0, 0);
    place_descriptors(helper);
    bound(helper->limit);
    lock_in(helper->network);
    for (int number = 1; number < SIGRTMIN; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvp(helper->argv[0], helper->argv);
    _exit(errno == ENOENT ? HELPER_NOT_FOUND : 126);
}

int spool_helper_start(const struct spool_helper *helper, struct process *ret_process)
{
    pid_t player = getpid();
    pid_t pid = fork();
    int pidfd;

    if (pid < 0)
        return -errno;
    if (pid == 0)
        become(helper, player);
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
