/*
 * sandbox_seccomp.c - the system calls that decoding takes, and death for all others.
 *
 * The kernel looks at each call's number and arguments, never at what an argument points to.
 * So a call that takes a path is never allowed, and one that takes an id only with our own.
 */
#include "producer/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <time.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 2 };

/* The kernel reads an int from the lower half of a register; the upper one may be anything. */
#define IS(argument, value)  SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, UINT32_MAX, (uint32_t)(value))
#define HAS(argument, bit)   SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, bit, bit)
#define LACKS(argument, bit) SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, bit, 0)

struct rule {
    int call;
    uint32_t count; /* of arguments that matter */
    struct scmp_arg_cmp argument[ARGUMENTS_MAX];
};

/* With whatever arguments: they reach nothing that the process does not have. */
static const int harmless[] = {
    /* the files in hand */
    SCMP_SYS(read),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(close),
    /* malloc; sysinfo is qsort's, which asks how much memory there is */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(sysinfo),
    /* the handler of shmring/orphan.c, and abort() */
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getppid),
    SCMP_SYS(alarm),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    /* the way out */
    SCMP_SYS(shmdt),
    SCMP_SYS(exit_group),
};

static int allow_harmless(scmp_filter_ctx filter)
{
    int error = 0;

    for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]) && error == 0; i++)
        error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, harmless[i], 0);
    return error;
}

static int add(scmp_filter_ctx filter, const struct rule *rules, size_t count)
{
    int error = 0;

    for (size_t i = 0; i < count && error == 0; i++)
        error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rules[i].call, rules[i].count,
                                       rules[i].argument);
    return error;
}

static int allow_own(scmp_filter_ctx filter, const struct child *child)
{
    const struct rule rules[] = {
        /* the player */
        {SCMP_SYS(recvmsg), 1, {IS(0, child->channel)}},
        {SCMP_SYS(sendmsg), 1, {IS(0, child->channel)}},
        /* the flight recorder's clock, where it cannot be read without a call; others are others'
         */
        {SCMP_SYS(clock_gettime), 1, {IS(0, CLOCK_MONOTONIC)}},
        /* malloc: memory, never code, and never a file */
        {SCMP_SYS(mmap), 2, {LACKS(2, PROT_EXEC), HAS(3, MAP_ANONYMOUS)}},
        /* what decoders print, into /dev/null */
        {SCMP_SYS(write), 1, {IS(0, STDOUT_FILENO)}},
        {SCMP_SYS(write), 1, {IS(0, STDERR_FILENO)}},
        {SCMP_SYS(writev), 1, {IS(0, STDERR_FILENO)}},
        /* raise() and abort() */
        {SCMP_SYS(tgkill), 1, {IS(0, getpid())}},
    };

    return add(filter, rules, sizeof(rules) / sizeof(rules[0]));
}

static int allow_ring(scmp_filter_ctx filter, const struct orphan_objects *own)
{
    const struct rule rules[] = {
        {SCMP_SYS(semtimedop), 1, {IS(0, own->set)}},
        {SCMP_SYS(semctl), 2, {IS(0, own->set), IS(2, GETVAL)}},
        /* an orphan's duty */
        {SCMP_SYS(semctl), 2, {IS(0, own->set), IS(2, IPC_RMID)}},
        {SCMP_SYS(shmctl), 2, {IS(0, own->segment), IS(1, IPC_RMID)}},
        {SCMP_SYS(msgctl), 2, {IS(0, own->requests), IS(1, IPC_RMID)}},
        {SCMP_SYS(msgctl), 2, {IS(0, own->replies), IS(1, IPC_RMID)}},
    };

    return add(filter, rules, sizeof(rules) / sizeof(rules[0]));
}

int sandbox_seccomp(const struct child *child)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int error;

    if (!filter)
        return -ENOMEM;
    error = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (error == 0)
        error = allow_harmless(filter);
    if (error == 0)
        error = allow_own(filter, child);
    if (error == 0 && child->objects.set >= 0)
        error = allow_ring(filter, &child->objects);
    if (error == 0)
        error = seccomp_load(filter);
    seccomp_release(filter);
    return error;
}
