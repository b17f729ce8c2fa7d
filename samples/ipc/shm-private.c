/*
 * shm-private.c - lesson: memory that only relatives share, and that goes with the last of them.
 *
 * shmget(IPC_PRIVATE) makes a new segment each time, which no key leads to. What is attached is
 * inherited by fork(), as anything in memory, but it stays *one* memory: what one process writes
 * the others read, without a system call and without a copy. Who writes when is for them to agree;
 * here the producer has left before the consumer comes. A segment that is removed at once after it
 * was attached lives exactly as long as it is used: nobody's death leaves it behind.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include "samples/ipc/lesson.h"

static const struct lesson lesson = {
    .name = "shm-private",
    .teaches = "Memory that only relatives share, and that goes with the last of them",
};

static size_t size_of_sound(void)
{
    return (size_t)lesson_blocks() * LESSON_BLOCK_BYTES;
}

static int make_segment(void)
{
    int segment = LESSON_OWN(LESSON_MEMORY, shmget(IPC_PRIVATE, size_of_sound(), IPC_CREAT | 0600));

    return (int)lesson_must("shmget", segment);
}

static char *attach(int segment)
{
    char *memory = shmat(segment, NULL, 0);

    lesson_must("shmat", memory == (void *)-1 ? -1 : 0);
    return memory;
}

static struct shmid_ds look(int segment)
{
    struct shmid_ds status = {0};

    lesson_must("shmctl IPC_STAT", shmctl(segment, IPC_STAT, &status));
    return status;
}

static void make_two(int segment)
{
    int other = make_segment();

    lesson_saw(other != segment, "the same call once more gives another segment, %d", other);
    lesson_saw(look(segment).shm_perm.__key == IPC_PRIVATE,
               "both have the key 0, which leads to neither of them");
    lesson_must("shmctl IPC_RMID", shmctl(other, IPC_RMID, NULL));
}

static void attach_twice(int segment, char *memory)
{
    char *again = attach(segment);

    lesson_saw(again != memory, "attached twice, it is in two places: %p and %p", (void *)memory,
               (void *)again);
    memory[0] = 42;
    lesson_saw(again[0] == 42, "what is written to one is to be read from the other: %d", again[0]);
    lesson_must("shmdt", shmdt(again));
}

static void remove_in_use(int segment)
{
    long r = shmctl(segment, IPC_RMID, NULL);

    lesson_saw(r == 0 && (look(segment).shm_perm.mode & SHM_DEST),
               "shmctl(IPC_RMID) = %s: ipcs -m calls it \"dest\" now; %lu is attached",
               lesson_said(r), look(segment).shm_nattch);
}

static void move_the_sound(int segment, char *memory)
{
    pid_t producer = lesson_fork("producer");

    if (producer == 0) {
        for (uint32_t i = 0; i < lesson_blocks(); i++) {
            memcpy(memory + i * (size_t)LESSON_BLOCK_BYTES, lesson_block(i), LESSON_BLOCK_BYTES);
            lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        }
        lesson_leave();
    }
    lesson_wait(producer);
    if (lesson_fork("consumer") == 0) {
        lesson_saw(look(segment).shm_nattch == 2, "attached by 2: fork() has counted me");
        lesson_count(LESSON_ARRIVED, memory, size_of_sound());
        lesson_leave();
    }
    lesson_wait_all();
    lesson_saw(look(segment).shm_nattch == 1, "attached by 1: its end has counted it out");
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void leave(int segment, char *memory)
{
    long r;

    lesson_must("shmdt", shmdt(memory));
    r = shmctl(segment, IPC_STAT, &(struct shmid_ds){0});
    lesson_saw(r < 0 && (errno == EINVAL || errno == EIDRM),
               "shmctl(IPC_STAT) = %s: there is no segment %d any more", lesson_said(r), segment);
}

int main(int argc, char **argv)
{
    int segment;
    char *memory;

    lesson_begin(&lesson, argc, argv);
    segment = make_segment();
    lesson_step("shmget(IPC_PRIVATE) = %d: room for the whole sound, %zu bytes.", segment,
                size_of_sound());
    make_two(segment);
    lesson_step("shmat() puts it into this process's memory, wherever there is room.");
    memory = attach(segment);
    attach_twice(segment, memory);
    lesson_step("It is removed while it is in use: from now on it only waits for the last one.");
    remove_in_use(segment);
    lesson_step("The producer fills it, and dies; then comes the consumer.");
    move_the_sound(segment, memory);
    lesson_step("The last one leaves.");
    leave(segment, memory);
    return lesson_end();
}
