/*
 * test_screen.c - what rondo -u shows, and what keys and clicks do, by what is to be seen in tmux.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage_screen.h"

enum { SECONDS = 60, RATE = 8000, TRACKS = 30 };

/*
 * A FLAC file by flac itself: the first half is silent, the second one loud on the left and at a
 * tenth of that on the right.
 */
static void make_track(struct stage *stage, const char *file, const char *title, const char *artist)
{
    static int16_t samples[SECONDS * RATE][2];
    char title_tag[256], artist_tag[256];
    struct stage_process *flac;

    for (int i = SECONDS * RATE / 2; i < SECONDS * RATE; i++) {
        samples[i][0] = i % 2 ? 29490 : -29490;
        samples[i][1] = i % 2 ? 2949 : -2949;
    }
    stage_write(stage, "samples.raw", samples, sizeof(samples));
    snprintf(title_tag, sizeof(title_tag), "--tag=TITLE=%s", title);
    snprintf(artist_tag, sizeof(artist_tag), "--tag=ARTIST=%s", artist);
    flac = stage_run(stage, "flac", "-s", "-f", "--endian=little", "--sign=signed", "--channels=2",
                     "--bps=16", "--sample-rate=8000", title_tag, artist_tag, "--tag=ALBUM=Études",
                     "-o", file, "samples.raw", NULL);
    if (flac->status != 0)
        fail_msg("flac: %s", stage_errors(flac));
}

static void add_to(struct stage *stage, unsigned number)
{
    char from[PATH_MAX], to[PATH_MAX], name[32];

    snprintf(name, sizeof(name), "track %02u.flac", number);
    assert_int_equal(symlink(stage_path(stage, "first.flac", from), stage_path(stage, name, to)),
                     0);
}

/* first.flac, and then "track 02.flac" to "track 30.flac". */
static struct screen_stage start(struct stage *stage, unsigned columns, unsigned rows)
{
    make_track(stage, "first.flac", "夜想曲 第二番", "Café Müller");
    for (unsigned i = 2; i <= TRACKS; i++)
        add_to(stage, i);
    return screen_start(stage, columns, rows, "", "-o sim first.flac track*.flac");
}

static void leave(struct screen_stage *screen)
{
    tmux_press(&screen->tmux, "q");
    screen_await_end(screen, 0);
}

static void at_80_by_24_everything_is_to_be_seen(void **state)
{
    struct screen_stage screen = start(*state, 80, 24);

    screen_await_row(&screen, 0, "▶ Café Müller – 夜想曲 第二番");
    screen_await_row(&screen, 0, "vol 100%");
    screen_await_row(&screen, 1, "Études · FLAC");
    screen_await_row(&screen, 1, "8 kHz · stereo · s16 · 1 of 30");
    screen_await_row(&screen, 5, "▁");
    screen_await_row(&screen, 6, "0:0");
    screen_await_row(&screen, 6, "───");
    screen_await_row(&screen, 6, "─ 1:00");
    screen_await_row(&screen, 7, "L ·");
    screen_await_row(&screen, 8, "R ·");
    screen_await_row(&screen, 9, "ring ");
    screen_await_row(&screen, 9, "▶");
    screen_await_row(&screen, 10, " filled  ");
    screen_await_row(&screen, 10, "asleep: producer (full)");
    screen_await_row(&screen, 11, "── 30 tracks ──");
    screen_await_row(&screen, 12, "▶  1  first.flac");
    screen_await_row(&screen, 22, "  11  track 11.flac");
    screen_await_row(&screen, 23, "? keys  / search  q stop");
    screen_await_row(&screen, 23, "simulated device");
    leave(&screen);
}

static void the_waveform_is_that_of_the_whole_track(void **state)
{
    struct screen_stage screen = start(*state, 80, 24);
    char silent[3 * 39 + 1] = "", loud[3 * 40 + 1] = "█";

    /* The peak in the middle may belong to either half. */
    for (int i = 0; i < 39; i++) {
        strcat(silent, "▁");
        strcat(loud, "█");
    }
    screen_await_row(&screen, 5, silent);
    screen_await_row(&screen, 5, loud);
    screen_await_row(&screen, 3, loud);
    leave(&screen);
}

