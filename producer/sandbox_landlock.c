/*
 * sandbox_landlock.c - a set of rules that governs everything and allows nothing.
 *
 * Files that are open keep what they were opened for. The bits are spelled out here, since the
 * kernel that runs this may know more of them than the headers that it was built with.
 */
#include "producer/sandbox.h"

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The words of struct landlock_ruleset_attr, as it has grown: older kernels want zeros there. */
enum {
    FILES,   /* open, make, remove, rename, truncate, ioctl on devices */
    NETWORK, /* bind and connect TCP */
    SCOPED,  /* abstract sockets of others, signals to others */
    WORDS
};

/* What each version of the interface can govern. A later one than the last counts as that. */
static const uint64_t versions[][WORDS] = {
    [1] = {[FILES] = 0x1fff},
    [2] = {[FILES] = 0x3fff},
    [3] = {[FILES] = 0x7fff},
    [4] = {[FILES] = 0x7fff, [NETWORK] = 0x3},
    [5] = {[FILES] = 0xffff, [NETWORK] = 0x3},
    [6] = {[FILES] = 0xffff, [NETWORK] = 0x3, [SCOPED] = 0x3},
};

enum { NEWEST = sizeof(versions) / sizeof(versions[0]) - 1 };

int sandbox_landlock(int version)
{
    const uint64_t *all = versions[version < NEWEST ? version : NEWEST];
    long rules = syscall(SYS_landlock_create_ruleset, all, sizeof(versions[0]), 0);
    int error = 0;

    if (rules < 0)
        return -errno;
    if (syscall(SYS_landlock_restrict_self, (int)rules, 0) < 0)
        error = -errno;
    close((int)rules);
    return error;
}
