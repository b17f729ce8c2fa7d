/*
 * hostile.c - a decoder that a hostile file has taken over: what it says and writes.
 *
 * It stands in for rondo-producer and does nothing that the sandbox would not let it do: it has
 * joined the ring, holds the channel, and may carry out any operation on the set. RONDO_HOSTILE
 * is "ATTACK SEED": an attack of attacks.c by its name, or "mixed", which goes on at random with
 * everything that is in here, as the seed has it, until somebody ends it.
 */
#include "tests/hostile/hostile.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shmring/step.h"

uint32_t hostile_dice(struct hostile *h, uint32_t faces)
{
    h->random ^= h->random << 13;
    h->random ^= h->random >> 7;
    h->random ^= h->random << 17;
    return (uint32_t)(h->random >> 16) % faces;
}

#define ONE_OF(h, list) (list)[hostile_dice(h, sizeof(list) / sizeof((list)[0]))]

/* A number of 32 bits that somebody may have forgotten to think of. */
static uint32_t odd_number(struct hostile *h)
{
    static const uint32_t odd[] = {0, 1, 2, 255, 4096, INT32_MAX, 0x80000000u, UINT32_MAX};

    return hostile_dice(h, 3) > 0 ? ONE_OF(h, odd) : (uint32_t)h->random;
}

static uint64_t odd_position(struct hostile *h)
{
    static const uint64_t odd[] = {0,         INT64_MAX - UINT32_MAX, INT64_MAX - UINT32_MAX + 1ull,
                                   INT64_MAX, INT64_MAX + 1ull,       UINT64_MAX};

    return ONE_OF(h, odd);
}

/* Spoils one field of a header, to a limit or beyond it. */
static void spoil(struct hostile *h, struct block_header *block)
{
    static const uint32_t rates[] = {0, 999, 1000, 192000, 1536000, 1536001, UINT32_MAX};
    static const uint16_t channels[] = {0, 1, 8, 32, 33, INT16_MAX, UINT16_MAX};
    uint32_t room = block_capacity(ring_slot_bytes(h->ring), 44100, 2, SAMPLE_S16);

    switch (hostile_dice(h, 9)) {
    case 0:
        block->epoch = hostile_dice(h, 2) ? block->epoch + hostile_dice(h, 5) - 2 : odd_number(h);
        break;
    case 1:
        block->track = hostile_dice(h, 2) ? hostile_dice(h, 4) : odd_number(h);
        break;
    case 2:
        block->flags = hostile_dice(h, 2) ? hostile_dice(h, 4) : odd_number(h);
        break;
    case 3:
        block->position = odd_position(h);
        break;
    case 4:
        block->frames = hostile_dice(h, 2) ? room + hostile_dice(h, 3) - 1 : odd_number(h);
        break;
    case 5:
        block->rate = ONE_OF(h, rates);
        break;
    case 6:
        block->channels = ONE_OF(h, channels);
        break;
    case 7:
        block->format = (uint16_t)(hostile_dice(h, 8) ? hostile_dice(h, 6) : odd_number(h));
        break;
    default:
        block->sequence = odd_number(h);
    }
}

void hostile_header(struct hostile *h, struct block_header *block)
{
    static uint32_t sequence;

    *block = (struct block_header){
        .sequence = ++sequence,
        .epoch = h->job.epoch,
        .track = h->job.track,
        .position = (uint64_t)sequence * 800,
        .frames = 800,
        .rate = 44100,
        .channels = 2,
        .format = SAMPLE_S16,
    };
}

int hostile_semop(struct hostile *h, enum sem_index semaphore, int change, int flags)
{
    struct sembuf operation = {(unsigned short)semaphore, (short)change,
                               (short)(flags | IPC_NOWAIT)};

    return semset_op(ring_set_id(h->ring), &operation, 1, NULL);
}

/* One step of the protocol, if that is possible at once. */
static int step_now(struct hostile *h, enum step step, int head)
{
    static const struct timespec at_once;
    const struct step_arguments arguments = {
        .slots = ring_slots(h->ring), .index = (uint16_t)head, .count = 1, .nowait = true};

    return step_do(ring_set_id(h->ring), step, &arguments, &at_once);
}

bool hostile_give(struct hostile *h, const struct block_header *block)
{
    int head = semset_value(ring_set_id(h->ring), SEM_HEAD) % ring_slots(h->ring);

    if (step_now(h, STEP_PRODUCER_CLAIM, head) < 0)
        return false;
    *ring_block(h->ring, (uint32_t)head) = *block;
    return step_now(h, STEP_PRODUCER_COMMIT, head) == 0;
}

static void bad_blocks(struct hostile *h)
{
    struct block_header block;

    hostile_header(h, &block);
    for (uint32_t i = hostile_dice(h, 3); i > 0; i--)
        spoil(h, &block);
    hostile_give(h, &block);
}

/* The headers that the consumer may just be reading. */
static void changing_headers(struct hostile *h)
{
    for (int i = 0; i < 200; i++)
        spoil(h, ring_block(h->ring, hostile_dice(h, ring_slots(h->ring))));
}

static void wrong_counts(struct hostile *h)
{
    static const int changes[] = {-32767, -30, -1, 1, 2, 30, 16000, 32767};

    hostile_semop(h, (enum sem_index)hostile_dice(h, SEM_COUNT), ONE_OF(h, changes),
                  hostile_dice(h, 2) ? SEM_UNDO : 0);
}

