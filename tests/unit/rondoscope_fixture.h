/*
 * rondoscope_fixture.h - a picture made by hand, of which every value is known. To be included
 * after cmocka.h.
 */
#ifndef TESTS_UNIT_RONDOSCOPE_FIXTURE_H
#define TESTS_UNIT_RONDOSCOPE_FIXTURE_H

#include <string.h>

#include "tools/rondoscope/picture.h"

enum { MADE_PLAYER = 100, MADE_PRODUCER = 101, MADE_CONSUMER = 102, MADE_RATE = 48000 };

struct made {
    struct picture picture;
    struct picture_slot slot[RING_SLOTS_MAX];
    struct picture_event news[64];
};

static inline void made_seat(struct picture *picture, enum flight_role role, pid_t pid)
{
    picture->process[role] = (struct picture_process){.pid = pid,
                                                      .taken = true,
                                                      .seen = true,
                                                      .state = 'S',
                                                      .threads = 1,
                                                      .wakeups = 1.5,
                                                      .cpu = 0.5};
    picture->semaphore[SEM_PRODUCER + role].last = pid;
}

/* The values as semaphores; and the slots that follow from them, with blocks of 0.08 s. */
static inline void made_values(struct made *made, const uint16_t value[SEM_COUNT])
{
    struct picture *picture = &made->picture;

    memcpy(picture->values.value, value, sizeof(picture->values.value));
    for (int i = 0; i < SEM_COUNT; i++)
        picture->semaphore[i].value = value[i];
    picture->sound = ring_claims(picture->slots, &picture->values, &picture->claims) == 0;
    for (uint16_t i = 0; picture->sound && i < picture->slots; i++) {
        struct picture_slot *slot = &made->slot[i];
        unsigned ahead = (unsigned)(i + picture->slots - value[SEM_TAIL]) % picture->slots;

        *slot = (struct picture_slot){
            .state = ring_slot_state(picture->slots, &picture->values, &picture->claims, i)};
        if (slot->state != RING_SLOT_FILLED && slot->state != RING_SLOT_HELD)
            continue;
        slot->headed = true;
        slot->sounding = slot->state == RING_SLOT_HELD && ahead == 0;
        slot->block = (struct block_header){.sequence = 21 + ahead,
                                            .epoch = 2,
                                            .position = (uint64_t)(20 + ahead) * 3840,
                                            .frames = 3840,
                                            .rate = MADE_RATE,
                                            .channels = 2,
                                            .format = SAMPLE_S16};
    }
    for (int role = 0; role < FLIGHT_ROLES; role++)
        picture_debts(picture, (enum flight_role)role, &picture->process[role].debts);
}

/* A player with 12 slots: two held from slot 10 on, three filled, one being filled. */
static inline void made_begin(struct made *made, uint16_t slots)
{
    const uint16_t value[SEM_COUNT] = {
        [SEM_FREE] = (uint16_t)(slots - 6),
        [SEM_FILLED] = 3,
        [SEM_HEAD] = (uint16_t)((slots - 2 + 5) % slots),
        [SEM_TAIL] = (uint16_t)(slots - 2),
        [SEM_LOCK] = 1,
    };
    struct picture *picture = &made->picture;

    memset(made, 0, sizeof(*made));
    strcpy(picture->name, "made");
    picture->time_ns = 5000000000u;
    picture->state = DOCTOR_RUNNING;
    picture->segment = (struct picture_object){.id = 7, .key = 0x52003e93, .there = true};
    picture->segment_bytes = 32 << 20;
    picture->attached = 4;
    picture->set = (struct picture_object){.id = 8, .key = 0x53003e93, .there = true};
    picture->slots = slots;
    picture->slot_bytes = 495616;
    picture->slot = made->slot;
    picture->epoch = 2;
    picture->volume = 800;
    made_seat(picture, FLIGHT_PLAYER, MADE_PLAYER);
    made_seat(picture, FLIGHT_PRODUCER, MADE_PRODUCER);
    made_seat(picture, FLIGHT_CONSUMER, MADE_CONSUMER);
    picture->requests.object = (struct picture_object){.id = 9, .key = 0x54003e93, .there = true};
    picture->requests.readable = true;
    picture->replies.object = (struct picture_object){.id = 10, .key = 0x55003e93, .there = true};
    picture->replies.readable = true;
    picture->news = made->news;
    made_values(made, value);
}

/* One more event since the last picture. */
static inline void made_event(struct made *made, enum flight_role role, struct flight_event event)
{
    made->news[made->picture.news_count++] = (struct picture_event){role, event};
    made->picture.process[role].spoke = true;
    made->picture.process[role].word = event;
}

#endif
