/*
 * hand.h - the blocks that the consumer has claimed, and how much of them has been heard.
 *
 * The device counts frames: W were written to it (silence too), and H = W - delay of them have
 * been heard. Each block in hand remembers the W at which its first frame went out; so a block
 * has been heard when H has passed its end, and the first block that has not tells the first
 * unheard frame. Pure arithmetic: no ring, no device.
 */
#ifndef PLAYER_CONSUMER_HAND_H
#define PLAYER_CONSUMER_HAND_H

#include <stdbool.h>

#include "shmring/block.h"

struct hand_block {
    struct block_header header; /* the checked copy */
    uint32_t skip;              /* frames at its start that were heard before it was claimed */
    uint32_t done;              /* frames written to the device, those skipped included */
    uint32_t counted;           /* frames that the count of all heard frames includes */
    uint64_t begin;             /* W when the first of them was written */
};

struct hand {
    struct hand_block *block; /* a ring of `room` places */
    uint16_t room;
    uint16_t first;
    uint16_t count;
};

/* -ENOMEM. hand_free() takes what hand_init() filled, or zeroes. */
int hand_init(struct hand *hand, uint16_t room);
void hand_free(struct hand *hand);

/* The i-th block, the oldest first; NULL where there is none. */
struct hand_block *hand_at(const struct hand *hand, uint16_t i);

/* The newest one while it has frames to write, else NULL. */
struct hand_block *hand_unwritten(const struct hand *hand);

/* Takes a block up; there has to be room. written: W now. */
void hand_push(struct hand *hand, const struct block_header *header, uint32_t skip,
               uint64_t written);

/* Frames of it have been written; written: W before them. */
void hand_wrote(struct hand_block *block, uint32_t frames, uint64_t written);

/* Has all of this block been heard when the device has played `heard` frames? */
bool hand_heard(const struct hand_block *block, uint64_t heard);

/* How many frames of it have been heard by then, those skipped included. */
uint32_t hand_heard_frames(const struct hand_block *block, uint64_t heard);

/* Lays down the oldest block. */
void hand_pop(struct hand *hand);

#endif