/* Identity, orders, and what has been heard. */
static void scribbles(struct hostile *h)
{
    uint32_t *word = (uint32_t *)ring_segment(h->ring);

    word[hostile_dice(h, sizeof(struct ring_segment) / sizeof(*word))] = odd_number(h);
}

void hostile_scribble_log(struct hostile *h)
{
    struct flight_log *log =
        flight_log(ring_segment(h->ring), (enum flight_role)hostile_dice(h, FLIGHT_ROLES));
    _Atomic uint64_t *words = log->word[hostile_dice(h, FLIGHT_EVENTS)];

    if (hostile_dice(h, 2))
        atomic_store(&log->next, hostile_dice(h, 2) ? odd_position(h) : odd_number(h));
    for (int i = 0; i < FLIGHT_WORDS; i++)
        atomic_store(&words[i], h->random * (uint64_t)odd_number(h));
}

void hostile_reply(struct hostile *h, enum job_reply_kind kind, uint32_t track)
{
    struct job_reply reply = {
        .kind = kind,
        .epoch = h->job.epoch,
        .track = track,
        .rate = 44100,
        .frames = 441000,
        .channels = 2,
        .format = SAMPLE_S16,
        .source_rate = 48000,
        .source_channels = 6,
        .source_format = SAMPLE_F32,
        .changes = JOB_RESAMPLED,
        .title = "\033]0;gotcha\a",
    };

    hostile_send(h, &reply, sizeof(reply));
}

/* Without sleeping, so that nobody is spared the rest. */
void hostile_send(struct hostile *h, const void *bytes, size_t size)
{
    send(h->child.channel, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void bad_replies(struct hostile *h)
{
    struct job_reply reply;
    uint32_t *word = (uint32_t *)&reply;
    bool whole = hostile_dice(h, 100) > 0;

    memset(&reply, (int)hostile_dice(h, 256), sizeof(reply)); /* no string has an end */
    reply.kind = JOB_OPENED;
    reply.epoch = h->job.epoch + hostile_dice(h, 2);
    reply.track = hostile_dice(h, 4);
    reply.rate = 44100;
    reply.channels = 2;
    reply.format = SAMPLE_F32;
    reply.source_rate = 96000;
    reply.source_channels = 2;
    reply.source_format = SAMPLE_S24;
    reply.changes = hostile_dice(h, JOB_CHANGES + 1);
    reply.frames = hostile_dice(h, 2) ? INT64_MAX : hostile_dice(h, 1000000);
    if (hostile_dice(h, 100) == 0)
        word[hostile_dice(h, 10)] = odd_number(h);
    hostile_send(h, &reply, whole ? sizeof(reply) : hostile_dice(h, sizeof(reply)));
}

bool hostile_listen(struct hostile *h, bool wait)
{
    struct job job;
    int file, error;

    while ((error = jobs_receive(h->child.channel, wait, &job, &file)) == 0) {
        if (file >= 0)
            close(file);
        h->job = job;
        wait = false;
    }
    return error == -EAGAIN;
}

void hostile_crash(void)
{
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

/* After these it is done with a track, or with everything. */
static void last_words(struct hostile *h)
{
    switch (hostile_dice(h, 4)) {
    case 0:
        hostile_crash();
        break;
    case 1:
        hostile_reply(h, JOB_DONE, hostile_dice(h, 3));
        break;
    case 2:
        hostile_reply(h, JOB_FAILED, hostile_dice(h, 3));
        break;
    default:
        hostile_send(h, h, hostile_dice(h, sizeof(*h)));
    }
}

/* Each seed has weapons of its own, some for every moment and some for rare ones. */
static void mixed(struct hostile *h)
{
    static void (*const weapons[])(struct hostile * h) = {
        bad_blocks, changing_headers, bad_replies,         last_words,
        scribbles,  wrong_counts,     hostile_scribble_log};
    enum { WEAPONS = sizeof(weapons) / sizeof(weapons[0]), RAREST = 16 };
    uint32_t one_in[WEAPONS];

    for (int i = 0; i < WEAPONS; i++)
        one_in[i] = 1u << hostile_dice(h, RAREST);
    hostile_listen(h, true);
    hostile_reply(h, JOB_OPENED, h->job.track);
    for (;;) {
        hostile_listen(h, false);
        for (int i = 0; i < WEAPONS; i++)
            if (hostile_dice(h, one_in[i]) == 0)
                weapons[i](h);
        if (getppid() != h->child.player)
            exit(0);
    }
}

int main(int argc, char **argv)
{
    struct hostile h = {0};
    const char *order = getenv("RONDO_HOSTILE");
    char attack[64];
    pid_t holder;

    if (!order || child_parse(argc, argv, &h.child) < 0 ||
        sscanf(order, "%63s %" SCNu64, attack, &h.random) != 2)
        return 2;
    if (child_join(&h.child, SEM_PRODUCER, &h.ring, &holder) < 0)
        return 0;
    h.random = h.random * 0x9e3779b97f4a7c15ull + 1;
    if (strcmp(attack, "mixed") == 0)
        mixed(&h);
    return attacks_run(&h, attack);
}
