/*
 * test_files.c - files that are no music, that are damaged, or that have odd names: one line
 * names the file and the reason, the next one plays, and the exit status tells.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage_sound.h"

static const char *const bad_lines[] = {
    "rondo: missing.wav: No such file or directory\n",
    "rondo: empty.wav: it is empty\n",
    "rondo: folder.wav: no audio files in this folder\n",
    "rondo: device.wav: it is neither a file nor a pipe\n",
    "rondo: text.ogg: not audio that can be decoded",
    "rondo: garbage.flac: not audio that can be decoded",
    "rondo: silent.wav: it holds no sound\n",
};

enum { BAD_FILES = sizeof(bad_lines) / sizeof(bad_lines[0]) };

/* Makes the files that bad_lines has, and takes all but the first out of a good one. */
static void make_bad_files(struct stage *stage)
{
    static const char text[] = "This is not music.\n";
    struct sound none = {.rate = 44100, .channels = 2, .format = SAMPLE_S16, .bytes = NULL};
    char path[PATH_MAX];
    size_t size;
    uint8_t *garbage = stage_read(stage, stage_sample("rondo-s16.flac", path), &size);

    for (size_t i = 4; i < size; i++)
        garbage[i] = (uint8_t)(i * 7 + i / 251);
    stage_write(stage, "garbage.flac", garbage, 50000);
    free(garbage);
    stage_write(stage, "empty.wav", "", 0);
    stage_write(stage, "text.ogg", text, strlen(text));
    none.bytes = (uint8_t *)path;
    sound_write_wav(stage, &none, "silent.wav");
    assert_int_equal(mkdir(stage_path(stage, "folder.wav", path), 0700), 0);
    assert_int_equal(symlink("/dev/zero", stage_path(stage, "device.wav", path)), 0);
}

/* Standard error has every line of bad_lines, once, and nothing more. */
static void assert_bad_lines(const char *errors)
{
    int lines = 0;

    for (int i = 0; i < BAD_FILES; i++) {
        const char *line = strstr(errors, bad_lines[i]);

        if (!line || strstr(line + 1, bad_lines[i]))
            fail_msg("not once, '%s', but: %s", bad_lines[i], errors);
    }
    for (; *errors; errors++)
        lines += *errors == '\n';
    assert_int_equal(lines, BAD_FILES);
}

static void a_bad_file_costs_one_line_and_the_next_one_plays(void **state)
{
    struct stage *stage = *state;
    char a[PATH_MAX], b[PATH_MAX];
    struct sound first = sound_decode(stage, stage_sample("mono.wav", a));
    struct sound last = sound_decode(stage, stage_sample("mono.flac", b));
    struct sound all = sound_join(&first, &last);
    struct stage_process *rondo;

    make_bad_files(stage);
    rondo =
        stage_play(stage, "-q", "-o", "raw:out.raw", "missing.wav", a, "empty.wav", "folder.wav",
                   "device.wav", "text.ogg", b, "garbage.flac", "silent.wav", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_bad_lines(stage_errors(rondo));
    sound_assert_file(stage, &all, "out.raw");
    sound_free(&all);
    sound_free(&last);
    sound_free(&first);
}

static void nothing_but_bad_files_ends_with_status_1(void **state)
{
    static const char *const outputs[] = {"null", "auto", "raw:-", "sim,speed=0,report=report"};
    struct stage *stage = *state;

    make_bad_files(stage);
    for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
        struct stage_process *rondo =
            stage_play(stage, "-q", "-o", outputs[i], "silent.wav", "missing.wav", "empty.wav",
                       "folder.wav", "device.wav", "text.ogg", "garbage.flac", NULL);

        assert_int_equal(stage_wait(rondo), 1);
        assert_bad_lines(stage_errors(rondo));
        assert_string_equal(stage_out(rondo), "");
    }
}

static void a_file_that_is_cut_off_plays_up_to_there(void **state)
{
    struct stage *stage = *state;
    char a[PATH_MAX], b[PATH_MAX];
    struct sound whole = sound_decode(stage, stage_sample("rondo-s24.flac", a));
    struct sound next = sound_decode(stage, stage_sample("rondo-s24.wav", b));
    struct stage_process *rondo;
    size_t size;
    uint8_t *bytes = stage_read(stage, a, &size);
    const char *errors;

    stage_write(stage, "cut.flac", bytes, size / 2);
    free(bytes);
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", "cut.flac", b, NULL);
    assert_int_equal(stage_wait(rondo), 1);
    errors = stage_errors(rondo);
    assert_ptr_equal(strstr(errors, "rondo: cut.flac: damaged or cut off: the sound ends at "),
                     errors);
    assert_ptr_equal(strchr(errors, '\n'), errors + strlen(errors) - 1);

    bytes = stage_read(stage, "out.raw", &size);
    assert_true(size > next.size + whole.size / 4);
    whole.size = size - next.size;
    sound_assert_bytes(&whole, bytes, whole.size, "what is left of cut.flac");
    sound_assert_bytes(&next, bytes + whole.size, next.size, "what comes after it");
    free(bytes);
    sound_free(&next);
    sound_free(&whole);
}

