/*
 * test_work_life.c - the producer's sleep, its end, its deaths, and what it holds open.
 */
#include "tests/unit/work_fixture.h"

static void with_a_full_ring_it_sleeps_until_a_burst_is_free(void **state)
{
    struct shop *shop = *state;
    int set = ring_set_id(shop->ring);

    shop_ask(shop, 1, 0, "surround.flac");
    for (int i = 0; i < SHOP_BURST; i++) {
        assert_true(ring_fixture_await(semset_waiting_grow, set, SEM_FREE, 1));
        assert_int_equal(semset_value(set, SEM_FILLED), SHOP_SLOTS - i);
        shop_take(shop, NULL);
    }
    assert_true(ring_fixture_await(semset_value, set, SEM_FILLED, SHOP_SLOTS));
}

static void a_closed_channel_is_the_end_and_no_failure(void **state)
{
    struct shop *shop = *state;

    close(shop->socket);
    assert_int_equal(shop_exit_status(shop), 0);
}

static void a_removed_ring_ends_it_even_in_its_sleep(void **state)
{
    struct shop *shop = *state;

    shop_ask(shop, 1, 0, "surround.flac");
    assert_true(ring_fixture_await(semset_waiting_grow, ring_set_id(shop->ring), SEM_FREE, 1));
    assert_int_equal(ring_remove(shop->ring), 0);
    assert_int_equal(shop_exit_status(shop), EIDRM);
    close(shop->socket);
}

static void what_it_has_played_it_closes(void **state)
{
    static const char *const names[] = {"8k.wav", "text", "8k.flac", "rondo.ogg"};
    struct shop *shop = *state;
    int before;

    scratch_write(scratch_path(shop->scratch, "text"), "no sound at all", 15);
    shop_ask(shop, 1, 0, "8k.wav");
    shop_take_track(shop, 1, 0, 0, NULL);
    shop_expect(shop, JOB_OPENED, 1, 0);
    shop_expect(shop, JOB_DONE, 1, 0);
    child_wait_asleep(shop->worker);
    before = shop_files(shop);
    for (uint32_t i = 0; i < 4; i++)
        shop_ask(shop, 1, i, names[i]);
    for (uint32_t i = 0; i < 4; i++)
        if (i != 1)
            shop_take_track(shop, 1, i, 0, NULL);
    for (int i = 0; i < 7; i++)
        shop_reply(shop);
    shop_hold(shop);
    shop_ask(shop, 1, 0, "surround.flac");
    shop_ask(shop, 1, 1, "mono.flac");
    shop_go_on(shop);
    assert_true(ring_fixture_await(semset_value, ring_set_id(shop->ring), SEM_FILLED, SHOP_SLOTS));
    assert_int_equal(shop_files(shop), before + 2);
    assert_int_equal(ring_set_orders(shop->ring, &(const struct ring_orders){.epoch = 2}), 0);
    for (int i = 0; i < SHOP_SLOTS; i++)
        shop_take(shop, NULL);
    shop_ask(shop, 2, 3, "8k.wav");
    shop_take_track(shop, 2, 3, 0, NULL);
    for (int i = 0; i < 4; i++)
        shop_reply(shop);
    child_wait_asleep(shop->worker);
    assert_int_equal(shop_files(shop), before);
}

/* As the player does it: a new producer gets what follows the newest block. */
static void replace_worker(struct shop *shop, const char *name)
{
    struct ring_resume_point point;
    struct job job = {.kind = JOB_PLAY};

    shop_fire(shop);
    shop_hire(shop);
    assert_int_equal(ring_resume_point(shop->ring, &point), 0);
    job.epoch = point.epoch;
    job.start = point.frame;
    if (!point.at_end)
        shop_send(shop, &job, name);
}

static void killed_again_and_again_it_leaves_the_sound_whole(void **state)
{
    static const char *const names[] = {"mono.flac", "rondo.ogg", "rondo.opus", "rondo.mp3"};
    struct shop *shop = *state;
    uint64_t random = 99;

    for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct ring_orders orders = {.epoch = i + 1};
        struct sound sound = {0};
        struct block_header header = {0};
        int kills = 0;

        assert_int_equal(ring_set_orders(shop->ring, &orders), 0);
        shop_ask(shop, orders.epoch, 0, names[i]);
        while (!(header.flags & BLOCK_END)) {
            header = shop_take(shop, &sound);
            random = random * 6364136223846793005u + 1442695040888963407u;
            if (random >> 62 > 0) /* three times of four it may go on */
                continue;
            replace_worker(shop, names[i]);
            kills++;
        }
        shop_expect_sound(shop, &sound, names[i], 0);
        assert_true(kills > 3);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(with_a_full_ring_it_sleeps_until_a_burst_is_free),
        SHOP_TEST(a_closed_channel_is_the_end_and_no_failure),
        SHOP_TEST(a_removed_ring_ends_it_even_in_its_sleep),
        SHOP_TEST(what_it_has_played_it_closes),
        SHOP_TEST(killed_again_and_again_it_leaves_the_sound_whole),
    };
    return cmocka_run_group_tests_name("work_life", tests, NULL, NULL);
}
