/*
 * preload.c - a library for LD_PRELOAD: a decoder that has been taken over, and a kernel that
 * lacks a layer of the sandbox.
 *
 * Whoever reads bytes with PRELOAD_ORDER among them makes a socket, as code that a file has
 * smuggled in might. RONDO_DIES_LATE: see msgctl(). RONDO_KERNEL_LACKS names what this kernel
 * pretends not to have: "seccomp", "Landlock" or "both". The C library's functions are replaced,
 * for the system calls themselves are what the sandbox watches.
 */
#include "tests/e2e/preload.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int lacks(const char *layer)
{
    const char *lacking = getenv("RONDO_KERNEL_LACKS");

    return lacking && (strcmp(lacking, layer) == 0 || strcmp(lacking, "both") == 0);
}

long syscall(long number, ...)
{
    static long (*next)(long number, ...);
    long argument[6];
    va_list more;

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "syscall");
    if ((number == SYS_seccomp && lacks("seccomp")) ||
        (number == SYS_landlock_create_ruleset && lacks("Landlock"))) {
        errno = ENOSYS;
        return -1;
    }
    va_start(more, number);
    for (int i = 0; i < 6; i++)
        argument[i] = va_arg(more, long);
    va_end(more);
    return next(number, argument[0], argument[1], argument[2], argument[3], argument[4],
                argument[5]);
}

/* A player that is killed just before it removes the first of its queues. */
int msgctl(int id, int command, struct msqid_ds *status)
{
    static int (*next)(int id, int command, struct msqid_ds *status);
    struct msqid_ds found;

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "msgctl");
    if (command == IPC_RMID && getenv("RONDO_DIES_LATE") &&
        strcmp(program_invocation_short_name, "rondo") == 0 && next(id, IPC_STAT, &found) == 0)
        raise(SIGKILL);
    return next(id, command, status);
}

ssize_t read(int file, void *bytes, size_t size)
{
    static ssize_t (*next)(int file, void *bytes, size_t size);
    ssize_t count;

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "read");
    count = next(file, bytes, size);
    if (count > 0 && memmem(bytes, (size_t)count, PRELOAD_ORDER, strlen(PRELOAD_ORDER)))
        close(socket(AF_UNIX, SOCK_STREAM, 0));
    return count;
}
