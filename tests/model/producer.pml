/*
 * producer.pml - ring_producer.c and producer/work.c.
 *
 * A slot is claimed, then filled (in two steps, for a death may come between two samples), then
 * handed over, at best together with the claim of the next. With no slot free it sleeps for
 * a burst of them; with nothing left to play it sleeps until the orders change. A successor
 * counts on from the sequence of the newest block, the one before HEAD.
 */

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

/* Once it has its seat: nobody else moves HEAD. */
inline find_head()
{
    d_step {
        head = value[HEAD];
        newest = sequence[(head + N - 1) % N]
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

inline producer_dies()
{
    printf("      the producer is killed\n");
    producer_died = true;
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

active proctype producer()
{
begin:
    {
        d_step {
            printf("      a producer begins\n");
            PRODUCER_DOES(STEP_TAKE_SEAT, 0);
            assert(value[PRODUCER] == 0);
            job_stale = false
        }
        find_head();
        do
        :: d_step { job_stale -> job_stale = false } /* the next job is under the new orders */
        :: d_step {
            !job_stale && claimed ->
            sequence[head] = (newest + 1) % SEQUENCES;
            stale[head] = false
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
            d_step {
                c_expr { may_return } ->
                DO(PRODUCER, now.producer_debt, STEP_PRODUCER_WAIT, 0, BURST, 0);
                check()
            }
            if
            :: job_stale
            :: else ->
                d_step {
                    c_expr { may_take } ->
                    PRODUCER_DOES(STEP_PRODUCER_CLAIM, 0);
                    claimed = true;
                    assert(head == value[HEAD]);
                    pass(head, NOBODY, PRODUCING);
                    begin_block();
                    check()
                }
            fi
        :: !job_stale && !claimed ->
end_idle:   job_stale /* nothing left to play */
        od
    } unless {
        d_step { producer_died -> producer_died = false }
    }
    goto begin
}
