/*
 * memory_writer.c - see memory_writer.h.
 *
 * The thread takes what is there under the lock and writes it without. A death in between loses
 * what was not written yet, and no file that was there before.
 */
#include "player/memory_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "player/memory_file.h"

/* What is taken in one go. */
struct work {
    char *list;
    size_t list_bytes;
    char place[MEMORY_PLACE_SIZE];
    size_t place_bytes;
};

/* False: there is nothing, and never will be. */
static bool take(struct memory_writer *w, struct work *work)
{
    bool some;

    pthread_mutex_lock(&w->lock);
    while (!w->list && w->place_bytes == 0 && !w->ending)
        pthread_cond_wait(&w->wake, &w->lock);
    work->list = w->list;
    work->list_bytes = w->list_bytes;
    memcpy(work->place, w->place, w->place_bytes);
    work->place_bytes = w->place_bytes;
    some = w->list || w->place_bytes > 0;
    w->list = NULL;
    w->place_bytes = 0;
    pthread_mutex_unlock(&w->lock);
    return some;
}

static void *write_what_comes(void *argument)
{
    struct memory_writer *w = argument;
    struct work work;

    while (take(w, &work)) {
        int error = 0;

        if (work.list)
            error = memory_file_write(w->folder, w->list_name, work.list, work.list_bytes);
        free(work.list);
        if (error == 0 && work.place_bytes > 0)
            error = memory_file_write(w->folder, w->place_name, work.place, work.place_bytes);
        if (error == 0)
            continue;
        pthread_mutex_lock(&w->lock);
        w->error = error;
        pthread_mutex_unlock(&w->lock);
    }
    return NULL;
}

int memory_writer_start(int folder, const char *name, struct memory_writer **ret_writer)
{
    struct memory_writer *w = calloc(1, sizeof(*w));
    int error;

    if (!w) {
        close(folder);
        return -ENOMEM;
    }
    w->folder = folder;
    snprintf(w->list_name, sizeof(w->list_name), "%s.list", name);
    snprintf(w->place_name, sizeof(w->place_name), "%s.place", name);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    error = pthread_create(&w->thread, NULL, write_what_comes, w);
    if (error == 0) {
        *ret_writer = w;
        return 0;
    }
    close(folder);
    free(w);
    return -error;
}

void memory_writer_list(struct memory_writer *w, char *text, size_t bytes)
{
    pthread_mutex_lock(&w->lock);
    free(w->list);
    w->list = text;
    w->list_bytes = bytes;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
}

void memory_writer_place(struct memory_writer *w, const char *text, size_t bytes)
{
    if (bytes > sizeof(w->place))
        return;
    pthread_mutex_lock(&w->lock);
    memcpy(w->place, text, bytes);
    w->place_bytes = bytes;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
}

int memory_writer_error(struct memory_writer *w)
{
    int error;

    pthread_mutex_lock(&w->lock);
    error = w->error;
    w->error = 0;
    pthread_mutex_unlock(&w->lock);
    return error;
}

void memory_writer_end(struct memory_writer *w)
{
    struct timespec until;

    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->ending = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += MEMORY_WRITER_END_MS / 1000;
    if (pthread_clockjoin_np(w->thread, NULL, CLOCK_MONOTONIC, &until) != 0)
        return; /* it still uses all of it, and ends with the process */
    close(w->folder);
    free(w);
}
