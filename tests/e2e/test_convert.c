/*
 * test_convert.c - what libsndfile lacks, through ffmpeg: the very samples that ffmpeg decodes,
 * whoever dies meanwhile; and one clear line where it cannot be.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/layers.h"
#include "tests/e2e/stage.h"
#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

enum { SKIPPED = 77 };

static const struct kind {
    const char *file;
    const char *encoder;
    const char *sample;
    const char *raw; /* ffmpeg's name for raw samples of this kind */
    uint16_t format;
} kinds[] = {
    {"aac.m4a", "aac", "rondo-s16.wav", "f32le", SAMPLE_F32},
    {"alac.m4a", "alac", "rondo-s16.wav", "s16le", SAMPLE_S16},
    {"alac24.m4a", "alac", "rondo-s24.wav", "s24le", SAMPLE_S24},
    {"adts.aac", "aac", "rondo-s24.wav", "f32le", SAMPLE_F32},
    {"windows.wma", "wmav2", "rondo-s24.wav", "f32le", SAMPLE_F32},
    {"pack.wv", "wavpack", "rondo-s24.wav", "s32le", SAMPLE_S32},
    {"true.tta", "tta", "rondo-s16.wav", "s16le", SAMPLE_S16},
    {"matroska.mka", "aac", "rondo-s24.wav", "f32le", SAMPLE_F32},
};

static void encode(struct stage *stage, const struct kind *kind)
{
    char path[PATH_MAX];
    struct stage_process *ffmpeg =
        stage_run(stage, "ffmpeg", "-nostdin", "-v", "error", "-y", "-i",
                  stage_sample(kind->sample, path), "-c:a", kind->encoder, kind->file, NULL);

    if (ffmpeg->status != 0)
        fail_msg("%s: %s", kind->file, stage_errors(ffmpeg));
}

static struct sound decode(struct stage *stage, const struct kind *kind)
{
    struct sound sound = {.rate = 44100, .channels = 2, .format = kind->format};
    struct stage_process *ffmpeg = stage_run(stage, "ffmpeg", "-nostdin", "-v", "error", "-y", "-i",
                                             kind->file, "-f", kind->raw, "reference.raw", NULL);

    assert_int_equal(ffmpeg->status, 0);
    sound.bytes = stage_read(stage, "reference.raw", &sound.size);
    return sound;
}

/* Another ffmpeg, which is found first. */
static void pretend(struct stage *stage, const char *script)
{
    static const char fresh[] = "bin/fresh";
    char folder[PATH_MAX], path[PATH_MAX], final[PATH_MAX];

    mkdir(stage_path(stage, "bin", folder), 0700);
    stage_write(stage, fresh, script, strlen(script));
    assert_int_equal(chmod(stage_path(stage, fresh, path), 0700), 0);
    assert_int_equal(rename(path, stage_path(stage, "bin/ffmpeg", final)), 0);
}

/* PATH while a player is started. */
static struct stage_process *play_with(struct stage *stage, const char *places, const char *option,
                                       const char *file)
{
    char *usual = strdup(getenv("PATH")), path[2 * PATH_MAX], bin[PATH_MAX];
    struct stage_process *rondo;

    snprintf(path, sizeof(path), "%s%s", stage_path(stage, "bin", bin), places);
    setenv("PATH", path, 1);
    rondo = stage_play(stage, option, "-o", "wav:out.wav", file, NULL);
    setenv("PATH", usual, 1);
    free(usual);
    return rondo;
}

static bool is_hanging(int process)
{
    char path[64], name[32] = "";
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/comm", process);
    file = fopen(path, "re");
    if (!file)
        return false;
    if (!fgets(name, sizeof(name), file))
        name[0] = '\0';
    fclose(file);
    return strcmp(name, "sleep\n") == 0;
}

/* The child of a player that only pretends to be ffmpeg. */
static pid_t helper_of(struct stage_process *rondo)
{
    stage_await_number(rondo, "pids.consumer", 1);
    for (uint64_t since = 0;; stage_tick(rondo, &since, "ffmpeg")) {
        char path[64];
        int child;
        FILE *file;

        snprintf(path, sizeof(path), "/proc/%d/task/%d/children", rondo->pid, rondo->pid);
        file = fopen(path, "re");
        assert_non_null(file);
        while (fscanf(file, "%d", &child) == 1)
            if (is_hanging(child)) {
                fclose(file);
                return child;
            }
        fclose(file);
    }
}

