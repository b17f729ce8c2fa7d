/*
 * test_sandbox_formats.c - every kind of file that libsndfile can write is decoded in the
 * sandbox as it is outside, whole and damaged; and what is no audio is refused, not fatal.
 */
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage.h"

enum { FRAMES = 9600, CHANNELS = 2, HARM_EVERY = 97 };

static int command_number(int command)
{
    int number = 0;

    sf_command(NULL, command, &number, sizeof(number));
    return number;
}

static SF_FORMAT_INFO format_at(int command, int i)
{
    SF_FORMAT_INFO format = {.format = i};

    assert_int_equal(sf_command(NULL, command, &format, sizeof(format)), 0);
    return format;
}

/* A shape that the format takes; false: it takes none of those. */
static bool find_shape(int format, SF_INFO *ret_shape)
{
    static const int rates[] = {44100, 48000, 8000};

    for (int channels = CHANNELS; channels > 0; channels--)
        for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
            *ret_shape = (SF_INFO){.samplerate = rates[i], .channels = channels, .format = format};
            if (sf_format_check(ret_shape))
                return true;
        }
    return false;
}

/* A sawtooth. False: libsndfile does not write that, whatever it says. */
static bool compose(const char *path, int format)
{
    static short samples[FRAMES * CHANNELS];
    sf_count_t written;
    SF_INFO shape;
    SNDFILE *file;

    if (!find_shape(format, &shape))
        return false;
    for (int i = 0; i < FRAMES * CHANNELS; i++)
        samples[i] = (short)(i * 131);
    file = sf_open(path, SFM_WRITE, &shape);
    if (!file)
        return false;
    sf_set_string(file, SF_STR_TITLE, "A sawtooth");
    written = sf_writef_short(file, samples, FRAMES);
    sf_close(file);
    return written == FRAMES;
}

/* What became of a file: its sound, and what rondo said of it and returned. */
struct outcome {
    uint8_t *sound;
    size_t size;
    char errors[1024];
    int status;
};

static struct outcome play(struct stage *stage, const char *path, const char *option)
{
    struct stage_process *rondo;
    struct outcome outcome;
    const char *errors, *said;

    stage_write(stage, "out.raw", "", 0);
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", path, option, NULL);
    outcome.status = stage_wait(rondo);
    errors = stage_errors(rondo);
    if (strstr(errors, "given up"))
        fail_msg("%s", errors);
    said = strstr(errors, "rondo: /"); /* outside, decoders can be heard too */
    snprintf(outcome.errors, sizeof(outcome.errors), "%s", said ? said : "");
    outcome.errors[strcspn(outcome.errors, "\n")] = '\0';
    assert_string_equal(stage_out(rondo), "");
    outcome.sound = stage_read(stage, "out.raw", &outcome.size);
    return outcome;
}

static void assert_same_inside_and_outside(struct stage *stage, const char *path)
{
    struct outcome inside = play(stage, path, NULL);
    struct outcome outside = play(stage, path, "--no-sandbox");

    assert_int_equal(inside.status, outside.status);
    assert_string_equal(inside.errors, outside.errors);
    if (inside.size != outside.size || memcmp(inside.sound, outside.sound, inside.size) != 0)
        fail_msg("%s differs: %zu bytes inside, %zu outside", path, inside.size, outside.size);
    free(inside.sound);
    free(outside.sound);
    /* The stage has room for the objects of so many instances only: begin a new list. */
    assert_true(stage_is_empty(stage));
    stage->object_count = 0;
}

/* Changes a byte here and there, the header's too. */
static void damage(struct stage *stage, const char *path)
{
    size_t size;
    uint8_t *bytes = stage_read(stage, path, &size);

    for (size_t i = HARM_EVERY / 2; i < size; i += HARM_EVERY)
        bytes[i] ^= (uint8_t)(i * 31 + 1);
    stage_write(stage, path, bytes, size);
    free(bytes);
}

/* One file of each kind: every container with every coding that it takes. */
static void play_all(struct stage *stage, bool damaged)
{
    int containers = command_number(SFC_GET_FORMAT_MAJOR_COUNT);
    int codings = command_number(SFC_GET_FORMAT_SUBTYPE_COUNT);
    int count = 0;

#ifdef RONDO_SANITIZE
    skip(); /* it has no sandbox */
#endif
    for (int i = 0; i < containers * codings; i++) {
        SF_FORMAT_INFO container = format_at(SFC_GET_FORMAT_MAJOR, i / codings);
        SF_FORMAT_INFO coding = format_at(SFC_GET_FORMAT_SUBTYPE, i % codings);
        char path[PATH_MAX], name[64];

        snprintf(name, sizeof(name), "%08x.%.16s", (unsigned)(container.format | coding.format),
                 container.extension);
        if (!compose(stage_path(stage, name, path), container.format | coding.format))
            continue;
        if (damaged)
            damage(stage, path);
        assert_same_inside_and_outside(stage, path);
        count++;
    }
    print_message("%d kinds of files\n", count);
    assert_true(count > containers);
}

static void every_kind_of_file_is_decoded_as_outside(void **state)
{
    play_all(*state, false);
}

static void every_kind_of_damaged_file_is_decoded_as_outside(void **state)
{
    play_all(*state, true);
}

static void every_sample_is_decoded_as_outside(void **state)
{
    static const char *const files[] = {"rondo.flac", "rondo.mp3", "rondo.ogg", "rondo.opus"};
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", COMMITTED_DIR, files[i]);
        assert_same_inside_and_outside(*state, path);
    }
}

static void what_is_no_audio_is_refused_and_not_fatal(void **state)
{
    struct stage *stage = *state;
    static uint8_t noise[FRAMES];
    struct stage_process *rondo;
    char path[PATH_MAX];

    for (int i = 0; i < FRAMES; i++)
        noise[i] = (uint8_t)(i * i >> 3);
    stage_write(stage, "noise", noise, sizeof(noise));
    rondo = stage_play(stage, "-q", "-o", "null", stage_path(stage, "noise", path), NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo), "noise: not audio that can be decoded"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(every_kind_of_file_is_decoded_as_outside),
        ON_STAGE(every_kind_of_damaged_file_is_decoded_as_outside),
        ON_STAGE(every_sample_is_decoded_as_outside),
        ON_STAGE(what_is_no_audio_is_refused_and_not_fatal),
    };

    return cmocka_run_group_tests_name("sandbox_formats", tests, NULL, NULL);
}