static void the_levels_are_those_of_what_is_heard(void **state)
{
    struct screen_stage screen = start(*state, 80, 24);

    screen_await_row(&screen, 6, "─ 1:00");
    tmux_press(&screen.tmux, "6");
    screen_await_row(&screen, 7, " -0.9");
    screen_await_row(&screen, 8, "-20.9");
    screen_await_row(&screen, 7, "L ████████████████████");
    tmux_press(&screen.tmux, "Space");
    screen_await_row(&screen, 0, "‖");
    screen_await_row(&screen, 7, "L ···");
    screen_await_row(&screen, 10, "asleep: producer (full), consumer (paused)");
    leave(&screen);
}

static void at_40_by_10_the_less_important_is_left_out_and_a_resize_brings_it_back(void **state)
{
    struct screen_stage screen = start(*state, 80, 24);

    tmux_await(&screen.tmux, "30 tracks");
    tmux_resize(&screen.tmux, 40, 10);
    tmux_await_not(&screen.tmux, "30 tracks");
    screen_await_row(&screen, 0, "▶ Café Müller – 夜想曲 第二番   vol 100%");
    screen_await_row(&screen, 3, "─ 1:00");
    screen_await_row(&screen, 4, "ring ");
    screen_await_row(&screen, 5, "▶  1  first.flac");
    screen_await_row(&screen, 8, "   4  track 04.flac");
    screen_await_row(&screen, 9, "? keys");
    tmux_resize(&screen.tmux, 24, 3);
    screen_await_row(&screen, 0, "▶ Café Müller – 夜想曲 …");
    screen_await_row(&screen, 1, " 1:00");
    tmux_resize(&screen.tmux, 100, 40);
    screen_await_row(&screen, 8, "─ 1:00");
    screen_await_row(&screen, 39, "? keys  / search  q stop");
    tmux_await(&screen.tmux, "track 20.flac");
    leave(&screen);
}

static void keys_play_pause_seek_and_set_the_volume(void **state)
{
    struct screen_stage screen = start(*state, 80, 24);

    tmux_press(&screen.tmux, "Space");
    stage_await_text(screen.rondo, "state", "paused");
    screen_await_row(&screen, 0, "‖");
    tmux_press(&screen.tmux, "5");
    screen_await_row(&screen, 6, "0:30 ━━━━━━━━━━");
    tmux_press(&screen.tmux, "Right");
    screen_await_row(&screen, 6, "0:35 ━");
    tmux_press(&screen.tmux, "[");
    screen_await_row(&screen, 6, "0:05 ━");
    tmux_press(&screen.tmux, "-");
    screen_await_row(&screen, 0, "vol 95%");
    tmux_press(&screen.tmux, "r");
    screen_await_row(&screen, 11, " repeat all ");
    tmux_press(&screen.tmux, "z");
    screen_await_row(&screen, 11, " shuffle repeat all ");
    tmux_press(&screen.tmux, "l");
    screen_await_row(&screen, 23, "loop from 5.0 s");
    tmux_press(&screen.tmux, "Right");
    screen_await_row(&screen, 6, "0:10 ━");
    tmux_press(&screen.tmux, "l");
    screen_await_row(&screen, 11, " loop ");
    screen_await_row(&screen, 6, "─ 1:00");
    tmux_press(&screen.tmux, "z");
    tmux_press(&screen.tmux, "n");
    screen_await_row(&screen, 1, "2 of 30");
    leave(&screen);
}

static void a_click_in_the_waveform_seeks_and_a_double_click_in_the_list_plays(void **state)
{
    struct screen_stage screen = start(*state, 80, 24);

    tmux_press(&screen.tmux, "Space");
    screen_await_row(&screen, 0, "‖");
    screen_click(&screen, 4, 60, false);
    screen_await_row(&screen, 6, "0:45 ━");
    screen_click(&screen, 6, 5 + 35, false);
    screen_await_row(&screen, 6, "0:30 ━");
    screen_click(&screen, 17, 20, true);
    screen_await_row(&screen, 17, "▶  6  track 06.flac");
    screen_await_row(&screen, 1, "6 of 30");
    leave(&screen);
}

/* What is found comes a moment after the key, and until then something else is chosen. */
static void play_what_is_found(struct screen_stage *screen, const char *key, const char *row)
{
    uint64_t since = 0;

    tmux_press(&screen->tmux, key);
    while (!strstr(tmux_screen(&screen->tmux), row)) {
        tmux_press(&screen->tmux, "Enter");
        stage_tick(screen->rondo, &since, row);
    }
}

