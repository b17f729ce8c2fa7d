/*
 * lesson_janitor.c - the process that removes what the others have made.
 *
 * It sleeps in read() on a pipe of which main() and the children hold the other end, and nobody
 * ever writes. When the last of them is gone, in whatever way, the kernel closes that end, read()
 * returns 0, and what is on the board is removed: after a Ctrl-C and after kill -9, too.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples/ipc/lesson_board.h"

enum { FOLDER_TRIES = 16 };

static pid_t janitor;
static int lifeline = -1;
static sigset_t before;

static void remove_object(enum lesson_kind kind, int id)
{
    if (kind == LESSON_MEMORY)
        shmctl(id, IPC_RMID, NULL);
    else if (kind == LESSON_SEMAPHORES)
        semctl(id, 0, IPC_RMID);
    else
        msgctl(id, IPC_RMID, NULL);
}

static void remove_files(const char *path)
{
    DIR *folder = opendir(path);

    for (struct dirent *entry; folder && (entry = readdir(folder));)
        unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
}

/* A command of popen() may outlive us all for a moment, and make its file just then. */
static void remove_folder(const char *path)
{
    for (int i = 0; i < FOLDER_TRIES; i++) {
        remove_files(path);
        if (rmdir(path) == 0 || errno != ENOTEMPTY)
            break;
    }
}

static _Noreturn void wait_and_clean(int end)
{
    char byte;

    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        close(i); /* whoever reads what the lesson prints shall see its end */
    while (read(end, &byte, 1) != 0)
        continue;
    for (unsigned i = 0; i < lesson_board->objects; i++)
        remove_object(lesson_board->object[i].kind, lesson_board->object[i].id);
    if (lesson_board->folder[0])
        remove_folder(lesson_board->folder);
    _exit(0);
}

static void block_all(void)
{
    sigset_t all;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
}

void lesson_start_janitor(void)
{
    int ends[2];

    lesson_must("pipe2", pipe2(ends, O_CLOEXEC));
    block_all(); /* a Ctrl-C is for the others */
    janitor = (pid_t)lesson_must("fork", fork());
    if (janitor == 0) {
        close(ends[1]);
        wait_and_clean(ends[0]);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[0]);
    lifeline = ends[1];
}

void lesson_end_janitor(void)
{
    if (lifeline < 0)
        return;
    close(lifeline);
    lifeline = -1;
    waitpid(janitor, NULL, 0);
}

/*
 * A child makes the object and writes it down: kill -9 of the lesson between the two does not
 * hinder it, and the janitor waits for it, since it holds the pipe.
 */
bool lesson_make(void)
{
    pid_t maker;

    lesson_board->made = -1;
    lesson_board->made_error = EINTR;
    block_all();
    maker = (pid_t)lesson_must("fork", fork());
    if (maker == 0) {
        lesson_role = "maker";
        return false;
    }
    while (waitpid(maker, NULL, 0) < 0 && errno == EINTR)
        continue;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return true;
}

int lesson_made(void)
{
    errno = lesson_board->made_error;
    return lesson_board->made;
}

int lesson_own(enum lesson_kind kind, int id)
{
    unsigned i = lesson_board->objects;

    lesson_board->made_error = errno;
    if (id >= 0 && i < LESSON_OWNED_MAX) {
        lesson_board->object[i].kind = kind;
        lesson_board->object[i].id = id;
        lesson_board->objects = i + 1;
        lesson_board->made = id;
    } else if (id >= 0) {
        remove_object(kind, id);
        lesson_board->made_error = ENOSPC;
    }
    _exit(0);
}

const char *lesson_path(const char *file)
{
    static char path[PATH_MAX + 64];
    const char *base = getenv("TMPDIR");

    if (!lesson_board->folder[0]) {
        snprintf(lesson_board->folder, PATH_MAX, "%s/rondo-lesson-XXXXXX",
                 base && *base ? base : "/tmp");
        if (!mkdtemp(lesson_board->folder)) {
            lesson_board->folder[0] = '\0';
            lesson_must("mkdtemp", -1);
        }
    }
    snprintf(path, sizeof(path), "%s/%s", lesson_board->folder, file);
    return path;
}

void lesson_path_into(char *path, size_t size, const char *file)
{
    const char *whole = lesson_path(file);

    if (strlen(whole) >= size)
        lesson_fail("%s: longer than the %zu bytes that there is room for: set TMPDIR to another "
                    "folder",
                    lesson_harmless(whole), size - 1);
    strcpy(path, whole);
}
