/*
 * offer.h - the nearest format that a device takes, where it does not take the one of a track.
 */
#ifndef PLAYER_CONSUMER_OFFER_H
#define PLAYER_CONSUMER_OFFER_H

#include "player/consumer/output.h"

/* Whether the device takes a format. */
typedef bool offer_takes(void *device, const struct output_format *format);

/*
 * What is changed rather than something else: the sample format (a wider one first), the channels
 * (two, then more, then one), the rate (the next above it, else the next below), rate and channels.
 * own_rate: one that the device likes, 0: not known. -ENOTSUP: it takes none of them.
 */
int offer_nearest(offer_takes *takes, void *device, const struct output_format *wanted,
                  uint32_t own_rate, struct output_format *ret_offer);

#endif
