/*
 * ring.h - the ring as its three parties use it.
 *
 * The player makes it, pauses it, gives orders and removes it; the producer claims free slots
 * and commits blocks; the consumer claims blocks, and commits them when they have been heard.
 * Every call that changes the ring is one semop (step.h), so it either happened or it did not,
 * whenever its process is killed. The order of calls:
 *
 *   player    ring_create, ring_take_seat, ring_set_orders, ring_pause, ring_resume, ring_remove
 *   producer  ring_attach, ring_take_seat, then ring_producer_claim, fill, ring_producer_commit
 *   consumer  ring_attach, ring_take_seat, then ring_consumer_claim, play, ring_consumer_commit
 *
 * All functions return 0 or a negative errno, and leave what they return through pointers
 * untouched on failure. -EIDRM and -EINVAL mean everywhere that the ring has been removed.
 * A struct ring belongs to one process and one thread.
 */
#ifndef SHMRING_RING_H
#define SHMRING_RING_H

#include <stdbool.h>
#include <sys/types.h>

#include "shmring/block.h"
#include "shmring/flight.h"
#include "shmring/semset.h"

struct ring;

struct ring_config {
    key_t segment_key;
    key_t set_key;
    const char *name; /* the instance's */
    uint16_t slots;   /* RING_SLOTS_MIN to RING_SLOTS_MAX */
    uint32_t slot_bytes;
};

/*
 * Makes segment and set, IPC_EXCL, mode 0600. -EEXIST: one of the keys is taken; -ENOSPC,
 * -ENOMEM: the system's limits, on operations in one semop, too; nothing is left behind.
 * ring_detach() frees the handle.
 */
int ring_create(const struct ring_config *config, struct ring **ret_ring);

/* Attaches to what ring_create() made. -EPROTO: segment or set is none of this version. */
int ring_attach(int segment_id, int set_id, bool read_only, struct ring **ret_ring);

/* Frees the handle; the ring itself stays. NULL is allowed. */
void ring_detach(struct ring *ring);

/* Removes segment and set; whoever sleeps in the ring wakes with -EIDRM. */
int ring_remove(const struct ring *ring);

int ring_segment_id(const struct ring *ring);
int ring_set_id(const struct ring *ring);
uint16_t ring_slots(const struct ring *ring);
uint32_t ring_slot_bytes(const struct ring *ring);
struct ring_segment *ring_segment(const struct ring *ring);

/* The header of a slot, in shared memory: readers of what others wrote use block_read(). */
struct block_header *ring_block(const struct ring *ring, uint32_t slot);

/* seat: SEM_PRODUCER, SEM_CONSUMER or SEM_PLAYER. -EBUSY: taken, and *ret_holder tells by whom. */
int ring_take_seat(struct ring *ring, enum sem_index seat, pid_t *ret_holder);

/* Sleeps until both children's seats are vacant; -EAGAIN after timeout_ms. */
int ring_wait_vacant(struct ring *ring, uint32_t timeout_ms);

/*
 * Sleeps for timeout_ms, or until the ring is removed. For whoever holds the consumer's seat.
 * -EPROTO: the seat is vacant all the same: somebody has spoiled the set.
 */
int ring_sleep(struct ring *ring, uint32_t timeout_ms);

int ring_snapshot(const struct ring *ring, struct semset_snapshot *ret_snapshot);

/* The gate. -EALREADY: it was shut, or open, before; nothing is changed. */
int ring_pause(struct ring *ring);
int ring_resume(struct ring *ring);

/* 1: shut, 0: open, or a negative errno. */
int ring_paused(const struct ring *ring);

/*
 * Orders, player only. A higher epoch makes every block of a lower one stale: the consumer
 * throws those away, which frees slots, which wakes the producer.
 */
/* Both: -ETIMEDOUT when another process sits on the lock. */
int ring_set_orders(struct ring *ring, const struct ring_orders *orders);
int ring_orders(struct ring *ring, struct ring_orders *ret_orders);
static inline uint32_t ring_epoch(const struct ring *ring)
{
    return atomic_load_explicit(&ring_segment(ring)->epoch, memory_order_acquire);
}

