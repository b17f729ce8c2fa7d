/*
 * attacks_ring.c - lies in the ring itself: its counts, the words in the segment that are the
 * player's, and what everybody tells the flight recorder.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/hostile/attacks.h"

static void give_good(struct hostile *h, int count)
{
    struct block_header block;

    for (; count > 0; count--) {
        hostile_header(h, &block);
        while (!hostile_give(h, &block))
            if (getppid() != h->child.player)
                exit(0);
    }
}

/* The ring's counts. */

static void lock(struct hostile *h)
{
    hostile_semop(h, SEM_LOCK, -1, 0);
}

static void lock_and_crash(struct hostile *h)
{
    hostile_semop(h, SEM_LOCK, -1, 0);
    hostile_crash();
}

static void gate(struct hostile *h)
{
    hostile_semop(h, SEM_PAUSED, 1, 0);
}

static void free_slots(struct hostile *h)
{
    hostile_semop(h, SEM_FREE, 5, 0);
}

static void free_slots_to_the_limit(struct hostile *h)
{
    hostile_semop(h, SEM_FREE, 32767 - ring_slots(h->ring), 0);
    give_good(h, 100);
}

static void filled_blocks(struct hostile *h)
{
    hostile_semop(h, SEM_FILLED, 32767, 0);
}

/* What has been committed vanishes: nobody has it, nobody waits for room. */
static void vanished_blocks(struct hostile *h)
{
    hostile_semop(h, SEM_PAUSED, 1, 0);
    give_good(h, 4);
    hostile_semop(h, SEM_FILLED, -4, 0);
    hostile_semop(h, SEM_PAUSED, -1, 0);
}

/* Head and tail agree with one another, but not with what the consumer knows. */
static void tail(struct hostile *h)
{
    struct sembuf both[] = {{SEM_TAIL, -1, IPC_NOWAIT}, {SEM_HEAD, -1, IPC_NOWAIT}};

    give_good(h, 3);
    /* In one step, or the counts tell for a moment. */
    while (semset_op(ring_set_id(h->ring), both, 2, NULL) == -EAGAIN)
        give_good(h, 1);
    give_good(h, 1000);
}

static void head(struct hostile *h)
{
    hostile_semop(h, SEM_HEAD, 9000, 0);
}

static void seats(struct hostile *h)
{
    hostile_semop(h, SEM_PRODUCER, 3, 0);
    hostile_semop(h, SEM_CONSUMER, 2, 0);
}

/* The values are as they should be; the kernel spoils them when this process dies. */
static void debts(struct hostile *h)
{
    hostile_semop(h, SEM_FREE, 20, SEM_UNDO);
    hostile_semop(h, SEM_FREE, -20, 0);
    hostile_semop(h, SEM_TAIL, 1, SEM_UNDO);
    hostile_semop(h, SEM_TAIL, -1, 0);
    hostile_crash();
}

/* It sleeps for room, of which there is plenty. */
static void sleep_for_room(struct hostile *h)
{
    struct sembuf operation = {SEM_FREE, -32000, 0};

    semset_op(ring_set_id(h->ring), &operation, 1, NULL);
}

/* The words in the segment that are the player's. */

static void magic(struct hostile *h)
{
    ring_segment(h->ring)->magic = 0;
    hostile_crash();
}

static void epoch(struct hostile *h)
{
    atomic_fetch_add(&ring_segment(h->ring)->epoch, 1);
}

static void orders(struct hostile *h)
{
    ring_segment(h->ring)->orders.track = 7;
    hostile_crash();
}

static void fade(struct hostile *h)
{
    atomic_store(&ring_segment(h->ring)->fade, 1);
}

/* Everybody would wait for a turn. */
static void pace_of_turns(struct hostile *h)
{
    atomic_store(&ring_segment(h->ring)->pace, RING_PACE_TURN);
    give_good(h, 1000);
}

static void pace_of_ages(struct hostile *h)
{
    atomic_store(&ring_segment(h->ring)->pace, 3600000);
    give_good(h, 1000);
}

/* Turns that nobody has given, and none for anybody else. */
static void turns(struct hostile *h)
{
    while (getppid() == h->child.player) {
        hostile_semop(h, SEM_TURN, (int)hostile_dice(h, INT16_MAX) + 1, 0);
        hostile_semop(h, SEM_TURN, -1, SEM_UNDO);
        give_good(h, 1);
        hostile_semop(h, SEM_TURN, -semset_value(ring_set_id(h->ring), SEM_TURN), 0);
        give_good(h, 1);
    }
}

/* Into the logs of everybody, who write there meanwhile. */
static void flight_logs(struct hostile *h)
{
    while (getppid() == h->child.player) {
        for (int i = 0; i < 1000; i++)
            hostile_scribble_log(h);
        give_good(h, 1);
    }
}

const struct attack attacks_on_ring[] = {
    {"lock", lock},
    {"lock-and-crash", lock_and_crash},
    {"gate", gate},
    {"free", free_slots},
    {"free-limit", free_slots_to_the_limit},
    {"filled", filled_blocks},
    {"vanished", vanished_blocks},
    {"tail", tail},
    {"head", head},
    {"seats", seats},
    {"debts", debts},
    {"sleep", sleep_for_room},
    {"magic", magic},
    {"epoch", epoch},
    {"orders", orders},
    {"fade", fade},
    {"pace-turns", pace_of_turns},
    {"pace-ages", pace_of_ages},
    {"turns", turns},
    {"flight-logs", flight_logs},
    {NULL, NULL},
};
