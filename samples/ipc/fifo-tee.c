/*
 * fifo-tee.c - lesson: one stream for two readers, by tee and a FIFO.
 *
 * What is read from a pipe is gone: two readers of one pipe share the stream between them. The
 * program tee copies its input both to its output and to a file, and if that file is a FIFO, a
 * second pipeline hangs on it. In a shell:
 *
 *     mkfifo f; second-reader <f &  producer | tee f | first-reader
 *
 * The slower reader sets the pace: once its pipe is full, tee sleeps, and so does the producer.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static const struct lesson lesson = {
    .name = "fifo-tee",
    .teaches = "One stream for two readers, by tee and a FIFO",
};

/* tee's own input and output become two pipes' ends; the FIFO it opens by its name. */
static void become_tee(int from, int to, const char *path)
{
    lesson_must("dup2", dup2(from, STDIN_FILENO));
    lesson_must("dup2", dup2(to, STDOUT_FILENO));
    execlp("tee", "tee", path, (char *)NULL); /* the pipes' other ends are close-on-exec */
    lesson_must("execlp tee", -1);
}

static void produce(int to)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT_2, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_leave();
}

static void consume(int from, enum lesson_sum sum)
{
    char block[LESSON_BLOCK_BYTES];
    size_t size;

    while ((size = lesson_read(from, block, sizeof(block))) > 0)
        lesson_count(sum, block, size);
    lesson_leave();
}

static void close_all(int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

static void run(const char *path)
{
    int in[2], out[2];
    pid_t tee;

    lesson_must("pipe2", pipe2(in, O_CLOEXEC));
    lesson_must("pipe2", pipe2(out, O_CLOEXEC));
    tee = lesson_fork("tee");
    if (tee == 0)
        become_tee(in[0], out[1], path);
    lesson_await_asleep(tee);
    lesson_say("tee sleeps in open(): its FIFO has no reader yet");
    if (lesson_fork("second reader") == 0) {
        close_all(in);
        close_all(out);
        consume((int)lesson_must("open", open(path, O_RDONLY)), LESSON_ARRIVED_2);
    }
    if (lesson_fork("first reader") == 0) {
        close_all(in);
        close(out[1]);
        consume(out[0], LESSON_ARRIVED);
    }
    if (lesson_fork("producer") == 0) {
        close(in[0]);
        close_all(out);
        produce(in[1]);
    }
    close_all(in);
    close_all(out);
    lesson_saw(lesson_wait(tee) == 0, "tee met the end of file, and ended with status 0");
    lesson_wait_all();
}

int main(int argc, char **argv)
{
    const char *path;

    lesson_begin(&lesson, argc, argv);
    path = lesson_path("fifo");
    lesson_must("mkfifo", mkfifo(path, 0600));
    lesson_step("producer | tee FIFO | first reader, and a second reader of the FIFO.");
    run(path);
    lesson_step("What the first reader got, through the pipe.");
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_step("What the second reader got, through the FIFO.");
    lesson_compare(LESSON_SENT_2, LESSON_ARRIVED_2);
    return lesson_end();
}
