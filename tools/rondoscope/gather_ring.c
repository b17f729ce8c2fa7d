/*
 * gather_ring.c - what the segment holds: orders, the headers of blocks, the flight recorder.
 *
 * The snapshot is older than the headers: a slot may have been handed on and filled anew since,
 * and then shows the newer block. The orders are read without their lock, which only a writer
 * could take: should the player be changing them just then, the next picture has them whole.
 */
#include "tools/rondoscope/gather_parts.h"

#include <string.h>

static void look_at_orders(struct gather *gather)
{
    const struct ring_segment *segment = ring_segment(gather->ring);
    const volatile struct ring_orders *orders = &segment->orders;
    struct picture *picture = &gather->picture;

    picture->orders = (struct ring_orders){
        .epoch = orders->epoch, .track = orders->track, .frame = orders->frame};
    picture->epoch = ring_epoch(gather->ring);
    picture->volume = atomic_load(&segment->volume);
    picture->fading = atomic_load(&segment->fade) != 0;
    picture->pace = atomic_load(&segment->pace);
    picture->heard = ring_heard(gather->ring);
}

static void look_at_slot(struct gather *gather, uint16_t index)
{
    struct picture *picture = &gather->picture;
    struct picture_slot *slot = &gather->slot[index];
    const struct block_header *shared = ring_block(gather->ring, index);

    memset(slot, 0, sizeof(*slot));
    if (!picture->sound)
        return;
    slot->state = ring_slot_state(picture->slots, &picture->values, &picture->claims, index);
    if (slot->state != RING_SLOT_FILLED && slot->state != RING_SLOT_HELD)
        return;
    slot->headed = block_read(shared, picture->slot_bytes, &slot->block) == 0;
    if (!slot->headed)
        return;
    slot->stale = slot->block.epoch != picture->epoch;
    slot->heard_frames = ring_heard_frames(gather->ring, &slot->block);
    slot->sounding = slot->state == RING_SLOT_HELD && index == picture->values.value[SEM_TAIL];
}

void gather_ring(struct gather *gather)
{
    look_at_orders(gather);
    for (uint16_t i = 0; i < gather->picture.slots; i++)
        look_at_slot(gather, i);
}

static uint64_t written(const struct gather *gather, int role)
{
    return atomic_load(&flight_log(ring_segment(gather->ring), (enum flight_role)role)->next);
}

/* Begins with the last few of a log; the very last may be old, but it is a word. */
static void begin_log(struct gather *gather, enum flight_role role)
{
    uint64_t next = written(gather, (int)role);

    gather->cursor[role] = next > GATHER_NEWS_FIRST ? next - GATHER_NEWS_FIRST : 0;
    gather->reading[role] = true;
}

/* Behind those that are not later; each log is in order but for what a hostile writer says. */
static void insert(struct picture *picture, struct picture_event *news,
                   const struct picture_event *event)
{
    size_t i = picture->news_count++;

    for (; i > 0 && news[i - 1].event.time_ns > event->event.time_ns; i--)
        news[i] = news[i - 1];
    news[i] = *event;
}

static void read_log(struct gather *gather, enum flight_role role)
{
    const struct flight_log *log = flight_log(ring_segment(gather->ring), role);
    struct picture *picture = &gather->picture;
    uint64_t next = written(gather, (int)role);
    size_t count;

    if (next > gather->cursor[role] && next - gather->cursor[role] > GATHER_NEWS_MAX) {
        picture->news_lost += next - gather->cursor[role] - GATHER_NEWS_MAX;
        gather->cursor[role] = next - GATHER_NEWS_MAX;
    }
    count =
        flight_read(log, &gather->cursor[role], gather->read, GATHER_NEWS_MAX, &picture->news_lost);
    for (size_t i = 0; i < count; i++)
        insert(picture, gather->news,
               &(struct picture_event){.role = role, .event = gather->read[i]});
    if (count == 0)
        return;
    picture->process[role].spoke = true;
    picture->process[role].word = gather->read[count - 1];
}

/* Where nobody ever sat nothing was written, not even a page made. */
void gather_news(struct gather *gather)
{
    for (enum flight_role role = 0; role < FLIGHT_ROLES; role++) {
        const struct picture_process *process = &gather->picture.process[role];

        if (process->pid == 0 && !process->taken)
            continue;
        if (!gather->reading[role])
            begin_log(gather, role);
        read_log(gather, role);
    }
}
