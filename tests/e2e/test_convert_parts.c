/*
 * test_convert_parts.c - a cue sheet of a file that ffmpeg has to decode: it is decoded once for
 * all of its tracks, wherever somebody goes in them, and however the list changes.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

enum { SKIPPED = 77, TWO = 47 * 44100 / 75, THREE = 151 * 44100 / 75 /* frames */ };

static const char sheet[] = "FILE \"all.m4a\" MP4\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n"
                            "TRACK 02 AUDIO\nINDEX 01 00:00:47\n"
                            "TRACK 03 AUDIO\nINDEX 01 00:02:01\n";

/* all.m4a is a sample of 3 s without loss, and disc.cue takes it apart. */
static struct sound set_out(struct stage *stage)
{
    char sample[PATH_MAX];
    struct stage_process *ffmpeg =
        stage_run(stage, "ffmpeg", "-nostdin", "-v", "error", "-y", "-i",
                  stage_sample("rondo-s24.wav", sample), "-c:a", "alac", "all.m4a", NULL);

    assert_int_equal(ffmpeg->status, 0);
    stage_write(stage, "disc.cue", sheet, strlen(sheet));
    return sound_decode(stage, sample);
}

static void assert_heard(struct stage *stage, const struct sound *sound, const char *file)
{
    struct sound heard = sound_of_wav(stage, file, sound);

    sound_assert_bytes(sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
}

/* There is room for one of them, and not for two. */
static void its_tracks_are_parts_of_one_spool(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage), two = sound_join(&sound, &sound);
    struct stage_process *rondo =
        stage_play(stage, "--spool-limit=1", "-o", "sim,record=heard.wav", "disc.cue", NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_non_null(strstr(stage_errors(rondo), "3/3 "));
    assert_heard(stage, &sound, "heard.wav");
    rondo = stage_play(stage, "-q", "--spool-limit=1", "-o", "sim,record=heard.wav", "disc.cue",
                       "disc.cue", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_heard(stage, &two, "heard.wav");
    sound_free(&two);
    sound_free(&sound);
}

static void the_list_may_change_meanwhile(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage);
    int all = (int)(sound.size / sound_frame_bytes(&sound));
    char wav[PATH_MAX];
    struct stage_process *rondo;

    stage_sample("mono.wav", wav);
    rondo = stage_play(stage, "--spool-limit=1", "-o", "sim", "disc.cue", NULL);
    stage_await_ready(rondo);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "insert", "next", wav, NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "move", "4", "1", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    stage_await_number(rondo, "track", 4);
    stage_await_number(rondo, "frames", THREE - TWO);
    assert_int_equal((int)stage_number(stage_status(rondo), "frames"), THREE - TWO);
    for (int i = 0; i < 3; i++)
        assert_int_equal(stage_ctl(rondo, "previous", NULL)->status, 0);
    assert_int_equal((int)stage_number(stage_status(rondo), "track"), 1);
    stage_await_number(rondo, "frames", all - THREE);
    assert_int_equal((int)stage_number(stage_status(rondo), "frames"), all - THREE);
    assert_int_equal((int)stage_number(stage_status(rondo), "failed"), 0);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    sound_free(&sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(its_tracks_are_parts_of_one_spool),
        ON_STAGE(the_list_may_change_meanwhile),
    };

    if (access("/usr/bin/ffmpeg", X_OK) < 0)
        return SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
