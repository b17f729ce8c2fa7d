/*
 * work.c - the producer's one loop.
 *
 * Jobs wait in a short line. The first is decoded straight into claimed slots; the ones after
 * it are opened ahead, so that their facts are known early and their first block follows the
 * last of the one before without a gap. Between blocks the loop looks at the epoch, one load
 * from shared memory: when it has moved, the jobs in hand are void and the next comes through
 * the socket. With the ring full it sleeps until a burst of slots is free; with no work, or
 * when more of the track has still to come, it sleeps in recvmsg. A death anywhere leaves the slot
 * in hand free, and nothing else.
 */
#include "producer/work.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "producer/chain.h"
#include "shmring/jobs.h"

enum { LINE_MAX_JOBS = 8 };

struct entry {
    struct job job;
    int file; /* -1 once it is the chain's */
    struct chain *chain;
    struct job_reply facts;
    bool begun; /* a block of it has been committed */
};

struct work {
    struct ring *ring;
    int socket;
    uint16_t burst;
    uint32_t epoch; /* the highest seen in a job */
    bool hungry;    /* the first job's file has nothing more yet, and that has been said */
    uint32_t count;
    struct entry line[LINE_MAX_JOBS];
};

static void drop_entry(struct work *w, uint32_t i)
{
    struct entry *e = &w->line[i];

    chain_close(e->chain);
    if (e->file >= 0)
        close(e->file);
    w->count--;
    memmove(e, e + 1, (w->count - i) * sizeof(*e));
}

static int reply(struct work *w, const struct entry *e, enum job_reply_kind kind)
{
    struct job_reply reply = e->facts;

    reply.kind = kind;
    reply.epoch = e->job.epoch;
    reply.track = e->job.track;
    return jobs_send_reply(w->socket, &reply);
}

/* Says why, and gives the job up. */
static int fail(struct work *w, uint32_t i)
{
    struct entry *e = &w->line[i];
    int error;

    e->facts.frames = e->begun ? chain_position(e->chain) : 0;
    error = reply(w, e, JOB_FAILED);
    drop_entry(w, i);
    return error;
}

static int open_entry(struct work *w, uint32_t i)
{
    struct entry *e = &w->line[i];
    int file = e->file;
    int error;

    e->file = -1;
    if (chain_open(file, &e->job, &e->facts, &e->chain) < 0)
        return fail(w, i);
    error = reply(w, e, JOB_OPENED);
    if (error < 0 || chain_start(e->chain, &e->job, &e->facts) == 0)
        return error;
    return fail(w, i);
}

/* A job that cannot even wait in line: it came without its file, or the line is full. */
static int refuse(struct work *w, const struct job *job, int file)
{
    struct entry e = {.job = *job, .file = file};

    snprintf(e.facts.text, sizeof(e.facts.text), "%s",
             file < 0 ? "its file did not reach the decoder" : "too many tracks at once");
    if (file >= 0)
        close(file);
    return reply(w, &e, JOB_FAILED);
}

static void take_news(struct work *w, const struct job *job)
{
    for (uint32_t i = 0; i < w->count; i++)
        if (w->line[i].job.epoch == job->epoch && w->line[i].job.track == job->track)
            w->line[i].job.more = job->more;
}

static int take(struct work *w, const struct job *job, int file)
{
    w->hungry = false;
    if (job->kind == JOB_MORE)
        take_news(w, job);
    if (job->epoch > w->epoch) {
        while (w->count > 0)
            drop_entry(w, 0);
        w->epoch = job->epoch;
    }
    if (job->kind == JOB_FORGET)
        while (w->count > 0 && !w->line[w->count - 1].begun)
            drop_entry(w, w->count - 1);
    if (job->kind != JOB_PLAY || job->epoch < w->epoch) {
        if (file >= 0)
            close(file);
        return 0;
    }
    if (file < 0 || w->count == LINE_MAX_JOBS)
        return refuse(w, job, file);
    w->line[w->count++] = (struct entry){.job = *job, .file = file};
    return 0;
}

/* All that waits in the socket; sleeps for the first only when there is nothing to do yet. */
static int receive(struct work *w)
{
    for (;;) {
        struct job job;
        int file;
        int error = jobs_receive(w->socket, w->count == 0 || w->hungry, &job, &file);

        if (error == -EAGAIN)
            return 0;
        if (error == 0)
            error = take(w, &job, file);
        if (error < 0 && error != -EBADMSG)
            return error;
    }
}

