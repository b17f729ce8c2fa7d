/*
 * ring.pml - the ring between its processes: every order of their steps, and a killer.
 *
 * Each semop is one step, and its operations are those that step_build() writes (kernel.h).
 * Whatever else a process does to what it shares (reading HEAD, writing a slot, looking at the
 * epoch or the gate) is a step of its own, so that a death or another process can come in
 * between. A process that died starts anew and takes its vacant seat.
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
#define SET_SIZE 9

c_decl {
\#include "tests/model/kernel.h"
_Static_assert(SEM_FREE == FREE && SEM_FILLED == FILLED && SEM_HEAD == HEAD, "semset.h");
_Static_assert(SEM_TAIL == TAIL && SEM_PAUSED == PAUSED && SEM_COUNT == SET_SIZE, "semset.h");
_Static_assert(SEM_PRODUCER == PRODUCER && SEM_CONSUMER == CONSUMER, "semset.h");
_Static_assert(SEM_PLAYER == PLAYER, "semset.h");
}

/* The set, and what the kernel owes on behalf of each process. */
byte value[SET_SIZE] = {N, 0, 0, 0, 0, 1, 1, 1, 1};
short producer_debt[SET_SIZE];
short consumer_debt[SET_SIZE];

/* The blocks in shared memory. */
byte sequence[N];
bool stale[N];
byte published; /* how many of those not yet committed have been heard: struct ring_heard */

/* What the producer knows, and what the consumer knows: gone with them. */
bool claimed, job_stale;
byte head = UNKNOWN, newest;
bool behind, slept, unwritten, sounding;
byte tail = UNKNOWN, held;
byte heard; /* blocks in hand that the device has played */
byte count; /* blocks about to be committed */

/* kill -9 takes place in no time. */
chan kill_producer = [0] of { bit };
chan kill_consumer = [0] of { bit };

/* What only the checks know. */
#define NOBODY    0
#define PRODUCING 1
#define WAITING   2
#define CONSUMING 3
byte owner[N];
byte first = 1; /* the sequence of the oldest block that the consumer has not committed */
byte noted;     /* how many from it on have ever been published as heard */
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

/* In a mutant's build a commit may be two semops. What the process notes comes with the last. */
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

/* ---- The producer: ring_producer.c and work.c. ---- */

/* For a while a block is neither the old one nor the new one. */
inline begin_block()
{
    assert(owner[head] == PRODUCING);
    sequence[head] = HALF_MADE
}

/* After a commit. */
inline next_head()
{
    pass(head, PRODUCING, WAITING);
    newest = sequence[head];
    head = (head + 1) % N
}

inline producer_claim()
{
    d_step {
        c_expr { may_take } ->
        PRODUCER_DOES(STEP_PRODUCER_CLAIM, 0);
        claimed = true;
        pass(value[HEAD], NOBODY, PRODUCING);
        check()
    }
    d_step {
        if
        :: head == UNKNOWN ->
            head = value[HEAD];
            newest = sequence[(head + N - 1) % N]
        :: else
        fi;
        begin_block()
    }
}

inline producer_commit()
{
#ifdef CUT
    d_step {
        PRODUCER_DOES(STEP_PRODUCER_COMMIT, 0);
        producer_halfway = true
    }
#endif
    d_step {
        PRODUCER_DOES(STEP_PRODUCER_COMMIT, LAST);
#ifdef CUT
        producer_halfway = false;
#endif
        claimed = false;
        next_head();
        check()
    }
}

