/*
 * test_tui_wave.c - the outline of a track, from its blocks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "player/tui/tui_wave.h"

enum { FRAMES = 1000 };

static struct tui_wave wave;
static int16_t samples[2 * FRAMES];

static struct block_header header(uint64_t position, uint32_t frames)
{
    return (struct block_header){
        .position = position, .frames = frames, .rate = 44100, .channels = 2, .format = SAMPLE_S16};
}

static void add(uint64_t position, uint32_t frames)
{
    const struct block_header block = header(position, frames);

    tui_wave_add(&wave, &block, samples);
}

static void fill(int16_t value)
{
    for (int i = 0; i < 2 * FRAMES; i++)
        samples[i] = value;
}

static void what_was_not_seen_is_not_known(void **state)
{
    (void)state;
    fill(16384);
    tui_wave_begin(&wave, 8 * FRAMES);
    add(FRAMES, FRAMES);
    assert_int_equal(tui_wave_column(&wave, 0, 8), -1);
    assert_int_equal(tui_wave_column(&wave, 1, 8), 128);
    assert_int_equal(tui_wave_column(&wave, 2, 8), -1);
}

static void each_part_has_its_own_peak(void **state)
{
    (void)state;
    fill(0);
    samples[2 * 999 + 1] = -32768;
    tui_wave_begin(&wave, FRAMES);
    add(0, FRAMES);
    assert_int_equal(tui_wave_column(&wave, 0, 2), 0);
    assert_int_equal(tui_wave_column(&wave, 1, 2), 255);
    assert_int_equal(tui_wave_column(&wave, 99, 100), 255);
    assert_int_equal(tui_wave_column(&wave, 98, 100), 0);
}

static void blocks_in_any_pieces_give_the_same_outline(void **state)
{
    static struct tui_wave whole;

    (void)state;
    for (int i = 0; i < 2 * FRAMES; i++)
        samples[i] = (int16_t)(i * 7919);
    tui_wave_begin(&wave, 3 * FRAMES + 1);
    add(17, FRAMES);
    whole = wave;
    tui_wave_begin(&wave, 3 * FRAMES + 1);
    for (uint32_t at = 0; at < FRAMES; at += 13) {
        const struct block_header block = header(17 + at, FRAMES - at < 13 ? FRAMES - at : 13);

        tui_wave_add(&wave, &block, samples + (size_t)2 * at);
    }
    assert_memory_equal(&wave, &whole, sizeof(wave));
}

static void places_that_cannot_be_are_passed_over(void **state)
{
    (void)state;
    fill(-1);
    tui_wave_begin(&wave, 0);
    add(0, FRAMES);
    assert_int_equal(tui_wave_column(&wave, 0, 1), -1);
    tui_wave_begin(&wave, FRAMES);
    add(UINT64_C(1) << 62, FRAMES);
    add(FRAMES, FRAMES);
    assert_int_equal(tui_wave_column(&wave, 0, 1), -1);
    add(FRAMES - 1, FRAMES);
    assert_int_equal(tui_wave_column(&wave, TUI_WAVE_BINS - 1, TUI_WAVE_BINS), 0);
    tui_wave_begin(&wave, UINT64_MAX);
    assert_int_equal(wave.frames, 0);
}

static void more_columns_than_parts_share_them(void **state)
{
    (void)state;
    fill(32767);
    tui_wave_begin(&wave, FRAMES);
    add(0, FRAMES);
    for (uint32_t column = 0; column < 3000; column++)
        assert_int_equal(tui_wave_column(&wave, column, 3000), 255);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_not_seen_is_not_known),
        cmocka_unit_test(each_part_has_its_own_peak),
        cmocka_unit_test(blocks_in_any_pieces_give_the_same_outline),
        cmocka_unit_test(places_that_cannot_be_are_passed_over),
        cmocka_unit_test(more_columns_than_parts_share_them),
    };

    return cmocka_run_group_tests_name("tui_wave", tests, NULL, NULL);
}
