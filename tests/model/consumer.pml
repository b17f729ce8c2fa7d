/*
 * consumer.pml - ring_consumer.c, player/consumer/engine.c, and the device.
 *
 * The consumer attends to the epoch and the gate, then gives the device the block that it took
 * up last, or takes up another, and settles what has been heard: publishes it, then commits.
 * The device plays meanwhile. A shut gate or a new epoch makes it silent first; then what is
 * unheard is given back, or thrown away.
 *
 * Two mutants are mistakes that the engine once had. FORGETS publishes what it has heard even
 * where a predecessor had published more; HASTY does not look at the epoch between the claim
 * of a block and taking it up, and so throws away the first block of new orders.
 */

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

/*
 * First what was heard is published, then it is committed. What a predecessor has published
 * counts as heard.
 */
inline settle()
{
    if
    :: d_step {
        heard > 0 || (held > 0 && held <= published) ->
        if
        :: held <= published -> heard = held; unwritten = false
        :: else
        fi;
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
    assert(tail == value[TAIL]);
    assert(sequence[(tail + held) % N] == (first + held) % SEQUENCES);
    pass((tail + held) % N, WAITING, CONSUMING);
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
#ifndef HASTY
    follow_epoch(1);
#endif
    if
    :: d_step { held == 1 && stale[tail] -> count = 1 }
        discard_stale()
    :: else
    fi
}

inline consumer_dies()
{
    printf("      the consumer is killed\n");
    consumer_died = true;
    c_code { kernel_exit(now.value, now.consumer_debt); };
    pass_back(CONSUMING, WAITING);
    behind = false;
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

active proctype consumer()
{
begin:
    {
        d_step {
            printf("      a consumer begins\n");
            CONSUMER_DOES(STEP_TAKE_SEAT, 1, 0);
            assert(value[CONSUMER] == 0);
            behind = false
        }
        d_step { tail = value[TAIL] } /* nobody else moves it */
        do
        :: follow_epoch(0);
            if
            :: d_step { held > 0 && value[PAUSED] > 0 -> sounding = false }
                settle();
                if
                :: held > 0 -> consumer_release()
                :: else
                fi
            :: d_step {
                held > 0 && value[PAUSED] == 0 && unwritten ->
                unwritten = false;
                sounding = true
            }
            :: held > 0 && value[PAUSED] == 0 && !unwritten ->
                if
                :: d_step {
                    held + 1 < N && c_expr { may_claim } ->
                    assert(!shut);
                    CONSUMER_DOES(STEP_CONSUMER_CLAIM, 1, 0);
                    take_up()
                }
                    accept()
                :: else
                fi;
                settle()
            :: d_step {
                held == 0 && c_expr { may_claim } ->
                assert(!shut);
                CONSUMER_DOES(STEP_CONSUMER_CLAIM, 1, 0);
                take_up()
            }
                accept();
                settle()
            :: else ->
end_asleep:     d_step {
                    c_expr { may_claim } ->
                    assert(!shut);
                    CONSUMER_DOES(STEP_CONSUMER_CLAIM, 1, 0);
                    take_up()
                }
                accept();
                if
                :: held > 0 && value[PAUSED] > 0 -> consumer_release()
                :: else
                fi;
                settle()
            fi
        od
    } unless {
        d_step { consumer_died -> consumer_died = false }
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