/* The null output hears the last block at once, perhaps before the producer has complained. */
static void a_damaged_file_is_told_of_however_soon_all_is_over(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    size_t size;
    uint8_t *bytes = stage_read(stage, stage_sample("rondo-s16.flac", path), &size);

    stage_write(stage, "cut.flac", bytes, size / 8);
    free(bytes);
    for (int i = 0; i < 60; i++) {
        struct stage_process *rondo = stage_play(stage, "-q", "-o", "null", "cut.flac", NULL);

        assert_int_equal(stage_wait(rondo), 1);
        assert_non_null(strstr(stage_errors(rondo), "rondo: cut.flac: damaged or cut off"));
    }
}

static void wrong_usage_is_one_line_and_nothing_is_made(void **state)
{
    static const struct {
        const char *option;
        const char *value;
        const char *line;
    } cases[] = {
        {"-o", "oss", "rondo: --output: 'oss' is not one of auto"},
        {"--output", "wav", "rondo: --output: 'wav' is not one of auto"},
        {"-o", "sim,speed=abc", "rondo: -o sim: option speed does not take 'abc'"},
        {"-o", "sim,tempo=1", "rondo: -o sim: no option 'tempo'"},
        {"-o", "null,speed=1", "rondo: -o null: no option 'speed'"},
        {"-o", "auto,speed=1", "rondo: -o auto: portaudio has no options, not even 'speed=1'"},
        {"--start", "soon", "rondo: --start: 'soon' is not a time"},
        {"--buffer", "0.1", "rondo: --buffer: '0.1' is not a number from 0.5 to 60 seconds"},
        {"--latency", "5", "rondo: --latency: '5' is not a number from 10 to 1000 ms"},
        {"--volume", "101", "rondo: --volume: '101' is not a number from 0 to 100 percent"},
        {"--name", "a/b", "rondo: --name: 'a/b' is not 1 to 32 letters"},
        {"--frobnicate", "1", "rondo: '--frobnicate' is not an option; see rondo --help\n"},
    };
    struct stage *stage = *state;
    char path[PATH_MAX];

    stage_sample("mono.wav", path);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stage_process *rondo =
            stage_play(stage, cases[i].option, cases[i].value, path, NULL);
        const char *errors;

        if (stage_wait(rondo) != 2)
            fail_msg("%s %s: %d", cases[i].option, cases[i].value, rondo->status);
        errors = stage_errors(rondo);
        if (strstr(errors, cases[i].line) != errors ||
            strchr(errors, '\n') != errors + strlen(errors) - 1)
            fail_msg("%s %s: %s", cases[i].option, cases[i].value, errors);
    }
    assert_int_equal(stage_wait(stage_play(stage, NULL)), 2);
}

static void a_place_that_cannot_be_written_to_ends_with_status_3(void **state)
{
    static const char *const cases[][2] = {
        {"wav:/no/such/folder/x", "rondo: -o wav: /no/such/folder/x: No such file or directory\n"},
        {"raw:/no/such/folder/x", "rondo: -o raw: /no/such/folder/x: No such file or directory\n"},
        {"wav:folder", "rondo: -o wav: folder: Is a directory\n"},
        {"raw:/dev/full", "rondo: -o raw: No space left on device\n"},
    };
    struct stage *stage = *state;
    char path[PATH_MAX];

    assert_int_equal(mkdir(stage_path(stage, "folder", path), 0700), 0);
    stage_sample("mono.wav", path);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stage_process *rondo = stage_play(stage, "-q", "-o", cases[i][0], path, NULL);

        assert_int_equal(stage_wait(rondo), 3);
        assert_string_equal(stage_errors(rondo), cases[i][1]);
    }
}

static void names_may_hold_any_byte(void **state)
{
    static const char *const names[] = {"two  words.wav",  "two\nlines.wav", "wrong \xff\xfe.wav",
                                        "\033[31mred.wav", "a,b=c.wav",      "-o"};
    static const char *const lines[] = {
        "rondo: -no\xef\xbf\xbdsuch: No such file or directory\n",
        "1/4 two\xef\xbf\xbdlines.wav (0:03, WAV, Signed 16 bit PCM, 44100 Hz, mono, s16)\n",
        "2/4 wrong \xef\xbf\xbd\xef\xbf\xbd.wav (0:03, WAV, Signed 16 bit PCM, 44100 Hz, "
        "mono, s16)\n",
        "3/4 \xef\xbf\xbd[31mred.wav (0:03, WAV, Signed 16 bit PCM, 44100 Hz, mono, s16)\n",
    };
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("mono.wav", path));
    struct stage_process *rondo;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char output[64];

        sound_write_wav(stage, &sound, names[i]);
        snprintf(output, sizeof(output), "raw:out %s", names[i]);
        rondo = stage_play(stage, "-o", output, "--", names[i], NULL);
        assert_int_equal(stage_wait(rondo), 0);
        sound_assert_file(stage, &sound, output + strlen("raw:"));
    }
    sound_free(&sound);

    rondo = stage_play(stage, "-o", "null", "--", names[1], names[2], names[3], "-no\nsuch", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        if (!strstr(stage_errors(rondo), lines[i]))
            fail_msg("not '%s', but: %s", lines[i], stage_errors(rondo));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_bad_file_costs_one_line_and_the_next_one_plays),
        ON_STAGE(nothing_but_bad_files_ends_with_status_1),
        ON_STAGE(a_file_that_is_cut_off_plays_up_to_there),
        ON_STAGE(a_damaged_file_is_told_of_however_soon_all_is_over),
        ON_STAGE(wrong_usage_is_one_line_and_nothing_is_made),
        ON_STAGE(a_place_that_cannot_be_written_to_ends_with_status_3),
        ON_STAGE(names_may_hold_any_byte),
    };

    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
