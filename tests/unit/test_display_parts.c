/*
 * test_display_parts.c - what each part of the line says, and the plain line of a track.
 */
#include "tests/unit/display_fixture.h"

static void assert_track(const struct display_view *shown, const char *expected)
{
    char text[DISPLAY_SIZE];

    display_track(shown, true, text);
    assert_string_equal(text, expected);
}

static void each_state_has_its_sign(void **state)
{
    static const char *const lines[DISPLAY_STATES][2] = {
        [DISPLAY_PLAYING] = {"> 0:12", "▶ 0:12"},
        [DISPLAY_PAUSED] = {"= 0:12", "‖ 0:12"},
        [DISPLAY_WAITING] = {". 0:12", "… 0:12"},
        [DISPLAY_LOST] = {"! 0:12", "! 0:12"},
    };
    (void)state;

    for (enum display_state i = 0; i < DISPLAY_STATES; i++) {
        struct display_view shown = view;
        shown.state = i;
        assert_line(&shown, 10, false, lines[i][0]);
        assert_line(&shown, 10, true, lines[i][1]);
    }
}

static void without_a_title_the_file_is_named(void **state)
{
    struct display_view shown = view;
    (void)state;

    shown.title = "";
    assert_line(&shown, 40, true, "▶ 2/5  rusalka.flac  0:12 / 3:45");
    shown.title = NULL;
    shown.path = "plain.wav";
    assert_line(&shown, 30, true, "▶ 2/5  plain.wav  0:12 / 3:45");
    shown.path = "folder/";
    assert_line(&shown, 30, true, "▶ 2/5  folder/  0:12 / 3:45");
}

static void without_an_artist_the_title_stands_alone(void **state)
{
    struct display_view shown = view;
    (void)state;

    shown.title = "Etude";
    shown.artist = NULL;
    assert_line(&shown, 30, true, "▶ 2/5  Etude  0:12 / 3:45");
    shown.artist = "";
    assert_line(&shown, 30, true, "▶ 2/5  Etude  0:12 / 3:45");
}

static void an_unknown_length_shows_neither_total_nor_bar(void **state)
{
    struct display_view shown = view;
    (void)state;

    shown.total_ms = 0;
    assert_line(&shown, 100, true,
                "▶ 2/5  Dvořák – Rusalka, Song to the Moon  0:12  ring  98%  vol 80%");
}

static void the_bar_fills_from_nothing_to_all(void **state)
{
    struct display_view shown = view;
    (void)state;

    shown.title = "Etude";
    shown.artist = NULL;
    shown.elapsed_ms = 0;
    assert_line(&shown, 59, false, "> 2/5  Etude  0:00 / 3:45  ----------  ring  98%  vol 80%");
    shown.elapsed_ms = 112500;
    assert_line(&shown, 59, false, "> 2/5  Etude  1:52 / 3:45  =====-----  ring  98%  vol 80%");
    shown.elapsed_ms = 225000;
    assert_line(&shown, 59, false, "> 2/5  Etude  3:45 / 3:45  ==========  ring  98%  vol 80%");
    shown.elapsed_ms = 450000; /* the length was an estimate */
    assert_line(&shown, 59, false, "> 2/5  Etude  7:30 / 3:45  ==========  ring  98%  vol 80%");
}

static void tags_cannot_steer_the_terminal(void **state)
{
    struct display_view shown = view;
    (void)state;

    shown.title = "a\033[2J\nb";
    shown.artist = "\x9b"
                   "1m";
    assert_line(&shown, 40, true,
                "▶ 2/5  \xef\xbf\xbd"
                "1m – a\xef\xbf\xbd[2J\xef\xbf\xbd"
                "b  0:12 / 3:45");
}

static void a_track_outside_of_a_terminal_is_one_plain_line(void **state)
{
    (void)state;
    assert_track(&view,
                 "2/5 Dvořák - Rusalka, Song to the Moon (3:45, FLAC, 44100 Hz, stereo, s16)");
}

static void what_is_unknown_of_a_track_is_left_out(void **state)
{
    struct display_view shown = {.number = 1, .count = 1};
    (void)state;

    assert_track(&shown, "1/1 ");
    shown.path = "a/b.wav";
    assert_track(&shown, "1/1 b.wav");
    shown.total_ms = 1000;
    assert_track(&shown, "1/1 b.wav (0:01)");
    shown.rate = 8000;
    shown.codec = "";
    shown.sample = "";
    shown.channels = 1;
    assert_track(&shown, "1/1 b.wav (0:01, 8000 Hz, mono)");
    shown.total_ms = 0;
    shown.codec = "WAV\n";
    shown.channels = 6;
    shown.sample = "f32";
    assert_track(&shown, "1/1 b.wav (WAV\xef\xbf\xbd, 8000 Hz, 6 channels, f32)");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_has_its_sign),
        cmocka_unit_test(without_a_title_the_file_is_named),
        cmocka_unit_test(without_an_artist_the_title_stands_alone),
        cmocka_unit_test(an_unknown_length_shows_neither_total_nor_bar),
        cmocka_unit_test(the_bar_fills_from_nothing_to_all),
        cmocka_unit_test(tags_cannot_steer_the_terminal),
        cmocka_unit_test(a_track_outside_of_a_terminal_is_one_plain_line),
        cmocka_unit_test(what_is_unknown_of_a_track_is_left_out),
    };
    return cmocka_run_group_tests_name("display_parts", tests, use_utf8, NULL);
}
