/*
 * pipe-dup2.c - lesson: what a shell does for "gzip -1c | gzip -dc", with dup2() around exec().
 *
 * A program that knows nothing of pipes reads descriptor 0 and writes descriptor 1. Between fork()
 * and exec() the child puts the pipes' ends there: dup2(end, 0) closes what was 0, and makes 0 a
 * second name for that end. exec() keeps what is open, unless it is marked close-on-exec; the mark
 * belongs to a descriptor, and dup2() makes a new one without it. So pipe2(O_CLOEXEC) forgets all
 * the ends that nobody needs, in every child that executes something, and keeps just 0 and 1.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { TO_PACK, TO_UNPACK, TO_READ, PIPES };

static const struct lesson lesson = {
    .name = "pipe-dup2",
    .teaches = "What a shell does for \"gzip -1c | gzip -dc\", with dup2() around exec()",
};

/* Replaces this process's program. Does not return. */
static void become(int from, int to, const char *option)
{
    bool marked = fcntl(from, F_GETFD) & FD_CLOEXEC;

    lesson_must("dup2", dup2(from, STDIN_FILENO));
    lesson_saw(marked && !(fcntl(STDIN_FILENO, F_GETFD) & FD_CLOEXEC),
               "dup2(%d, 0): %d would be closed by exec(), 0 not", from, from);
    lesson_say("dup2(%d, 1), then execlp(\"gzip\"): process %d stays, its program goes", to,
               (int)getpid());
    lesson_must("dup2", dup2(to, STDOUT_FILENO)); /* from here on, printing would go there */
    execlp("gzip", "gzip", option, (char *)NULL);
    lesson_must("execlp gzip", -1);
}

static void produce(int to)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_write(to, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
}

static void consume(int from)
{
    char block[LESSON_BLOCK_BYTES];
    size_t size;

    while ((size = lesson_read(from, block, sizeof(block))) > 0)
        lesson_count(LESSON_ARRIVED, block, size);
}

static void close_but(int pipes[PIPES][2], int keep)
{
    for (int i = 0; i < PIPES; i++)
        for (int end = 0; end < 2; end++)
            if (pipes[i][end] != keep)
                close(pipes[i][end]);
}

static void run(int pipes[PIPES][2])
{
    pid_t packer, unpacker;

    packer = lesson_fork("packer");
    if (packer == 0)
        become(pipes[TO_PACK][0], pipes[TO_UNPACK][1], "-1c");
    unpacker = lesson_fork("unpacker");
    if (unpacker == 0)
        become(pipes[TO_UNPACK][0], pipes[TO_READ][1], "-dc");
    if (lesson_fork("producer") == 0) {
        close_but(pipes, pipes[TO_PACK][1]); /* no exec() here, so nothing closes by itself */
        produce(pipes[TO_PACK][1]);
        lesson_leave();
    }
    if (lesson_fork("consumer") == 0) {
        close_but(pipes, pipes[TO_READ][0]);
        consume(pipes[TO_READ][0]);
        lesson_leave();
    }
    close_but(pipes, -1);
    lesson_saw(lesson_wait(packer) == 0 && lesson_wait(unpacker) == 0,
               "both programs met their end of file, and ended with status 0");
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void send_output_elsewhere_and_back(void)
{
    int file = (int)lesson_must("open", open("/dev/null", O_WRONLY | O_CLOEXEC));
    int saved = (int)lesson_must("dup", fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));

    lesson_must("dup2", dup2(file, STDOUT_FILENO));
    lesson_say("This line goes to /dev/null.");
    lesson_must("dup2", dup2(saved, STDOUT_FILENO));
    lesson_saw(dup2(STDOUT_FILENO, STDOUT_FILENO) == STDOUT_FILENO,
               "you read this again; a line before it went to /dev/null");
    close(saved);
    close(file);
}

int main(int argc, char **argv)
{
    int pipes[PIPES][2];

    lesson_begin(&lesson, argc, argv);
    lesson_step("producer | gzip -1c | gzip -dc | consumer: three pipes, four processes.");
    for (int i = 0; i < PIPES; i++)
        lesson_must("pipe2", pipe2(pipes[i], O_CLOEXEC));
    run(pipes);
    lesson_step("dup() first, and the old descriptor can be put back.");
    send_output_elsewhere_and_back();
    return lesson_end();
}
