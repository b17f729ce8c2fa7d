/*
 * test_work_seam.c - what is asked before a track's end, and what becomes of each answer.
 */
#include "tests/unit/work_fixture.h"

enum { FRAMES = 24000, FADE = 6000 }; /* of 8k.wav and 8k.flac: 3 s, 16 bits, 2 channels */

static void ask_for(struct shop *shop, uint32_t track, const char *name, uint32_t ask_ms)
{
    const struct job job = {
        .kind = JOB_PLAY, .epoch = 1, .track = track, .asks = 1, .ask_ms = ask_ms};

    shop_send(shop, &job, name);
}

static void answer(struct shop *shop, uint32_t track, struct job_join join)
{
    join.known = 1;
    shop_send(shop, &(struct job){.kind = JOB_JOIN, .epoch = 1, .track = track, .join = join},
              NULL);
}

/* What comes until it asks: so many frames, and none is the last. */
static void take_until_asked(struct shop *shop, uint32_t track, uint64_t frames)
{
    for (uint64_t at = 0; at < frames;) {
        struct block_header header = shop_take(shop, NULL);

        assert_int_equal(header.track, track);
        assert_int_equal(header.position, at);
        assert_false(header.flags & BLOCK_END);
        at += header.frames;
        assert_in_range(at, 1, frames);
    }
    assert_int_equal(shop_expect(shop, JOB_ASKED, 1, track).frames, FRAMES);
    assert_int_equal(semset_value(ring_set_id(shop->ring), SEM_FILLED), 0);
}

static void it_waits_where_the_answer_matters_and_goes_on_with_it(void **state)
{
    static const struct {
        uint32_t ask_ms;
        uint64_t asks_at;
        struct job_join join;
        uint64_t end;
    } rows[] = {
        {0, FRAMES, {0}, FRAMES},
        {0, FRAMES, {.gap = 1000}, FRAMES + 1000},
        {750, FRAMES - 6000, {0}, FRAMES},
        {750, FRAMES - 6000, {.fade = FADE, .rate = 8000, .next = 99}, FRAMES - FADE},
        {750, FRAMES - 6000, {.fade = 10, .rate = 8000, .next = 99}, FRAMES - 10},
        {30000, FRAMES / 2, {0}, FRAMES},
    };
    struct shop *shop = *state;

    for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ask_for(shop, i, "8k.wav", rows[i].ask_ms);
        shop_expect(shop, JOB_OPENED, 1, i);
        take_until_asked(shop, i, rows[i].asks_at);
        answer(shop, i, rows[i].join);
        assert_int_equal(shop_take_rest(shop, 1, i, rows[i].asks_at, NULL), rows[i].end);
        shop_expect(shop, JOB_DONE, 1, i);
    }
}

static void while_it_waits_it_opens_what_comes_and_follows_new_orders(void **state)
{
    struct shop *shop = *state;

    ask_for(shop, 0, "8k.wav", 750);
    shop_expect(shop, JOB_OPENED, 1, 0);
    take_until_asked(shop, 0, FRAMES - 6000);
    shop_ask(shop, 1, 1, "mono.flac");
    shop_expect(shop, JOB_OPENED, 1, 1);
    child_wait_asleep(shop->worker);
    assert_int_equal(ring_set_orders(shop->ring, &(const struct ring_orders){.epoch = 2}), 0);
    shop_ask(shop, 2, 2, "8k.flac");
    shop_expect(shop, JOB_OPENED, 2, 2);
    assert_int_equal(shop_take_track(shop, 2, 2, 0, NULL), FRAMES);
    shop_expect(shop, JOB_DONE, 2, 2);
}

/* The second track, with whatever is mixed into it; the frame of its end is right. */
static struct sound faded(struct shop *shop, uint32_t next)
{
    struct sound sound = {0};

    ask_for(shop, 0, "8k.wav", 750);
    shop_expect(shop, JOB_OPENED, 1, 0);
    take_until_asked(shop, 0, FRAMES - 6000);
    shop_ask(shop, 1, 1, "8k.flac");
    shop_expect(shop, JOB_OPENED, 1, 1);
    answer(shop, 0, (struct job_join){.fade = FADE, .rate = 8000, .next = next});
    assert_int_equal(shop_take_rest(shop, 1, 0, FRAMES - FADE, NULL), FRAMES - FADE);
    shop_expect(shop, JOB_DONE, 1, 0);
    assert_int_equal(shop_take_track(shop, 1, 1, 0, &sound), FRAMES);
    shop_expect(shop, JOB_DONE, 1, 1);
    return sound;
}

