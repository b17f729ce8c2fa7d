/*
 * wrong_party.c - see wrong_party.h. The process exits, or dies, with whatever it has in hand.
 */
#include "tools/rondolab/wrong_party.h"

#include <errno.h>

static int once(struct wrong_ring *ring, enum wrong_act act, struct answer *answer)
{
    switch (act) {
    case WRONG_PUT:
        return wrong_ring_put(ring);
    case WRONG_GET:
        if (answer->count == SUBJECT_NUMBERS_MAX || wrong_ring_value(ring, WRONG_FILLED) < 1)
            return -EAGAIN;
        return wrong_ring_get(ring, &answer->number[answer->count]);
    case WRONG_TAKE_FREE:
        return wrong_ring_take(ring, WRONG_FREE, NULL);
    case WRONG_TAKE_FILLED:
        return wrong_ring_take(ring, WRONG_FILLED, NULL);
    default: /* WRONG_POST_FILLED */
        return wrong_ring_post(ring, WRONG_FILLED);
    }
}

static void act(void *context, const struct order *order, struct answer *ret_answer)
{
    while (ret_answer->count < order->count && ret_answer->error == 0) {
        ret_answer->error = once(context, (enum wrong_act)order->act, ret_answer);
        ret_answer->count += ret_answer->error == 0;
    }
}

int wrong_party_start(const struct guardian *guardian, const struct wrong_ring *ring, bool undo,
                      struct subject *ret_subject)
{
    struct wrong_ring own = *ring;

    own.undo = undo;
    return subject_start(guardian, act, &own, ret_subject);
}
