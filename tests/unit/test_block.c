/*
 * test_block.c - what a block header may say, field by field, at each limit and beyond it.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shmring/block.h"

enum { SLOT_BYTES = 16384 };

static struct block_header good(void)
{
    return (struct block_header){
        .sequence = 7,
        .epoch = 3,
        .track = 2,
        .position = 1000,
        .frames = 100,
        .rate = 44100,
        .channels = 2,
        .format = SAMPLE_S16,
    };
}

/* A good header that is changed in one field passes, or does not. */
#define EXPECT(field, value, result)                                                               \
    do {                                                                                           \
        struct block_header changed = good();                                                      \
        changed.field = (value);                                                                   \
        assert_int_equal(block_check(&changed, SLOT_BYTES), (result));                             \
    } while (0)

static void a_usual_header_passes(void **state)
{
    struct block_header header = good();

    (void)state;
    assert_int_equal(block_check(&header, SLOT_BYTES), 0);
}

static void the_format_is_one_of_four(void **state)
{
    (void)state;
    EXPECT(format, SAMPLE_NONE, -EBADMSG);
    EXPECT(format, SAMPLE_S16, 0);
    EXPECT(format, SAMPLE_S24, 0);
    EXPECT(format, SAMPLE_S32, 0);
    EXPECT(format, SAMPLE_F32, 0);
    EXPECT(format, SAMPLE_FORMATS, -EBADMSG);
    EXPECT(format, UINT16_MAX, -EBADMSG);
}

static void there_are_1_to_32_channels(void **state)
{
    (void)state;
    EXPECT(channels, 0, -EBADMSG);
    EXPECT(channels, 1, 0);
    EXPECT(channels, 32, 0);
    EXPECT(channels, 33, -EBADMSG);
    EXPECT(channels, UINT16_MAX, -EBADMSG);
}

static void the_rate_is_1000_to_1536000(void **state)
{
    struct block_header header = good();

    (void)state;
    header.frames = 1;
    header.rate = 999;
    assert_int_equal(block_check(&header, SLOT_BYTES), -EBADMSG);
    header.rate = 1000;
    assert_int_equal(block_check(&header, SLOT_BYTES), 0);
    EXPECT(rate, 0, -EBADMSG);
    EXPECT(rate, 1536000, 0);
    EXPECT(rate, 1536001, -EBADMSG);
    EXPECT(rate, UINT32_MAX, -EBADMSG);
}

static void only_known_flags_are_taken(void **state)
{
    (void)state;
    EXPECT(flags, 0, 0);
    EXPECT(flags, BLOCK_START, 0);
    EXPECT(flags, BLOCK_END, 0);
    EXPECT(flags, BLOCK_START | BLOCK_END, 0);
    EXPECT(flags, 4, -EBADMSG);
    EXPECT(flags, 0x80000000u | BLOCK_END, -EBADMSG);
}

static void position_and_frames_add_up_without_overflow(void **state)
{
    (void)state;
    EXPECT(position, 0, 0);
    EXPECT(position, INT64_MAX - UINT32_MAX, 0);
    EXPECT(position, (uint64_t)INT64_MAX - UINT32_MAX + 1, -EBADMSG);
    EXPECT(position, UINT64_MAX, -EBADMSG);
}

static void the_frames_fit_into_the_slot_and_the_time_of_a_block(void **state)
{
    struct block_header header = good();
    uint32_t time = 44100 * RING_BLOCK_MS / 1000;
    uint32_t room = (SLOT_BYTES - 64) / (32 * 4);

    (void)state;
    EXPECT(frames, time, 0);
    EXPECT(frames, time + 1, -EBADMSG);
    EXPECT(frames, UINT32_MAX, -EBADMSG);
    header.channels = 32;
    header.format = SAMPLE_F32;
    header.frames = room;
    assert_int_equal(block_check(&header, SLOT_BYTES), 0);
    header.frames = room + 1;
    assert_int_equal(block_check(&header, SLOT_BYTES), -EBADMSG);
}

static void only_the_end_of_a_track_may_be_empty(void **state)
{
    struct block_header header = good();

    (void)state;
    EXPECT(frames, 0, -EBADMSG);
    header.frames = 0;
    header.flags = BLOCK_START;
    assert_int_equal(block_check(&header, SLOT_BYTES), -EBADMSG);
    header.flags = BLOCK_END;
    assert_int_equal(block_check(&header, SLOT_BYTES), 0);
}

