/*
 * run.c - the parent of a measurement: opens, forks both sides, waits, closes.
 *
 * It sleeps in sigwaitinfo() for its children and for whoever wants it to end. The first child
 * that ends badly is the cause; the other one may wait for it for ever, and is killed. Children
 * ignore what a terminal sends to all, since the parent ends them; where the parent itself was
 * killed, the kernel tells them, and they remove its System V objects (shmring/orphan.h). Both may
 * have come to their end just then; a third child, the keeper, is there until the objects are gone.
 */
#include "tools/ipcbench/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct run {
    const struct side_plan *plan;
    const struct run_signals *signals;
    struct side_shared *shared;
    size_t shared_bytes;
    void *channel;
    pid_t child[TRANSPORT_SIDES]; /* 0: none, or it has ended */
    pid_t keeper;                 /* 0: there is nothing to remove */
    enum run_result result;
    struct run_trouble *trouble;
};

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

void run_watch(struct run_signals *ret_signals)
{
    sigset_t watched;

    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
        struct sigaction action;

        if (sigaction(ending[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&watched, ending[i]);
    }
    /* Whoever started us may have ignored it, and then no child could be waited for. */
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_BLOCK, &watched, &ret_signals->before);
    ret_signals->watched = watched;
}

void run_unwatch(const struct run_signals *signals)
{
    sigprocmask(SIG_SETMASK, &signals->before, NULL);
}

