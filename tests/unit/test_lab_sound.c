/*
 * test_lab_sound.c - what was heard is held against the sound, frame by frame.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "tests/unit/scratch.h"
#include "tools/rondolab/sound.h"

enum { HEADER = 44, FRAME = 4, FRAMES = SOUND_RATE * SOUND_SECONDS, AT_ONCE = 65536 };

struct files {
    char sound[SCRATCH_PATH_MAX];
    char heard[SCRATCH_PATH_MAX];
    uint8_t *bytes;
    size_t size;
};

/* Makes the sound, and reads it. */
static struct files make(struct scratch *scratch)
{
    struct files files;

    snprintf(files.sound, sizeof(files.sound), "%s", scratch_path(scratch, "sound.wav"));
    snprintf(files.heard, sizeof(files.heard), "%s", scratch_path(scratch, "heard.wav"));
    assert_int_equal(sound_make(files.sound), 0);
    files.bytes = scratch_read(files.sound, &files.size);
    assert_non_null(files.bytes);
    assert_int_equal(files.size, HEADER + FRAMES * FRAME);
    return files;
}

static void expect(const struct files *files, size_t size, uint64_t frames, uint64_t same)
{
    struct sound_heard heard;

    assert_int_equal(scratch_write(files->heard, files->bytes, size), 0);
    assert_int_equal(sound_compare(files->sound, files->heard, &heard), 0);
    assert_int_equal(heard.frames, frames);
    assert_int_equal(heard.same, same);
}

static void each_frame_holds_its_number(void **state)
{
    struct files files = make(*state);

    for (uint32_t i = 0; i < FRAMES; i += 7777) {
        const uint8_t *frame = files.bytes + HEADER + (size_t)i * FRAME;
        uint32_t number = frame[0] | (uint32_t)frame[1] << 8 | (uint32_t)frame[2] << 16 |
                          (uint32_t)frame[3] << 24;

        assert_int_equal(number, i + 1);
    }
    free(files.bytes);
}

static void a_beginning_is_the_same(void **state)
{
    struct files files = make(*state);

    expect(&files, files.size, FRAMES, FRAMES);
    expect(&files, HEADER + 1000 * FRAME, 1000, 1000);
    expect(&files, HEADER + 1000 * FRAME + 3, 1000, 1000); /* a torn frame */
    expect(&files, HEADER, 0, 0);
    free(files.bytes);
}

static void a_frame_that_is_skipped_is_found(void **state)
{
    struct files files = make(*state);
    uint8_t *at = files.bytes + HEADER + 5000 * FRAME;

    memmove(at, at + FRAME, 100000);
    expect(&files, HEADER + 9000 * FRAME, 9000, 5000);
    free(files.bytes);
}

static void a_frame_that_comes_twice_is_found(void **state)
{
    struct files files = make(*state);
    uint8_t *at = files.bytes + HEADER + 5000 * FRAME;

    memmove(at + FRAME, at, 100000);
    expect(&files, HEADER + 9000 * FRAME, 9000, 5001);
    free(files.bytes);
}

static void more_than_the_sound_is_found(void **state)
{
    struct files files = make(*state);
    const uint8_t unknown[4] = {0xff, 0xff, 0xff, 0xff};
    const uint8_t *earlier = files.bytes + files.size - AT_ONCE; /* what a buffer may still hold */
    FILE *file;
    struct sound_heard heard;

    memcpy(files.bytes + HEADER - 4, unknown, sizeof(unknown)); /* "to the file's end" */
    assert_int_equal(scratch_write(files.heard, files.bytes, files.size), 0);
    file = fopen(files.heard, "ae");
    assert_non_null(file);
    assert_int_equal(fwrite(earlier, FRAME, 10, file), 10);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(sound_compare(files.sound, files.heard, &heard), 0);
    assert_int_equal(heard.frames, FRAMES + 10);
    assert_int_equal(heard.same, FRAMES);
    free(files.bytes);
}

static void what_is_no_wav_file_is_refused(void **state)
{
    struct files files = make(*state);
    struct sound_heard heard;

    assert_int_equal(sound_compare(files.sound, files.heard, &heard), -ENOENT);
    for (size_t size = 0; size < HEADER; size += 5) {
        assert_int_equal(scratch_write(files.heard, files.bytes, size), 0);
        assert_int_equal(sound_compare(files.sound, files.heard, &heard), -EBADMSG);
    }
    free(files.bytes);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(each_frame_holds_its_number),      IN_SCRATCH(a_beginning_is_the_same),
        IN_SCRATCH(a_frame_that_is_skipped_is_found), IN_SCRATCH(a_frame_that_comes_twice_is_found),
        IN_SCRATCH(more_than_the_sound_is_found),     IN_SCRATCH(what_is_no_wav_file_is_refused),
    };

    return cmocka_run_group_tests_name("lab_sound", tests, NULL, NULL);
}
