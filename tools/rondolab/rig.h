/*
 * rig.h - a ring of the lab's own, and one stream of numbered blocks through it, whoever dies.
 *
 * The lab itself takes no seat; it looks, with semset_snapshot(), and has blocks passed through by
 * parties (party.h). All that consumers ever heard is counted: each number has to be the next one.
 */
#ifndef TOOLS_RONDOLAB_RIG_H
#define TOOLS_RONDOLAB_RIG_H

#include "tools/rondolab/party.h"

struct rig {
    const struct guardian *guardian;
    key_t segment_key;
    key_t set_key;
    struct ring *ring;
    uint32_t heard;    /* blocks, in all */
    uint32_t skipped;  /* numbers that never came */
    uint32_t repeated; /* that came again */
    uint32_t damaged;
};

/* -errno as from ring_create(). */
int rig_open(const struct guardian *guardian, struct rig *ret_rig);
void rig_close(struct rig *rig);

/* Starts a party, in its seat. */
int rig_party(struct rig *rig, enum sem_index seat, struct subject *ret_subject);

/* A producer in its seat commits so many blocks; it has no claim before and after. */
int rig_produce(struct subject *producer, uint16_t blocks);

/* A consumer in its seat claims so many blocks, or all that are filled, hears and commits them. */
int rig_consume(struct rig *rig, struct subject *consumer, uint16_t blocks);
int rig_hear(struct rig *rig, struct subject *consumer);

/* Takes an answer to PARTY_HEAR into the count. */
void rig_count(struct rig *rig, const struct answer *answer);

/* A producer comes, commits so many blocks, and leaves. */
int rig_fill(struct rig *rig, uint16_t blocks);

/* The gate is opened; successors come, what is in the ring and `blocks` more are heard; they leave.
 */
int rig_go_on(struct rig *rig, uint16_t blocks);

/* How many blocks were ever committed, by the number of the newest; 0: none. */
uint32_t rig_committed(const struct rig *rig);

struct semset_snapshot rig_look(const struct rig *rig);

#endif
