/*
 * wrong_party.h - a process on the wrong ring, as a subject (subject.h).
 */
#ifndef TOOLS_RONDOLAB_WRONG_PARTY_H
#define TOOLS_RONDOLAB_WRONG_PARTY_H

#include "tools/rondolab/subject.h"
#include "tools/rondolab/wrong_ring.h"

/*
 * Each is done as often as the order's count says, or until one fails; the answer's count says how
 * often it was done. A GET never sleeps: it ends where nothing is filled.
 */
enum wrong_act {
    WRONG_PUT,
    WRONG_GET,         /* the answer has the blocks' numbers, SUBJECT_NUMBERS_MAX at most */
    WRONG_TAKE_FREE,   /* only the first half of a put: then it has a slot in hand */
    WRONG_TAKE_FILLED, /* only the first half of a get */
    WRONG_POST_FILLED
};

/* undo: whether this process operates with SEM_UNDO, whatever others of the ring do. */
int wrong_party_start(const struct guardian *guardian, const struct wrong_ring *ring, bool undo,
                      struct subject *ret_subject);

#endif
