/*
 * source.c - reading ahead, with read(2) and lseek(2) alone.
 */
#include "producer/source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void source_begin(struct source *source, int file)
{
    off_t size = lseek(file, 0, SEEK_END);

    source->file = file;
    source->size = size > 0 ? size : 0;
    source->place = source->from = 0;
    source->have = 0;
}

/* The piece that begins where is read next. */
static void fetch(struct source *source)
{
    ssize_t got = -1;

    source->from = source->place;
    source->have = 0;
    if (lseek(source->file, (off_t)source->place, SEEK_SET) < 0)
        return;
    do
        got = read(source->file, source->piece, sizeof(source->piece));
    while (got < 0 && errno == EINTR);
    source->have = got > 0 ? (size_t)got : 0;
}

size_t source_read(struct source *source, void *bytes, size_t size)
{
    size_t done = 0;

    while (done < size) {
        int64_t into = source->place - source->from;
        size_t count;

        if (into < 0 || into >= (int64_t)source->have) {
            fetch(source);
            if (source->have == 0)
                break;
            into = 0;
        }
        count = source->have - (size_t)into;
        if (count > size - done)
            count = size - done;
        memcpy((uint8_t *)bytes + done, source->piece + into, count);
        source->place += (int64_t)count;
        done += count;
    }
    return done;
}

int64_t source_seek(struct source *source, int64_t offset, int whence)
{
    int64_t base = whence == SEEK_CUR ? source->place : whence == SEEK_END ? source->size : 0;
    int64_t place;

    if (__builtin_add_overflow(base, offset, &place) || place < 0)
        return -1;
    source->place = place;
    return place;
}
