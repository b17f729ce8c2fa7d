/*
 * pipe-both.c - lesson: two processes that talk both ways need two pipes, and good manners.
 *
 * A pipe has one direction: who reads from the one it writes to gets its own words back. So there
 * are two, and both sides close two ends. The trap is to write everything and read only then: the
 * worker's answers fill the second pipe, it sleeps in write(), so the first pipe fills, so the
 * asker sleeps in write(), too: a deadlock. Here each block is answered before the next is sent.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { FRAMES = LESSON_BLOCK_BYTES / (2 * sizeof(int16_t)) };

static const struct lesson lesson = {
    .name = "pipe-both",
    .teaches = "Two processes that talk both ways need two pipes, and good manners",
};

static void swap_channels(int16_t samples[FRAMES][2])
{
    for (int i = 0; i < FRAMES; i++) {
        int16_t left = samples[i][0];

        samples[i][0] = samples[i][1];
        samples[i][1] = left;
    }
}

/* Whatever comes in goes back with left and right exchanged. */
static void work(int from, int to)
{
    int16_t block[FRAMES][2];
    unsigned blocks = 0;

    for (; lesson_read(from, block, sizeof(block)) > 0; blocks++) {
        swap_channels(block);
        lesson_write(to, block, sizeof(block));
    }
    lesson_say("end of file after %u blocks, so nobody will ask any more", blocks);
}

static void ask(int to, int from)
{
    int16_t block[FRAMES][2];
    unsigned changed = 0;

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(to, lesson_block(i), sizeof(block));
        lesson_count(LESSON_SENT, lesson_block(i), sizeof(block));
        lesson_read(from, block, sizeof(block));
        changed += memcmp(block, lesson_block(i), sizeof(block)) != 0;
        swap_channels(block);
        lesson_count(LESSON_ARRIVED, block, sizeof(block));
    }
    lesson_say("%u blocks came back changed, and were changed once more", changed);
    close(to); /* tells the worker that this was all */
    lesson_saw(lesson_read(from, block, 1) == 0, "end of file: the worker has left, too");
}

static void talk(void)
{
    int there[2], back[2];

    lesson_must("pipe", pipe(there));
    lesson_must("pipe", pipe(back));
    if (lesson_fork("worker") == 0) {
        close(there[1]);
        close(back[0]);
        work(there[0], back[1]);
        lesson_leave();
    }
    if (lesson_fork("asker") == 0) {
        close(there[0]);
        close(back[1]);
        ask(there[1], back[0]);
        lesson_leave();
    }
    close(there[0]);
    close(there[1]);
    close(back[0]);
    close(back[1]);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

/* As long as nobody reads, so many blocks go in. */
static void fill(void)
{
    int ends[2];
    long capacity, blocks = 0, r;

    lesson_must("pipe2", pipe2(ends, O_NONBLOCK));
    capacity = lesson_must("fcntl", fcntl(ends[1], F_GETPIPE_SZ));
    while ((r = write(ends[1], lesson_block(0), LESSON_BLOCK_BYTES)) == LESSON_BLOCK_BYTES)
        blocks++;
    lesson_saw(r < 0 && errno == EAGAIN && blocks == capacity / LESSON_BLOCK_BYTES,
               "after %ld blocks write() = %s; without O_NONBLOCK it would sleep", blocks,
               lesson_said(r));
    lesson_say("Two such pipes and a block in hand, %ld blocks: who sends more than that before "
               "reading has a deadlock.",
               2 * blocks + 1);
    close(ends[0]);
    close(ends[1]);
}

int main(int argc, char **argv)
{
    lesson_begin(&lesson, argc, argv);
    lesson_step("A worker exchanges left and right of every block, and sends it back.");
    talk();
    lesson_step("How far one could get without reading the answers.");
    fill();
    return lesson_end();
}