static int open_all(struct work *w)
{
    int error = 0;

    for (uint32_t i = 0; i < w->count && error == 0;) {
        uint32_t before = w->count;
        if (!w->line[i].chain)
            error = open_entry(w, i);
        i += w->count == before;
    }
    return error;
}

static uint32_t room_for(const struct work *w, const struct job_reply *facts)
{
    return block_capacity(ring_slot_bytes(w->ring), facts->rate, facts->channels, facts->format);
}

/* Of what still flows only whole blocks are taken, until it is at its end. */
static int check_hunger(struct work *w)
{
    struct entry *e = &w->line[0];
    struct job_reply said = {.kind = JOB_HUNGRY, .epoch = e->job.epoch, .track = e->job.track};

    w->hungry = e->job.more && !chain_has(e->chain, room_for(w, &e->facts));
    if (!w->hungry)
        return 0;
    said.frames = chain_came_to(e->chain);
    return jobs_send_reply(w->socket, &said);
}

/* Decodes into the claimed slot and writes its header; tells whether the track ends with it. */
static bool fill(struct work *w, struct entry *e)
{
    struct block_header *block = ring_producer_block(w->ring);
    const struct job_reply *facts = &e->facts;
    uint32_t room = room_for(w, facts);
    bool end;

    block->position = chain_position(e->chain);
    block->frames = chain_read(e->chain, block_samples(block), room);
    end = block->frames < room;
    block->epoch = e->job.epoch;
    block->track = e->job.track;
    block->flags = (e->begun ? 0 : BLOCK_START) | (end ? BLOCK_END : 0);
    block->rate = facts->rate;
    block->channels = facts->channels;
    block->format = facts->format;
    return end;
}

/* The first job's track is in the ring to its end. */
static int finish(struct work *w)
{
    struct entry *e = &w->line[0];
    int error;

    if (chain_ended(e->chain, e->facts.text, sizeof(e->facts.text)) < 0)
        return fail(w, 0);
    error = reply(w, e, JOB_DONE);
    drop_entry(w, 0);
    return error;
}

/* Hands the filled block over and takes the next slot in the same step, if there is one. */
static int commit(struct work *w, bool go_on)
{
    int error;

    if (go_on) {
        error = ring_producer_commit_claim(w->ring);
        if (error != -EAGAIN)
            return error;
    }
    return ring_producer_commit(w->ring);
}

static bool stale(const struct work *w)
{
    return ring_epoch(w->ring) != w->line[0].job.epoch;
}

/* Fills slots until none is free, the first job is done, or the epoch has moved. */
static int fill_burst(struct work *w)
{
    int error = 0;

    if (!ring_producer_block(w->ring))
        error = ring_producer_claim(w->ring);
    while (error == 0 && ring_producer_block(w->ring) && !stale(w)) {
        bool end;

        error = check_hunger(w);
        if (error < 0 || w->hungry)
            return error;
        end = fill(w, &w->line[0]);
        error = commit(w, !end || w->count > 1);
        if (error < 0)
            return error;
        w->line[0].begun = true;
        if (end)
            return finish(w);
    }
    return error;
}

/* Should the player be gone, the next step says so. */
static void tell_step(void *work)
{
    jobs_send_reply(((struct work *)work)->socket, &(struct job_reply){.kind = JOB_STEPPED});
}

int work_run(struct ring *ring, int socket, uint16_t burst)
{
    struct work w = {.ring = ring, .socket = socket, .burst = burst};
    int error = 0;

    ring_watch(ring, tell_step, &w);

    while (error == 0) {
        error = receive(&w);
        if (error == 0)
            error = open_all(&w);
        if (error < 0 || w.count == 0)
            continue;
        if (stale(&w)) {
            drop_entry(&w, 0);
            continue;
        }
        if (!ring_producer_block(ring))
            error = ring_producer_wait(ring, burst);
        if (error == 0 && !stale(&w))
            error = fill_burst(&w);
    }
    while (w.count > 0)
        drop_entry(&w, 0);
    ring_watch(ring, NULL, NULL);
    return error == -EPIPE ? 0 : error;
}
