/*
 * engine.h - the consumer's work: blocks out of the ring, sound into an output.
 */
#ifndef PLAYER_CONSUMER_ENGINE_H
#define PLAYER_CONSUMER_ENGINE_H

#include "player/consumer/output.h"
#include "player/consumer/reporter.h"
#include "shmring/ring.h"

/*
 * Plays until the ring is removed, or the fade-out that the player asked for is over: 0. A
 * negative errno when the output fails for good (it has been reported), memory is short, or, with
 * -EPROTO, somebody has spoiled the ring's counts.
 * The output has been created and is stopped, not destroyed, at the end.
 */
int engine_run(struct ring *ring, const struct output_ops *ops, struct output *output,
               struct reporter *reporter);

#endif
