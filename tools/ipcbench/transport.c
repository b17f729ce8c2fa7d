/*
 * transport.c - the list of all transports, and how much they may have under way.
 */
#include "tools/ipcbench/transport.h"

#include <string.h>

enum { BLOCKS_MIN = 8, BLOCKS_MAX = 64, BYTES_MAX = 256 * 1024 };

const struct transport *const transport_all[TRANSPORT_COUNT] = {
    &transport_ring,          &transport_pipe,           &transport_fifo, &transport_unix_stream,
    &transport_unix_datagram, &transport_unix_seqpacket, &transport_tcp,  &transport_sysv_queue,
    &transport_posix_queue,   &transport_futex,
};

const struct transport *transport_find(const char *name)
{
    for (size_t i = 0; i < TRANSPORT_COUNT; i++)
        if (strcmp(transport_all[i]->name, name) == 0)
            return transport_all[i];
    return NULL;
}

uint32_t transport_blocks(uint32_t size)
{
    uint32_t blocks = BYTES_MAX / size;

    if (blocks < BLOCKS_MIN)
        return BLOCKS_MIN;
    return blocks < BLOCKS_MAX ? blocks : BLOCKS_MAX;
}