static void the_list_is_searched_while_one_types(void **state)
{
    struct screen_stage screen = start(*state, 80, 24);

    tmux_await(&screen.tmux, "track 11.flac");
    tmux_press(&screen.tmux, "/");
    tmux_press(&screen.tmux, "TRACK 2");
    screen_await_row(&screen, 23, "search: TRACK 2");
    tmux_await(&screen.tmux, "track 20.flac");
    tmux_press(&screen.tmux, "Enter");
    screen_await_row(&screen, 23, "n, N next, previous \"TRACK 2\"");
    play_what_is_found(&screen, "n", "▶ 21  track 21.flac");
    play_what_is_found(&screen, "n", "▶ 22  track 22.flac");
    play_what_is_found(&screen, "N", "▶ 21  track 21.flac");
    tmux_press(&screen.tmux, "Escape");
    screen_await_row(&screen, 23, "? keys");
    tmux_press(&screen.tmux, "/");
    tmux_press(&screen.tmux, "nowhere");
    tmux_press(&screen.tmux, "Enter");
    tmux_press(&screen.tmux, "n");
    screen_await_row(&screen, 23, "there is no such track");
    leave(&screen);
}

static void the_list_is_edited_while_it_plays(void **state)
{
    struct stage *stage = *state;
    struct screen_stage screen = start(stage, 80, 24);
    char text[64];

    screen_await_row(&screen, 13, "2  track 02.flac");
    tmux_press(&screen.tmux, "Down");
    tmux_press(&screen.tmux, "d");
    screen_await_row(&screen, 13, "2  track 03.flac");
    screen_await_row(&screen, 11, "── 29 tracks ──");
    tmux_press(&screen.tmux, "J");
    screen_await_row(&screen, 13, "2  track 04.flac");
    screen_await_row(&screen, 14, "3  track 03.flac");
    tmux_press(&screen.tmux, "K");
    screen_await_row(&screen, 13, "2  track 03.flac");
    make_track(stage, "another one.flac", "Other", "");
    tmux_press(&screen.tmux, "a");
    tmux_press(&screen.tmux, "ano");
    tmux_press(&screen.tmux, "Tab");
    screen_await_row(&screen, 23, "add: another one.flac");
    tmux_press(&screen.tmux, "Enter");
    screen_await_row(&screen, 11, "── 30 tracks ──");
    tmux_press(&screen.tmux, "G");
    screen_await_row(&screen, 22, "30  another one.flac");
    tmux_press(&screen.tmux, "Enter");
    screen_await_row(&screen, 0, "▶ Other");
    stage_text(stage_status(screen.rondo), "title", text, sizeof(text));
    assert_string_equal(text, "Other");
    leave(&screen);
}

static void all_keys_are_shown_on_demand_and_any_size(void **state)
{
    struct screen_stage screen = start(*state, 80, 36);

    tmux_await(&screen.tmux, "30 tracks");
    tmux_press(&screen.tmux, "?");
    tmux_await(&screen.tmux, "Space            pause, resume");
    tmux_await(&screen.tmux, "Double click");
    tmux_await_not(&screen.tmux, "30 tracks");
    tmux_resize(&screen.tmux, 40, 10);
    tmux_await(&screen.tmux, "Up, Down: more; any other key: back");
    for (int i = 0; i < 30; i++)
        tmux_press(&screen.tmux, "Down");
    tmux_await(&screen.tmux, "Double click");
    tmux_press(&screen.tmux, "x");
    tmux_await(&screen.tmux, "ring ");
    leave(&screen);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(at_80_by_24_everything_is_to_be_seen),
        ON_STAGE(the_waveform_is_that_of_the_whole_track),
        ON_STAGE(the_levels_are_those_of_what_is_heard),
        ON_STAGE(at_40_by_10_the_less_important_is_left_out_and_a_resize_brings_it_back),
        ON_STAGE(keys_play_pause_seek_and_set_the_volume),
        ON_STAGE(a_click_in_the_waveform_seeks_and_a_double_click_in_the_list_plays),
        ON_STAGE(the_list_is_searched_while_one_types),
        ON_STAGE(the_list_is_edited_while_it_plays),
        ON_STAGE(all_keys_are_shown_on_demand_and_any_size),
    };

    return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
