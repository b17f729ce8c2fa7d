/*
 * lists.c - how long a list of 100,000 entries takes: to be read, to be read again, and to have a
 * track found in it, as each redraw and each status wants. Prints, and judges nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "player/playlist.h"

enum { ENTRIES = 100000 };

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int write_list(const char *path)
{
    FILE *file = fopen(path, "we");

    if (!file)
        return -1;
    for (int i = 0; i < ENTRIES; i++)
        fprintf(file, "#EXTINF:200,Artist %d - Title %d\nartist/album/track %06d.flac\n", i % 500,
                i, i);
    return fclose(file);
}

/* Finds all of them; the sum keeps the compiler from leaving it out. */
static uint64_t find_all(struct playlist *list)
{
    uint64_t sum = 0;
    uint32_t index = 0;

    for (uint32_t track = 0; track < list->count; track++)
        sum += playlist_find(list, track, &index) == 0 ? index : 0;
    return sum;
}

static int measure(const char *path)
{
    struct playlist list = {0}, fresh = {0};
    struct playlist_place place;
    char why[512];
    double began = now_ms(), read_ms, again_ms, find_ms;

    if (playlist_add_argument(&list, path, why, sizeof(why)) < 0)
        return -1;
    read_ms = now_ms() - began;
    began = now_ms();
    if (playlist_reload(&list, ENTRIES / 2, &fresh, &place, why, sizeof(why)) < 0)
        return -1;
    again_ms = now_ms() - began;
    began = now_ms();
    if (find_all(&fresh) == 0)
        return -1;
    find_ms = now_ms() - began;
    printf("%d entries: read in %.0f ms, again in %.0f ms; one found in %.0f ns\n", ENTRIES,
           read_ms, again_ms, find_ms * 1e6 / ENTRIES);
    playlist_free(&list);
    playlist_free(&fresh);
    return 0;
}

int main(void)
{
    char path[] = "/tmp/rondo-bench-XXXXXX.m3u";
    int file = mkstemps(path, 4);
    int error = file < 0 ? -1 : write_list(path);

    if (error == 0)
        error = measure(path);
    if (file >= 0) {
        close(file);
        unlink(path);
    }
    return error == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
