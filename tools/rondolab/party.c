/*
 * party.c - see party.h.
 */
#include "tools/rondolab/party.h"

#include <errno.h>

#include "shmring/step.h"

enum { PARTY_RATE = 44100, VACANT_MS = 60000 };

/* Which number a word of a block should have been: never that of another block. */
static uint32_t word_of(uint32_t number)
{
    return number * 2654435761u + 1;
}

enum step party_step(enum sem_index seat, enum party_act act)
{
    bool producer = seat == SEM_PRODUCER;

    switch (act) {
    case PARTY_SEAT:
        return STEP_TAKE_SEAT;
    case PARTY_WAIT:
        return producer ? STEP_PRODUCER_WAIT : STEP_CONSUMER_WAIT;
    case PARTY_CLAIM:
        return producer ? STEP_PRODUCER_CLAIM : STEP_CONSUMER_CLAIM;
    case PARTY_COMMIT:
        return producer ? STEP_PRODUCER_COMMIT : STEP_CONSUMER_COMMIT;
    case PARTY_COMMIT_CLAIM:
        return STEP_PRODUCER_COMMIT_CLAIM;
    case PARTY_CLAIM_STALE:
        return STEP_CONSUMER_CLAIM_STALE;
    case PARTY_RELEASE:
        return STEP_CONSUMER_RELEASE;
    case PARTY_SLEEP:
        return STEP_SLEEP;
    case PARTY_PAUSE:
        return STEP_PAUSE;
    case PARTY_RESUME:
        return STEP_RESUME;
    case PARTY_LOCK:
        return STEP_LOCK;
    case PARTY_UNLOCK:
        return STEP_UNLOCK;
    case PARTY_VACANT:
        return STEP_VACANT;
    default:
        return STEP_COUNT;
    }
}

static int take_seat(struct party *party)
{
    struct ring_resume_point point;
    pid_t holder;
    int error = ring_take_seat(party->ring, party->seat, &holder);

    if (error < 0 || party->seat != SEM_PRODUCER)
        return error;
    error = ring_resume_point(party->ring, &point);
    if (error == 0)
        party->next = (uint32_t)(point.frame / PARTY_FRAMES);
    return error;
}

static int fill(struct party *party, uint32_t frames)
{
    struct block_header *block = ring_producer_block(party->ring);
    uint32_t *words;

    if (!block)
        return -EINVAL;
    block->epoch = ring_epoch(party->ring);
    block->track = 0;
    block->flags = 0;
    block->position = (uint64_t)party->next * PARTY_FRAMES;
    block->frames = PARTY_FRAMES;
    block->rate = PARTY_RATE;
    block->channels = 1;
    block->format = SAMPLE_S32;
    words = block_samples(block);
    for (uint32_t i = 0; i < frames; i++)
        words[i] = word_of(party->next);
    if (frames == PARTY_FRAMES)
        party->next++;
    return 0;
}

static bool whole(struct block_header *shared, const struct block_header *header)
{
    const uint32_t *words = block_samples(shared);
    uint32_t number = (uint32_t)(header->position / PARTY_FRAMES);

    for (uint32_t i = 0; i < header->frames; i++)
        if (words[i] != word_of(number))
            return false;
    return header->frames == PARTY_FRAMES;
}

/* Published before the commit, as engine_settle() does: what is known to be heard is passed over.
 */
static void hear_block(struct party *party, uint16_t i, struct answer *answer)
{
    struct block_header *shared = ring_block(party->ring, ring_consumer_slot(party->ring, i));
    struct ring_heard heard = ring_heard(party->ring);
    struct block_header header;

    if (block_read(shared, PARTY_SLOT_BYTES, &header) < 0 || !whole(shared, &header)) {
        answer->damaged++;
        return;
    }
    if (ring_heard_frames(party->ring, &header) == header.frames)
        return;
    if (answer->count < SUBJECT_NUMBERS_MAX)
        answer->number[answer->count++] = (uint32_t)(header.position / PARTY_FRAMES);
    ring_set_heard(party->ring, &(struct ring_heard){.sequence = header.sequence,
                                                     .frames = header.frames,
                                                     .total = heard.total + header.frames});
}

