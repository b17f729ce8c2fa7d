/*
 * shm-ftok.c - lesson: ftok() makes a key of a file that both sides know, and what that is worth.
 *
 * To agree on a path is easier than to agree on a number. ftok() puts a number together from a few
 * bits of each: 8 of the project number, 8 of the device, 16 of the inode. So two files may well
 * have the same key (IPC_EXCL tells, and another project number helps), and a file that was
 * replaced by another of the same name leads elsewhere: it is the inode that counts, not the name.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include "samples/ipc/lesson.h"

enum { PROJECT = 'R' };

static const struct lesson lesson = {
    .name = "shm-ftok",
    .teaches = "ftok() makes a key of a file that both sides know, and what that is worth",
};

static void make_file(const char *path)
{
    FILE *file = fopen(path, "we");

    lesson_must("fopen", file ? fclose(file) : -1);
}

static key_t key_of(const char *path, int project)
{
    key_t key = ftok(path, project);

    return (key_t)lesson_must("ftok", key == -1 ? -1 : 0) + key;
}

static key_t compute(const char *path, int project)
{
    struct stat file = {0};

    lesson_must("stat", stat(path, &file));
    return (key_t)((unsigned)project << 24 | ((unsigned)file.st_dev & 0xff) << 16 |
                   ((unsigned)file.st_ino & 0xffff));
}

/* If the key is taken, the next project number: both sides would try them in this order. */
static int make_segment(const char *path, int *project)
{
    int segment;

    for (;; (*project)++) {
        segment = LESSON_OWN(LESSON_MEMORY, shmget(key_of(path, *project),
                                                   (size_t)lesson_blocks() * LESSON_BLOCK_BYTES,
                                                   IPC_CREAT | IPC_EXCL | 0600));
        if (segment >= 0 || errno != EEXIST)
            return (int)lesson_must("shmget", segment);
        lesson_say("the key is taken; the next project number");
    }
}

static void look_at_keys(const char *path, int project)
{
    key_t key = key_of(path, project);
    long r;

    lesson_saw(key == compute(path, project),
               "ftok() = 0x%08x: project 0x%02x, device ..%02x, inode ..%04x", (unsigned)key,
               (unsigned)project, (unsigned)key >> 16 & 0xff, (unsigned)key & 0xffff);
    lesson_saw(key_of(path, project + 1) == key + 0x1000000, "the next project number: 0x%08x",
               (unsigned)key_of(path, project + 1));
    r = ftok(lesson_path("nothing"), project);
    lesson_saw(r == -1 && errno == ENOENT,
               "a file that does not exist: ftok() = %s, which is no key", lesson_said(r));
}

static char *attach(const char *path, int project, int flags)
{
    int segment = (int)lesson_must("shmget", shmget(key_of(path, project), 0, 0));
    char *memory = shmat(segment, NULL, flags);

    lesson_must("shmat", memory == (void *)-1 ? -1 : 0);
    return memory;
}

static void produce(const char *path, int project)
{
    char *memory = attach(path, project, 0);

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        memcpy(memory + i * (size_t)LESSON_BLOCK_BYTES, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_leave();
}

static void consume(const char *path, int project)
{
    char *memory = attach(path, project, SHM_RDONLY);

    lesson_count(LESSON_ARRIVED, memory, (size_t)lesson_blocks() * LESSON_BLOCK_BYTES);
    lesson_leave();
}

/* The new file exists beside the old one, so it has another inode. */
static void replace(const char *path, int project)
{
    key_t before = key_of(path, project), after;
    char fresh[4200];

    snprintf(fresh, sizeof(fresh), "%s.new", path);
    make_file(fresh);
    lesson_must("rename", rename(fresh, path));
    after = key_of(path, project);
    lesson_saw(after == compute(path, project), "ftok() = 0x%08x, and was 0x%08x", (unsigned)after,
               (unsigned)before);
    if (after == before)
        lesson_say("The same, by chance: of the inode only 16 bits count.");
    else
        lesson_say("Who comes now looks for another segment: shmget() = %s",
                   lesson_said(shmget(after, 0, 0)));
}

int main(int argc, char **argv)
{
    char path[4096];
    int project = PROJECT;
    pid_t producer;

    lesson_begin(&lesson, argc, argv);
    lesson_path_into(path, sizeof(path), "agreed");
    make_file(path);
    make_segment(path, &project);
    lesson_step("A key from %s.", path);
    look_at_keys(path, project);
    lesson_step("A producer and a consumer, who know of one another no more than that path.");
    producer = lesson_fork("producer");
    if (producer == 0)
        produce(path, project);
    lesson_wait(producer);
    if (lesson_fork("consumer") == 0)
        consume(path, project);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_step("The file is replaced by another one, as an editor does when it saves.");
    replace(path, project);
    return lesson_end();
}
