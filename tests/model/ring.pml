/*
 * ring.pml - the ring between its processes: every order of their steps, and a killer.
 *
 * Each semop is one step, and its operations are those that step_build() writes (kernel.h).
 * Whatever else a process does to what others change or read (filling a slot, looking at the
 * epoch or the gate, publishing what was heard) is a step of its own, so that a death or another
 * process can come in between. A process that died starts anew and takes its vacant seat.
 *
 * An epoch is only ever compared with that of the moment. So none is counted here: raising it
 * marks all there is as stale, as often as the player likes.
 *
 * The assertions say what must hold at every moment, and the formulas at the end what must
 * happen at last. README.md has the reasons.
 */
#define N         MODEL_SLOTS
#define BURST     2       /* slots worth waking the producer for */
#define SEQUENCES (2 * N) /* more than N: a block of the turn before or after is told apart */
#define HALF_MADE SEQUENCES
#define UNKNOWN   N /* HEAD or TAIL, to a new process */

/* As in semset.h. */
#define FREE     0
#define FILLED   1
#define HEAD     2
#define TAIL     3
#define PAUSED   4
#define PRODUCER 5
#define CONSUMER 6
#define PLAYER   7
#define SET_SIZE 10

c_decl {
\#include "tests/model/kernel.h"
_Static_assert(SEM_FREE == FREE && SEM_FILLED == FILLED && SEM_HEAD == HEAD, "semset.h");
_Static_assert(SEM_TAIL == TAIL && SEM_PAUSED == PAUSED && SEM_COUNT == SET_SIZE, "semset.h");
_Static_assert(SEM_PRODUCER == PRODUCER && SEM_CONSUMER == CONSUMER, "semset.h");
_Static_assert(SEM_PLAYER == PLAYER, "semset.h");
}

/* The set, and what the kernel owes on behalf of each process. */
byte value[SET_SIZE] = {N, 0, 0, 0, 0, 1, 1, 1, 1, 0};
short producer_debt[SET_SIZE];
short consumer_debt[SET_SIZE];

/* The blocks in shared memory. */
byte sequence[N];
bool stale[N];
byte published; /* how many of those not yet committed have been heard: struct ring_heard */

/* What the producer knows, and what the consumer knows: gone with them. */
bool claimed, job_stale;
byte head = UNKNOWN, newest;
bool behind, unwritten, sounding;
byte tail = UNKNOWN, held;
byte heard; /* blocks in hand that the device has played */
byte count; /* blocks about to be committed */

/* The kernel has buried it; its successor has not begun yet. */
bool producer_died, consumer_died;

/* What only the checks know. */
#define NOBODY    0
#define PRODUCING 1
#define WAITING   2
#define CONSUMING 3
byte owner[N];
byte first = 1; /* the sequence of the oldest block that the consumer has not committed */
byte noted;     /* how many from it on were ever published as heard */
bool shut, calm;

byte i; /* for loops; 0 between two steps */

/*
 * Carries a step out, which has to be possible: one that would sleep here is an error. What is
 * printed is seen only when a trail is replayed.
 */
#define DO(seat, debts, step, index, count, part) \
    c_code [kernel_may(now.value, seat, step, index, count, part)] { \
        kernel_do(now.value, debts, seat, step, index, count, part); \
        Printf("      %s\n", step_name(step)); \
    }
#define PRODUCER_DOES(step, part) DO(PRODUCER, now.producer_debt, step, now.head, 1, part)
#define CONSUMER_DOES(step, count, part) \
    DO(CONSUMER, now.consumer_debt, step, now.tail, count, part)
#define PLAYER_DOES(step) DO(PLAYER, (short *)0, step, 0, 1, 0)

