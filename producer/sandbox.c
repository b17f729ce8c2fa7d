/*
 * sandbox.c - the layers, in their order: what can fail and say so before what takes away the
 * voice, and the filter of system calls last, for none of the others would pass it.
 */
#include "producer/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "shmring/layers.h"

enum {
    FILES_MAX = 16,     /* three, the channel, work.c's line of 8, one more to be refused */
    DECODING_MIB = 256, /* code and decoders; README.md has what they were seen to take */
    MIB = 1 << 20
};

/* Whether a tool works in this process, whose files, memory and threads would be taken for ours. */
static bool shared_with_a_tool(void)
{
#ifdef RONDO_SANITIZE
    return true;
#else
    const char *preload = getenv("LD_PRELOAD");

    return preload && strstr(preload, "/vgpreload_"); /* valgrind's own */
#endif
}

/* Never more than it was allowed before. */
static int limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit now;

    if (getrlimit(resource, &now) < 0)
        return -errno;
    if (now.rlim_max > most)
        now.rlim_max = most;
    if (now.rlim_cur > most)
        now.rlim_cur = most;
    return setrlimit(resource, &now) < 0 ? -errno : 0;
}

/* No dump of what it knows, and no privilege from any program. */
static int give_up_privileges(void)
{
    int error = limit(RLIMIT_CORE, 0);

    if (error == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        error = -errno;
    return error;
}

/* Memory for the ring, if any, and for decoding, no more files than it works on, no processes. */
static int limit_growth(const struct ring *ring)
{
    rlim_t ring_bytes = ring ? (rlim_t)ring_slots(ring) * ring_slot_bytes(ring) : 0;
    int error = limit(RLIMIT_AS, ring_bytes + (rlim_t)DECODING_MIB * MIB);

    if (error == 0)
        error = limit(RLIMIT_NOFILE, FILES_MAX);
    return error < 0 ? error : limit(RLIMIT_NPROC, 0);
}

/*
 * Closes what was inherited, and points the standard descriptors at /dev/null: the terminal
 * obeys what is written to it, and standard output may carry the sound. Unbuffered, since stdio
 * asks for a file's status before it buffers.
 */
static int let_go(int null, int channel)
{
    for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; standard++)
        if (dup2(null, standard) < 0)
            return -errno;
    setvbuf(stdout, NULL, _IONBF, 0);
    closefrom(channel + 1);
    return 0;
}

static int lock_in(const struct child *child)
{
    int landlock = layers_landlock();
    bool seccomp = layers_seccomp();
    int null = openat(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC); /* open(): see nameless.c */
    int error = 0;

    if (null < 0)
        return -errno;
    if (landlock > 0)
        error = sandbox_landlock(landlock);
    if (error == 0)
        error = let_go(null, child->channel);
    if (error == 0 && seccomp)
        error = sandbox_seccomp(child);
    return error;
}

int sandbox_enter(const struct child *child, const struct ring *ring)
{
    int error = give_up_privileges();

    if (error < 0 || shared_with_a_tool())
        return error;
    error = limit_growth(ring);
    return error < 0 ? error : lock_in(child);
}
