/*
 * transport_ring.c - Rondo's own ring, through the same calls as its producer and consumer make.
 *
 * The sender claims a slot, copies the block into it, as a decoder would decode into it, and
 * commits it, claiming the next in the same step; where none is free it sleeps until half of them
 * are, as rondo-producer does. The receiver claims a block, checks its header, reads it in its slot
 * and commits it. The objects have no keys, so no player and no doctor takes them for an
 * instance. A death gives claims back; the parent removes the objects, or the children do where
 * that is dead (shmring/orphan.h).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>

#include "shmring/ring.h"
#include "tools/ipcbench/transport.h"

/* The rate at which the longest block is no longer than a block may be. */
enum { CHANNELS = 2, FRAME_BYTES = 4, RATE = BLOCK_RATE_MAX };

_Static_assert(TRANSPORT_SIZE_MAX / FRAME_BYTES <= RATE / 1000 * RING_BLOCK_MS, "block_check()");
_Static_assert(TRANSPORT_SIZE_STEP % FRAME_BYTES == 0, "blocks are whole frames");

struct channel {
    struct ring *ring;
    uint32_t size;
    uint64_t position;
};

static uint32_t slot_bytes(uint32_t size)
{
    uint32_t pages = (size + (uint32_t)sizeof(struct block_header) + RING_SLOT_BYTES_MIN - 1) /
                     RING_SLOT_BYTES_MIN;

    return pages * RING_SLOT_BYTES_MIN;
}

static int open_ring(const struct transport_shape *shape, void **ret_channel)
{
    const struct ring_config config = {
        .segment_key = IPC_PRIVATE,
        .set_key = IPC_PRIVATE,
        .name = "ipcbench",
        .slots = (uint16_t)shape->blocks,
        .slot_bytes = slot_bytes(shape->size),
    };
    struct channel *channel = calloc(1, sizeof(*channel));
    int error = channel ? ring_create(&config, &channel->ring) : -ENOMEM;

    if (error < 0) {
        free(channel);
        return error;
    }
    channel->size = shape->size;
    *ret_channel = channel;
    return 0;
}

static void limit_ring(const void *context, struct transport_limit *ret_limit)
{
    const struct channel *channel = context;
    uint32_t slots = ring_slots(channel->ring);

    *ret_limit = (struct transport_limit){
        .bytes = (uint64_t)slots * channel->size, .messages = slots, .pieces = 1};
}

static void objects_ring(const void *context, struct orphan_objects *ret_objects)
{
    const struct channel *channel = context;

    ret_objects->segment = ring_segment_id(channel->ring);
    ret_objects->set = ring_set_id(channel->ring);
}

static int begin_ring(void *context, enum transport_side side)
{
    struct channel *channel = context;
    struct ring *own;
    pid_t holder;
    int error =
        ring_attach(ring_segment_id(channel->ring), ring_set_id(channel->ring), false, &own);

    if (error < 0)
        return error;
    ring_detach(channel->ring);
    channel->ring = own;
    return ring_take_seat(own, side == TRANSPORT_SENDER ? SEM_PRODUCER : SEM_CONSUMER, &holder);
}

static int claim(struct ring *ring)
{
    int error;

    if (ring_producer_block(ring))
        return 0;
    error = ring_producer_wait(ring, (uint16_t)(ring_slots(ring) / 2));
    return error < 0 ? error : ring_producer_claim(ring);
}

static int send_ring(void *context, const void *block)
{
    struct channel *channel = context;
    struct ring *ring = channel->ring;
    struct block_header *header;
    int error = claim(ring);

    if (error < 0)
        return error;
    header = ring_producer_block(ring);
    header->position = channel->position;
    header->frames = channel->size / FRAME_BYTES;
    header->rate = RATE;
    header->channels = CHANNELS;
    header->format = SAMPLE_S16;
    memcpy(block_samples(header), block, channel->size);
    channel->position += header->frames;
    error = ring_producer_commit_claim(ring);
    return error == -EAGAIN ? ring_producer_commit(ring) : error;
}

static int receive_ring(void *context, const void **ret_block)
{
    struct channel *channel = context;
    struct ring *ring = channel->ring;
    struct block_header header, *shared;
    int error = ring_consumer_claim(ring, 1, NULL);

    if (error < 0)
        return error;
    shared = ring_block(ring, ring_consumer_slot(ring, 0));
    error = block_read(shared, ring_slot_bytes(ring), &header);
    if (error == 0 && header.frames != channel->size / FRAME_BYTES)
        error = -EBADMSG;
    if (error == 0)
        *ret_block = block_samples(shared);
    return error;
}

static int release_ring(void *context)
{
    struct channel *channel = context;

    return ring_consumer_commit(channel->ring, 1);
}

static void close_ring(void *context)
{
    struct channel *channel = context;

    if (!channel)
        return;
    ring_remove(channel->ring);
    ring_detach(channel->ring);
    free(channel);
}

const struct transport transport_ring = {
    .name = "ring",
    .limits = "kernel.shmmni, kernel.shmall, kernel.sem",
    .in_place = true,
    .open = open_ring,
    .limit = limit_ring,
    .objects = objects_ring,
    .begin = begin_ring,
    .send = send_ring,
    .receive = receive_ring,
    .release = release_ring,
    .close = close_ring,
};
