/*
 * describe_ring.c - the slots, the System V objects, and the newest events as JSON.
 */
#include <json-c/json.h>

#include "shmring/step_text.h"
#include "tools/rondoscope/describe_parts.h"
#include "tools/rondoscope/event_text.h"

static void add_block(struct json_object *to, const struct picture_slot *slot)
{
    const struct block_header *block = &slot->block;
    char seconds[32];

    snprintf(seconds, sizeof(seconds), "%.6f", (double)block->position / block->rate);
    describe_number(to, "track", (int64_t)block->track + 1);
    describe_add(to, "time",
                 json_object_new_double_s((double)block->position / block->rate, seconds));
    describe_count(to, "position", block->position);
    describe_number(to, "frames", block->frames);
    describe_number(to, "heard", slot->heard_frames);
    describe_number(to, "rate", block->rate);
    describe_number(to, "channels", block->channels);
    describe_text(to, "format", sample_format_name(block->format));
    describe_number(to, "sequence", block->sequence);
    describe_number(to, "epoch", block->epoch);
    describe_bool(to, "start", block->flags & BLOCK_START);
    describe_bool(to, "end", block->flags & BLOCK_END);
    describe_bool(to, "stale", slot->stale);
}

static void add_slots(struct json_object *to, const struct picture *picture)
{
    struct json_object *list = json_object_new_array_ext(picture->slots);

    for (uint16_t i = 0; picture->sound && i < picture->slots; i++) {
        const struct picture_slot *slot = &picture->slot[i];
        struct json_object *one = json_object_new_object();
        bool block = slot->state == RING_SLOT_FILLED || slot->state == RING_SLOT_HELD;

        describe_text(one, "state", ring_slot_state_name(slot->state));
        if (block) {
            describe_bool(one, "true", slot->headed);
            describe_bool(one, "sounding", slot->sounding);
        }
        if (block && slot->headed)
            add_block(one, slot);
        json_object_array_add(list, one);
    }
    describe_add(to, "slot", list);
}

void describe_ring(struct json_object *to, const struct picture *picture)
{
    struct json_object *ring = json_object_new_object();
    struct json_object *orders = json_object_new_object();
    struct json_object *heard = json_object_new_object();

    describe_number(ring, "slots", picture->slots);
    describe_number(ring, "slot_bytes", picture->slot_bytes);
    describe_bool(ring, "consistent", picture->sound);
    describe_number(ring, "claimed_by_producer", picture->sound ? picture->claims.producer : 0);
    describe_number(ring, "claimed_by_consumer", picture->sound ? picture->claims.consumer : 0);
    describe_number(orders, "epoch", picture->orders.epoch);
    describe_number(orders, "track", (int64_t)picture->orders.track + 1);
    describe_count(orders, "frame", picture->orders.frame);
    describe_add(ring, "orders", orders);
    describe_number(heard, "sequence", picture->heard.sequence);
    describe_number(heard, "frames", picture->heard.frames);
    describe_count(heard, "total", picture->heard.total);
    describe_add(ring, "heard", heard);
    add_slots(ring, picture);
    describe_add(to, "ring", ring);
}

static struct json_object *queue_of(const struct picture *picture,
                                    const struct picture_queue *queue)
{
    struct json_object *one = json_object_new_object();
    struct json_object *texts = json_object_new_array();

    describe_object(one, &queue->object);
    describe_count(one, "messages", queue->messages);
    describe_count(one, "bytes", queue->bytes);
    describe_count(one, "bytes_max", queue->bytes_max);
    describe_person(one, "last_sender", picture, queue->sender);
    describe_person(one, "last_receiver", picture, queue->receiver);
    describe_bool(one, "readable", queue->readable);
    for (unsigned i = 0; i < queue->texts; i++) {
        struct json_object *text = json_object_new_object();

        describe_number(text, "type", queue->text[i].type);
        describe_text(text, "text", queue->text[i].text);
        describe_bool(text, "cut", queue->text[i].cut);
        json_object_array_add(texts, text);
    }
    describe_add(one, "texts", texts);
    return one;
}

void describe_objects(struct json_object *to, const struct picture *picture)
{
    struct json_object *objects = json_object_new_object();
    struct json_object *segment = json_object_new_object();
    struct json_object *set = json_object_new_object();

    describe_object(segment, &picture->segment);
    describe_count(segment, "bytes", picture->segment_bytes);
    describe_number(segment, "attached", picture->attached);
    describe_object(set, &picture->set);
    describe_add(objects, "segment", segment);
    describe_add(objects, "set", set);
    describe_add(objects, "requests", queue_of(picture, &picture->requests));
    describe_add(objects, "replies", queue_of(picture, &picture->replies));
    describe_add(to, "objects", objects);
}

static const char *kind_name(const struct flight_event *event)
{
    static const char *const names[FLIGHT_KINDS] = {
        [FLIGHT_TURN] = "turn",         [FLIGHT_BEGIN] = "begin", [FLIGHT_END] = "end",
        [FLIGHT_UNDERRUN] = "underrun", [FLIGHT_EPOCH] = "epoch", [FLIGHT_STARTED] = "started",
        [FLIGHT_ENDED] = "ended",
    };

    return event->kind < FLIGHT_KINDS && names[event->kind] ? names[event->kind] : "?";
}

static void add_step(struct json_object *to, const struct picture *picture,
                     const struct picture_event *news)
{
    struct step_operations operations;
    char text[STEP_TEXT_MAX];

    if (news->event.kind > FLIGHT_END)
        return;
    step_of_event(&news->event, news->role, picture->slots, &operations);
    step_text(&operations, text);
    describe_text(to, "step", step_name((enum step)news->event.step));
    describe_text(to, "operations", text);
    describe_number(to, "slot", news->event.slot);
    describe_number(to, "count", news->event.count);
    describe_number(to, "held", news->event.held);
    describe_number(to, "result", news->event.result);
}

void describe_events(struct json_object *to, const struct picture *picture,
                     const struct recent *recent)
{
    struct json_object *list = json_object_new_array();
    char text[EVENT_TEXT_MAX];

    for (size_t i = 0; i < recent->count; i++) {
        const struct picture_event *news = &recent->event[i];
        struct json_object *one = json_object_new_object();

        event_text(&news->event, text);
        describe_number(one, "ns_ago", (int64_t)(picture->time_ns - news->event.time_ns));
        describe_text(one, "role", flight_role_name(news->role));
        describe_number(one, "pid", news->event.pid);
        describe_text(one, "kind", kind_name(&news->event));
        add_step(one, picture, news);
        describe_text(one, "text", text);
        json_object_array_add(list, one);
    }
    describe_add(to, "events", list);
}
