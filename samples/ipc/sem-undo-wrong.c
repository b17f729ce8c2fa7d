/*
 * sem-undo-wrong.c - lesson: SEM_UNDO on a counter that others take from is ruinous.
 *
 * It looks like good style to put SEM_UNDO on every operation. But a producer that posts
 * "FILLED +1 UNDO" owes the kernel every block it has ever made: when it ends, even in the best
 * order, FILLED shrinks by as many (to 0 at the lowest), and blocks that are there are not found.
 * Its takes "FREE -1 UNDO" are given back at the same time, so that there seem to be more slots
 * than exist. And a debt has a limit: from so many posts on, semop() says ERANGE.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>

#include "samples/ipc/lesson.h"

enum { FREE, FILLED, LEAVE, SEMAPHORES };
enum { SLOTS = 8, MADE = 5, TAKEN = 2 };

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static int set;

static const struct lesson lesson = {
    .name = "sem-undo-wrong",
    .teaches = "SEM_UNDO on a counter that others take from is ruinous",
};

static void set_values(void)
{
    unsigned short values[SEMAPHORES] = {[FREE] = SLOTS};

    lesson_must("semctl SETALL", semctl(set, 0, SETALL, (union semun){.array = values}));
}

static int value(int semaphore)
{
    return (int)lesson_must("semctl GETVAL", semctl(set, semaphore, GETVAL));
}

static long change(unsigned short semaphore, short by, short flags)
{
    return semop(set, &(struct sembuf){semaphore, by, flags}, 1);
}

static void produce(uint32_t blocks, short flags)
{
    for (uint32_t i = 0; i < blocks; i++) {
        lesson_must("semop", change(FREE, -1, flags));
        memcpy(lesson_place(i % SLOTS), lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_must("semop", change(FILLED, 1, flags));
    }
    lesson_ready();
}

/* As many as there are, or so many; without waiting for those that never come. */
static unsigned consume(uint32_t blocks, bool wait)
{
    unsigned found = 0;

    for (uint32_t i = 0; i < blocks; i++) {
        if (change(FILLED, -1, wait ? 0 : IPC_NOWAIT) < 0)
            break;
        lesson_count(LESSON_ARRIVED, lesson_place(i % SLOTS), LESSON_BLOCK_BYTES);
        lesson_must("semop", change(FREE, 1, 0));
        found++;
    }
    return found;
}

static void lose(void)
{
    pid_t producer = lesson_fork("producer");

    if (producer == 0) {
        produce(MADE, SEM_UNDO);
        lesson_must("semop", change(LEAVE, -1, 0));
        lesson_leave();
    }
    lesson_await_ready();
    lesson_saw(value(FREE) == SLOTS - MADE && value(FILLED) == MADE,
               "it has made %d blocks: FREE is %d, FILLED %d, as it should be", MADE, value(FREE),
               value(FILLED));
    consume(TAKEN, true);
    lesson_saw(value(FREE) == SLOTS - MADE + TAKEN && value(FILLED) == MADE - TAKEN,
               "a consumer has taken %d: FREE is %d, FILLED %d, as it should be", TAKEN,
               value(FREE), value(FILLED));
    lesson_must("semop", change(LEAVE, 1, 0));
    lesson_wait(producer);
    lesson_saw(value(FILLED) == 0 && value(FREE) > SLOTS,
               "it has ended, in good order: FILLED is %d, and FREE %d, of %d slots", value(FILLED),
               value(FREE), SLOTS);
    lesson_saw(consume(MADE - TAKEN, false) == 0, "the other %d blocks are not found: lost",
               MADE - TAKEN);
}

static void exceed(void)
{
    struct sembuf post_and_take[] = {{FILLED, 1, SEM_UNDO}, {FILLED, -1, 0}};
    long posts = 0;

    while (posts < 40000 && semop(set, post_and_take, 2) == 0)
        posts++;
    lesson_saw(posts < 40000 && errno == ERANGE,
               "after %ld posts, each taken at once: semop() = %s", posts, lesson_said(-1));
}

int main(int argc, char **argv)
{
    lesson_begin(&lesson, argc, argv);
    set = LESSON_OWN(LESSON_SEMAPHORES, semget(IPC_PRIVATE, SEMAPHORES, IPC_CREAT | 0600));
    lesson_must("semget", set);
    set_values();
    lesson_step("A producer with SEM_UNDO on every operation.");
    lose();
    lesson_forget(LESSON_SENT);
    lesson_forget(LESSON_ARRIVED);
    lesson_step("Another lives longer: nothing ever pays what its posts have run up.");
    exceed();
    lesson_step("Without SEM_UNDO on the posts (what it is right for: sem-undo-right).");
    set_values(); /* SETALL also forgets all debts */
    if (lesson_fork("producer") == 0) {
        produce(lesson_blocks(), 0);
        lesson_leave();
    }
    if (lesson_fork("consumer") == 0) {
        consume(lesson_blocks(), true);
        lesson_leave();
    }
    lesson_await_ready();
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    return lesson_end();
}
