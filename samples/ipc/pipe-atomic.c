/*
 * pipe-atomic.c - lesson: up to PIPE_BUF bytes go into a pipe whole, or not at all.
 *
 * Several processes may write to one pipe. As long as each write() has at most PIPE_BUF bytes
 * (4096 on Linux; POSIX promises 512), the kernel never mixes one with another, nor cuts it in two.
 * What is longer may be written in pieces, with those of others between them: log files, requests
 * and reports of several processes must be short, or use something else than a pipe.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { WRITERS = 2, HALF_BYTES = LESSON_BLOCK_BYTES / 2 };

/* Half a block, which says itself where it belongs. */
struct parcel {
    uint32_t block;
    uint32_t half; /* 0 or 1, and by whom it was written */
    char samples[HALF_BYTES];
};
_Static_assert(sizeof(struct parcel) <= PIPE_BUF, "a parcel is never cut in two");

static const struct lesson lesson = {
    .name = "pipe-atomic",
    .teaches = "Up to PIPE_BUF bytes go into a pipe whole, or not at all",
};

/* One of two that write at the same time, to the same pipe. */
static void produce(int to, uint32_t half)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        const char *samples = lesson_block(i);
        struct parcel parcel = {.block = i, .half = half};

        memcpy(parcel.samples, samples + half * HALF_BYTES, HALF_BYTES);
        lesson_must("write", write(to, &parcel, sizeof(parcel)));
    }
    lesson_leave();
}

static void consume(int from)
{
    unsigned parcels = 0, turns = 0;
    struct parcel parcel;
    uint32_t last = 0;
    bool whole = true;

    for (; lesson_read(from, &parcel, sizeof(parcel)) == sizeof(parcel); parcels++) {
        whole = whole && parcel.block < lesson_blocks() && parcel.half < WRITERS;
        if (!whole)
            break;
        turns += parcel.half != last;
        last = parcel.half;
        memcpy((char *)lesson_place(parcel.block) + parcel.half * HALF_BYTES, parcel.samples,
               HALF_BYTES);
    }
    lesson_say("from one writer to the other it went %u times", turns);
    lesson_saw(whole && parcels == WRITERS * lesson_blocks(), "%u parcels, each of them whole",
               parcels);
    lesson_leave();
}

static void write_together(void)
{
    int ends[2];

    lesson_must("pipe", pipe(ends));
    for (uint32_t half = 0; half < WRITERS; half++) {
        if (lesson_fork(half == 0 ? "first writer" : "second writer") == 0) {
            close(ends[0]);
            produce(ends[1], half);
        }
    }
    if (lesson_fork("reader") == 0) {
        close(ends[1]);
        consume(ends[0]);
    }
    close(ends[0]);
    close(ends[1]);
    lesson_wait_all();
    lesson_compare_places();
}

/* Where it shows without any chance: a pipe with less room than is asked for, and no waiting. */
static void write_too_much(void)
{
    char blocks[3 * LESSON_BLOCK_BYTES];
    int ends[2];
    long size, r;

    memcpy(blocks, lesson_block(0), LESSON_BLOCK_BYTES);
    memcpy(blocks + LESSON_BLOCK_BYTES, lesson_block(1), LESSON_BLOCK_BYTES);
    memcpy(blocks + 2 * LESSON_BLOCK_BYTES, lesson_block(2), LESSON_BLOCK_BYTES);
    lesson_must("pipe2", pipe2(ends, O_NONBLOCK));
    size = lesson_must("fcntl", fcntl(ends[1], F_SETPIPE_SZ, 2 * LESSON_BLOCK_BYTES));
    lesson_say("The pipe has room for %ld bytes, PIPE_BUF is %d.", size, PIPE_BUF);
    r = write(ends[1], blocks, LESSON_BLOCK_BYTES);
    lesson_saw(r == LESSON_BLOCK_BYTES, "a block: write() = %s, the whole of it", lesson_said(r));
    r = write(ends[1], blocks, sizeof(blocks));
    lesson_saw(r > 0 && r < (long)sizeof(blocks),
               "three blocks, more than PIPE_BUF: write() = %s, as much as there was room for",
               lesson_said(r));
    lesson_read(ends[0], blocks, 1000);
    r = write(ends[1], blocks, LESSON_BLOCK_BYTES);
    lesson_saw(r < 0 && errno == EAGAIN,
               "1000 bytes read, and a block written: write() = %s, nothing of it, as it has no "
               "more than PIPE_BUF",
               lesson_said(r));
    close(ends[0]);
    close(ends[1]);
}

int main(int argc, char **argv)
{
    lesson_begin(&lesson, argc, argv);
    lesson_step("Two writers, one pipe: each writes its half of every block, as a parcel of %zu "
                "bytes.",
                sizeof(struct parcel));
    write_together();
    lesson_step("A pipe that is nearly full, and is not waited for.");
    write_too_much();
    return lesson_end();
}
