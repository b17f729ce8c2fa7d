/*
 * memory_writer.h - the thread that brings what is kept to the disk, which may take its time.
 *
 * Whoever hands something over does not wait; of what is handed over while the disk is busy only
 * the newest is written, the list always before the place. While there is nothing to write the
 * thread sleeps.
 */
#ifndef PLAYER_MEMORY_WRITER_H
#define PLAYER_MEMORY_WRITER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "player/memory_text.h"
#include "shmring/instance.h"

enum { MEMORY_WRITER_END_MS = 2000, MEMORY_WRITER_NAME = INSTANCE_NAME_MAX + 8 };

struct memory_writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int folder;
    char list_name[MEMORY_WRITER_NAME];
    char place_name[MEMORY_WRITER_NAME];
    char *list; /* to be written; NULL: none */
    size_t list_bytes;
    char place[MEMORY_PLACE_SIZE];
    size_t place_bytes; /* 0: none */
    bool ending;
    int error; /* the newest, not yet taken */
};

/*
 * The folder is the writer's from now on, also on failure. Signals have to be blocked before.
 * Freed by memory_writer_end(). -ENOMEM, -EAGAIN.
 */
int memory_writer_start(int folder, const char *name, struct memory_writer **ret_writer);

/* The text is the writer's from now on. */
void memory_writer_list(struct memory_writer *writer, char *text, size_t bytes);

/* A copy is made. */
void memory_writer_place(struct memory_writer *writer, const char *text, size_t bytes);

/* What went wrong since the last time, once; or 0. */
int memory_writer_error(struct memory_writer *writer);

/*
 * Waits until all is written, MEMORY_WRITER_END_MS at the most; a disk that takes longer is left
 * alone with it. NULL is allowed.
 */
void memory_writer_end(struct memory_writer *writer);

#endif
