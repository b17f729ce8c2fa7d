/*
 * test_work_flow.c - the producer's work on raw samples that are still coming.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/work_fixture.h"

enum { RATE = 44100, BLOCK = RATE * RING_BLOCK_MS / 1000, ALL = 3 * BLOCK + 100 };

static const struct job_raw raw = {.rate = RATE, .channels = 2, .format = SAMPLE_S16};

struct window {
    int file;
    uint32_t frames;
};

static int16_t sample(uint32_t i)
{
    return (int16_t)(i * 31 + 7);
}

static void grow(struct window *window, uint32_t frames)
{
    for (uint32_t i = 0; i < frames * 2; i++) {
        int16_t value = sample(window->frames * 2 + i);
        assert_int_equal(write(window->file, &value, sizeof(value)), sizeof(value));
    }
    window->frames += frames;
}

static struct window open_window(struct shop *shop)
{
    struct window window = {
        .file = open(scratch_path(shop->scratch, "window"), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};

    assert_true(window.file >= 0);
    return window;
}

static void play(struct shop *shop, uint64_t start, uint32_t more)
{
    const struct job job = {.kind = JOB_PLAY,
                            .epoch = 1,
                            .track = 7,
                            .start = start,
                            .exact = start > 0,
                            .more = more,
                            .raw = raw};

    shop_send(shop, &job, "window");
    shop_expect(shop, JOB_OPENED, 1, 7);
}

static void tell(struct shop *shop, uint32_t more)
{
    const struct job job = {.kind = JOB_MORE, .epoch = 1, .track = 7, .more = more};

    shop_send(shop, &job, NULL);
}

static void expect_frames(const struct sound *sound, uint32_t first, uint32_t count)
{
    const int16_t *samples = (const int16_t *)sound->bytes;

    assert_int_equal(sound->frames, count);
    for (uint32_t i = 0; i < count * 2; i++)
        assert_int_equal(samples[i], sample(first * 2 + i));
}

static void only_whole_blocks_are_taken_until_the_end_is_known(void **state)
{
    struct shop *shop = *state;
    struct window window = open_window(shop);
    struct sound sound = {0};
    struct job_reply reply;

    grow(&window, BLOCK + 10);
    play(shop, 0, 1);
    reply = shop_expect(shop, JOB_HUNGRY, 1, 7);
    assert_int_equal(reply.frames, BLOCK);
    assert_int_equal(shop_take(shop, &sound).flags, BLOCK_START);

    tell(shop, 1); /* though nothing has come */
    assert_int_equal(shop_expect(shop, JOB_HUNGRY, 1, 7).frames, BLOCK);
    grow(&window, 2 * BLOCK);
    tell(shop, 1);
    assert_int_equal(shop_expect(shop, JOB_HUNGRY, 1, 7).frames, 3 * BLOCK);
    grow(&window, ALL - window.frames);
    tell(shop, 0);
    shop_expect(shop, JOB_DONE, 1, 7);
    assert_int_equal(shop_take_rest(shop, 1, 7, BLOCK, &sound), ALL);
    expect_frames(&sound, 0, ALL);
    sound_free(&sound);
    close(window.file);
}

static void a_new_producer_goes_on_at_the_very_next_frame(void **state)
{
    struct shop *shop = *state;
    struct window window = open_window(shop);
    struct ring_resume_point point;
    struct sound sound = {0};

    grow(&window, 2 * BLOCK);
    play(shop, 0, 1);
    shop_expect(shop, JOB_HUNGRY, 1, 7);
    shop_fire(shop);
    assert_int_equal(ring_resume_point(shop->ring, &point), 0);
    assert_int_equal(point.frame, 2 * BLOCK);
    shop_hire(shop);
    grow(&window, ALL - window.frames);
    play(shop, point.frame, 0);
    shop_expect(shop, JOB_DONE, 1, 7);
    shop_take(shop, &sound);
    shop_take(shop, &sound);
    shop_take_track(shop, 1, 7, 2 * BLOCK, &sound);
    expect_frames(&sound, 0, ALL);
    sound_free(&sound);
    close(window.file);
}

static void who_waits_for_more_follows_new_orders(void **state)
{
    struct shop *shop = *state;
    struct window window = open_window(shop);
    struct sound sound = {0};

    grow(&window, 10);
    play(shop, 0, 1);
    shop_expect(shop, JOB_HUNGRY, 1, 7);
    ring_set_orders(shop->ring, &(const struct ring_orders){.epoch = 2, .track = 8});
    shop_ask(shop, 2, 8, "mono.wav");
    shop_expect(shop, JOB_OPENED, 2, 8);
    shop_take_track(shop, 2, 8, 0, &sound);
    shop_expect_sound(shop, &sound, "mono.wav", 0);
    close(window.file);
}

static void samples_that_cannot_be_are_refused(void **state)
{
    static const struct job_raw wrong[] = {{.rate = 1, .channels = 2, .format = SAMPLE_S16},
                                           {.rate = RATE, .channels = 0, .format = SAMPLE_S16},
                                           {.rate = RATE, .channels = 2, .format = SAMPLE_NONE}};
    struct shop *shop = *state;
    struct window window = open_window(shop);

    for (uint32_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct job job = {.kind = JOB_PLAY, .epoch = 1, .track = i, .raw = wrong[i]};

        shop_send(shop, &job, "window");
        assert_string_equal(shop_expect(shop, JOB_FAILED, 1, i).text, "no such samples");
    }
    close(window.file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHOP_TEST(only_whole_blocks_are_taken_until_the_end_is_known),
        SHOP_TEST(a_new_producer_goes_on_at_the_very_next_frame),
        SHOP_TEST(who_waits_for_more_follows_new_orders),
        SHOP_TEST(samples_that_cannot_be_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
