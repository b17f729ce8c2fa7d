/*
 * rig.c - see rig.h.
 */
#include "tools/rondolab/rig.h"

#include <errno.h>

static void forget(struct rig *rig)
{
    guardian_forget(rig->guardian, GUARDIAN_SEGMENT, rig->segment_key);
    guardian_forget(rig->guardian, GUARDIAN_SET, rig->set_key);
}

int rig_open(const struct guardian *guardian, struct rig *ret_rig)
{
    struct rig rig = {
        .guardian = guardian,
        .segment_key = guardian_key(guardian, GUARDIAN_SEGMENT),
        .set_key = guardian_key(guardian, GUARDIAN_SET),
    };
    const struct ring_config config = {
        .segment_key = rig.segment_key,
        .set_key = rig.set_key,
        .name = "rondolab",
        .slots = PARTY_SLOTS,
        .slot_bytes = PARTY_SLOT_BYTES,
    };
    int error = ring_create(&config, &rig.ring);

    if (error < 0) {
        forget(&rig);
        return error;
    }
    *ret_rig = rig;
    return 0;
}

void rig_close(struct rig *rig)
{
    if (!rig->ring)
        return;
    ring_remove(rig->ring);
    forget(rig);
    ring_detach(rig->ring);
    rig->ring = NULL;
}

int rig_party(struct rig *rig, enum sem_index seat, struct subject *ret_subject)
{
    struct subject subject;
    int error = party_start(rig->guardian, rig->ring, seat, &subject);

    if (error < 0)
        return error;
    error = subject_do(&subject, PARTY_SEAT, 0, NULL);
    if (error < 0) {
        subject_kill(&subject);
        return error;
    }
    *ret_subject = subject;
    return 0;
}

int rig_produce(struct subject *producer, uint16_t blocks)
{
    return subject_do(producer, PARTY_PRODUCE, blocks, NULL);
}

void rig_count(struct rig *rig, const struct answer *answer)
{
    for (uint32_t i = 0; i < answer->count && i < SUBJECT_NUMBERS_MAX; i++) {
        uint32_t expected = rig->heard + rig->skipped;

        if (answer->number[i] < expected) {
            rig->repeated++;
            continue;
        }
        rig->skipped += answer->number[i] - expected;
        rig->heard++;
    }
    rig->damaged += answer->damaged;
}

int rig_consume(struct rig *rig, struct subject *consumer, uint16_t blocks)
{
    struct answer answer;
    int error = subject_do(consumer, PARTY_CONSUME, blocks, &answer);

    if (error == 0)
        rig_count(rig, &answer);
    return error;
}

/* One slot always stays out of the hand, so a full ring takes two rounds. */
int rig_hear(struct rig *rig, struct subject *consumer)
{
    uint16_t filled = rig_look(rig).value[SEM_FILLED];
    int error = 0;

    while (filled > 0 && error == 0) {
        uint16_t count = filled < PARTY_SLOTS ? filled : PARTY_SLOTS - 1;

        error = rig_consume(rig, consumer, count);
        filled = (uint16_t)(filled - count);
    }
    return error;
}

int rig_fill(struct rig *rig, uint16_t blocks)
{
    struct subject producer;
    int error;

    if (blocks == 0)
        return 0;
    error = rig_party(rig, SEM_PRODUCER, &producer);
    if (error < 0)
        return error;
    error = rig_produce(&producer, blocks);
    subject_dismiss(&producer);
    return error;
}

int rig_go_on(struct rig *rig, uint16_t blocks)
{
    struct subject consumer;
    int error = ring_resume(rig->ring);

    if (error < 0 && error != -EALREADY)
        return error;
    error = rig_party(rig, SEM_CONSUMER, &consumer);
    if (error < 0)
        return error;
    error = rig_hear(rig, &consumer);
    if (error == 0)
        error = rig_fill(rig, blocks);
    if (error == 0)
        error = rig_hear(rig, &consumer);
    subject_dismiss(&consumer);
    return error;
}

uint32_t rig_committed(const struct rig *rig)
{
    uint32_t newest = rig_look(rig).value[SEM_HEAD] + PARTY_SLOTS - 1u;
    struct block_header header;

    if (block_read(ring_block(rig->ring, newest), PARTY_SLOT_BYTES, &header) < 0)
        return 0;
    return (uint32_t)(header.position / PARTY_FRAMES) + 1;
}

struct semset_snapshot rig_look(const struct rig *rig)
{
    struct semset_snapshot now = {0};

    ring_snapshot(rig->ring, &now);
    return now;
}
