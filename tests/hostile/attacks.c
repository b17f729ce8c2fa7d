/*
 * attacks.c - one lie after the other. Each begins when the first job has come and its track has
 * been said to be open; what returns then keeps still, and lives on.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <unistd.h>

#include "shmring/step.h"
#include "tests/hostile/hostile.h"

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

static void crash(struct hostile *h)
{
    (void)h;
    hostile_crash();
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
    int set = ring_set_id(h->ring);

    give_good(h, 3);
    while (semset_value(set, SEM_TAIL) == 0)
        give_good(h, 1);
    hostile_semop(h, SEM_TAIL, -1, 0);
    hostile_semop(h, SEM_HEAD, -1, 0);
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

/* Blocks. */

static void bad_block(struct hostile *h)
{
    struct block_header block;

    hostile_header(h, &block);
    block.frames = 1000000;
    hostile_give(h, &block);
}

static void stale_blocks(struct hostile *h)
{
    struct block_header block;

    while (getppid() == h->child.player) {
        hostile_header(h, &block);
        block.epoch--;
        hostile_give(h, &block);
    }
}

/* A track without end, and a place in it that nothing may be added to. */
static void far_away(struct hostile *h)
{
    struct job_reply reply = {.kind = JOB_OPENED,
                              .rate = BLOCK_RATE_MAX,
                              .frames = INT64_MAX,
                              .channels = 1,
                              .format = SAMPLE_S16};
    struct block_header block;

    do {
        reply.epoch = h->job.epoch;
        reply.track = h->job.track;
        hostile_send(h, &reply, sizeof(reply));
        hostile_header(h, &block);
        block.position = INT64_MAX - UINT32_MAX;
        hostile_give(h, &block);
        hostile_listen(h, false);
    } while (getppid() == h->child.player);
}

/* An output that cannot change its format has to skip one of two tracks, again and again. */
static void two_formats(struct hostile *h)
{
    struct block_header block;

    while (getppid() == h->child.player) {
        hostile_header(h, &block);
        block.track = hostile_dice(h, 2);
        block.rate = block.track ? 48000 : 44100;
        hostile_give(h, &block);
    }
}

/* Words. */

static void nonsense(struct hostile *h)
{
    hostile_send(h, "?", 1);
}

static void done_with_nothing(struct hostile *h)
{
    do {
        for (uint32_t track = 0; track <= h->job.track; track++) {
            hostile_reply(h, JOB_OPENED, track);
            hostile_reply(h, JOB_DONE, track);
        }
    } while (hostile_listen(h, true));
}

static void flood(struct hostile *h)
{
    while (getppid() == h->child.player)
        hostile_reply(h, JOB_OPENED, h->job.track);
}

/* What an orphan is to remove. */

static void remove_set(struct hostile *h)
{
    semset_remove(h->child.objects.set);
}

static void remove_segment(struct hostile *h)
{
    shmctl(h->child.objects.segment, IPC_RMID, NULL);
}

static void remove_requests(struct hostile *h)
{
    msgctl(h->child.objects.requests, IPC_RMID, NULL);
}

static const struct {
    const char *name;
    void (*run)(struct hostile *h);
} attacks[] = {
    {"crash", crash},
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
    {"bad-block", bad_block},
    {"stale", stale_blocks},
    {"far-away", far_away},
    {"two-formats", two_formats},
    {"nonsense", nonsense},
    {"nothing", done_with_nothing},
    {"flood", flood},
    {"remove-set", remove_set},
    {"remove-segment", remove_segment},
    {"remove-requests", remove_requests},
};

int attacks_run(struct hostile *h, const char *name)
{
    hostile_listen(h, true);
    hostile_reply(h, JOB_OPENED, h->job.track);
    for (size_t i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++)
        if (strcmp(attacks[i].name, name) == 0)
            attacks[i].run(h);
    while (hostile_listen(h, true))
        ;
    return 0;
}
