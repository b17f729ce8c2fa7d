/*
 * pipe-one.c - lesson: a pipe carries bytes one way, and ends when its last writer does.
 *
 * pipe() gives two descriptors: what is written to the second can be read from the first, in
 * order, once. fork() copies both, so each process closes the end that it has no use for. That is
 * not tidiness: read() returns 0, the end of file, only when *no* write end is open any more,
 * and a reader that has kept one of its own would wait for itself for ever.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static const struct lesson lesson = {
    .name = "pipe-one",
    .teaches = "A pipe carries bytes one way, and ends when its last writer does",
};

static void produce(int to)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_say("has written %u blocks, and leaves", (unsigned)lesson_blocks());
}

static void consume(int from)
{
    char block[LESSON_BLOCK_BYTES];
    unsigned blocks = 0;
    size_t size;

    /* read() may return less than it was asked for: lesson_read() asks again until it is all. */
    while ((size = lesson_read(from, block, sizeof(block))) > 0) {
        lesson_count(LESSON_ARRIVED, block, size);
        blocks++;
    }
    lesson_saw(blocks == lesson_blocks(), "has read %u blocks, then read() = 0: end of file",
               blocks);
}

static void move_the_sound(void)
{
    int ends[2];

    lesson_must("pipe", pipe(ends));
    if (lesson_fork("producer") == 0) {
        close(ends[0]); /* only the consumer reads */
        produce(ends[1]);
        lesson_leave(); /* which closes ends[1], the last write end */
    }
    if (lesson_fork("consumer") == 0) {
        close(ends[1]); /* without this, it would never end */
        consume(ends[0]);
        lesson_leave();
    }
    close(ends[0]); /* the parent does neither; its copies would count, too */
    close(ends[1]);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

/* An empty pipe that is read without waiting: has it ended, or is there just nothing yet? */
static void read_with_a_write_end_open(void)
{
    int ends[2];
    char byte;
    long r;

    lesson_must("pipe2", pipe2(ends, O_NONBLOCK));
    r = read(ends[0], &byte, 1);
    lesson_saw(
        r < 0 && errno == EAGAIN,
        "read() = %s: nothing there yet. Without O_NONBLOCK it would sleep for ever, for the "
        "only one who could write is the reader itself",
        lesson_said(r));
    close(ends[1]);
    r = read(ends[0], &byte, 1);
    lesson_saw(r == 0, "its own write end is closed: read() = %s, end of file", lesson_said(r));
    close(ends[0]);
}

static void measure(void)
{
    int ends[2], waiting = 0;
    long capacity;

    lesson_must("pipe", pipe(ends));
    capacity = lesson_must("fcntl", fcntl(ends[1], F_GETPIPE_SZ));
    lesson_write(ends[1], lesson_block(0), LESSON_BLOCK_BYTES);
    lesson_must("ioctl", ioctl(ends[0], FIONREAD, &waiting));
    lesson_saw(waiting == LESSON_BLOCK_BYTES,
               "of %ld bytes that it can hold, %d are waiting: the kernel has copied them",
               capacity, waiting);
    close(ends[0]);
    close(ends[1]);
}

int main(int argc, char **argv)
{
    lesson_begin(&lesson, argc, argv);
    lesson_step("A producer writes the blocks, a consumer reads them; each has closed the end it "
                "does not use.");
    move_the_sound();
    lesson_step("A reader that has not closed its own write end finds its pipe empty.");
    read_with_a_write_end_open();
    lesson_step("A pipe is memory of the kernel's. Who writes to a full one sleeps.");
    measure();
    return lesson_end();
}
