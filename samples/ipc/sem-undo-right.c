/*
 * sem-undo-right.c - lesson: SEM_UNDO for what one has in hand, and for nothing else.
 *
 * For each process the kernel keeps a debt per semaphore: the sum of all that it changed with
 * SEM_UNDO, the other way round. When it ends, in whatever way, the debts are paid. So a claim is
 * "FREE -1 UNDO": who dies gives its slot back. The commit gives the slot to the other side, and
 * must clear the debt: "FREE +1 UNDO, FREE -1" leaves the value as it is, and moves only the debt.
 * All of a step is one call, so a death comes before it or after it, and both are right.
 */
#include <signal.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <unistd.h>

#include "samples/ipc/lesson.h"

enum { FREE, FILLED, HEAD, TAIL, SEMAPHORES };
enum { SLOTS = 8, NEVER = UINT32_MAX };

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static int set;

static const struct lesson lesson = {
    .name = "sem-undo-right",
    .teaches = "SEM_UNDO for what one has in hand, and for nothing else",
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

static void claim(unsigned short from)
{
    struct sembuf operations[] = {{from, -1, SEM_UNDO}};

    lesson_must("semop", semop(set, operations, 1));
}

/* The debt is paid, the other side gets the slot, the index moves: one step. */
static void commit(unsigned short from, unsigned short to, unsigned short index)
{
    short move = (short)(value(index) + 1 < SLOTS ? 1 : 1 - SLOTS);
    struct sembuf operations[] = {{from, 1, SEM_UNDO}, {from, -1, 0}, {to, 1, 0}, {index, move, 0}};

    lesson_must("semop", semop(set, operations, 4));
}

/* With a slot in hand, and the work half done: tells, and waits to be killed. */
static void hang(void)
{
    lesson_ready();
    for (;;)
        pause();
}

static void produce(uint32_t from, uint32_t hang_at)
{
    for (uint32_t i = from; i < lesson_blocks(); i++) {
        claim(FREE);
        memcpy(lesson_place((uint32_t)value(HEAD)), lesson_block(i), LESSON_BLOCK_BYTES / 2);
        if (i == hang_at)
            hang();
        memcpy(lesson_place((uint32_t)value(HEAD)), lesson_block(i), LESSON_BLOCK_BYTES);
        lesson_count(LESSON_SENT, lesson_block(i), LESSON_BLOCK_BYTES);
        commit(FREE, FILLED, HEAD);
    }
    lesson_leave();
}

static void consume(uint32_t from, uint32_t hang_at)
{
    for (uint32_t i = from; i < lesson_blocks(); i++) {
        claim(FILLED);
        if (i == hang_at)
            hang();
        lesson_count(LESSON_ARRIVED, lesson_place((uint32_t)value(TAIL)), LESSON_BLOCK_BYTES);
        commit(FILLED, FREE, TAIL);
    }
    lesson_leave();
}

/* The kernel pays before waitpid() tells of the death. */
static void kill_hanging(pid_t process, const char *role, int semaphore, const char *name)
{
    short before = value(semaphore), after;

    lesson_doom(process);
    kill(process, SIGKILL);
    lesson_wait(process);
    after = value(semaphore);
    lesson_saw(after == before + 1, "the %s is killed: %s goes from %d to %d", role, name, before,
               after);
}

int main(int argc, char **argv)
{
    uint32_t middle;
    pid_t process, producer;

    lesson_begin(&lesson, argc, argv);
    middle = lesson_blocks() / 2;
    make_set();
    lesson_step("A producer hangs with half a block written, the ring before it full.");
    process = lesson_fork("producer");
    if (process == 0)
        produce(0, SLOTS - 1);
    lesson_await_ready();
    lesson_say("FREE %d, FILLED %d: one slot is in hand", value(FREE), value(FILLED));
    kill_hanging(process, "producer", FREE, "FREE");
    lesson_step("Another goes on with that very block; a consumer hangs in the middle.");
    producer = lesson_fork("second producer");
    if (producer == 0)
        produce(SLOTS - 1, NEVER);
    process = lesson_fork("consumer");
    if (process == 0)
        consume(0, middle);
    lesson_await_ready();
    while (value(FILLED) < SLOTS - 1) /* until the producer has filled what it can */
        lesson_await_asleep(producer);
    kill_hanging(process, "consumer", FILLED, "FILLED");
    lesson_step("Another consumer begins with the block that the dead one had in hand.");
    if (lesson_fork("second consumer") == 0)
        consume(middle, NEVER);
    lesson_wait_all();
    lesson_saw(value(FREE) == SLOTS && value(FILLED) == 0, "in the end FREE is %d, FILLED %d",
               value(FREE), value(FILLED));
    lesson_compare(LESSON_SENT, LESSON_ARRIVED);
    return lesson_end();
}