/* Spin takes no function calls in an expression, but by another name. */
c_decl {
\#define may_return kernel_may(now.value, PRODUCER, STEP_PRODUCER_WAIT, 0, BURST, 0)
\#define may_take   kernel_may(now.value, PRODUCER, STEP_PRODUCER_CLAIM, 0, 1, 0)
\#define may_go_on  kernel_may(now.value, PRODUCER, STEP_PRODUCER_COMMIT_CLAIM, now.head, 1, 0)
\#define may_claim  kernel_may(now.value, CONSUMER, STEP_CONSUMER_CLAIM, 0, 1, 0)
\#define may_drop   kernel_may(now.value, CONSUMER, STEP_CONSUMER_CLAIM_STALE, 0, 1, 0)
\#define may_pause  kernel_may(now.value, PLAYER, STEP_PAUSE, 0, 1, 0)
\#define may_resume kernel_may(now.value, PLAYER, STEP_RESUME, 0, 1, 0)
}

/* A mutant's commit may be two semops (mutant.h). What the process notes comes with the last. */
#ifdef CUT
bool producer_halfway, consumer_halfway;
#define LAST 1
#else
#define LAST 0
#define producer_halfway false
#define consumer_halfway false
#endif

/* No slot is lost and none is owned twice: the semaphores count just what belongs to whom. */
inline check()
{
    printf("        FREE %d FILLED %d HEAD %d TAIL %d PAUSED %d\n", value[FREE], value[FILLED],
        value[HEAD], value[TAIL], value[PAUSED]);
    if
    :: producer_halfway || consumer_halfway
    :: else ->
        assert(value[FREE] + value[FILLED] + claimed + held == N);
        assert((value[TAIL] + held + value[FILLED]) % N == value[HEAD]);
        assert(value[HEAD] < N && value[TAIL] < N);
        assert(value[PAUSED] == shut)
    fi
}

inline pass(slot, from, to)
{
    assert(owner[slot] == from);
    owner[slot] = to;
    stale[slot] = stale[slot] && to != NOBODY
}

/* What the dead one had claimed is whose it was before. */
inline pass_back(from, to)
{
    i = 0;
    do
    :: i < N ->
        if
        :: owner[i] == from -> pass(i, from, to)
        :: else
        fi;
        i++
    :: else -> break
    od;
    i = 0
}

#include "producer.pml"
#include "consumer.pml"

/* The player and the killer, until they leave the others in peace. */

active proctype world() provided (!producer_died && !consumer_died)
{
    do
    :: d_step {
        if
        :: c_expr { may_pause } -> PLAYER_DOES(STEP_PAUSE); shut = true
        :: else -> assert(shut)
        fi;
        check()
    }
    :: d_step {
        if
        :: c_expr { may_resume } -> PLAYER_DOES(STEP_RESUME); shut = false
        :: else -> assert(!shut)
        fi;
        check()
    }
    :: d_step {
        printf("      a new epoch\n");
        job_stale = true;
        behind = true;
        i = 0;
        do
        :: i < N -> stale[i] = owner[i] != NOBODY; i++
        :: else -> break
        od;
        i = 0
    }
    :: d_step { producer_dies() }
    :: d_step { consumer_dies() }
    :: d_step { !shut -> calm = true }
        break
    od
}

/*
 * What must happen at last, if no process is passed over for ever (weak fairness). The formulas
 * ask for each index of three slots.
 */
#if MODEL_SLOTS == 3

/* A shut gate makes the consumer give back what it holds, whoever dies meanwhile. */
ltl silent { !<>[](shut && held > 0) }

/*
 * Once the gate stays open and nobody is killed any more, the consumer does not sleep on, no
 * block stays in the ring, and the producer does not wait while it has work.
 */
#define ASLEEP     <>[](calm && held == 0 && value[FILLED] > 0)
#define STUCK(t)   <>[](calm && value[TAIL] == t && held + value[FILLED] > 0)
#define STARVED(h) <>[](calm && value[HEAD] == h && !producer@end_idle)
ltl lively {
    !(ASLEEP || STUCK(0) || STUCK(1) || STUCK(2) || STARVED(0) || STARVED(1) || STARVED(2))
}

#endif
