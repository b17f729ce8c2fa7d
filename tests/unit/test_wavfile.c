/*
 * test_wavfile.c - WAV files that are too long for the format's 32 bit sizes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "player/consumer/wavfile.h"
#include "shmring/layout.h"
#include "tests/unit/scratch.h"

static const struct output_format cd = {44100, 2, SAMPLE_S16};

static char why[300];

#define JUNK28                                                                                     \
    "JUNK\x1c\0\0\0"                                                                               \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define CD_FORMAT "fmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0"

/* A string's bytes and their number, without its final zero. */
#define BYTES(string) (string), sizeof(string) - 1

static void a_file_too_long_for_riff_is_rf64_and_nothing_moves(void **state)
{
    const char *path = scratch_path(*state, "a.wav");
    struct wavfile wav;
    assert_int_equal(wavfile_open(path, NULL, &wav, why, sizeof(why)), 0);
    wav.riff_max = 80;
    assert_int_equal(wavfile_start(&wav, &cd, why, sizeof(why)), 0);
    assert_int_equal(wavfile_write(&wav, "abcdefgh", 2), 0);
    assert_int_equal(wavfile_finish(&wav), 0);
    scratch_assert_file(path, BYTES("RIFF\x50\0\0\0WAVE" JUNK28 CD_FORMAT "data\x08\0\0\0"
                                    "abcdefgh"));
    assert_int_equal(wavfile_write(&wav, "ijkl", 1), 0);
    assert_int_equal(wavfile_finish(&wav), 0);
    wavfile_close(&wav);
    const char long_form[] = "RF64\xff\xff\xff\xffWAVE"
                             "ds64\x1c\0\0\0\x54\0\0\0\0\0\0\0\x0c\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0"
                             "\0\0\0\0" CD_FORMAT "data\xff\xff\xff\xff"
                             "abcdefghijkl";
    scratch_assert_file(path, BYTES(long_form));

    const uint64_t all = UINT64_MAX;
    assert_int_equal(wavfile_open(path, &all, &wav, why, sizeof(why)), 0);
    wav.riff_max = 80;
    assert_int_equal(wavfile_frames(&wav), 3);
    assert_int_equal(wavfile_start(&wav, &cd, why, sizeof(why)), 0);
    assert_int_equal(wavfile_finish(&wav), 0);
    wavfile_close(&wav);
    scratch_assert_file(path, BYTES(long_form));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_file_too_long_for_riff_is_rf64_and_nothing_moves),
    };
    return cmocka_run_group_tests_name("wavfile", tests, NULL, NULL);
}
