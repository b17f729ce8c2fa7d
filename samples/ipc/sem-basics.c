/*
 * sem-basics.c - lesson: take and give; two semaphores pass one slot back and forth.
 *
 * A semaphore is a number that is never below 0. To take (-1) is to sleep until that is possible;
 * to give (+1) wakes who sleeps. It guards nothing by itself: the two processes agree that FREE
 * counts slots to be filled and FILLED slots to be read, and that who has taken one may touch it.
 * System V semaphores come in sets, are found by key or inherited by id, and live until they are
 * removed, not until their users die.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { FREE, FILLED, SEMAPHORES };

union semun { /* semctl(2): the program has to declare it */
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static const struct lesson lesson = {
    .name = "sem-basics",
    .teaches = "Take and give; two semaphores pass one slot back and forth",
};

static long change(int set, int semaphore, int by, int flags)
{
    struct sembuf operation = {
        .sem_num = (unsigned short)semaphore,
        .sem_op = (short)by,
        .sem_flg = (short)flags,
    };

    return semop(set, &operation, 1);
}

static long value(int set, int semaphore)
{
    return lesson_must("semctl GETVAL", semctl(set, semaphore, GETVAL));
}

/* semget() and giving values are two calls, so nobody else may know the id in between. */
static int make_set(void)
{
    unsigned short values[SEMAPHORES] = {[FREE] = 1, [FILLED] = 0};
    int set = LESSON_OWN(LESSON_SEMAPHORES, semget(IPC_PRIVATE, SEMAPHORES, IPC_CREAT | 0600));

    lesson_must("semget", set);
    lesson_must("semctl SETALL", semctl(set, 0, SETALL, (union semun){.array = values}));
    return set;
}

static void take_and_give(int set)
{
    long r = change(set, FREE, -1, 0);

    lesson_saw(r == 0 && value(set, FREE) == 0, "take: semop(FREE -1) = %s, FREE is %ld",
               lesson_said(r), value(set, FREE));
    r = change(set, FREE, -1, IPC_NOWAIT);
    lesson_saw(r < 0 && errno == EAGAIN, "take again, but do not wait: semop() = %s",
               lesson_said(r));
    r = change(set, FREE, 1, 0);
    lesson_saw(r == 0 && value(set, FREE) == 1, "give: semop(FREE +1) = %s, FREE is %ld",
               lesson_said(r), value(set, FREE));
    r = semctl(set, FREE, GETPID);
    lesson_saw(r == getpid(), "GETPID: the last to operate on it was %ld, which is me", r);
}

static void produce(int set, char *slot)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_must("semop", change(set, FREE, -1, 0));
        memcpy(slot, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, slot, LESSON_BLOCK_BYTES);
        lesson_must("semop", change(set, FILLED, 1, 0));
    }
    lesson_leave();
}

static void consume(int set, const char *slot)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_must("semop", change(set, FILLED, -1, 0));
        lesson_count(LESSON_ARRIVED, slot, LESSON_BLOCK_BYTES);
        lesson_must("semop", change(set, FREE, 1, 0));
    }
    lesson_leave();
}

static void move_the_sound(int set)
{
    char *slot = lesson_place(0); /* memory that all processes share */
    pid_t consumer = lesson_fork("consumer");

    if (consumer == 0)
        consume(set, slot);
    lesson_await_asleep(consumer);
    lesson_saw(semctl(set, FILLED, GETNCNT) == 1, "GETNCNT: 1 process sleeps until FILLED grows");
    if (lesson_fork("producer") == 0)
        produce(set, slot);
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_saw(value(set, FREE) == 1 && value(set, FILLED) == 0,
               "as in the beginning: FREE is %ld, FILLED %ld", value(set, FREE),
               value(set, FILLED));
}

int main(int argc, char **argv)
{
    int set;

    lesson_begin(&lesson, argc, argv);
    set = make_set();
    lesson_step("One process takes and gives (ipcs -s -i %d shows the set).", set);
    take_and_give(set);
    lesson_step("A producer and a consumer, and one slot of shared memory between them.");
    move_the_sound(set);
    return lesson_end();
}
