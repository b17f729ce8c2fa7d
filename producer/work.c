/*
 * work.c - the producer's one loop.
 *
 * Jobs wait in a short line. The first is decoded straight into claimed slots; the ones after
 * it are opened ahead, so that their facts are known early and their first block follows the
 * last of the one before without a gap. Between blocks the loop looks at the epoch, one load
 * from shared memory: when it has moved, the jobs in hand are void and the next comes through
 * the socket. With the ring full it sleeps until a burst of slots is free; with no work, when
 * more of the track has still to come, or until it is told how a track is joined to the next
 * (seam.h), it sleeps in recvmsg. A death anywhere leaves the slot in hand free, and nothing else.
 */
#include "producer/work.h"

#include <errno.h>

#include "producer/line.h"

struct work {
    struct ring *ring;
    uint16_t burst;
    struct line line;
};

static struct line_entry *first(struct work *w)
{
    return &w->line.entries[0];
}

/* There is nothing to do, or nothing before the player has said something. */
static bool waits(struct work *w)
{
    return w->line.count == 0 || w->line.hungry || (first(w)->asked && !first(w)->seam.join.known);
}

/* All that waits in the socket; sleeps for the first only when it has to wait for it. */
static int receive(struct work *w)
{
    for (bool wait = waits(w);; wait = false) {
        struct job job;
        int file;
        int error = jobs_receive(w->line.socket, wait, &job, &file);

        if (error == -EAGAIN)
            return 0;
        if (error == 0)
            error = line_take(&w->line, &job, file);
        if (error < 0 && error != -EBADMSG)
            return error;
    }
}

static uint32_t room_for(const struct work *w, const struct job_reply *facts)
{
    return block_capacity(ring_slot_bytes(w->ring), facts->rate, facts->channels, facts->format);
}

/* Decodes into the claimed slot and writes its header. */
static enum seam_state fill(struct work *w, struct line_entry *e)
{
    struct block_header *block = ring_producer_block(w->ring);
    const struct job_reply *facts = &e->facts;
    enum seam_state state;

    line_take_over(&w->line);
    block->position = e->seam.position;
    block->frames = seam_read(&e->seam, e->chain, block_samples(block), room_for(w, facts), &state);
    block->epoch = e->job.epoch;
    block->track = e->job.track;
    block->flags = (e->begun ? 0 : BLOCK_START) | (state == SEAM_END ? BLOCK_END : 0);
    block->rate = facts->rate;
    block->channels = facts->channels;
    block->format = facts->format;
    return state;
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

/* What has to be said before anything else can be decoded. */
static int say(struct work *w, enum seam_state state)
{
    switch (state) {
    case SEAM_ASKS:
        return line_ask(&w->line);
    case SEAM_END:
        return line_end(&w->line);
    default:
        return 0;
    }
}

static bool stale(struct work *w)
{
    return ring_epoch(w->ring) != first(w)->job.epoch;
}

/* Fills slots until none is free, the first job is done or has to wait, or the epoch has moved. */
static int fill_burst(struct work *w)
{
    enum seam_state state = SEAM_MORE;
    int error = 0;

    if (!ring_producer_block(w->ring))
        error = ring_producer_claim(w->ring);
    while (error == 0 && state == SEAM_MORE && ring_producer_block(w->ring) && !stale(w)) {
        error = line_check_hunger(&w->line, room_for(w, &first(w)->facts));
        if (error < 0 || w->line.hungry)
            return error;
        state = fill(w, first(w));
        if (state != SEAM_ASKS || ring_producer_block(w->ring)->frames > 0) {
            error = commit(w, state != SEAM_END || w->line.count > 1);
            first(w)->begun = true;
        }
        if (error == 0)
            error = line_tell_tail(&w->line);
        if (error == 0)
            error = say(w, state);
    }
    return error;
}

/* Should the player be gone, the next step says so. */
static void tell_step(void *work)
{
    jobs_send_reply(((struct work *)work)->line.socket, &(struct job_reply){.kind = JOB_STEPPED});
}

int work_run(struct ring *ring, int socket, uint16_t burst)
{
    struct work w = {.ring = ring, .burst = burst, .line = {.socket = socket}};
    int error = 0;

    ring_watch(ring, tell_step, &w);

    while (error == 0) {
        error = receive(&w);
        if (error == 0)
            error = line_open_all(&w.line);
        if (error < 0 || waits(&w))
            continue;
        if (stale(&w)) {
            line_drop(&w.line);
            continue;
        }
        if (!ring_producer_block(ring))
            error = ring_producer_wait(ring, burst);
        if (error == 0 && !stale(&w))
            error = fill_burst(&w);
    }
    line_clear(&w.line);
    ring_watch(ring, NULL, NULL);
    return error == -EPIPE ? 0 : error;
}
