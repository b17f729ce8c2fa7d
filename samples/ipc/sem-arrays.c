/*
 * sem-arrays.c - lesson: one semop() can change many semaphores, all of them or none.
 *
 * The kernel tries the operations in order; if one cannot be done, it undoes those before and
 * sleeps (or fails, with IPC_NOWAIT), and nobody ever sees a state in between. That makes whole
 * steps atomic: "one slot less is free, one more is filled, and the head has moved on" is one call,
 * and a process killed at any moment has done all of the step or nothing of it.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>

#include "samples/ipc/lesson.h"

enum { FREE, FILLED, HEAD, TAIL, SEMAPHORES };
enum { SLOTS = 8, PAIR = 2 };

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static int set;

static const struct lesson lesson = {
    .name = "sem-arrays",
    .teaches = "One semop() can change many semaphores, all of them or none",
};

static void make_set(void)
{
    unsigned short values[SEMAPHORES] = {[FREE] = SLOTS};

    set = LESSON_OWN(LESSON_SEMAPHORES, semget(IPC_PRIVATE, SEMAPHORES, IPC_CREAT | 0600));
    lesson_must("semget", set);
    lesson_must("semctl SETALL", semctl(set, 0, SETALL, (union semun){.array = values}));
}

static short value(int semaphore)
{
    return (short)lesson_must("semctl GETVAL", semctl(set, semaphore, GETVAL));
}

#define OPERATE(...) operate((struct sembuf[]){__VA_ARGS__}, COUNT((struct sembuf[]){__VA_ARGS__}))
#define COUNT(...)   (sizeof(__VA_ARGS__) / sizeof(struct sembuf))

static long operate(struct sembuf *operations, size_t count)
{
    return semop(set, operations, count);
}

static void all_or_none(void)
{
    struct sembuf many[501] = {{.sem_flg = IPC_NOWAIT}};
    long r = OPERATE({FREE, -3, IPC_NOWAIT}, {FILLED, -1, IPC_NOWAIT});

    lesson_saw(r < 0 && errno == EAGAIN && value(FREE) == SLOTS,
               "{FREE -3, FILLED -1} = %s, as FILLED is 0; and FREE is still %d", lesson_said(r),
               value(FREE));
    r = OPERATE({FREE, -SLOTS, IPC_NOWAIT}, {FREE, SLOTS, 0});
    lesson_saw(r == 0 && value(FREE) == SLOTS,
               "{FREE -%d, FREE +%d} = %s: takes nothing, but would have waited until all are free",
               SLOTS, SLOTS, lesson_said(r));
    r = OPERATE({FILLED, 1, 0}, {FILLED, -1, 0});
    lesson_saw(r == 0, "{FILLED +1, FILLED -1} = %s: in order, so the +1 is there to be taken",
               lesson_said(r));
    r = OPERATE({FILLED, -1, IPC_NOWAIT}, {FILLED, 1, 0});
    lesson_saw(r < 0 && errno == EAGAIN, "{FILLED -1, FILLED +1} = %s: in order, again",
               lesson_said(r));
    r = semop(set, many, 501);
    lesson_say("501 operations in one call: semop() = %s (the limit is in /proc/sys/kernel/sem)",
               lesson_said(r));
}

/* By how much an index changes when it moves on by n, round the end of the ring. */
static short move(short index, short n)
{
    return (short)(index + n < SLOTS ? n : n - SLOTS);
}

static void produce(void)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        short head = value(HEAD); /* only I move it */

        lesson_must("semop", OPERATE({FREE, -1, 0}));
        memcpy(lesson_place((uint32_t)head), lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_must("semop", OPERATE({FILLED, 1, 0}, {HEAD, move(head, 1), 0}));
    }
    lesson_leave();
}

/* Takes two blocks at a time: never one of them, holding it while it waits for the other. */
static void consume(void)
{
    for (uint32_t i = 0; i < lesson_blocks(); i += PAIR) {
        short n = (short)(i + PAIR <= lesson_blocks() ? PAIR : 1), tail = value(TAIL);

        lesson_must("semop", OPERATE({FILLED, (short)-n, 0}));
        for (short k = 0; k < n; k++)
            lesson_count(LESSON_ARRIVED, lesson_place((uint32_t)(tail + k) % SLOTS),
                         LESSON_BLOCK_BYTES);
        lesson_must("semop", OPERATE({FREE, n, 0}, {TAIL, move(tail, n), 0}));
    }
    lesson_leave();
}

static void move_the_sound(void)
{
    short end = (short)(lesson_blocks() % SLOTS);

    if (lesson_fork("producer") == 0)
        produce();
    if (lesson_fork("consumer") == 0)
        consume();
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    lesson_saw(value(FREE) == SLOTS && value(HEAD) == end && value(TAIL) == end,
               "FREE is %d again; HEAD is %d, TAIL %d: where %u blocks lead", value(FREE),
               value(HEAD), value(TAIL), (unsigned)lesson_blocks());
}

int main(int argc, char **argv)
{
    lesson_begin(&lesson, argc, argv);
    make_set();
    lesson_step("What an array of operations does, and what it does not.");
    all_or_none();
    lesson_step(
        "A ring of %d slots; who has filled or read moves the counts and the index at once.",
        SLOTS);
    move_the_sound();
    return lesson_end();
}
