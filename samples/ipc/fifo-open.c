/*
 * fifo-open.c - lesson: a FIFO is a pipe with a name, and opening it is a rendezvous.
 *
 * mkfifo() makes a name in the file system, nothing else: the pipe itself exists while somebody has
 * it open. So open() for reading sleeps until there is a writer, and for writing until there is a
 * reader. With O_NONBLOCK a reader never waits (and reads end of file as long as there is no
 * writer), while a writer without a reader is told ENXIO.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { OPENED }; /* lesson_value[] */

static const struct lesson lesson = {
    .name = "fifo-open",
    .teaches = "A FIFO is a pipe with a name, and opening it is a rendezvous",
};

static void open_without_waiting(const char *path)
{
    int reader, writer;
    char byte;
    long r;

    r = open(path, O_WRONLY | O_NONBLOCK);
    lesson_saw(r < 0 && errno == ENXIO, "to write, with no reader: open() = %s", lesson_said(r));
    reader = open(path, O_RDONLY | O_NONBLOCK);
    lesson_saw(reader >= 0, "to read, with no writer: open() = %s, at once", lesson_said(reader));
    r = read(reader, &byte, 1);
    lesson_saw(r == 0, "no writer: read() = %s, as at the end of file", lesson_said(r));
    writer = open(path, O_WRONLY | O_NONBLOCK);
    lesson_saw(writer >= 0, "to write, now that there is a reader: open() = %s",
               lesson_said(writer));
    r = read(reader, &byte, 1);
    lesson_saw(r < 0 && errno == EAGAIN, "a writer, and nothing written: read() = %s",
               lesson_said(r));
    close(writer);
    close(reader);
}

static void produce(const char *path)
{
    int to = (int)lesson_must("open", open(path, O_WRONLY));

    lesson_value[OPENED]++;
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_leave();
}

static void consume(const char *path)
{
    int from = (int)lesson_must("open", open(path, O_RDONLY));
    char block[LESSON_BLOCK_BYTES];
    size_t size;

    while ((size = lesson_read(from, block, sizeof(block))) > 0)
        lesson_count(LESSON_ARRIVED, block, size);
    lesson_say("end of file, for the last writer has closed it");
    lesson_leave();
}

static void open_and_wait(const char *path)
{
    pid_t producer = lesson_fork("producer");

    if (producer == 0)
        produce(path);
    lesson_await_asleep(producer);
    lesson_saw(lesson_value[OPENED] == 0, "the producer sleeps in open()");
    if (lesson_fork("consumer") == 0)
        consume(path);
    lesson_wait_all();
    lesson_saw(lesson_value[OPENED] == 1, "with the consumer's open() the producer's came back");
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

int main(int argc, char **argv)
{
    struct stat file = {0};
    const char *path;

    lesson_begin(&lesson, argc, argv);
    path = lesson_path("fifo");
    lesson_step("mkfifo() makes a name of a kind of its own, in the file system.");
    lesson_must("mkfifo", mkfifo(path, 0600));
    lesson_must("stat", stat(path, &file));
    lesson_saw(S_ISFIFO(file.st_mode), "%s: a FIFO, mode %04o", path, file.st_mode & 07777u);
    lesson_step("open() with O_NONBLOCK: nobody waits.");
    open_without_waiting(path);
    lesson_step("open() without it: the first one waits for the other side.");
    open_and_wait(path);
    lesson_step("The name stays when all have gone; what was in the pipe does not.");
    lesson_must("stat", stat(path, &file));
    lesson_saw(file.st_size == 0, "still there, and of %ld bytes", (long)file.st_size);
    lesson_saw(unlink(path) == 0, "until unlink() removes it");
    return lesson_end();
}
