/*
 * test_lists.c - cue sheets, PLS, XSPF and folders: what they name is heard, sample by sample.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

static const char sheet[] = "PERFORMER \"Somebody\"\nFILE \"all.flac\" WAVE\n"
                            "TRACK 01 AUDIO\nTITLE \"One\"\nINDEX 01 00:00:00\n"
                            "TRACK 02 AUDIO\nTITLE \"Two\"\nINDEX 00 00:00:40\n"
                            "INDEX 01 00:00:47\nTRACK 03 AUDIO\nINDEX 01 00:02:01\n";

enum { TWO = 47 * 44100 / 75, THREE = 151 * 44100 / 75 }; /* frames */

static void write_text(struct stage *stage, const char *file, const char *text)
{
    stage_write(stage, file, text, strlen(text));
}

/* all.flac is a copy of a sample of 3 s, and disc.cue takes it apart. */
static struct sound set_out(struct stage *stage)
{
    char sample[PATH_MAX];

    stage_sample("rondo-s24.flac", sample);
    assert_int_equal(stage_run(stage, "cp", sample, "all.flac", NULL)->status, 0);
    write_text(stage, "disc.cue", sheet);
    return sound_decode(stage, sample);
}

static void assert_heard(struct stage *stage, struct sound *sound, const char *file)
{
    struct sound heard = sound_of_wav(stage, file, sound);

    sound_assert_bytes(sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(sound);
}

static void the_tracks_of_a_sheet_are_its_file_sample_by_sample(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage);
    struct stage_process *rondo = stage_play(stage, "-o", "wav:out.wav", "disc.cue", NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_non_null(strstr(stage_errors(rondo), "1/3 Somebody - One (0:00"));
    assert_non_null(strstr(stage_errors(rondo), "2/3 Somebody - Two (0:01"));
    assert_non_null(strstr(stage_errors(rondo), "3/3 Rondo - "));
    assert_heard(stage, &sound, "out.wav");
}

static void a_track_of_a_sheet_has_places_of_its_own(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage);
    struct stage_process *rondo = stage_play(stage, "-o", "sim", "disc.cue", NULL);
    char text[64];

    stage_await_ready(rondo);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    stage_await_number(rondo, "frames", THREE - TWO);
    assert_int_equal((int)stage_number(stage_status(rondo), "frames"), THREE - TWO);
    assert_int_equal((int)stage_number(stage_status(rondo), "track"), 2);
    assert_string_equal(stage_text(stage_status(rondo), "title", text, sizeof(text)),
                        "Somebody - Two");
    assert_int_equal(stage_ctl(rondo, "seek", "1", NULL)->status, 0);
    assert_int_equal((int)stage_number(stage_status(rondo), "frame"), 44100);
    assert_int_equal(stage_ctl(rondo, "seek", "-5", NULL)->status, 0);
    assert_int_equal((int)stage_number(stage_status(rondo), "frame"), 0);
    assert_int_equal((int)stage_number(stage_status(rondo), "track"), 2);
    assert_int_not_equal(stage_ctl(rondo, "seek", "1.5", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    sound_free(&sound);
}

static void a_seek_into_a_track_of_a_sheet_plays_from_there_to_its_end(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage), rest;
    struct stage_process *rondo;

    write_text(stage, "one.cue",
               "FILE all.flac WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:47\nTRACK 02 MODE1/2352\n"
               "INDEX 01 00:02:01\n");
    rondo = stage_play(stage, "--start=0.5", "-o", "wav:out.wav", "one.cue", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    rest = sound_part(&sound, TWO + 22050, THREE - TWO - 22050);
    sound_free(&sound);
    assert_heard(stage, &rest, "out.wav");
}

static void a_producer_killed_within_a_track_of_a_sheet_costs_no_sample(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage);
    struct stage_process *rondo =
        stage_play(stage, "--buffer=0.5", "-o", "sim,record=heard.wav", "disc.cue", NULL);

    stage_await_ready(rondo);
    for (int track = 1; track <= 3; track++) {
        stage_await_number(rondo, "track", track);
        kill(control_pids(rondo).producer, SIGKILL);
        stage_await_number(rondo, "restarts.producer", track);
    }
    assert_int_equal(stage_wait(rondo), 0);
    assert_heard(stage, &sound, "heard.wav");
}

static void a_part_behind_the_files_end_is_named_and_skipped(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage), two;
    struct stage_process *rondo;

    write_text(stage, "long.cue",
               "FILE all.flac WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:47\nTRACK 02 AUDIO\n"
               "INDEX 01 00:09:00\n");
    rondo = stage_play(stage, "-q", "-o", "wav:out.wav", "long.cue", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo),
                        "rondo: all.flac: the file ends before this part of it begins\n");
    two = sound_part(&sound, TWO, sound.size / sound_frame_bytes(&sound) - TWO);
    sound_free(&sound);
    assert_heard(stage, &two, "out.wav");
}