static struct stage_process *play_hanging(struct stage *stage, const char *option)
{
    encode(stage, &kinds[2]);
    pretend(stage, "#!/bin/sh\nexec sleep 1000\n");
    return play_with(stage, ":/usr/bin:/bin", option, kinds[2].file);
}

static void what_is_heard_is_what_ffmpeg_decodes(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct stage_process *rondo;
        struct sound sound;

        encode(stage, &kinds[i]);
        sound = decode(stage, &kinds[i]);
        rondo = stage_play(stage, "-q", "-o", "raw:out.raw", kinds[i].file, NULL);
        assert_int_equal(stage_wait(rondo), 0);
        assert_string_equal(stage_errors(rondo), "");
        sound_assert_file(stage, &sound, "out.raw");
        sound_free(&sound);
    }
}

static void lossless_ones_come_back_to_the_bit(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(kinds[2].sample, path));
    struct stage_process *rondo;

    encode(stage, &kinds[2]);
    rondo = stage_play(stage, "-o", "raw:out.raw", kinds[2].file, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_non_null(strstr(stage_errors(rondo), "A Little Rondo (0:03, alac, by ffmpeg, 44100 Hz"));
    sound_assert_file(stage, &sound, "out.raw");
    sound_free(&sound);
}

static void the_order_stays_and_nothing_is_between(void **state)
{
    struct stage *stage = *state;
    char wav[PATH_MAX];
    struct sound one = sound_decode(stage, stage_sample("rondo-s24.wav", wav));
    struct sound two = sound_join(&one, &one), four = sound_join(&two, &two), heard;
    struct stage_process *rondo;

    encode(stage, &kinds[2]);
    rondo = stage_play(stage, "-q", "-o", "sim,record=heard.wav", kinds[2].file, wav, kinds[2].file,
                       wav, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "heard.wav", &four);
    sound_assert_bytes(&four, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&four);
    sound_free(&two);
    sound_free(&one);
}

static void it_can_be_repeated_over_and_over(void **state)
{
    struct stage *stage = *state;
    char wav[PATH_MAX], path[PATH_MAX];
    struct sound one = sound_decode(stage, stage_sample(kinds[2].sample, wav));
    struct sound two = sound_join(&one, &one), four = sound_join(&two, &two);
    struct stat written = {0};
    struct stage_process *rondo;

    encode(stage, &kinds[2]);
    rondo =
        stage_play(stage, "-q", "--repeat=one", "-o", "sim,record=heard.wav", kinds[2].file, NULL);
    stage_path(stage, "heard.wav", path);
    for (uint64_t since = 0;
         stat(path, &written) < 0 || (size_t)written.st_size < two.size * 9 / 8;)
        stage_tick(rondo, &since, "the third time");
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    sound_assert_wav_begins(stage, &four, "heard.wav");
    sound_free(&four);
    sound_free(&two);
    sound_free(&one);
}

static void every_place_can_be_sought(void **state)
{
    struct stage *stage = *state;
    struct sound sound, part;
    struct stage_process *rondo;

    encode(stage, &kinds[0]);
    sound = decode(stage, &kinds[0]);
    part = sound_part(&sound, 44100 * 21 / 2, sound.size / 8 - 44100 * 21 / 2);
    rondo = stage_play(stage, "--start=10.5", "-o", "raw:out.raw", kinds[0].file, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    sound_assert_file(stage, &part, "out.raw");
    sound_free(&part);
    sound_free(&sound);
}

static void a_new_producer_goes_on_with_it(void **state)
{
    struct stage *stage = *state;
    struct sound sound, heard;
    struct stage_process *rondo;

    encode(stage, &kinds[3]);
    sound = decode(stage, &kinds[3]);
    rondo = stage_play(stage, "--buffer=0.5", "-o", "sim,record=heard.wav", kinds[3].file, NULL);
    for (int i = 1; i <= 4; i++) {
        stage_await_ready(rondo);
        stage_await_number(rondo, "position", 0.4 * i);
        kill(control_pids(rondo).producer, SIGKILL);
        stage_await_number(rondo, "restarts.producer", i);
    }
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "heard.wav", &sound);
    sound_assert_bytes(&sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&sound);
}