static void sequence_epoch_and_track_are_free(void **state)
{
    (void)state;
    EXPECT(sequence, UINT32_MAX, 0);
    EXPECT(epoch, UINT32_MAX, 0);
    EXPECT(track, UINT32_MAX, 0);
}

static void a_zeroed_header_is_no_block(void **state)
{
    const struct block_header header = {0};

    (void)state;
    assert_int_equal(block_check(&header, SLOT_BYTES), -EBADMSG);
}

static void every_shape_has_room_for_a_frame_even_in_the_smallest_slot(void **state)
{
    (void)state;
    for (uint32_t format = SAMPLE_S16; format < SAMPLE_FORMATS; format++)
        for (uint32_t channels = 1; channels <= BLOCK_CHANNELS_MAX; channels++) {
            uint32_t room = (RING_SLOT_BYTES_MIN - 64) / (sample_bytes(format) * channels);

            assert_in_range(block_capacity(RING_SLOT_BYTES_MIN, BLOCK_RATE_MIN, channels, format),
                            1, room);
            assert_int_equal(block_capacity(RING_SLOT_BYTES_MIN, BLOCK_RATE_MAX, channels, format),
                             room);
        }
}

static void a_full_block_plays_as_long_as_the_layout_says(void **state)
{
    (void)state;
    assert_int_equal(block_capacity(RING_SLOT_BYTES_MAX, 44100, 2, SAMPLE_S16),
                     44100 * RING_BLOCK_MS / 1000);
    assert_int_equal(block_capacity(RING_SLOT_BYTES_MAX, 48000, 2, SAMPLE_F32),
                     48000 * RING_BLOCK_MS / 1000);
    assert_int_equal(block_capacity(RING_SLOT_BYTES_MAX, 192000, 2, SAMPLE_S24),
                     192000 * RING_BLOCK_MS / 1000);
    assert_int_equal(block_capacity(16384, 48000, 2, SAMPLE_F32), (16384 - 64) / 8);
}

static void samples_have_these_sizes_and_names(void **state)
{
    static const struct {
        uint32_t format, bytes;
        const char *name;
    } rows[] = {
        {SAMPLE_NONE, 0, "none"}, {SAMPLE_S16, 2, "s16"}, {SAMPLE_S24, 4, "s24"},
        {SAMPLE_S32, 4, "s32"},   {SAMPLE_F32, 4, "f32"}, {SAMPLE_FORMATS, 0, "none"},
        {UINT32_MAX, 0, "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(sample_bytes(rows[i].format), rows[i].bytes);
        assert_string_equal(sample_format_name(rows[i].format), rows[i].name);
        assert_int_equal(block_frame_bytes(rows[i].format, 6), rows[i].bytes * 6);
    }
}

static void reading_copies_all_of_a_header_good_or_bad(void **state)
{
    struct block_header shared = good();
    struct block_header copy;

    (void)state;
    memset(shared.reserved, 0xa5, sizeof(shared.reserved));
    assert_int_equal(block_read(&shared, SLOT_BYTES, &copy), 0);
    assert_memory_equal(&copy, &shared, sizeof(copy));
    memset(&shared, 0xff, sizeof(shared));
    assert_int_equal(block_read(&shared, SLOT_BYTES, &copy), -EBADMSG);
    assert_memory_equal(&copy, &shared, sizeof(copy));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_usual_header_passes),
        cmocka_unit_test(the_format_is_one_of_four),
        cmocka_unit_test(there_are_1_to_32_channels),
        cmocka_unit_test(the_rate_is_1000_to_1536000),
        cmocka_unit_test(only_known_flags_are_taken),
        cmocka_unit_test(position_and_frames_add_up_without_overflow),
        cmocka_unit_test(the_frames_fit_into_the_slot_and_the_time_of_a_block),
        cmocka_unit_test(only_the_end_of_a_track_may_be_empty),
        cmocka_unit_test(sequence_epoch_and_track_are_free),
        cmocka_unit_test(a_zeroed_header_is_no_block),
        cmocka_unit_test(every_shape_has_room_for_a_frame_even_in_the_smallest_slot),
        cmocka_unit_test(a_full_block_plays_as_long_as_the_layout_says),
        cmocka_unit_test(samples_have_these_sizes_and_names),
        cmocka_unit_test(reading_copies_all_of_a_header_good_or_bad),
    };
    return cmocka_run_group_tests_name("block", tests, NULL, NULL);
}
