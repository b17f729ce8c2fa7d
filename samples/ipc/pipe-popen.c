/*
 * pipe-popen.c - lesson: popen() runs a line of the shell, with a pipe to it or from it.
 *
 * It makes a pipe, forks, puts an end in place of the child's standard input ("w") or output ("r"),
 * and executes "sh -c LINE". pclose() closes our end and waits for the shell: not closing means not
 * ending. The line is the shell's to read, so a path never goes into it as text: a quote or a
 * semicolon in a name would become a command. It goes into the environment.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static const struct lesson lesson = {
    .name = "pipe-popen",
    .teaches = "popen() runs a line of the shell, with a pipe to it or from it",
};

static FILE *start(const char *line, const char *direction)
{
    FILE *stream = popen(line, direction);

    lesson_must("popen", stream ? 0 : -1);
    return stream;
}

/* Our writes end up in a file, packed by gzip. */
static void send_to_a_command(const char *path)
{
    FILE *stream = start("gzip -1c >\"$LESSON_FILE\"", "w");
    struct stat file = {0};
    int status;

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        if (fwrite(lesson_block(i), LESSON_BLOCK_BYTES, 1, stream) != 1)
            lesson_must("fwrite", -1);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    status = pclose(stream); /* writes what the stream has kept, closes the pipe, waits */
    lesson_saw(status == 0, "pclose() = %d: gzip has met the end of file, and ended well", status);
    lesson_must("stat", stat(path, &file));
    lesson_saw(file.st_size > 0, "the file has %ld bytes", (long)file.st_size);
}

static void receive_from_a_command(void)
{
    FILE *stream = start("gzip -dc <\"$LESSON_FILE\"", "r");
    char block[LESSON_BLOCK_BYTES];

    while (fread(block, sizeof(block), 1, stream) == 1)
        lesson_count(LESSON_ARRIVED, block, sizeof(block));
    lesson_saw(feof(stream) && pclose(stream) == 0, "end of file, and gzip ended well");
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void ask_for_trouble(void)
{
    FILE *stream;
    int status;

    status = pclose(start("exit 3", "r"));
    lesson_saw(WIFEXITED(status) && WEXITSTATUS(status) == 3,
               "\"exit 3\": the status is the shell's, %d", WEXITSTATUS(status));
    stream = start("no-such-command-at-all 2>/dev/null", "r");
    status = pclose(stream);
    lesson_saw(stream && WIFEXITED(status) && WEXITSTATUS(status) == 127,
               "a command that does not exist: popen() finds no fault, for there is a shell; "
               "pclose() has its status %d",
               WEXITSTATUS(status));
    status = pclose(start("kill -TERM $$", "r"));
    lesson_saw(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM,
               "a shell that kills itself: not exited, but ended by SIG%s",
               sigabbrev_np(WTERMSIG(status)));
    stream = popen("cat", "r+");
    lesson_saw(!stream && errno == EINVAL,
               "both directions, \"r+\": %s. For that there are two pipes (pipe-both), or a socket "
               "pair",
               lesson_said(stream ? 0 : -1));
}

int main(int argc, char **argv)
{
    const char *path;

    lesson_begin(&lesson, argc, argv);
    signal(SIGPIPE,
           SIG_IGN); /* should gzip die, fwrite() says so; what popen() runs ignores it, too */
    path = lesson_path("it's a file; with a name");
    lesson_must("setenv", setenv("LESSON_FILE", path, 1));
    lesson_step("popen(\"gzip -1c >\\\"$LESSON_FILE\\\"\", \"w\"): we write, and it reads.");
    send_to_a_command(path);
    lesson_step("popen(\"gzip -dc <\\\"$LESSON_FILE\\\"\", \"r\"): it writes, and we read.");
    receive_from_a_command();
    lesson_step("What can go wrong, and who tells.");
    ask_for_trouble();
    return lesson_end();
}
