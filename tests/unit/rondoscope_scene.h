/*
 * rondoscope_scene.h - an instance "test" with player and both children, each a process that does
 * what it is told, and a gather that looks at them. To be included after cmocka.h.
 */
#ifndef TESTS_UNIT_RONDOSCOPE_SCENE_H
#define TESTS_UNIT_RONDOSCOPE_SCENE_H

#include "tests/unit/instance_fixture.h"
#include "tests/unit/ring_fixture.h"
#include "tools/rondoscope/gather.h"

enum { SCENE_TAKE_SEAT = 'S', SCENE_CLAIM = 'c', SCENE_COMMIT = 'C', SCENE_WAIT = 'w' };

/* A player in a process of its own, and both children, each of which does what it is told. */
struct scene {
    pid_t player;
    struct instance_record record;
    struct partner producer;
    struct partner consumer;
    struct gather *gather;
    const struct picture *picture;
};

static inline struct ring *scene_attach(const struct instance_record *record)
{
    struct ring *ring = NULL;

    if (ring_attach(record->segment, record->set, false, &ring) < 0)
        abort();
    return ring;
}

static inline int scene_produce(void *context, int what)
{
    static struct ring *ring;
    static uint64_t position;
    pid_t holder;

    if (!ring)
        ring = scene_attach(context);
    switch (what) {
    case SCENE_TAKE_SEAT:
        return ring_take_seat(ring, SEM_PRODUCER, &holder);
    case SCENE_CLAIM:
        return ring_producer_claim(ring);
    case SCENE_COMMIT:
        ring_fixture_fill(ring, ring_epoch(ring), position, 1);
        position += 100;
        return ring_producer_commit(ring);
    default:
        return ring_producer_wait(ring, 8);
    }
}

static inline int scene_consume(void *context, int what)
{
    static struct ring *ring;
    pid_t holder;

    if (!ring)
        ring = scene_attach(context);
    switch (what) {
    case SCENE_TAKE_SEAT:
        return ring_take_seat(ring, SEM_CONSUMER, &holder);
    case SCENE_CLAIM:
        return ring_consumer_claim(ring, 1, NULL);
    default:
        return ring_consumer_commit(ring, 1);
    }
}

static inline void scene_look(struct scene *scene)
{
    assert_int_equal(gather_take(scene->gather, &scene->picture), 0);
}

static inline struct scene scene_begin(void)
{
    static struct scene scene;

    scene = (struct scene){.player = fixture_start_player("test")};
    assert_int_equal(instance_read("test", &scene.record), 0);
    scene.producer = partner_start(scene_produce, &scene.record);
    scene.consumer = partner_start(scene_consume, &scene.record);
    assert_int_equal(partner_do(&scene.producer, SCENE_TAKE_SEAT), 0);
    assert_int_equal(partner_do(&scene.consumer, SCENE_TAKE_SEAT), 0);
    assert_int_equal(gather_open("test", &scene.gather), 0);
    scene_look(&scene);
    return scene;
}

static inline void scene_end(struct scene *scene)
{
    gather_close(scene->gather);
    partner_end(&scene->producer);
    partner_end(&scene->consumer);
    child_kill(scene->player);
    assert_int_equal(instance_reap("test", 0), 0);
}

/* Five blocks, of which the consumer claims two; the producer claims a slot. */
static inline void scene_fill(struct scene *scene)
{
    for (int i = 0; i < 5; i++) {
        assert_int_equal(partner_do(&scene->producer, SCENE_CLAIM), 0);
        assert_int_equal(partner_do(&scene->producer, SCENE_COMMIT), 0);
    }
    assert_int_equal(partner_do(&scene->consumer, SCENE_CLAIM), 0);
    assert_int_equal(partner_do(&scene->consumer, SCENE_CLAIM), 0);
    assert_int_equal(partner_do(&scene->producer, SCENE_CLAIM), 0);
}

static inline void scene_expect(const struct picture *picture, const char *states)
{
    static const char letter[RING_SLOT_STATES] = {[RING_SLOT_FREE] = '.',
                                                  [RING_SLOT_FILLING] = '+',
                                                  [RING_SLOT_FILLED] = '#',
                                                  [RING_SLOT_HELD] = 'o'};
    char is[FIXTURE_SLOTS + 1] = "";

    assert_true(picture->sound);
    for (int i = 0; i < picture->slots; i++)
        is[i] = letter[picture->slot[i].state];
    assert_string_equal(is, states);
}

#define ON_SCENE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

#endif