static void ffmpeg_killed_from_outside_starts_again(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "-q");
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(kinds[2].sample, path)), heard;
    pid_t helper = helper_of(rondo);

    pretend(stage, "#!/bin/sh\nPATH=/usr/bin:/bin exec ffmpeg \"$@\"\n");
    kill(helper, SIGKILL);
    stage_await_gone(helper);
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "out.wav", &sound);
    sound_assert_bytes(&sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&sound);
}

static void one_that_does_nothing_is_killed_and_told(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "--producer-timeout=5000");
    pid_t helper = helper_of(rondo);

    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo), "rondo: alac24.m4a: not audio that can be decoded "
                                                "(ffmpeg did nothing for too long)\n"));
    stage_await_gone(helper);
}

static void what_nobody_waits_for_is_given_up(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "-q");
    pid_t helper = helper_of(rondo);

    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    stage_await_gone(helper);
}

static void a_player_that_is_killed_leaves_no_ffmpeg(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "-q");
    pid_t helper = helper_of(rondo);

    kill(rondo->pid, SIGKILL);
    assert_int_equal(stage_wait(rondo), 128 + SIGKILL);
    stage_await_gone(helper);
    for (uint64_t since = 0; stage_objects(stage) > 0;)
        stage_tick(rondo, &since, "the objects to go");
    stage_run(stage, "rondoctl", "doctor", "--reap", NULL); /* the instance's file */
}

static void what_cannot_be_is_one_line(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    encode(stage, &kinds[1]);
    pretend(stage, "#!/bin/sh\nexit 0\n");
    rondo = play_with(stage, ":/usr/bin:/bin", "--spool-limit=2", kinds[1].file);
    assert_int_equal(stage_wait(rondo), 1);
    pretend(stage, "#!/bin/sh\nPATH=/usr/bin:/bin exec ffmpeg \"$@\"\n");
    rondo = play_with(stage, ":/usr/bin:/bin", "--spool-limit=2", kinds[1].file);
    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo),
                           "rondo: alac.m4a: it is more than the 2 MiB of --spool-limit\n"));
    rondo = play_with(stage, "", "-q", kinds[1].file);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo), "rondo: alac.m4a: not audio that can be decoded; for "
                                             "more formats install ffmpeg\n");
    stage_write(stage, "text.m4a", "not a word of music\n", 20);
    rondo = stage_play(stage, "-q", "-o", "null", "text.m4a", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo),
                        "rondo: text.m4a: not audio that can be decoded (ffmpeg: Invalid data "
                        "found when processing input)\n");
}

static void ffmpeg_can_write_nowhere_else(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo;

    if (layers_landlock() < 1)
        skip();
    encode(stage, &kinds[2]);
    pretend(stage, "#!/bin/sh\n(echo x >written) 2>/dev/null\nPATH=/usr/bin:/bin exec ffmpeg "
                   "\"$@\"\n");
    rondo = play_with(stage, ":/usr/bin:/bin", "-q", kinds[2].file);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(access(stage_path(stage, "written", path), F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_is_heard_is_what_ffmpeg_decodes),
        ON_STAGE(lossless_ones_come_back_to_the_bit),
        ON_STAGE(the_order_stays_and_nothing_is_between),
        ON_STAGE(it_can_be_repeated_over_and_over),
        ON_STAGE(every_place_can_be_sought),
        ON_STAGE(a_new_producer_goes_on_with_it),
        ON_STAGE(ffmpeg_killed_from_outside_starts_again),
        ON_STAGE(one_that_does_nothing_is_killed_and_told),
        ON_STAGE(what_nobody_waits_for_is_given_up),
        ON_STAGE(a_player_that_is_killed_leaves_no_ffmpeg),
        ON_STAGE(what_cannot_be_is_one_line),
        ON_STAGE(ffmpeg_can_write_nowhere_else),
    };

    if (access("/usr/bin/ffmpeg", X_OK) < 0)
        return SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
