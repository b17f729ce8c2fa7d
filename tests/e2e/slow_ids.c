/*
 * slow_ids.c - a library for LD_PRELOAD: a kernel that takes its time to tell the id of an object
 * that is there already.
 */
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int after_a_while(long id)
{
    const struct timespec moment = {.tv_nsec = 100000000};

    nanosleep(&moment, NULL);
    return (int)id;
}

int semget(key_t key, int count, int flags)
{
    return after_a_while(syscall(SYS_semget, key, count, flags));
}

int msgget(key_t key, int flags)
{
    return after_a_while(syscall(SYS_msgget, key, flags));
}

int shmget(key_t key, size_t size, int flags)
{
    return after_a_while(syscall(SYS_shmget, key, size, flags));
}