active proctype producer()
{
begin:
    {
        d_step {
            PRODUCER_DOES(STEP_TAKE_SEAT, 0);
            assert(value[PRODUCER] == 0)
        }
        job_stale = false;
        do
        :: job_stale -> job_stale = false /* the next job is of the new epoch */
        :: !job_stale && claimed ->
            d_step {
                sequence[head] = (newest + 1) % SEQUENCES;
                stale[head] = job_stale
            }
            if
#ifndef CUT
            :: d_step {
                c_expr { may_go_on } ->
                PRODUCER_DOES(STEP_PRODUCER_COMMIT_CLAIM, 0);
                next_head();
                pass(head, NOBODY, PRODUCING);
                begin_block();
                check()
            }
#endif
            :: producer_commit()
            fi
        :: !job_stale && !claimed ->
            if
            :: true
            :: true
end_idle:       job_stale /* nothing left to play */
            fi;
            d_step {
                c_expr { may_return } ->
                DO(PRODUCER, now.producer_debt, STEP_PRODUCER_WAIT, 0, BURST, 0);
                check()
            }
            if
            :: job_stale
            :: else -> producer_claim()
            fi
        od
    } unless {
        d_step {
            kill_producer?_ ->
            printf("      the producer is killed\n");
            c_code { kernel_exit(now.value, now.producer_debt); };
            pass_back(PRODUCING, NOBODY);
            claimed = false;
            job_stale = false;
            head = UNKNOWN;
            newest = 0;
#ifdef CUT
            producer_halfway = false;
#endif
            check()
        }
    }
    goto begin
}

/* ---- The consumer: ring_consumer.c and engine.c. ---- */

/* The oldest `count` in hand leave the ring, each of them heard, or stale. */
inline consumer_commit()
{
#ifdef CUT
    d_step {
        CONSUMER_DOES(STEP_CONSUMER_COMMIT, now.count, 0);
        consumer_halfway = true
    }
#endif
    d_step {
        CONSUMER_DOES(STEP_CONSUMER_COMMIT, now.count, LAST);
#ifdef CUT
        consumer_halfway = false;
#endif
        held = held - count;
        do
        :: count > 0 ->
            assert(heard > 0 || stale[tail]);
            heard = (heard > 0 -> heard - 1 : 0);
            published = (published > 0 -> published - 1 : 0);
            noted = (noted > 0 -> noted - 1 : 0);
            pass(tail, CONSUMING, NOBODY);
            tail = (tail + 1) % N;
            first = (first + 1) % SEQUENCES;
            count--
        :: else -> break
        od;
        unwritten = unwritten && held > 0;
        sounding = sounding && held > 0;
        check()
    }
}

/* First what was heard is published, then it is committed. */
inline settle()
{
    if
    :: d_step {
        heard > 0 ->
#ifdef FORGETS
        published = heard;
#else
        published = (heard > published -> heard : published);
#endif
        noted = (heard > noted -> heard : noted);
        count = heard
    }
        consumer_commit()
    :: else
    fi
}

inline consumer_release()
{
    d_step {
        assert(heard == 0);
        CONSUMER_DOES(STEP_CONSUMER_RELEASE, now.held, 0);
        do
        :: held > 0 -> held--; pass((tail + held) % N, CONSUMING, WAITING)
        :: else -> break
        od;
        unwritten = false;
        check()
    }
}

/* After a claim. */
inline take_up()
{
    i = (value[TAIL] + held) % N;
    assert(sequence[i] == (first + held) % SEQUENCES);
    pass(i, WAITING, CONSUMING);
    i = 0;
    held++;
    unwritten = true;
    check()
}

/* Throws away what is stale in front, gate or no gate. */
inline discard_stale()
{
    do
    :: consumer_commit();
        if
        :: d_step {
            c_expr { may_drop } ->
            CONSUMER_DOES(STEP_CONSUMER_CLAIM_STALE, 1, 0);
            take_up()
        }
        :: else -> break
        fi;
        if
        :: d_step { stale[tail] -> count = 1 }
        :: else -> consumer_release(); break
        fi
    od
}

/* Under new orders what is in hand is stale, but for the blocks that were just claimed. */
inline follow_epoch(new)
{
    if
    :: d_step { behind -> behind = false; sounding = false }
        settle();
        if
        :: d_step { held > new -> count = held - new }
            consumer_commit()
        :: else
        fi
    :: else
    fi
}

