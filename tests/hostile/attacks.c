/*
 * attacks.c - one lie after the other, in blocks, words and objects. Each begins when the first job
 * has come and its track has been said to be open; what returns then keeps still, and lives on.
 */
#include <string.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <unistd.h>

#include "tests/hostile/attacks.h"

static void crash(struct hostile *h)
{
    (void)h;
    hostile_crash();
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
                              .format = SAMPLE_S16,
                              .source_rate = BLOCK_RATE_MAX,
                              .source_channels = 1,
                              .source_format = SAMPLE_S16};
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

static const struct attack attacks[] = {
    {"crash", crash},
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
    {NULL, NULL},
};

/* The attack of this name, of two tables; NULL: there is none. */
static const struct attack *find(const char *name)
{
    for (const struct attack *a = attacks; a->name; a++)
        if (strcmp(a->name, name) == 0)
            return a;
    for (const struct attack *a = attacks_on_ring; a->name; a++)
        if (strcmp(a->name, name) == 0)
            return a;
    return NULL;
}

int attacks_run(struct hostile *h, const char *name)
{
    const struct attack *attack = find(name);

    if (!attack)
        return 2;
    hostile_listen(h, true);
    hostile_reply(h, JOB_OPENED, h->job.track);
    attack->run(h);
    while (hostile_listen(h, true))
        ;
    return 0;
}
