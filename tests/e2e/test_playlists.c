/*
 * test_playlists.c - lists of files, and SIGHUP: what comes next changes, what sounds does not.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/e2e/stage_sound.h"

enum { PARTS = 5, FIRST = 66000, OTHER = 12000, SOON = 8000 }; /* frames, but the first */

/* Writes parts of a sound as a.wav, b.wav, ...; the first is the longest. */
static void write_parts(struct stage *stage, struct sound parts[PARTS])
{
    char path[PATH_MAX], file[] = "a.wav";
    struct sound sound = sound_decode(stage, stage_sample("rondo-s16.flac", path));

    for (int i = 0; i < PARTS; i++) {
        parts[i] = sound_part(&sound, (uint64_t)i * 100000, i == 0 ? FIRST : OTHER);
        file[0] = (char)('a' + i);
        sound_write_wav(stage, &parts[i], file);
    }
    sound_free(&sound);
}

static void free_parts(struct sound parts[PARTS])
{
    for (int i = 0; i < PARTS; i++)
        sound_free(&parts[i]);
}

static void write_list(struct stage *stage, const char *file, const char *text)
{
    stage_write(stage, file, text, strlen(text));
}

/* Plays list.m3u on the card; once it is in the midst of the first track, the list is another. */
static struct stage_process *play_and_reload(struct stage *stage, const char *before,
                                             const char *after)
{
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){0});
    write_list(stage, "list.m3u", before);
    rondo = stage_play(stage, "--latency", "400", "list.m3u", NULL);
    stage_await_number(rondo, "frame", SOON);
    write_list(stage, "list.m3u", after);
    kill(rondo->pid, SIGHUP);
    stage_await_errors(rondo, "reloaded: ");
    return rondo;
}

static void assert_played_on(struct stage *stage, struct stage_process *rondo,
                             const struct sound *second, const struct sound *third,
                             struct sound parts[PARTS])
{
    assert_int_equal(stage_wait(rondo), 0);
    sound_assert_recorded(stage, &parts[0], second, third, NULL);
    free_parts(parts);
}

static void the_coming_tracks_change_and_the_current_one_goes_on(void **state)
{
    struct stage *stage = *state;
    struct sound parts[PARTS];
    struct stage_process *rondo;

    write_parts(stage, parts);
    rondo = play_and_reload(stage, "a.wav\nb.wav\nc.wav\nd.wav\n", "e.wav\na.wav\nd.wav\nb.wav\n");
    assert_played_on(stage, rondo, &parts[3], &parts[1], parts);
}

static void what_is_added_behind_comes_without_a_gap(void **state)
{
    struct stage *stage = *state;
    struct sound parts[PARTS];
    struct sound all[2];
    struct stage_process *rondo;

    write_parts(stage, parts);
    rondo = play_and_reload(stage, "a.wav\nb.wav\n", "a.wav\nb.wav\ne.wav\n");
    all[0] = sound_join(&parts[0], &parts[1]);
    all[1] = sound_join(&all[0], &parts[4]);
    assert_int_equal(stage_wait(rondo), 0);
    sound_assert_recorded(stage, &all[1], NULL);
    sound_free(&all[1]);
    sound_free(&all[0]);
    free_parts(parts);
}

static void a_paused_track_goes_on_where_it_was(void **state)
{
    struct stage *stage = *state;
    struct sound parts[PARTS];
    struct stage_process *rondo;

    write_parts(stage, parts);
    stage_card(stage, &(struct card_options){0});
    write_list(stage, "list.m3u", "a.wav\nb.wav\n");
    rondo = stage_play(stage, "--latency", "400", "list.m3u", NULL);
    stage_await_number(rondo, "frame", SOON);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    write_list(stage, "list.m3u", "c.wav\na.wav\ne.wav\nd.wav\n");
    kill(rondo->pid, SIGHUP);
    stage_await_errors(rondo, "reloaded: 4 tracks");
    stage_await_text(rondo, "state", "paused");
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    assert_played_on(stage, rondo, &parts[4], &parts[3], parts);
}

static void the_next_one_plays_when_the_current_one_is_gone(void **state)
{
    struct stage *stage = *state;
    struct sound parts[PARTS];
    struct stage_process *rondo;
    uint8_t *record;
    size_t size;

    write_parts(stage, parts);
    rondo = play_and_reload(stage, "a.wav\nb.wav\nc.wav\n", "d.wav\nc.wav\n");
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(card_read_record(&stage->card, &record, &size), 0);
    assert_true(size < parts[0].size + parts[3].size);
    assert_memory_equal(record, parts[0].bytes, (size_t)SOON * 4);
    assert_non_null(memmem(record, size, parts[3].bytes, parts[3].size));
    assert_non_null(memmem(record, size, parts[2].bytes, parts[2].size));
    assert_null(memmem(record, size, parts[1].bytes, parts[1].size));
    free(record);
    free_parts(parts);
}

static void a_list_that_is_gone_changes_nothing(void **state)
{
    struct stage *stage = *state;
    struct sound parts[PARTS];
    struct stage_process *rondo;
    char path[PATH_MAX];

    write_parts(stage, parts);
    stage_card(stage, &(struct card_options){0});
    write_list(stage, "list.m3u", "a.wav\nb.wav\nc.wav\n");
    rondo = stage_play(stage, "--latency", "400", "list.m3u", NULL);
    stage_await_number(rondo, "frame", SOON);
    assert_int_equal(remove(stage_path(stage, "list.m3u", path)), 0);
    kill(rondo->pid, SIGHUP);
    stage_await_errors(rondo, "rondo: not reloaded: list.m3u: No such file or directory\n");
    assert_played_on(stage, rondo, &parts[1], &parts[2], parts);
}

static void paths_in_a_list_are_relative_to_it(void **state)
{
    static const char text[] =
        "\xef\xbb\xbf#EXTM3U\r\n#EXTINF:1,Two\r\n  \r\n../b.wav\r\nsub/c.wav";
    struct stage *stage = *state;
    struct sound parts[PARTS];
    struct sound two, all;
    struct stage_process *rondo;
    char path[PATH_MAX];

    write_parts(stage, parts);
    assert_int_equal(mkdir(stage_path(stage, "music", path), 0700), 0);
    assert_int_equal(mkdir(stage_path(stage, "music/sub", path), 0700), 0);
    sound_write_wav(stage, &parts[2], "music/sub/c.wav");
    write_list(stage, "music/list.m3u8", text);
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", "a.wav", "music/list.m3u8", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    two = sound_join(&parts[0], &parts[1]);
    all = sound_join(&two, &parts[2]);
    sound_assert_file(stage, &all, "out.raw");
    sound_free(&all);
    sound_free(&two);
    free_parts(parts);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_coming_tracks_change_and_the_current_one_goes_on),
        ON_STAGE(what_is_added_behind_comes_without_a_gap),
        ON_STAGE(a_paused_track_goes_on_where_it_was),
        ON_STAGE(the_next_one_plays_when_the_current_one_is_gone),
        ON_STAGE(a_list_that_is_gone_changes_nothing),
        ON_STAGE(paths_in_a_list_are_relative_to_it),
    };

    return cmocka_run_group_tests_name("playlists", tests, NULL, NULL);
}