/*
 * Slow motion, player only: from now on each step of the children waits so many ms first, or
 * RING_PACE_NONE, RING_PACE_TURN. With the latter, ring_give_turns() lets that many steps happen,
 * whoever waits first; -ERANGE: none, or more than can be counted. Another pace frees whoever waits
 * for a turn; so many ms that have begun are waited to their end.
 */
int ring_set_pace(struct ring *ring, uint32_t pace);
int ring_give_turns(struct ring *ring, uint16_t turns);

/* Children, in slow motion: `tell` is called whenever the flight recorder has something new. */
void ring_watch(struct ring *ring, void (*tell)(void *context), void *context);

/*
 * Into the flight recorder of this process's seat: what is no step. who: enum flight_role, for
 * FLIGHT_STARTED and FLIGHT_ENDED; result: the signal.
 */
void ring_note(struct ring *ring, enum flight_kind kind, enum flight_role who, int result,
               uint32_t value);

/* Producer. It holds one claim at the most. */

/* Sleeps until a slot is free, and claims it. */
int ring_producer_claim(struct ring *ring);

/* Hands the claimed block over. */
int ring_producer_commit(struct ring *ring);

/* Both at once: -EAGAIN when no other slot is free, and then nothing has changed. */
int ring_producer_commit_claim(struct ring *ring);

/* Sleeps until `burst` slots are free; takes none. */
int ring_producer_wait(struct ring *ring, uint16_t burst);

/* The block in hand, or NULL. Its header's sequence is filled in already. */
struct block_header *ring_producer_block(struct ring *ring);

/*
 * Where a new producer goes on: what follows the newest committed block, if that belongs to
 * the orders' epoch (begun), else where the orders begin. at_end: that block ended its track.
 */
struct ring_resume_point {
    uint32_t epoch;
    uint32_t track;
    uint64_t frame;
    bool begun;
    bool at_end;
};
int ring_resume_point(struct ring *ring, struct ring_resume_point *ret_point);

/* Consumer. It holds as many claims as the device has blocks that are not yet heard. */

/*
 * Claims the next `count` blocks; sleeps while the gate is shut or there are fewer. timeout
 * NULL: for ever; {0, 0}: not at all. -EAGAIN: none claimed. -ENOBUFS: it would be holding
 * the whole ring, of which one slot has to stay out of hand.
 */
int ring_consumer_claim(struct ring *ring, uint16_t count, const struct timespec *timeout);

/* Claims the next `count` blocks whatever the gate, to throw them away; -EAGAIN: fewer filled. */
int ring_consumer_claim_stale(struct ring *ring, uint16_t count);

/* Sleeps until `burst` blocks are filled and the gate is open; claims none. */
int ring_consumer_wait(struct ring *ring, uint16_t burst, const struct timespec *timeout);

/*
 * The oldest `count` blocks in hand have been heard: their slots are free. -EPROTO: somebody has
 * spoiled the counts (so ring_consumer_release()).
 */
int ring_consumer_commit(struct ring *ring, uint16_t count);

/* Gives back all blocks in hand, unheard: they are claimed again, in the same order, later. */
int ring_consumer_release(struct ring *ring);

/* How many blocks are in hand, and the slot of the i-th of them, from 0, the oldest first. */
uint16_t ring_consumer_held(const struct ring *ring);
uint32_t ring_consumer_slot(const struct ring *ring, uint16_t i);

/*
 * Publishes how far the listener has come, whole or not at all: a death in the middle leaves
 * what was published before.
 */
void ring_set_heard(struct ring *ring, const struct ring_heard *heard);

/* What was published last, by whatever consumer. */
struct ring_heard ring_heard(const struct ring *ring);

/* How many frames of this block have been heard, according to that. */
uint32_t ring_heard_frames(const struct ring *ring, const struct block_header *block);

/*
 * The first unheard frame: track, frame and format in *ret_header (its position moved on by
 * what was heard of the block). -ENODATA: nothing of this epoch is in the ring yet.
 */
int ring_position(const struct ring *ring, struct block_header *ret_header);

/*
 * The same by what the consumer has published last, and by nothing else: it asks no semaphore, so
 * it answers even when all objects are removed. -ENODATA: also when that block is no longer there.
 */
int ring_last_heard(const struct ring *ring, struct block_header *ret_header);

#endif