static void hear(struct party *party, struct answer *answer)
{
    for (uint16_t i = 0; i < ring_consumer_held(party->ring); i++)
        hear_block(party, i, answer);
}

/* Whoever reads or writes the orders does these; ring.h has them only as parts of larger calls. */
static int lone_step(const struct party *party, enum step step)
{
    return step_do(party->set, step, &(struct step_arguments){0}, NULL);
}

static int produce(struct party *party, uint16_t blocks)
{
    int error = 0;

    for (; blocks > 0 && error == 0; blocks--) {
        error = ring_producer_claim(party->ring);
        if (error == 0)
            error = fill(party, PARTY_FRAMES);
        if (error == 0)
            error = ring_producer_commit(party->ring);
    }
    return error;
}

static int act_producer(struct party *party, enum party_act act, uint16_t count)
{
    switch (act) {
    case PARTY_WAIT:
        return ring_producer_wait(party->ring, count);
    case PARTY_CLAIM:
        return ring_producer_claim(party->ring);
    case PARTY_COMMIT:
        return ring_producer_commit(party->ring);
    case PARTY_COMMIT_CLAIM:
        return ring_producer_commit_claim(party->ring);
    case PARTY_FILL_HALF:
        return fill(party, PARTY_FRAMES / 2);
    case PARTY_FILL:
        return fill(party, PARTY_FRAMES);
    case PARTY_PRODUCE:
        return produce(party, count);
    default:
        return -EINVAL;
    }
}

static int consume(struct party *party, uint16_t blocks, struct answer *answer)
{
    int error = ring_consumer_claim(party->ring, blocks, NULL);

    if (error < 0)
        return error;
    hear(party, answer);
    return ring_consumer_commit(party->ring, blocks);
}

static int act_consumer(struct party *party, enum party_act act, uint16_t count,
                        struct answer *answer)
{
    switch (act) {
    case PARTY_WAIT:
        return ring_consumer_wait(party->ring, count, NULL);
    case PARTY_CLAIM:
        return ring_consumer_claim(party->ring, count, NULL);
    case PARTY_CLAIM_STALE:
        return ring_consumer_claim_stale(party->ring, count);
    case PARTY_COMMIT:
        return ring_consumer_commit(party->ring, count);
    case PARTY_RELEASE:
        return ring_consumer_release(party->ring);
    case PARTY_SLEEP:
        return ring_sleep(party->ring, count);
    case PARTY_HEAR:
        hear(party, answer);
        return 0;
    case PARTY_CONSUME:
        return consume(party, count, answer);
    default:
        return -EINVAL;
    }
}

static int act_player(struct party *party, enum party_act act)
{
    switch (act) {
    case PARTY_PAUSE:
        return ring_pause(party->ring);
    case PARTY_RESUME:
        return ring_resume(party->ring);
    case PARTY_VACANT:
        return ring_wait_vacant(party->ring, VACANT_MS);
    default:
        return -EINVAL;
    }
}

static void act(void *context, const struct order *order, struct answer *ret_answer)
{
    struct party *party = context;
    uint16_t count = (uint16_t)order->count;
    enum party_act what = (enum party_act)order->act;

    if (!party->ring)
        ret_answer->error = ring_attach(party->segment, party->set, false, &party->ring);
    if (ret_answer->error < 0)
        return;
    if (what == PARTY_SEAT)
        ret_answer->error = take_seat(party);
    else if (what == PARTY_LOCK || what == PARTY_UNLOCK)
        ret_answer->error = lone_step(party, party_step(party->seat, what));
    else if (party->seat == SEM_PRODUCER)
        ret_answer->error = act_producer(party, what, count);
    else if (party->seat == SEM_CONSUMER)
        ret_answer->error = act_consumer(party, what, count, ret_answer);
    else
        ret_answer->error = act_player(party, what);
}

int party_start(const struct guardian *guardian, const struct ring *ring, enum sem_index seat,
                struct subject *ret_subject)
{
    struct party party = {.segment = ring_segment_id(ring), .set = ring_set_id(ring), .seat = seat};

    return subject_start(guardian, act, &party, ret_subject);
}
