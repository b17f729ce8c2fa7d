/*
 * side.c - the two loops that are measured.
 *
 * As fast as it goes, the clock is read once in 32 blocks; paced, around each block: the sender
 * just before it hands a block over, the receiver as soon as it has it in hand, before it adds
 * it up. A sender that is late does not hurry: one block at a time is under way, as long as the
 * receiver keeps up. A death at any point leaves what the transport says that it leaves.
 */
#include "tools/ipcbench/side.h"

#include <errno.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

enum { CLOCK_EVERY = 32, TIMER_SLACK_NS = 1000, CHECKSUM_FACTOR = 31 };

struct side {
    const struct side_plan *plan;
    struct side_shared *shared;
    struct side_report *report;
    void *channel;
};

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

static uint64_t sleeps(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_nvcsw;
}

static int go_to_cpu(int cpu)
{
    cpu_set_t set;

    if (cpu < 0)
        return 0;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    return sched_setaffinity(0, sizeof(set), &set) < 0 ? -errno : 0;
}

static void begin_report(struct side_report *report)
{
    report->sleeps = sleeps();
    report->cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

static void end_report(struct side_report *report)
{
    report->cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - report->cpu_ns;
    report->sleeps = sleeps() - report->sleeps;
}

static int send_one(const struct side *s, uint64_t i)
{
    return s->plan->transport->send(s->channel, payload_block(s->plan->cut, i));
}

/* Returns when the next block is due, and when the one after that is. */
static uint64_t await_due(uint64_t due_ns, uint64_t pace_ns)
{
    const struct timespec due = {.tv_sec = (time_t)(due_ns / 1000000000),
                                 .tv_nsec = (long)(due_ns % 1000000000)};
    uint64_t now;

    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
        continue;
    now = now_ns();
    return (now > due_ns + pace_ns ? now : due_ns) + pace_ns;
}

static bool is_last(const struct side_plan *plan, uint64_t i, uint64_t begin_ns)
{
    if (plan->blocks > 0)
        return i + 1 == plan->blocks;
    return i % CLOCK_EVERY == CLOCK_EVERY - 1 && now_ns() - begin_ns >= plan->time_ns;
}

static int send_all(struct side *s)
{
    const struct side_plan *plan = s->plan;
    const uint64_t begin_ns = s->report->clock_ns = now_ns();
    uint64_t due_ns = begin_ns;
    bool last = false;
    int error = 0;

    for (uint64_t i = 0; !last && error == 0; i++) {
        s->report->block = i;
        last = is_last(plan, i, begin_ns);
        if (last)
            atomic_store(&s->shared->last, i);
        if (plan->pace_ns > 0) {
            due_ns = await_due(due_ns, plan->pace_ns);
            s->shared->sent_ns[i] = now_ns();
        }
        error = send_one(s, i);
    }
    return error;
}

static int receive_one(const struct side *s, uint64_t i, bool stamped, uint64_t *checksum)
{
    const struct transport *transport = s->plan->transport;
    const void *block;
    uint64_t sum;
    int error = transport->receive(s->channel, &block);

    if (error < 0)
        return error;
    if (stamped)
        s->shared->latencies_ns[i] = now_ns() - s->shared->sent_ns[i];
    sum = payload_sum(block, s->plan->shape.size);
    if (sum != payload_block_sum(s->plan->cut, i))
        return -EBADMSG;
    *checksum = *checksum * CHECKSUM_FACTOR + sum;
    return transport->release ? transport->release(s->channel) : 0;
}

static int receive_all(struct side *s)
{
    bool last = false;
    int error = 0;

    for (uint64_t i = 0; !last && error == 0; i++) {
        s->report->block = i;
        error = receive_one(s, i, s->plan->pace_ns > 0, &s->report->checksum);
        last = atomic_load(&s->shared->last) == i;
    }
    s->report->clock_ns = now_ns();
    return error;
}

static int warm_up(const struct side *s, enum transport_side side)
{
    uint64_t checksum = 0; /* which nobody wants to know */
    int error = 0;

    for (uint64_t i = 0; i < s->plan->shape.blocks && error == 0; i++)
        error = side == TRANSPORT_SENDER ? send_one(s, i) : receive_one(s, i, false, &checksum);
    return error;
}

int side_run(const struct side_plan *plan, struct side_shared *shared, void *channel,
             enum transport_side side)
{
    struct side_report *report = &shared->report[side];
    struct side s = {.plan = plan, .shared = shared, .report = report, .channel = channel};
    int error = go_to_cpu(plan->cpus[side]);

    /* Else every paced block would be late by 50 us. */
    prctl(PR_SET_TIMERSLACK, TIMER_SLACK_NS);
    if (error == 0)
        error = plan->transport->begin(channel, side);
    if (error == 0)
        error = warm_up(&s, side);
    if (error == 0) {
        pthread_barrier_wait(&shared->start);
        begin_report(report);
        error = side == TRANSPORT_SENDER ? send_all(&s) : receive_all(&s);
        end_report(report);
    }
    return error;
}

uint64_t side_checksum(const struct payload_cut *cut, uint64_t blocks)
{
    uint64_t checksum = 0;

    for (uint64_t i = 0; i < blocks; i++)
        checksum = checksum * CHECKSUM_FACTOR + payload_block_sum(cut, i);
    return checksum;
}
