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

/* struct landlock_ruleset_attr, as it has grown; an older kernel wants only zeros at its end. */
struct governed {
    uint64_t files;   /* open, make, remove, rename, truncate, ioctl on devices */
    uint64_t network; /* bind and connect TCP */
    uint64_t scoped;  /* abstract sockets of others, signals to others */
};

/* What each version of the interface can govern. A later one than the last counts as that. */
static const struct governed versions[] = {
    [1] = {.files = 0x1fff},
    [2] = {.files = 0x3fff},
    [3] = {.files = 0x7fff},
    [4] = {.files = 0x7fff, .network = 0x3},
    [5] = {.files = 0xffff, .network = 0x3},
    [6] = {.files = 0xffff, .network = 0x3, .scoped = 0x3},
};

enum { NEWEST = sizeof(versions) / sizeof(versions[0]) - 1 };

int sandbox_landlock(int version)
{
    const struct governed *all = &versions[version < NEWEST ? version : NEWEST];
    long rules = syscall(SYS_landlock_create_ruleset, all, sizeof(*all), 0);
    int error = 0;

    if (rules < 0)
        return -errno;
    if (syscall(SYS_landlock_restrict_self, (int)rules, 0) < 0)
        error = -errno;
    close((int)rules);
    return error;
}
