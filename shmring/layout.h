/*
 * layout.h - every byte of the shared-memory segment, and nothing else.
 *
 * The segment holds audio and a few words of orders; who owns which slot is told by the
 * semaphore set alone (semset.h). Fields have fixed widths, places are offsets from the
 * start of the segment, never pointers, and each field names its one writer.
 *
 *   0       struct ring_segment: identity, orders, what has been heard
 *   4096    three struct flight_log: what producer, consumer and player did last (flight.h)
 *   802816  slot 0: struct block_header, then its samples
 *           slot 1 ... slot N-1, each slot_bytes long
 */
#ifndef SHMRING_LAYOUT_H
#define SHMRING_LAYOUT_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define RING_MAGIC    0x4f444e52u /* "RNDO" in memory on a little-endian machine */
#define RING_VERSION  2u
#define RING_NAME_MAX 64

enum {
    RING_SLOTS_MIN = 8,
    RING_SLOTS_MAX = 8192,
    RING_LOGS_OFFSET = 4096,
    RING_LOGS = 3, /* of producer, consumer and player, in the order of their seats */
    RING_SLOTS_OFFSET = RING_LOGS_OFFSET + RING_LOGS * 65 * 4096,
    RING_SLOT_BYTES_MIN = 4096,
    RING_SLOT_BYTES_MAX = 1 << 20,
    RING_BLOCK_MS = 80 /* what a full block plays, unless the slot is too small for it */
};

/* How a sample stands in a slot: native byte order, channels interleaved. */
enum sample_format {
    SAMPLE_NONE,
    SAMPLE_S16, /* int16_t */
    SAMPLE_S24, /* int32_t, the 24 bits left-justified, the low byte 0 */
    SAMPLE_S32, /* int32_t */
    SAMPLE_F32, /* float, full scale at 1.0 */
    SAMPLE_FORMATS
};

enum block_flag {
    BLOCK_START = 1, /* the first block after a seek or at a track's beginning */
    BLOCK_END = 2,   /* the last block of a track; it may hold no frames at all */
    BLOCK_FLAGS = BLOCK_START | BLOCK_END
};

enum {
    BLOCK_CHANNELS_MAX = 32,
    BLOCK_RATE_MIN = 1000,
    BLOCK_RATE_MAX = 1536000,
};

/* What a slot begins with. Writer: the producer, while it holds the slot's claim. */
struct block_header {
    uint32_t sequence; /* one more than the block before had; after a bad one, far more */
    uint32_t epoch;    /* the orders it was decoded under; an older one is thrown away */
    uint32_t track;    /* the player's number for the track, from 0 */
    uint32_t flags;    /* enum block_flag */
    uint64_t position; /* the first frame's place in the track, in frames from 0 */
    uint32_t frames;   /* frames in this block */
    uint32_t rate;     /* frames a second */
    uint16_t channels;
    uint16_t format; /* enum sample_format */
    uint32_t reserved[7];
};

_Static_assert(sizeof(struct block_header) == 64, "samples start on a cache line");
_Static_assert(offsetof(struct block_header, position) == 16, "layout");
_Static_assert(offsetof(struct block_header, channels) == 32, "layout");

/* How far the listener has come. Writer: the consumer. */
struct ring_heard {
    uint32_t sequence; /* the newest block of which something was heard; all before it were */
    uint32_t frames;   /* and how many frames of it */
    uint64_t total;    /* frames heard since the segment was made */
};

/* Where the music of an epoch begins. Writer: the player, under SEM_LOCK. */
struct ring_orders {
    uint32_t epoch;
    uint32_t track;
    uint64_t frame;
};

/* Slow motion (ring_pace.c), besides a number of milliseconds. */
#define RING_PACE_NONE 0u         /* each step as soon as it can be */
#define RING_PACE_TURN UINT32_MAX /* each step when the player gives a turn */
#define RING_PACE_MS   4u         /* slower by a factor of F: a pace of F times this */

struct ring_segment {
    /* Identity. Writer: the player, before anyone else knows the segment. */
    uint32_t magic;
    uint32_t version;
    uint32_t slots;
    uint32_t slot_bytes;
    uint64_t total_bytes;
    char name[RING_NAME_MAX]; /* the instance's, zero-terminated */
    uint8_t pad_identity[40];

    /* Orders. Writer: the player. Whoever wants all of `orders` at once takes SEM_LOCK. */
    struct ring_orders orders;
    _Atomic uint32_t epoch;  /* equals orders.epoch; the audio path reads just this */
    _Atomic uint32_t volume; /* in thousandths: 1000 leaves the samples untouched */
    _Atomic uint32_t fade;   /* not 0: fade out, and end */
    /* An epoch that goes on where the one before was: what has been heard does not come again. */
    _Atomic uint32_t goes_on;
    _Atomic uint32_t pace; /* ms that each step of the children waits first, or RING_PACE_… */
    uint8_t pad_orders[28];

    /* What has been heard. Writer: the consumer. */
    struct ring_heard heard[2];
    _Atomic uint32_t heard_now; /* which of the two holds; the other is being written */
    _Atomic uint32_t beat;      /* grows with every piece of sound that went to the device */
    uint8_t pad_heard[24];
};

/*
 * The flight recorder: a ring of the newest events of one seat, whoever sits there. Writer: the
 * holder of that seat. flight.h says what the words of an event mean.
 */
enum { FLIGHT_EVENTS = 8192, FLIGHT_WORDS = 4 };

struct flight_log {
    _Atomic uint64_t next; /* how many were ever written; the next one's place is this modulo */
    uint8_t pad[4088];
    _Atomic uint64_t word[FLIGHT_EVENTS][FLIGHT_WORDS];
};

_Static_assert(sizeof(struct flight_log) == 65 * 4096, "layout");
_Static_assert(offsetof(struct ring_segment, orders) == 128, "each writer has its own lines");
_Static_assert(offsetof(struct ring_segment, epoch) == 144, "layout");
_Static_assert(offsetof(struct ring_segment, heard) == 192, "each writer has its own lines");
_Static_assert(sizeof(struct ring_segment) == 256, "layout");
_Static_assert(offsetof(struct ring_segment, pace) == 160, "layout");
_Static_assert(sizeof(struct ring_segment) <= RING_LOGS_OFFSET, "layout");
_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "processes cannot share a hidden lock");

#endif
