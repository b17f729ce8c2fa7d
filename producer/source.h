/*
 * source.h - a file's bytes for the decoders, read in large pieces: some of them ask for four bytes
 * at a time, and each time would be a system call.
 */
#ifndef PRODUCER_SOURCE_H
#define PRODUCER_SOURCE_H

#include <stddef.h>
#include <stdint.h>

enum { SOURCE_PIECE = 1 << 16 };

struct source {
    int file; /* not closed here; its own place means nothing */
    int64_t size;
    int64_t place; /* of the byte that is read next */
    int64_t from;  /* where what is in `piece` comes from */
    size_t have;   /* how much of it there is */
    uint8_t piece[SOURCE_PIECE];
};

/* From the first byte on. */
void source_begin(struct source *source, int file);

/* Fewer only at the end, or where the file cannot be read. */
size_t source_read(struct source *source, void *bytes, size_t size);

/* As lseek(2), but also behind the end; -1 for a place before the first byte. */
int64_t source_seek(struct source *source, int64_t offset, int whence);

#endif
