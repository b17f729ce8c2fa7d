/*
 * test_convert.c - what libsndfile lacks, through ffmpeg: the very samples that ffmpeg decodes,
 * wherever somebody goes in them, and whatever becomes of the producer.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/convert.h"
#include "tests/e2e/stage_control.h"

/* ffmpeg leaves what AAC fills its last frame up with; the file says how long it is. */
static void trim(struct stage *stage, const struct kind *kind, struct sound *sound)
{
    struct stage_process *ffprobe =
        stage_run(stage, "ffprobe", "-v", "error", "-show_entries", "stream=duration_ts", "-of",
                  "csv=p=0", kind->file, NULL);
    size_t size = strtoul(stage_out(ffprobe), NULL, 10) * sound_frame_bytes(sound);

    assert_in_range(size, sound->size - 1024 * sound_frame_bytes(sound), sound->size - 1);
    sound->size = size;
}

static struct sound decode(struct stage *stage, const struct kind *kind)
{
    struct sound sound = {.rate = 44100, .channels = 2, .format = kind->format};
    struct stage_process *ffmpeg = stage_run(stage, "ffmpeg", "-nostdin", "-v", "error", "-y", "-i",
                                             kind->file, "-f", kind->raw, "reference.raw", NULL);

    assert_int_equal(ffmpeg->status, 0);
    sound.bytes = stage_read(stage, "reference.raw", &sound.size);
    if (strcmp(kind->file, "aac.m4a") == 0)
        trim(stage, kind, &sound);
    return sound;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(what_is_heard_is_what_ffmpeg_decodes),
        ON_STAGE(lossless_ones_come_back_to_the_bit),
        ON_STAGE(the_order_stays_and_nothing_is_between),
        ON_STAGE(it_can_be_repeated_over_and_over),
        ON_STAGE(every_place_can_be_sought),
        ON_STAGE(a_new_producer_goes_on_with_it),
    };

    if (access("/usr/bin/ffmpeg", X_OK) < 0)
        return SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
