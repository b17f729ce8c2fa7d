/*
 * sem-zero.c - lesson: to wait for zero is to stand before a gate.
 *
 * An operation of 0 takes nothing and gives nothing: it sleeps until the value *is* 0. So a
 * semaphore above 0 is a shut gate, and the one step down to 0 wakes all who stand there, while a
 * give wakes only as many as can take. It costs nothing meanwhile: who sleeps in semop() makes no
 * wake-ups. Put before a take in the same call, it is a pause button: Rondo's is just that.
 */
#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>

#include "samples/ipc/lesson.h"

enum { FREE, FILLED, PAUSED, SEMAPHORES };
enum { SLOTS = 4, CONSUMED = 0 /* lesson_value[] */ };

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static const struct lesson lesson = {
    .name = "sem-zero",
    .teaches = "To wait for zero is to stand before a gate",
};

static int make_set(void)
{
    unsigned short values[SEMAPHORES] = {[FREE] = SLOTS};
    int set = LESSON_OWN(LESSON_SEMAPHORES, semget(IPC_PRIVATE, SEMAPHORES, IPC_CREAT | 0600));

    lesson_must("semget", set);
    lesson_must("semctl SETALL", semctl(set, 0, SETALL, (union semun){.array = values}));
    return set;
}

static void produce(int set)
{
    struct sembuf claim[] = {{FREE, -1, 0}}, commit[] = {{FILLED, 1, 0}};

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_must("semop", semop(set, claim, 1));
        memcpy(lesson_place(i % SLOTS), lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_must("semop", semop(set, commit, 1));
    }
    lesson_leave();
}

/* Both in one call: the gate is open at the very moment in which a block is taken. */
static void consume(int set)
{
    struct sembuf claim[] = {{PAUSED, 0, 0}, {FILLED, -1, 0}}, commit[] = {{FREE, 1, 0}};

    for (uint32_t i = 0; i < lesson_blocks(); i++) {
        lesson_must("semop", semop(set, claim, 2));
        lesson_count(LESSON_ARRIVED, lesson_place(i % SLOTS), LESSON_BLOCK_BYTES);
        lesson_value[CONSUMED]++;
        lesson_must("semop", semop(set, commit, 1));
    }
    lesson_leave();
}

/* To shut twice is to shut once: it succeeds only where the gate is open. */
static long shut(int set)
{
    struct sembuf operations[] = {{PAUSED, 0, IPC_NOWAIT}, {PAUSED, 1, 0}};

    return semop(set, operations, 2);
}

static long open_gate(int set)
{
    struct sembuf operation[] = {{PAUSED, -1, IPC_NOWAIT}};

    return semop(set, operation, 1);
}

static void pause_and_go_on(int set)
{
    pid_t producer, consumer;
    long r;

    lesson_must("semop", shut(set));
    r = shut(set);
    lesson_saw(r < 0 && errno == EAGAIN, "shut a second time: semop(PAUSED 0, PAUSED +1) = %s",
               lesson_said(r));
    producer = lesson_fork("producer");
    if (producer == 0)
        produce(set);
    consumer = lesson_fork("consumer");
    if (consumer == 0)
        consume(set);
    lesson_await_asleep(consumer);
    while (semctl(set, FREE, GETNCNT) == 0)
        lesson_await_asleep(producer);
    lesson_saw(semctl(set, PAUSED, GETZCNT) == 1, "GETZCNT: 1 process waits for PAUSED to be 0");
    lesson_saw(semctl(set, FILLED, GETVAL) == SLOTS && lesson_value[CONSUMED] == 0,
               "all %d slots are filled, nothing is consumed, and nobody runs", SLOTS);
    lesson_saw(open_gate(set) == 0, "the gate opens: semop(PAUSED -1) = 0");
    lesson_wait_all();
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}

static void wait_together(int set)
{
    static const char *const roles[] = {"runner 1", "runner 2", "runner 3"};
    pid_t runners[3];
    struct sembuf gate[] = {{PAUSED, 0, 0}};

    lesson_must("semop", shut(set));
    for (int i = 0; i < 3; i++) {
        runners[i] = lesson_fork(roles[i]);
        if (runners[i] == 0) {
            lesson_must("semop", semop(set, gate, 1));
            lesson_say("runs");
            lesson_leave();
        }
    }
    for (int i = 0; i < 3; i++)
        lesson_await_asleep(runners[i]);
    lesson_saw(semctl(set, PAUSED, GETZCNT) == 3, "GETZCNT: 3 processes stand before the gate");
    lesson_must("semop", open_gate(set));
    lesson_wait_all();
    lesson_saw(semctl(set, PAUSED, GETVAL) == 0, "one step down to 0 has woken all of them");
}

int main(int argc, char **argv)
{
    int set;

    lesson_begin(&lesson, argc, argv);
    set = make_set();
    lesson_step("The gate is shut before anybody comes.");
    pause_and_go_on(set);
    lesson_step("Several wait for the same gate.");
    wait_together(set);
    return lesson_end();
}
