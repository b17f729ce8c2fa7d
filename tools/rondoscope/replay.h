/*
 * replay.h - the ring's values after each of a list of events, worked out from one snapshot.
 *
 * An event names HEAD or TAIL before its step, and the claims after it. So each can be applied
 * without knowing whether the snapshot had seen it already, and one that was overwritten in the
 * recorder before it could be read is made up for by the next of its kind.
 */
#ifndef TOOLS_RONDOSCOPE_REPLAY_H
#define TOOLS_RONDOSCOPE_REPLAY_H

#include "tools/rondoscope/picture.h"

struct replay {
    int slots;
    int head;
    int tail;
    int unheard; /* filled, or held by the consumer */
    int claimed; /* by the producer: 0 or 1 */
    int held;    /* by the consumer */
    bool paused;
    bool locked;
    bool taken[FLIGHT_ROLES]; /* the seats */
};

/* In a ring of so many slots. False, and nothing is there to replay: the values cannot be so. */
bool replay_begin(uint16_t slots, const struct semset_snapshot *values, struct replay *ret_replay);

/* Goes on by one event. */
void replay_event(struct replay *replay, const struct picture_event *event);

/* The process of that role has ended: the kernel pays its debts. */
void replay_death(struct replay *replay, enum flight_role role);

/* The values that the set has by then; 0 for TURN, which no event tells of. */
void replay_values(const struct replay *replay, struct semset_snapshot *ret_values);

/*
 * A picture of the same instance with the ring as it was then: its values and the states of its
 * slots, which go into `slots`; who slept is not known, and all the rest is as in `live`.
 */
void replay_picture(const struct replay *replay, const struct picture *live,
                    struct picture_slot *slots, struct picture *ret_picture);

#endif
