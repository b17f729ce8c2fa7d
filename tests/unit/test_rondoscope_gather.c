/*
 * test_rondoscope_gather.c - what is seen of a real ring, and that looking changes nothing.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rondoscope_scene.h"

static void expect_debts(const struct picture *picture, enum flight_role role, enum sem_index what,
                         int value)
{
    assert_int_equal(picture->process[role].debts.value[what], value);
}

static void every_slot_shows_its_state_and_its_block(void **state)
{
    struct scene scene = scene_begin();
    const struct picture_slot *slot;

    (void)state;
    scene_expect(scene.picture, "........");
    scene_fill(&scene);
    scene_look(&scene);
    scene_expect(scene.picture, "oo###+..");
    slot = scene.picture->slot;
    assert_true(slot[0].sounding && !slot[1].sounding);
    for (unsigned i = 0; i < 5; i++) {
        assert_true(slot[i].headed && !slot[i].stale);
        assert_int_equal(slot[i].block.position, i * 100);
        assert_int_equal(slot[i].block.sequence, i + 1);
        assert_int_equal(slot[i].block.rate, 44100);
    }
    assert_int_equal(partner_do(&scene.consumer, SCENE_COMMIT), 0);
    assert_int_equal(partner_do(&scene.producer, SCENE_COMMIT), 0);
    scene_look(&scene);
    scene_expect(scene.picture, ".o####..");
    assert_true(scene.picture->slot[1].sounding);
    scene_end(&scene);
}

static void debts_are_seats_and_claims_and_end_with_their_process(void **state)
{
    struct scene scene = scene_begin();

    (void)state;
    scene_fill(&scene);
    scene_look(&scene);
    expect_debts(scene.picture, FLIGHT_PLAYER, SEM_PLAYER, 1);
    expect_debts(scene.picture, FLIGHT_PLAYER, SEM_FREE, 0);
    expect_debts(scene.picture, FLIGHT_PRODUCER, SEM_PRODUCER, 1);
    expect_debts(scene.picture, FLIGHT_PRODUCER, SEM_FREE, 1);
    expect_debts(scene.picture, FLIGHT_CONSUMER, SEM_CONSUMER, 1);
    expect_debts(scene.picture, FLIGHT_CONSUMER, SEM_FILLED, 2);
    for (int role = 0; role < FLIGHT_ROLES; role++)
        expect_debts(scene.picture, (enum flight_role)role, SEM_LOCK, 0);

    child_kill(scene.consumer.pid);
    scene_look(&scene);
    scene_expect(scene.picture, "#####+..");
    assert_false(scene.picture->process[FLIGHT_CONSUMER].taken);
    assert_int_equal(scene.picture->process[FLIGHT_CONSUMER].pid, scene.consumer.pid);
    expect_debts(scene.picture, FLIGHT_CONSUMER, SEM_CONSUMER, 0);
    expect_debts(scene.picture, FLIGHT_CONSUMER, SEM_FILLED, 0);
    assert_int_equal(scene.picture->state, DOCTOR_RUNNING);
    scene_end(&scene);
}

static void sleepers_are_counted_and_last_words_kept(void **state)
{
    struct scene scene = scene_begin();
    const struct picture_process *producer;

    (void)state;
    assert_int_equal(partner_do(&scene.producer, SCENE_CLAIM), 0);
    assert_int_equal(partner_do(&scene.producer, SCENE_COMMIT), 0);
    partner_tell(&scene.producer, SCENE_WAIT);
    assert_true(ring_fixture_await(semset_waiting_grow, scene.record.set, SEM_FREE, 1));
    child_wait_asleep(scene.producer.pid);
    scene_look(&scene);
    assert_int_equal(scene.picture->semaphore[SEM_FREE].grow, 1);
    assert_int_equal(scene.picture->semaphore[SEM_FREE].zero, 0);
    assert_int_equal(scene.picture->semaphore[SEM_FREE].last, scene.producer.pid);
    producer = &scene.picture->process[FLIGHT_PRODUCER];
    assert_true(producer->spoke);
    assert_int_equal(producer->word.kind, FLIGHT_BEGIN);
    assert_int_equal(producer->word.step, STEP_PRODUCER_WAIT);
    assert_int_equal(producer->state, 'S');

    child_kill(scene.producer.pid);
    scene_look(&scene);
    assert_int_equal(scene.picture->semaphore[SEM_FREE].grow, 0);
    assert_int_equal(scene.picture->process[FLIGHT_PRODUCER].word.step, STEP_PRODUCER_WAIT);
    scene_end(&scene);
}

static void blocks_of_an_older_epoch_are_stale_and_bad_headers_are_told(void **state)
{
    struct scene scene = scene_begin();
    struct ring *ring = scene_attach(&scene.record);

    (void)state;
    scene_fill(&scene);
    ring_block(ring, 3)->rate = 0;
    atomic_store(&ring_segment(ring)->epoch, 1);
    scene_look(&scene);
    assert_true(scene.picture->slot[2].headed && scene.picture->slot[2].stale);
    assert_false(scene.picture->slot[3].headed);
    ring_detach(ring);
    scene_end(&scene);
}

static void spoiled_counts_are_told_and_no_slot_is_guessed_at(void **state)
{
    struct scene scene = scene_begin();
    struct sembuf more = {.sem_num = SEM_HEAD, .sem_op = 6};

    (void)state;
    scene_fill(&scene);
    assert_int_equal(semset_op(scene.record.set, &more, 1, NULL), 0);
    scene_look(&scene);
    assert_false(scene.picture->sound);
    for (int i = 0; i < scene.picture->slots; i++)
        assert_false(scene.picture->slot[i].headed);
    expect_debts(scene.picture, FLIGHT_CONSUMER, SEM_FILLED, 0);
    scene_end(&scene);
}

/* The pages of the segment that exist, by the last but one column. */
static unsigned long resident(int segment)
{
    unsigned long rss = 0;
    char line[512];
    FILE *file = fopen("/proc/sysvipc/shm", "re");

    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        int id;
        unsigned long is;

        if (sscanf(line, "%*d %d %*o %*u %*d %*d %*u %*u %*u %*u %*u %*u %*u %*u %lu", &id, &is) ==
                2 &&
            id == segment)
            rss = is;
    }
    fclose(file);
    return rss;
}

static void looking_names_us_nowhere_and_touches_no_new_page(void **state)
{
    pid_t player = fixture_start_player("test");
    const struct picture *picture;
    struct instance_record record;
    struct gather *gather;
    unsigned long before;

    (void)state;
    assert_int_equal(instance_read("test", &record), 0);
    before = resident(record.segment);
    assert_true(before > 0);
    assert_int_equal(gather_open("test", &gather), 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(gather_take(gather, &picture), 0);
    for (int i = 0; i < SEM_COUNT; i++)
        assert_int_equal(semset_last_pid(record.set, (enum sem_index)i), player);
    assert_int_equal(resident(record.segment), before);
    gather_close(gather);
    child_kill(player);
    assert_int_equal(instance_reap("test", 0), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_SCENE(every_slot_shows_its_state_and_its_block),
        ON_SCENE(debts_are_seats_and_claims_and_end_with_their_process),
        ON_SCENE(sleepers_are_counted_and_last_words_kept),
        ON_SCENE(blocks_of_an_older_epoch_are_stale_and_bad_headers_are_told),
        ON_SCENE(spoiled_counts_are_told_and_no_slot_is_guessed_at),
        ON_SCENE(looking_names_us_nowhere_and_touches_no_new_page),
    };

    return cmocka_run_group_tests_name("rondoscope_gather", tests, fixture_isolate, NULL);
}
