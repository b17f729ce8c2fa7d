/*
 * pair.h - what the transports that are two descriptors have in common.
 *
 * The sender writes to one, the receiver reads from the other into a buffer of its own: a block is
 * copied into the kernel and out of it again. The functions fit into struct transport.
 */
#ifndef TOOLS_IPCBENCH_PAIR_H
#define TOOLS_IPCBENCH_PAIR_H

#include "tools/ipcbench/transport.h"

struct pair {
    int end[TRANSPORT_SIDES]; /* by the side whose it is */
    uint32_t size;
    uint8_t *block; /* the receiver's buffer */
};

/* Takes both descriptors over, which are closed if this fails. */
int pair_create(const struct transport_shape *shape, int sender, int receiver, void **ret_channel);

/*
 * Asks for room for shape->blocks, which the kernel rounds up to pages and a power of two; where
 * it refuses (fs.pipe-max-size, fs.pipe-user-pages-soft), for less. It cannot fail: a pipe has
 * some size already.
 */
void pair_size_pipe(const struct transport_shape *shape, int pipe);

/*
 * Asks for room for shape->blocks in sockets. The kernel counts what a message costs it besides
 * its bytes, too, and grants what net.core.wmem_max and rmem_max allow. -EMSGSIZE: not even one.
 */
int pair_size_sockets(const struct transport_shape *shape, int sender, int receiver);

/* A pair of UNIX sockets of that type, sized. */
int pair_create_unix(const struct transport_shape *shape, int type, void **ret_channel);

/* Closes the other side's descriptor. */
int pair_begin(void *channel, enum transport_side side);

/* A stream of bytes: blocks are cut out of it by their size. */
int pair_send_stream(void *channel, const void *block);
int pair_receive_stream(void *channel, const void **ret_block);

/* A message for each block. -EBADMSG: one of another size. */
int pair_send_packet(void *channel, const void *block);
int pair_receive_packet(void *channel, const void **ret_block);

/* Of a pipe: its bytes. Of a socket: SO_SNDBUF. */
void pair_limit_pipe(const void *channel, struct transport_limit *ret_limit);
void pair_limit_socket(const void *channel, struct transport_limit *ret_limit);

void pair_close(void *channel);

#endif