static void a_new_producer_fades_on_at_any_frame_as_the_dead_one_would_have(void **state)
{
    static const uint64_t places[] = {0, 1, 2999, FADE - 1, FADE, FADE + 1};
    struct shop *shop = *state;
    struct sound whole = faded(shop, 1);

    for (uint32_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const struct job tail = {.kind = JOB_TAIL,
                                 .epoch = 1,
                                 .start = FRAMES - FADE,
                                 .join = {.fade = FADE, .rate = 8000, .next = 1}};
        const struct job job = {.kind = JOB_PLAY, .epoch = 1, .track = 1, .start = places[i]};
        struct sound sound = {0};
        size_t from = places[i] * whole.frame_bytes;

        shop_fire(shop);
        shop_hire(shop);
        shop_send(shop, &tail, "8k.wav");
        shop_send(shop, &job, "8k.flac");
        shop_expect(shop, JOB_OPENED, 1, 1);
        assert_int_equal(shop_take_track(shop, 1, 1, places[i], &sound), FRAMES);
        assert_memory_equal(sound.bytes, whole.bytes + from,
                            whole.frames * whole.frame_bytes - from);
        sound_free(&sound);
    }
    sound_free(&whole);
}

static void an_end_is_for_the_track_that_it_was_meant_for(void **state)
{
    struct shop *shop = *state;
    struct sound sound = faded(shop, 7);

    shop_expect_sound(shop, &sound, "8k.flac", 0);
}

static void of_an_end_that_cannot_be_opened_the_next_track_fades_from_silence(void **state)
{
    const struct job tail = {
        .kind = JOB_TAIL, .epoch = 1, .start = 0, .join = {.fade = FADE, .rate = 8000, .next = 1}};
    struct shop *shop = *state;
    struct sound sound = {0}, plain = decoder_whole(shop_path(shop, "8k.flac"));
    const int16_t *heard, *file = (const int16_t *)(const void *)plain.bytes;

    shop_send(shop, &tail, NULL);
    shop_ask(shop, 1, 1, "8k.flac");
    shop_expect(shop, JOB_OPENED, 1, 1);
    assert_int_equal(shop_take_track(shop, 1, 1, 0, &sound), FRAMES);
    heard = (const int16_t *)(const void *)sound.bytes;
    for (size_t i = 0; i < sound.frames * 2; i++)
        assert_in_range(abs(heard[i]), 0, abs(file[i]) + 2); /* and dither */
    assert_memory_equal(heard + (size_t)FADE * 2, file + (size_t)FADE * 2,
                        (size_t)(FRAMES - FADE) * 4);
    sound_free(&plain);
    sound_free(&sound);
}

static void silence_goes_on_where_a_dead_producer_left_it(void **state)
{
    const struct job job = {.kind = JOB_PLAY,
                            .epoch = 1,
                            .start = FRAMES + 300,
                            .over = 1,
                            .given = 300,
                            .join = {.gap = 1000, .known = 1}};
    struct shop *shop = *state;
    struct sound sound = {0};

    shop_send(shop, &job, "8k.wav");
    shop_expect(shop, JOB_OPENED, 1, 0);
    assert_int_equal(shop_take_track(shop, 1, 0, FRAMES + 300, &sound), FRAMES + 1000);
    for (size_t i = 0; i < sound.frames * sound.frame_bytes; i++)
        assert_int_equal(sound.bytes[i], 0);
    shop_expect(shop, JOB_DONE, 1, 0);
    sound_free(&sound);
}

static void after_a_fade_no_file_stays_open(void **state)
{
    struct shop *shop = *state;
    struct sound sound;
    int before;

    shop_ask(shop, 1, 9, "8k.wav");
    shop_take_track(shop, 1, 9, 0, NULL);
    shop_expect(shop, JOB_OPENED, 1, 9);
    shop_expect(shop, JOB_DONE, 1, 9);
    child_wait_asleep(shop->worker);
    before = shop_files(shop);
    for (uint32_t next = 1; next < 3; next++) {
        sound = faded(shop, next);
        sound_free(&sound);
        child_wait_asleep(shop->worker);
        assert_int_equal(shop_files(shop), before);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(it_waits_where_the_answer_matters_and_goes_on_with_it),
        SHOP_TEST(while_it_waits_it_opens_what_comes_and_follows_new_orders),
        SHOP_TEST(a_new_producer_fades_on_at_any_frame_as_the_dead_one_would_have),
        SHOP_TEST(an_end_is_for_the_track_that_it_was_meant_for),
        SHOP_TEST(of_an_end_that_cannot_be_opened_the_next_track_fades_from_silence),
        SHOP_TEST(silence_goes_on_where_a_dead_producer_left_it),
        SHOP_TEST(after_a_fade_no_file_stays_open),
    };

    return cmocka_run_group_tests_name("work_seam", tests, NULL, NULL);
}