/* Looks at the block just claimed. */
inline accept()
{
    if
    :: tail == UNKNOWN -> tail = value[TAIL]
    :: else
    fi;
#ifndef HASTY
    follow_epoch(1);
#endif
    if
    :: d_step { held == 1 && stale[tail] -> count = 1 }
        discard_stale()
    :: else ->
        if
        :: slept && value[PAUSED] > 0 -> consumer_release()
        :: else ->
            if
            :: d_step {
                held <= published ->
                assert(heard == held - 1);
                heard = held;
                unwritten = false
            }
                settle()
            :: else
            fi
        fi
    fi;
    slept = false
}

inline attend()
{
    follow_epoch(0);
    if
    :: held > 0 && value[PAUSED] > 0 ->
        sounding = false;
        settle();
        if
        :: held > 0 -> consumer_release()
        :: else
        fi
    :: else
    fi
}

active proctype consumer()
{
begin:
    {
        d_step {
            CONSUMER_DOES(STEP_TAKE_SEAT, 1, 0);
            assert(value[CONSUMER] == 0)
        }
        behind = false;
        do
        :: attend();
            if
            :: d_step { unwritten -> unwritten = false; sounding = true }
            :: d_step {
                !unwritten && held + 1 < N && c_expr { may_claim } ->
                assert(!shut);
                CONSUMER_DOES(STEP_CONSUMER_CLAIM, 1, 0);
                take_up()
            }
                accept();
                settle()
            :: else ->
                if
                :: held > 0 -> settle()
                :: held == 0 ->
end_asleep:         d_step {
                        c_expr { may_claim } ->
                        assert(!shut);
                        CONSUMER_DOES(STEP_CONSUMER_CLAIM, 1, 0);
                        slept = true;
                        take_up()
                    }
                    accept()
                fi
            fi
        od
    } unless {
        d_step {
            kill_consumer?_ ->
            printf("      the consumer is killed\n");
            c_code { kernel_exit(now.value, now.consumer_debt); };
            pass_back(CONSUMING, WAITING);
            behind = false;
            slept = false;
            unwritten = false;
            sounding = false;
            tail = UNKNOWN;
            held = 0;
            heard = 0;
            count = 0;
#ifdef CUT
            consumer_halfway = false;
#endif
            check()
        }
    }
    goto begin
}

/* Plays what it was given, block by block. */
active proctype device()
{
end:
    do
    :: d_step {
        sounding && heard + unwritten < held ->
        printf("      block %d is heard\n", sequence[(tail + heard) % N]);
        assert(sequence[(tail + heard) % N] == (first + heard) % SEQUENCES);
        assert(!stale[(tail + heard) % N] || behind);
        assert(heard >= noted);
        heard++
    }
    od
}

/* ---- The player and the killer, until they leave the others in peace. ---- */

active proctype player()
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
    :: kill_producer!0
    :: kill_consumer!0
    :: d_step { !shut -> calm = true }
        break
    od
}

/* ---- What must happen at last, if everybody is served now and then (weak fairness). ---- */

/* A shut gate makes the consumer give its blocks back, whoever dies meanwhile. */
ltl silent { !<>[](shut && held > 0) }

/* Once the gate stays open and nobody is killed, what is filled is taken up, ... */
ltl resumed { !<>[](calm && held == 0 && value[FILLED] > 0) }

/* ... whatever is in the ring leaves it, in its turn, ... */
#define STUCK(t) <>[](calm && value[TAIL] == t && held + value[FILLED] > 0)
ltl played { !(STUCK(0) || STUCK(1) || STUCK(2)) }

/* ... and the producer goes on for as long as it has work. */
#define STARVED(h) <>[](calm && value[HEAD] == h && !producer@end_idle)
ltl produced { !(STARVED(0) || STARVED(1) || STARVED(2)) }
