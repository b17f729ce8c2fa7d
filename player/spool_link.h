/*
 * spool_link.h - what is known of the connection that a spool's bytes come through.
 */
#ifndef PLAYER_SPOOL_LINK_H
#define PLAYER_SPOOL_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "player/icy.h"

/* The connection to an address. */
struct spool_link {
    bool answered;  /* the headers of this connection have been read */
    bool lost;      /* it has ended before its time; what it has brought is still read */
    bool over;      /* nothing more comes, though that is not the end of a file */
    bool list;      /* it is no sound, but a list of what is to be played */
    bool hls;       /* that list names the pieces of a stream, which ffmpeg fetches itself */
    bool hls_ends;  /* and it has an end */
    bool no_range;  /* the server begins at the beginning: what is there already is passed over */
    uint64_t began; /* with so many bytes there */
    uint64_t again; /* of what comes again, so many bytes have been seen to be the same */
    uint32_t attempts;   /* to make it anew, in a row without success */
    uint32_t wait_ticks; /* until the next; 0: none is to come */
    uint32_t reconnects; /* that succeeded */
    struct icy icy;
    struct icy_station station;
};

#endif
