/*
 * pipe-broken.c - lesson: who writes to a pipe that nobody reads gets SIGPIPE, or EPIPE.
 *
 * When the last read end is closed, what is still in the pipe is lost, and the next write() sends
 * its caller SIGPIPE, whose default action ends it: that is how "yes | head" ends. A program that
 * has to go on ignores the signal, and finds write() failing with EPIPE. It cannot know how much
 * of what it wrote had been read: that has to be told the other way round.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { WRITTEN, READ }; /* lesson_value[] */

static const struct lesson lesson = {
    .name = "pipe-broken",
    .teaches = "Who writes to a pipe that nobody reads gets SIGPIPE, or EPIPE",
};

/* Writes so many blocks, the sound again and again; 0, or the error if write() fails. */
static int produce(int to, long blocks)
{
    for (lesson_value[WRITTEN] = 0; lesson_value[WRITTEN] < blocks; lesson_value[WRITTEN]++) {
        uint32_t i = (uint32_t)(lesson_value[WRITTEN] % lesson_blocks());

        if (write(to, lesson_block(i), LESSON_BLOCK_BYTES) < 0)
            return errno;
    }
    return 0;
}

static void consume(int from, long blocks)
{
    char block[LESSON_BLOCK_BYTES];

    for (lesson_value[READ] = 0; lesson_value[READ] < blocks; lesson_value[READ]++)
        lesson_read(from, block, sizeof(block));
    lesson_say("has read %ld blocks, and leaves", (long)lesson_value[READ]);
    lesson_leave();
}

/* The same, to the end, and counted. */
static void consume_all(int from)
{
    char block[LESSON_BLOCK_BYTES];
    size_t size;

    while ((size = lesson_read(from, block, sizeof(block))) > 0)
        lesson_count(LESSON_ARRIVED, block, size);
    lesson_leave();
}

static void be_ended(void)
{
    int ends[2], status;
    pid_t producer;

    lesson_must("pipe", pipe(ends));
    producer = lesson_fork("producer");
    if (producer == 0) {
        close(ends[0]);
        lesson_say("goes on, as write() = %s", strerrorname_np(produce(ends[1], LONG_MAX)));
        lesson_leave();
    }
    lesson_doom(producer);
    if (lesson_fork("consumer") == 0) {
        close(ends[1]);
        consume(ends[0], lesson_blocks() / 2);
    }
    close(ends[0]);
    close(ends[1]);
    status = lesson_wait(producer);
    lesson_wait_all();
    lesson_saw(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE,
               "the producer was ended by SIGPIPE, in the middle of its work");
    lesson_saw(lesson_value[WRITTEN] >= lesson_value[READ],
               "it had written %ld blocks; the %ld that nobody has read are lost",
               (long)lesson_value[WRITTEN], lesson_value[WRITTEN] - lesson_value[READ]);
}

static void go_on(void)
{
    int first[2], second[2];

    lesson_must("pipe", pipe(first));
    lesson_must("pipe", pipe(second));
    if (lesson_fork("producer") == 0) {
        close(first[0]);
        close(second[0]);
        signal(SIGPIPE, SIG_IGN);
        lesson_saw(produce(first[1], LONG_MAX) == EPIPE, "write() = EPIPE, and I am still there");
        lesson_say("begins again, for the next consumer");
        lesson_saw(produce(second[1], lesson_blocks()) == 0, "has written everything");
        lesson_leave();
    }
    if (lesson_fork("first consumer") == 0) {
        close(first[1]);
        consume(first[0], lesson_blocks() / 2);
    }
    if (lesson_fork("second consumer") == 0) {
        close(first[0]); /* else the first pipe would still have a reader */
        close(second[1]);
        consume_all(second[0]);
    }
    close(first[0]);
    close(first[1]);
    close(second[0]);
    close(second[1]);
    lesson_wait_all();
    lesson_count_sound(LESSON_SENT);
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

int main(int argc, char **argv)
{
    lesson_begin(&lesson, argc, argv);
    lesson_step("The consumer leaves after half of the sound; the producer would write for ever.");
    be_ended();
    lesson_step("The same again, but the producer ignores SIGPIPE.");
    go_on();
    return lesson_end();
}
