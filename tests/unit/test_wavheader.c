/*
 * test_wavheader.c - headers of WAV files: limits, loudspeakers, and reading them back.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "player/consumer/wavheader.h"
#include "shmring/layout.h"

static const struct output_format cd = {44100, 2, SAMPLE_S16};

#define GUID_END "\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71"

static void assert_header(struct output_format format, uint64_t data_bytes, const char *from_48,
                          size_t size)
{
    struct wavheader header = {.format = format, .data_bytes = data_bytes};
    uint8_t bytes[WAVHEADER_MAX];
    wavheader_build(&header, WAVHEADER_RIFF_MAX, bytes);
    assert_int_equal(header.bytes, 48 + size);
    assert_memory_equal(bytes + 48, from_48, size);
}

static void sixteen_bit_mono_and_stereo_are_plain(void **state)
{
    (void)state;
    static const char mono[] = "fmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0"
                               "data\x30\0\0\0";
    static const char stereo[] = "fmt \x10\0\0\0\1\0\2\0\x44\xac\0\0\x10\xb1\2\0\4\0\x10\0"
                                 "data\x30\0\0\0";
    assert_header((struct output_format){44100, 1, SAMPLE_S16}, 48, mono, sizeof(mono) - 1);
    assert_header(cd, 48, stereo, sizeof(stereo) - 1);
}

static void more_channels_or_bits_are_extensible(void **state)
{
    (void)state;
    static const char surround[] =
        "fmt \x28\0\0\0\xfe\xff\6\0\0\x77\1\0\0\x5e\x1a\0\x12\0\x18\0"
        "\x16\0\x18\0\x3f\0\0\0\1\0\0\0" GUID_END "fact\4\0\0\0\2\0\0\0data\x24\0\0\0";
    static const char quad[] =
        "fmt \x28\0\0\0\xfe\xff\4\0\x80\xbb\0\0\0\xdc\5\0\x8\0\x10\0"
        "\x16\0\x10\0\x33\0\0\0\1\0\0\0" GUID_END "fact\4\0\0\0\5\0\0\0data\x28\0\0\0";
    static const char wide[] =
        "fmt \x28\0\0\0\xfe\xff\2\0\x80\xbb\0\0\0\xdc\5\0\x8\0\x20\0"
        "\x16\0\x20\0\3\0\0\0\1\0\0\0" GUID_END "fact\4\0\0\0\5\0\0\0data\x28\0\0\0";
    assert_header((struct output_format){96000, 6, SAMPLE_S24}, 36, surround, sizeof(surround) - 1);
    assert_header((struct output_format){48000, 4, SAMPLE_S16}, 40, quad, sizeof(quad) - 1);
    assert_header((struct output_format){48000, 2, SAMPLE_S32}, 40, wide, sizeof(wide) - 1);
}

static void floats_say_so_and_count_their_frames(void **state)
{
    (void)state;
    static const char floats[] =
        "fmt \x28\0\0\0\xfe\xff\1\0\x80\xbb\0\0\0\xee\2\0\4\0\x20\0"
        "\x16\0\x20\0\4\0\0\0\3\0\0\0" GUID_END "fact\4\0\0\0\2\0\0\0data\x8\0\0\0";
    assert_header((struct output_format){48000, 1, SAMPLE_F32}, 8, floats, sizeof(floats) - 1);
}

static void the_real_limit_is_that_of_32_bits(void **state)
{
    (void)state;
    const uint64_t longest = UINT64_C(0xfffffffe) - 72;
    struct wavheader header = {.format = cd, .data_bytes = longest};
    uint8_t bytes[WAVHEADER_MAX];
    wavheader_build(&header, WAVHEADER_RIFF_MAX, bytes);
    assert_memory_equal(bytes, "RIFF\xfe\xff\xff\xff", 8);
    header.data_bytes = longest + 1;
    wavheader_build(&header, WAVHEADER_RIFF_MAX, bytes);
    assert_memory_equal(bytes, "RF64\xff\xff\xff\xff", 8);

    const struct output_format floats = {48000, 1, SAMPLE_F32};
    header = (struct wavheader){.format = floats, .data_bytes = UINT64_C(1) << 33};
    wavheader_build(&header, WAVHEADER_RIFF_MAX, bytes);
    assert_memory_equal(bytes + 20, "\x6c\0\0\0\2\0\0\0\0\0\0\0\2\0\0\0\0\0\0\x80\0\0\0\0", 24);
    assert_memory_equal(bytes + 96, "fact\4\0\0\0\xff\xff\xff\xff", 12);
}

static void loudspeakers_are_named_for_every_usual_number_of_channels(void **state)
{
    (void)state;
    static const uint32_t masks[] = {4, 3, 7, 0x33, 0x37, 0x3f, 0x70f, 0x63f, 0};
    for (uint16_t channels = 1; channels <= 9; channels++) {
        struct wavheader header = {.format = {48000, channels, SAMPLE_S32}};
        uint8_t bytes[WAVHEADER_MAX];
        wavheader_build(&header, WAVHEADER_RIFF_MAX, bytes);
        uint32_t mask;
        memcpy(&mask, bytes + 76, 4);
        assert_int_equal(mask, masks[channels - 1]);
    }
}

static void a_header_is_read_back_and_one_that_differs_in_a_byte_is_not_the_same(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {0, 1200, WAVHEADER_UNKNOWN, UINT64_C(1200) << 32};
    for (uint16_t i = 0; i < 4 * 4 * 2; i++) {
        struct wavheader header = {
            .format = {48000, i & 1 ? 6 : 2, (uint16_t)(SAMPLE_S16 + i / 2 % 4)},
            .data_bytes = sizes[i / 8]};
        uint8_t bytes[WAVHEADER_MAX];
        wavheader_build(&header, WAVHEADER_RIFF_MAX, bytes);
        struct wavheader read;
        assert_int_equal(wavheader_parse(bytes, header.bytes, &read), 0);
        assert_true(output_format_equal(&read.format, &header.format));
        assert_int_equal(read.data_bytes, header.data_bytes);
        assert_int_equal(read.bytes, header.bytes);
        assert_int_equal(wavheader_parse(bytes, header.bytes - 1, &read), -EBADMSG);
        for (uint32_t place = 0; place < header.bytes; place++) {
            bytes[place] ^= 0x41;
            if (wavheader_parse(bytes, header.bytes, &read) == 0)
                assert_int_not_equal(read.data_bytes, header.data_bytes);
            bytes[place] ^= 0x41;
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixteen_bit_mono_and_stereo_are_plain),
        cmocka_unit_test(more_channels_or_bits_are_extensible),
        cmocka_unit_test(floats_say_so_and_count_their_frames),
        cmocka_unit_test(the_real_limit_is_that_of_32_bits),
        cmocka_unit_test(loudspeakers_are_named_for_every_usual_number_of_channels),
        cmocka_unit_test(a_header_is_read_back_and_one_that_differs_in_a_byte_is_not_the_same),
    };
    return cmocka_run_group_tests_name("wavheader", tests, NULL, NULL);
}
