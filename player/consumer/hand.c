/*
 * hand.c - see hand.h. The blocks lie in the order of the ring's slots from TAIL on.
 */
#include "player/consumer/hand.h"

#include <errno.h>
#include <stdlib.h>

int hand_init(struct hand *hand, uint16_t room)
{
    struct hand_block *block = calloc(room, sizeof(*block));

    if (!block)
        return -ENOMEM;
    *hand = (struct hand){.block = block, .room = room};
    return 0;
}

void hand_free(struct hand *hand)
{
    free(hand->block);
    *hand = (struct hand){0};
}

struct hand_block *hand_at(const struct hand *hand, uint16_t i)
{
    return i < hand->count ? &hand->block[(hand->first + i) % hand->room] : NULL;
}

struct hand_block *hand_unwritten(const struct hand *hand)
{
    struct hand_block *newest = hand->count > 0 ? hand_at(hand, (uint16_t)(hand->count - 1)) : NULL;

    return newest && newest->done < newest->header.frames ? newest : NULL;
}

void hand_push(struct hand *hand, const struct block_header *header, uint32_t skip,
               uint64_t written)
{
    hand->count++;
    *hand_at(hand, (uint16_t)(hand->count - 1)) = (struct hand_block){
        .header = *header, .skip = skip, .done = skip, .counted = skip, .begin = written};
}

void hand_wrote(struct hand_block *block, uint32_t frames, uint64_t written)
{
    if (block->done == block->skip)
        block->begin = written;
    block->done += frames;
}

bool hand_heard(const struct hand_block *block, uint64_t heard)
{
    return block->done == block->header.frames &&
           heard >= block->begin + (block->done - block->skip);
}

uint32_t hand_heard_frames(const struct hand_block *block, uint64_t heard)
{
    uint64_t played = heard > block->begin ? heard - block->begin : 0;
    uint32_t sent = block->done - block->skip;

    return block->skip + (played < sent ? (uint32_t)played : sent);
}

void hand_pop(struct hand *hand)
{
    hand->first = (uint16_t)((hand->first + 1) % hand->room);
    hand->count--;
}
