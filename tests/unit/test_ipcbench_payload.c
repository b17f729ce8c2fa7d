/*
 * test_ipcbench_payload.c - the sound: read from files, made, cut into blocks, and added up.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/scratch.h"
#include "tools/ipcbench/payload.h"

/* A WAV file with these bytes as samples, an odd chunk with its pad byte before them, and one
 * behind. */
#define WAV(form, size) form "\x40\0\0\0WAVELIST\3\0\0\0abc\0data" size "12345678tail\4\0\0\0more"

static struct payload load(struct scratch *scratch, const void *bytes, size_t size)
{
    struct payload sound = {0};
    const char *path = scratch_path(scratch, "sound");

    assert_int_equal(scratch_write(path, bytes, size), 0);
    assert_int_equal(payload_load(path, &sound), 0);
    return sound;
}

static void assert_loads(struct scratch *scratch, const void *bytes, size_t size,
                         const char *expected)
{
    struct payload sound = load(scratch, bytes, size);

    assert_int_equal(sound.size, strlen(expected));
    assert_memory_equal(sound.bytes, expected, sound.size);
    payload_free(&sound);
}

static void of_a_wav_file_only_the_samples_are_sent(void **state)
{
    static const char riff[] = WAV("RIFF", "\x8\0\0\0");
    static const char rf64[] = WAV("RF64", "\xff\xff\xff\xff");

    assert_loads(*state, riff, sizeof(riff) - 1, "12345678");
    assert_loads(*state, rf64, 40, "12345678"); /* to the end of the file */
}

static void a_wav_file_that_is_cut_short_ends_where_it_ends(void **state)
{
    static const char riff[] = WAV("RIFF", "\x8\0\0\0");

    assert_loads(*state, riff, 35, "123");
}

static void of_any_other_file_all_bytes_are_sent(void **state)
{
    assert_loads(*state, "RIFFnothing of this kind", 24, "RIFFnothing of this kind");
    assert_loads(*state, "x", 1, "x");
}

static void a_file_without_sound_is_refused(void **state)
{
    struct scratch *scratch = *state;
    static const char riff[] = WAV("RIFF", "\0\0\0\0");
    struct payload sound = {.size = 7};

    assert_int_equal(scratch_write(scratch_path(scratch, "sound"), "", 0), 0);
    assert_int_equal(payload_load(scratch->path, &sound), -ENODATA);
    assert_int_equal(scratch_write(scratch->path, riff, sizeof(riff) - 1), 0);
    assert_int_equal(payload_load(scratch->path, &sound), -ENODATA); /* no samples */
    assert_int_equal(scratch_write(scratch->path, riff, 30), 0);
    assert_int_equal(payload_load(scratch->path, &sound), -ENODATA); /* no such chunk */
    assert_int_equal(payload_load(scratch->folder, &sound), -EISDIR);
    assert_int_equal(payload_load(scratch_path(scratch, "none"), &sound), -ENOENT);
    assert_int_equal(sound.size, 7);
}

static void a_long_file_is_read_up_to_the_limit(void **state)
{
    uint8_t *bytes = calloc(1, PAYLOAD_BYTES_MAX + 5);
    struct payload sound;

    assert_non_null(bytes);
    bytes[PAYLOAD_BYTES_MAX - 1] = 9;
    sound = load(*state, bytes, PAYLOAD_BYTES_MAX + 5);
    assert_int_equal(sound.size, PAYLOAD_BYTES_MAX);
    assert_int_equal(sound.bytes[PAYLOAD_BYTES_MAX - 1], 9);
    payload_free(&sound);
    free(bytes);
}

static void what_is_generated_is_the_same_each_time(void **state)
{
    struct payload first, second;

    (void)state;
    assert_int_equal(payload_generate(&first), 0);
    assert_int_equal(payload_generate(&second), 0);
    assert_int_equal(first.size, PAYLOAD_GENERATED_BYTES);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    payload_free(&first);
    payload_free(&second);
}

static void every_bit_and_every_swap_changes_the_sum(void **state)
{
    uint8_t block[100];
    uint64_t sum;

    (void)state;
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] = (uint8_t)(i * 7 + 1);
    sum = payload_sum(block, sizeof(block));
    for (size_t bit = 0; bit < sizeof(block) * 8; bit++) {
        block[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_not_equal(payload_sum(block, sizeof(block)), sum);
        block[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t i = 0; i < sizeof(block); i++)
        for (size_t k = i + 1; k < sizeof(block); k++) {
            uint8_t byte = block[i];

            block[i] = block[k];
            block[k] = byte;
            assert_int_not_equal(payload_sum(block, sizeof(block)), sum);
            block[k] = block[i];
            block[i] = byte;
        }
    assert_int_equal(payload_sum(block, sizeof(block)), sum);
}

static void a_cut_goes_round_and_leaves_out_the_rest(void **state)
{
    uint8_t bytes[70];
    struct payload sound = {.bytes = bytes, .size = sizeof(bytes)};
    struct payload_cut cut;

    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)i;
    assert_int_equal(payload_cut(&sound, 16, &cut), 0);
    assert_int_equal(cut.count, 4);
    for (uint64_t i = 0; i < 9; i++) {
        assert_ptr_equal(payload_block(&cut, i), bytes + i % 4 * 16);
        assert_int_equal(payload_block_sum(&cut, i), payload_sum(bytes + i % 4 * 16, 16));
    }
    payload_cut_free(&cut);
    assert_int_equal(payload_cut(&sound, 72, &cut), -ENODATA);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(of_a_wav_file_only_the_samples_are_sent),
        IN_SCRATCH(a_wav_file_that_is_cut_short_ends_where_it_ends),
        IN_SCRATCH(of_any_other_file_all_bytes_are_sent),
        IN_SCRATCH(a_file_without_sound_is_refused),
        IN_SCRATCH(a_long_file_is_read_up_to_the_limit),
        cmocka_unit_test(what_is_generated_is_the_same_each_time),
        cmocka_unit_test(every_bit_and_every_swap_changes_the_sum),
        cmocka_unit_test(a_cut_goes_round_and_leaves_out_the_rest),
    };
    return cmocka_run_group_tests_name("ipcbench_payload", tests, NULL, NULL);
}
