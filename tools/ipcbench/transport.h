/*
 * transport.h - the contract: one way to hand blocks of sound from one process to another.
 *
 * A transport is a const table of functions, one file each. Blocks have one size, come in order,
 * and none may be lost. The order of calls, in three processes:
 *
 *   parent      open, fork twice, wait for both, close
 *   sender      begin, then for every block: send
 *   receiver    begin, then for every block: receive, look at it once, release
 *
 * The children never close: the kernel does so when they end, as it does when they are killed. All
 * functions that return int return 0 or a negative errno, and sleep rather than fail where there
 * is no room, or nothing to receive. Whoever waits for a dead partner is ended by the parent.
 */
#ifndef TOOLS_IPCBENCH_TRANSPORT_H
#define TOOLS_IPCBENCH_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shmring/orphan.h"

enum transport_side { TRANSPORT_SENDER, TRANSPORT_RECEIVER, TRANSPORT_SIDES };

enum {
    TRANSPORT_SIZE_MIN = 16, /* bytes of a block; a multiple of TRANSPORT_SIZE_STEP */
    TRANSPORT_SIZE_MAX = 256 * 1024,
    TRANSPORT_SIZE_STEP = 4
};

struct transport_shape {
    uint32_t size;   /* bytes of a block */
    uint32_t blocks; /* how many may be under way at once, as near to it as the system lets */
};

/* What may be under way at once, as the kernel, or the ring, has it. 0: no such limit. */
struct transport_limit {
    uint64_t bytes;
    uint32_t messages;
    uint32_t pieces; /* messages that make up a block: 1, or more where they are limited in size */
};

struct transport {
    const char *name;   /* on the command line, in tables and in JSON */
    const char *limits; /* what of the system may refuse it */
    bool in_place;      /* the receiver reads where the sender wrote */

    /* Makes it, known to nobody else. A refusal leaves nothing behind. */
    int (*open)(const struct transport_shape *shape, void **ret_channel);
    void (*limit)(const void *channel, struct transport_limit *ret_limit);

    /* The System V objects of it, for a child to remove when the parent is gone; NULL: none. */
    void (*objects)(const void *channel, struct orphan_objects *ret_objects);

    int (*begin)(void *channel, enum transport_side side);

    /* `block` is the caller's again when this returns. */
    int (*send)(void *channel, const void *block);

    /* The next block; the transport's, and there until it is released. */
    int (*receive)(void *channel, const void **ret_block);
    int (*release)(void *channel); /* NULL: there is nothing to give back */

    /* Removes everything and frees the channel. */
    void (*close)(void *channel);
};

/* All there are, in the order in which they are shown. */
enum { TRANSPORT_COUNT = 10 };
extern const struct transport *const transport_all[TRANSPORT_COUNT];

/* The one of that name, or NULL. */
const struct transport *transport_find(const char *name);

/*
 * Blocks under way for a block size: 64, but no more than 256 KiB of them, and at least 8, since
 * a ring has no fewer slots.
 */
uint32_t transport_blocks(uint32_t size);

/* One file each. */
extern const struct transport transport_ring;
extern const struct transport transport_pipe;
extern const struct transport transport_fifo;
extern const struct transport transport_unix_stream;
extern const struct transport transport_unix_datagram;
extern const struct transport transport_unix_seqpacket;
extern const struct transport transport_tcp;
extern const struct transport transport_sysv_queue;
extern const struct transport transport_posix_queue;
extern const struct transport transport_futex;

#endif