static void lists_of_all_forms_play_and_what_is_missing_is_named_and_skipped(void **state)
{
    static const char *const lists[][2] = {
        {"l.m3u", "gone.wav\nall.flac\ndir\n"},
        {"l.pls", "[playlist]\nFile1=gone.wav\nFile2=all.flac\nFile3=dir\n"},
        {"l.xspf", "<playlist><trackList><track><location>gone.wav</location></track><track>"
                   "<location>all.flac</location></track><track><location>dir</location></track>"
                   "</trackList></playlist>"},
    };
    struct stage *stage = *state;
    char path[PATH_MAX];

    assert_int_equal(mkdir(stage_path(stage, "dir", path), 0700), 0);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct sound sound = set_out(stage);
        struct stage_process *rondo;

        write_text(stage, lists[i][0], lists[i][1]);
        rondo = stage_play(stage, "-q", "-o", "wav:out.wav", lists[i][0], NULL);
        assert_int_equal(stage_wait(rondo), 1);
        assert_string_equal(stage_errors(rondo), "rondo: gone.wav: No such file or directory\n"
                                                 "rondo: dir: it is a directory\n");
        assert_heard(stage, &sound, "out.wav");
        assert_int_equal(remove(stage_path(stage, "out.wav", path)), 0);
    }
}

static void a_folder_plays_in_natural_order(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage), part;
    struct stage_process *rondo;
    char path[PATH_MAX];

    assert_int_equal(mkdir(stage_path(stage, "dir", path), 0700), 0);
    assert_int_equal(mkdir(stage_path(stage, "empty", path), 0700), 0);
    part = sound_part(&sound, 0, TWO);
    sound_write_wav(stage, &part, "dir/track 2.wav");
    sound_free(&part);
    part = sound_part(&sound, TWO, sound.size / sound_frame_bytes(&sound) - TWO);
    sound_write_wav(stage, &part, "dir/track 10.wav");
    sound_free(&part);
    write_text(stage, "dir/notes.txt", "x");
    rondo = stage_play(stage, "-q", "-o", "wav:out.wav", "dir", "empty", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo), "rondo: empty: no audio files in this folder\n");
    assert_heard(stage, &sound, "out.wav");
}

static void a_saved_list_plays_as_the_one_it_was_saved_from(void **state)
{
    struct stage *stage = *state;
    struct sound sound = set_out(stage);
    struct stage_process *rondo = stage_play(stage, "-o", "sim", "disc.cue", NULL);
    struct stage_process *ctl;
    char path[PATH_MAX], expected[2 * PATH_MAX];

    stage_await_ready(rondo);
    ctl = stage_ctl(rondo, "save", "out.m3u8", NULL);
    assert_string_equal(stage_errors(ctl), "");
    assert_int_equal(ctl->status, 0);
    ctl = stage_ctl(rondo, "save", "all.flac", NULL);
    assert_int_equal(ctl->status, 1);
    snprintf(expected, sizeof(expected), "rondoctl: %s: a list is saved as .m3u8 or .m3u\n",
             stage_path(stage, "all.flac", path));
    assert_string_equal(stage_errors(ctl), expected);
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);

    rondo = stage_play(stage, "-o", "wav:out.wav", "out.m3u8", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_non_null(strstr(stage_errors(rondo), "2/3 Somebody - Two (0:01"));
    assert_heard(stage, &sound, "out.wav");
}

static void a_list_that_is_none_is_one_clear_line(void **state)
{
    static const char *const lists[][3] = {
        {"l.cue", "hello\n", "rondo: l.cue: line 2: no FILE, so this is not a cue sheet\n"},
        {"l.pls", "hello\n", "rondo: l.pls: line 1: no [playlist]\n"},
        {"l.xspf", "\nhello\n", "rondo: l.xspf: line 2: syntax error\n"},
    };
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct stage_process *rondo;

        write_text(stage, lists[i][0], lists[i][1]);
        rondo = stage_play(stage, "-o", "null", lists[i][0], NULL);
        assert_int_equal(stage_wait(rondo), 1);
        assert_string_equal(stage_errors(rondo), lists[i][2]);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_tracks_of_a_sheet_are_its_file_sample_by_sample),
        ON_STAGE(a_track_of_a_sheet_has_places_of_its_own),
        ON_STAGE(a_seek_into_a_track_of_a_sheet_plays_from_there_to_its_end),
        ON_STAGE(a_producer_killed_within_a_track_of_a_sheet_costs_no_sample),
        ON_STAGE(a_part_behind_the_files_end_is_named_and_skipped),
        ON_STAGE(lists_of_all_forms_play_and_what_is_missing_is_named_and_skipped),
        ON_STAGE(a_folder_plays_in_natural_order),
        ON_STAGE(a_saved_list_plays_as_the_one_it_was_saved_from),
        ON_STAGE(a_list_that_is_none_is_one_clear_line),
    };

    return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