static int share(struct run *r)
{
    const size_t stamps = r->plan->pace_ns > 0 ? r->plan->blocks : 0;
    pthread_barrierattr_t attributes;
    struct side_shared *shared;
    int error;

    r->shared_bytes = sizeof(*shared) + 2 * stamps * sizeof(uint64_t);
    shared = mmap(NULL, r->shared_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return -errno;
    r->shared = shared;
    shared->last = UINT64_MAX;
    shared->sent_ns = (uint64_t *)(shared + 1);
    shared->latencies_ns = shared->sent_ns + stamps;
    pthread_barrierattr_init(&attributes);
    pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    error = pthread_barrier_init(&shared->start, &attributes, TRANSPORT_SIDES);
    pthread_barrierattr_destroy(&attributes);
    return -error;
}

/* The child ends with its parent, at once where nothing is to be removed. */
static int guard(const struct run *r, pid_t parent)
{
    struct orphan_objects objects = {.segment = -1, .set = -1, .requests = -1, .replies = -1};

    if (r->plan->transport->objects) {
        r->plan->transport->objects(r->channel, &objects);
        return orphan_guard(parent, &objects);
    }
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        return -errno;
    return getppid() == parent ? 0 : -ESRCH;
}

static int begin_child(const struct run *r, pid_t parent)
{
    int error = guard(r, parent);

    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    sigprocmask(SIG_SETMASK, &r->signals->before, NULL);
    return error;
}

static int start_keeper(struct run *r)
{
    const pid_t parent = getpid();
    pid_t keeper;

    if (!r->plan->transport->objects)
        return 0;
    keeper = fork();
    if (keeper == 0) {
        if (begin_child(r, parent) == 0)
            pause(); /* until it is told that the parent is gone, and has removed them */
        _exit(EXIT_SUCCESS);
    }
    r->keeper = keeper > 0 ? keeper : 0;
    return keeper < 0 ? -errno : 0;
}

static void end_keeper(const struct run *r)
{
    if (r->keeper == 0)
        return;
    kill(r->keeper, SIGKILL);
    waitpid(r->keeper, NULL, 0);
}

static _Noreturn void be_child(const struct run *r, enum transport_side side, pid_t parent)
{
    int error = begin_child(r, parent);

    if (error == 0)
        error = side_run(r->plan, r->shared, r->channel, side);
    r->shared->report[side].error = error;
    _exit(error < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}

static void kill_children(const struct run *r)
{
    for (int side = 0; side < TRANSPORT_SIDES; side++)
        if (r->child[side] > 0)
            kill(r->child[side], SIGKILL);
}

static void fail(struct run *r, enum run_result result, const struct run_trouble *trouble)
{
    if (r->result != RUN_DONE)
        return;
    r->result = result;
    *r->trouble = *trouble;
    kill_children(r);
}

static void start_child(struct run *r, enum transport_side side)
{
    const pid_t parent = getpid();
    pid_t child = fork();

    if (child == 0)
        be_child(r, side, parent);
    if (child > 0)
        r->child[side] = child;
    else
        fail(r, RUN_FAILED, &(struct run_trouble){.error = -errno, .side = side});
}

/* What has ended; the first bad end is the one that counts. */
static void look_at_child(struct run *r, enum transport_side side)
{
    const struct side_report *report = &r->shared->report[side];
    struct run_trouble trouble = {.side = side, .block = report->block};
    int status;

    if (r->child[side] == 0 || waitpid(r->child[side], &status, WNOHANG) == 0)
        return;
    r->child[side] = 0;
    if (WIFSIGNALED(status))
        trouble.signal = WTERMSIG(status);
    else if (WEXITSTATUS(status) != EXIT_SUCCESS)
        trouble.error = report->error;
    else
        return;
    fail(r, RUN_FAILED, &trouble);
}

static void await_children(struct run *r)
{
    while (r->child[TRANSPORT_SENDER] > 0 || r->child[TRANSPORT_RECEIVER] > 0) {
        int number = sigwaitinfo(&r->signals->watched, NULL);

        if (number > 0 && number != SIGCHLD)
            fail(r, RUN_INTERRUPTED, &(struct run_trouble){.signal = number});
        look_at_child(r, TRANSPORT_SENDER);
        look_at_child(r, TRANSPORT_RECEIVER);
    }
}

static int keep_latencies(const struct run *r, uint64_t **ret_latencies)
{
    const size_t bytes = r->plan->blocks * sizeof(uint64_t);

    *ret_latencies = NULL;
    if (r->plan->pace_ns == 0)
        return 0;
    *ret_latencies = malloc(bytes);
    if (!*ret_latencies)
        return -ENOMEM;
    memcpy(*ret_latencies, r->shared->latencies_ns, bytes);
    return 0;
}

static void take_outcome(struct run *r, struct run_outcome *ret_outcome)
{
    const struct side_report *sender = &r->shared->report[TRANSPORT_SENDER];
    const struct side_report *receiver = &r->shared->report[TRANSPORT_RECEIVER];
    struct run_outcome outcome = {
        .blocks = receiver->block + 1,
        .elapsed_ns = receiver->clock_ns - sender->clock_ns,
        .cpu_ns = {sender->cpu_ns, receiver->cpu_ns},
        .sleeps = sender->sleeps + receiver->sleeps,
        .checksum = receiver->checksum,
    };
    int error = keep_latencies(r, &outcome.latencies_ns);

    if (error < 0) {
        fail(r, RUN_FAILED, &(struct run_trouble){.error = error, .side = TRANSPORT_RECEIVER});
        return;
    }
    r->plan->transport->limit(r->channel, &outcome.limit);
    *ret_outcome = outcome;
}

enum run_result run(const struct side_plan *plan, const struct run_signals *signals,
                    struct run_outcome *ret_outcome, struct run_trouble *ret_trouble)
{
    struct side_plan own = *plan;
    struct run r = {.plan = &own, .signals = signals, .trouble = ret_trouble};
    int error;

    if (own.pace_ns > 0 && own.blocks == 0)
        own.blocks = own.time_ns / own.pace_ns;
    error = share(&r);
    if (error == 0)
        error = own.transport->open(&own.shape, &r.channel);
    if (error != 0) {
        *ret_trouble = (struct run_trouble){.error = error};
        r.result = RUN_REFUSED;
        goto out_unmap;
    }
    error = start_keeper(&r);
    if (error < 0)
        fail(&r, RUN_FAILED, &(struct run_trouble){.error = error});
    if (r.result == RUN_DONE)
        start_child(&r, TRANSPORT_RECEIVER);
    if (r.result == RUN_DONE)
        start_child(&r, TRANSPORT_SENDER);
    await_children(&r);
    if (r.result == RUN_DONE)
        take_outcome(&r, ret_outcome);
    own.transport->close(r.channel);
    end_keeper(&r);
out_unmap:
    if (r.shared)
        munmap(r.shared, r.shared_bytes);
    return r.result;
}
