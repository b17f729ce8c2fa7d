/*
 * lesson_kernel.c - reading and writing whole blocks, and what /proc tells of a process.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "samples/ipc/lesson_board.h"

enum { LOOKS = 5 };

void lesson_write(int file, const void *bytes, size_t size)
{
    const char *from = bytes;

    while (size > 0) {
        ssize_t count = write(file, from, size);

        if (count < 0 && errno == EINTR)
            continue;
        lesson_must("write", count);
        from += count;
        size -= (size_t)count;
    }
}

size_t lesson_read(int file, void *bytes, size_t size)
{
    char *to = bytes;
    size_t done = 0;

    while (done < size) {
        ssize_t count = read(file, to + done, size - done);

        if (count < 0 && errno == EINTR)
            continue;
        if (lesson_must("read", count) == 0)
            break;
        done += (size_t)count;
    }
    return done;
}

/* One of the letters of proc(5), or 'X' where there is no such process. */
static char state_of(pid_t process)
{
    char path[64], text[256];
    const char *name_end = NULL;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)process);
    file = fopen(path, "re");
    if (file && fgets(text, sizeof(text), file))
        name_end = strrchr(text, ')');
    if (file)
        fclose(file);
    return name_end && name_end[1] ? name_end[2] : 'X';
}

/* Several times in a row, for a process may also sleep for a moment on its way. */
void lesson_await_asleep(pid_t process)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    int asleep = 0;

    while (asleep < LOOKS) {
        char state = state_of(process);

        if (state == 'Z' || state == 'X')
            return;
        asleep = state == 'S' ? asleep + 1 : 0;
        nanosleep(&moment, NULL);
    }
}

bool lesson_has_signal(pid_t process, const char *mask, int signal)
{
    char path[64], line[256];
    unsigned long long bits = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/status", (int)process);
    file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, mask, strlen(mask)) == 0 && line[strlen(mask)] == ':')
            bits = strtoull(line + strlen(mask) + 1, NULL, 16);
    if (file)
        fclose(file);
    return bits >> (signal - 1) & 1;
}
