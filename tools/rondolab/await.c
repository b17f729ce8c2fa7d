/*
 * await.c - see await.h.
 */
#include "tools/rondolab/await.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "shmring/flight.h"

struct await await_begin(void)
{
    return (struct await){.until_ns = flight_now_ns() + AWAIT_S * UINT64_C(1000000000)};
}

int await_tick(struct await *await)
{
    const struct timespec moment = {.tv_nsec = AWAIT_TICK_US * 1000L};

    if (flight_now_ns() >= await->until_ns)
        return -ETIMEDOUT;
    nanosleep(&moment, NULL);
    return 0;
}

/* What follows the name, which may hold anything: the state, and the parent. */
static bool read_stat(pid_t pid, char *ret_state, int *ret_parent)
{
    char path[64], line[512] = "";
    const char *after;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    file = fopen(path, "re");
    if (!file)
        return false;
    if (!fgets(line, sizeof(line), file))
        line[0] = '\0';
    fclose(file);
    after = strrchr(line, ')');
    return after && sscanf(after + 1, " %c %d", ret_state, ret_parent) == 2;
}

char await_state(pid_t pid)
{
    char state;
    int parent;

    return read_stat(pid, &state, &parent) ? state : 'X';
}

pid_t await_parent(pid_t pid)
{
    char state;
    int parent;

    return read_stat(pid, &state, &parent) ? parent : 0;
}

int await_process(pid_t pid, const char *states)
{
    struct await await = await_begin();
    int error = 0;

    while (!strchr(states, await_state(pid)) && error == 0)
        error = await_tick(&await);
    return error;
}
