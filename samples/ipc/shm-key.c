/*
 * shm-key.c - lesson: an agreed key leads strangers to the same memory.
 *
 * A key is a number by which processes that are no relatives find an object. Whoever comes first
 * makes it; so always with IPC_EXCL, for numbers are few and nobody owns them: without it, shmget()
 * gladly returns what a stranger has made under the same key. The other side gives no IPC_CREAT,
 * and where it only reads, attaches with SHM_RDONLY: then it cannot spoil anything, not even by
 * mistake.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

static const char *key_text;

static const struct lesson lesson = {
    .name = "shm-key",
    .teaches = "An agreed key leads strangers to the same memory",
    .options = {{"key", "KEY", "1 to 0x7fffffff; without it, one made of the PID", &key_text}},
};

static size_t size_of_sound(void)
{
    return (size_t)lesson_blocks() * LESSON_BLOCK_BYTES;
}

static key_t agreed_key(void)
{
    char *end = NULL;
    long key = key_text ? strtol(key_text, &end, 0) : 0x4c530000 | (getpid() & 0xffff);

    if (key_text && (*end || key < 1 || key > INT32_MAX))
        lesson_refuse("--key ", key_text, "1 to 0x7fffffff");
    return (key_t)key;
}

static int make_segment(key_t *key)
{
    int segment;

    for (;; (*key)++) {
        segment =
            LESSON_OWN(LESSON_MEMORY, shmget(*key, size_of_sound(), IPC_CREAT | IPC_EXCL | 0600));
        if (segment >= 0 || errno != EEXIST || key_text)
            break;
        lesson_say("key 0x%08x is taken; the next one", (unsigned)*key);
    }
    if (segment < 0 && errno == EEXIST)
        lesson_say("key 0x%08x is taken (ipcs -m); choose another one", (unsigned)*key);
    return (int)lesson_must("shmget", segment);
}

static void collide(key_t key, int segment)
{
    long r = shmget(key, size_of_sound(), IPC_CREAT | IPC_EXCL | 0600);

    lesson_saw(r < 0 && errno == EEXIST, "with IPC_CREAT | IPC_EXCL: shmget() = %s",
               lesson_said(r));
    r = shmget(key, size_of_sound(), IPC_CREAT | 0600);
    lesson_saw(r == segment, "with IPC_CREAT only: shmget() = %s, the one that was there",
               lesson_said(r));
    r = shmget(key, size_of_sound() + 1, IPC_CREAT | 0600);
    lesson_saw(r < 0 && errno == EINVAL, "the same, and one byte more: shmget() = %s",
               lesson_said(r));
}

static char *attach(int segment, int flags)
{
    char *memory = shmat(segment, NULL, flags);

    lesson_must("shmat", memory == (void *)-1 ? -1 : 0);
    return memory;
}

static void produce(key_t key)
{
    char *memory = attach((int)lesson_must("shmget", shmget(key, 0, 0)), 0);

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        memcpy(memory + i * (size_t)LESSON_BLOCK_BYTES, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
    }
    lesson_leave();
}

static void consume(key_t key)
{
    char *memory = attach((int)lesson_must("shmget", shmget(key, 0, 0)), SHM_RDONLY);
    int zeros = (int)lesson_must("open", open("/dev/zero", O_RDONLY));
    long r = read(zeros, memory, 1);

    lesson_saw(r < 0 && errno == EFAULT,
               "attached with SHM_RDONLY; something is read into it: read() = %s", lesson_said(r));
    lesson_count(LESSON_ARRIVED, memory, size_of_sound());
    lesson_leave();
}

int main(int argc, char **argv)
{
    key_t key;
    pid_t producer;
    int segment;
    long r;

    lesson_begin(&lesson, argc, argv);
    key = agreed_key();
    segment = make_segment(&key);
    lesson_step("Segment %d is made, with the key 0x%08x (ipcs -m).", segment, (unsigned)key);
    lesson_step("Somebody else has chosen the same key.");
    collide(key, segment);
    lesson_step("A producer and a consumer, who know of one another no more than the key.");
    producer = lesson_fork("producer");
    if (producer == 0)
        produce(key);
    lesson_wait(producer);
    if (lesson_fork("consumer") == 0)
        consume(key);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_step("The segment stays when both have gone, until somebody removes it.");
    lesson_saw(shmget(key, 0, 0) == segment, "shmget() still finds it");
    lesson_must("shmctl IPC_RMID", shmctl(segment, IPC_RMID, NULL));
    r = shmget(key, 0, 0);
    lesson_saw(r < 0 && errno == ENOENT, "removed: shmget() = %s, and the key is free",
               lesson_said(r));
    return lesson_end();
}
