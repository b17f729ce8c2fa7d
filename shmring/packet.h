/*
 * packet.h - one struct, and perhaps an open file, as one packet of a SOCK_SEQPACKET socket.
 *
 * What jobs.h and scans.h have in common. A packet arrives whole or is refused; a side that dies
 * leaves what it has sent before, and then the end.
 */
#ifndef SHMRING_PACKET_H
#define SHMRING_PACKET_H

#include <stdbool.h>
#include <stddef.h>

/* A close-on-exec pair of sockets: [0] for the player, [1] for who works for it. */
int packet_socketpair(int ret_sockets[2]);

/*
 * Sends `bytes` at `data` with a duplicate of `file`, which stays the caller's; -1 for none.
 * wait: sleeps while the socket is full, else -EAGAIN. -EPIPE: nobody is there any more.
 */
int packet_send(int socket, const void *data, size_t bytes, int file, bool wait);

/*
 * Receives a packet of exactly that length into `data`, which is spoiled on failure. The file that
 * came with it, or -1, is the caller's, also with -EBADMSG; ret_file NULL: the kernel closes
 * what came. wait: sleeps until there is one, else -EAGAIN. -EPIPE: the other side is gone;
 * -EBADMSG: of another length.
 */
int packet_receive(int socket, void *data, size_t bytes, bool wait, int *ret_file);

#endif
