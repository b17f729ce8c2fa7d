/*
 * test_display.c - the line that shows what is playing, at every width.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "player/display.h"
#include "player/text.h"

static const struct display_view view = {
    .state = DISPLAY_PLAYING,
    .number = 2,
    .count = 5,
    .artist = "Dvořák",
    .title = "Rusalka, Song to the Moon",
    .path = "music/rusalka.flac",
    .elapsed_ms = 12345,
    .total_ms = 225000,
    .ring = 0.98,
    .volume = 80,
    .codec = "FLAC",
    .rate = 44100,
    .channels = 2,
    .sample = "s16",
};

static void assert_line(const struct display_view *shown, uint32_t columns, bool utf8,
                        const char *expected)
{
    const struct display_style style = {.columns = columns, .utf8 = utf8};
    char text[DISPLAY_SIZE];

    display_line(shown, &style, text);
    assert_string_equal(text, expected);
}

static void assert_track(const struct display_view *shown, const char *expected)
{
    char text[DISPLAY_SIZE];

    display_track(shown, true, text);
    assert_string_equal(text, expected);
}

/* Columns as a terminal counts them; colours take none. */
static uint32_t columns_of(const char *text)
{
    char plain[DISPLAY_SIZE];
    char copy[DISPLAY_SIZE];
    size_t used = 0;

    while (*text) {
        if (*text == '\033')
            text += strcspn(text, "m") + 1;
        else
            plain[used++] = *text++;
    }
    plain[used] = '\0';
    uint32_t columns = text_fit(true, copy, sizeof(copy), plain, UINT32_MAX);
    assert_string_equal(copy, plain);
    return columns;
}

static void a_wide_terminal_shows_everything(void **state)
{
    (void)state;
    assert_line(&view, 100, true,
                "▶ 2/5  Dvořák – Rusalka, Song to the Moon  0:12 / 3:45  "
                "━─────────────────────  ring  98%  vol 80%");
    assert_line(&view, 100, false,
                "> 2/5  Dvo??k - Rusalka, Song to the Moon  0:12 / 3:45  "
                "=---------------------  ring  98%  vol 80%");
}

static void parts_go_one_by_one_as_the_terminal_narrows(void **state)
{
    static const struct {
        uint32_t columns;
        const char *line;
    } cases[] = {
        {74, "▶ 2/5  Dvořák – Rusalka, S…  0:12 / 3:45  ──────────  ring  98%  vol 80%"},
        {73, "▶ 2/5  Dvořák – Rusalka, Song to the…  0:12 / 3:45  ──────────  vol 80%"},
        {63, "▶ 2/5  Dvořák – Rusalka, S…  0:12 / 3:45  ──────────  vol 80%"},
        {62, "▶ 2/5  Dvořák – Rusalka, Song to the …  0:12 / 3:45  vol 80%"},
        {51, "▶ 2/5  Dvořák – Rusalka, S…  0:12 / 3:45  vol 80%"},
        {50, "▶ 2/5  Dvořák – Rusalka, Song to th…  0:12 / 3:45"},
        {41, "▶ 2/5  Dvořák – Rusalka, S…  0:12 / 3:45"},
        {40, "▶ Dvořák – Rusalka, Song …  0:12 / 3:45"},
        {36, "▶ Dvořák – Rusalka, S…  0:12 / 3:45"},
        {35, "▶ Dvořák – Rusalka, Song to…  0:12"},
        {15, "▶ Dvořá…  0:12"},
        {14, "▶ 0:12"},
        {10, "▶ 0:12"},
        {7, "▶ 0:12"},
        {6, "▶"},
        {2, "▶"},
        {1, ""},
        {0, ""},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_line(&view, cases[i].columns, true, cases[i].line);
}

static void no_line_is_wider_than_its_terminal_allows(void **state)
{
    static const char *const titles[] = {
        "",
        "x",
        "Rusalka, Song to the Moon",
        "月月月月月月月月月月月月月月月月月月月月月",
        "\033[2J\xff\xe2\x80\xae",
        "a title that is a good deal longer than any line of any terminal ever was, so that it "
        "has to be cut at every width there is, however wide the terminal may be made by those "
        "who like them wide, which is more than two hundred columns in all of the cases here",
    };
    (void)state;

    for (uint32_t i = 0; i < 6 * 2 * 2 * 2; i++) {
        struct display_view shown = view;
        shown.title = titles[i % 6];
        shown.total_ms = i / 6 % 2 ? 360000000 : 0;
        shown.elapsed_ms = i / 6 % 2 ? 359999000 : 1000;
        shown.volume = 100;
        shown.ring = 1;
        for (uint32_t columns = 1; columns <= 200; columns++) {
            const struct display_style style = {
                .columns = columns, .utf8 = i / 12 % 2, .colour = i / 24 % 2};
            char text[DISPLAY_SIZE];
            display_line(&shown, &style, text);
            assert_in_range(columns_of(text), 0, columns - 1);
        }
    }
}

static void a_wider_terminal_never_shows_less(void **state)
{
    static const char *const parts[] = {"▶",   "0:12",    "Dv", " / 3:45",
                                        "2/5", "vol 80%", "─",  "ring"};
    (void)state;

    for (size_t part = 0; part < sizeof(parts) / sizeof(parts[0]); part++) {
        bool before = false;
        for (uint32_t columns = 1; columns <= 200; columns++) {
            const struct display_style style = {.columns = columns, .utf8 = true};
            char text[DISPLAY_SIZE];
            display_line(&view, &style, text);
            bool now = strstr(text, parts[part]) != NULL;
            assert_true(now || !before);
            before = now;
        }
        assert_true(before);
    }
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

static void colours_come_only_when_asked_for_and_end_before_the_line_does(void **state)
{
    char coloured[DISPLAY_SIZE];
    char plain[DISPLAY_SIZE];
    (void)state;

    for (uint32_t columns = 2; columns <= 200; columns++) {
        struct display_style style = {.columns = columns, .utf8 = true, .colour = true};
        display_line(&view, &style, coloured);
        style.colour = false;
        display_line(&view, &style, plain);
        assert_non_null(strchr(coloured, '\033'));
        assert_null(strchr(plain, '\033'));
        assert_int_equal(columns_of(coloured), columns_of(plain));
        const char *last = strrchr(coloured, '\033');
        assert_int_equal(strncmp(last, "\033[0m", 4), 0);
    }
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

static void the_longest_of_strings_fit_into_a_line(void **state)
{
    static char huge[10000];
    struct display_view shown = view;
    char text[DISPLAY_SIZE];
    const struct display_style style = {.columns = 100000, .utf8 = true, .colour = true};
    (void)state;

    for (size_t i = 0; i + 4 < sizeof(huge); i += 4)
        memcpy(huge + i, "🎵", 4);
    shown.artist = huge;
    shown.title = huge;
    shown.codec = huge;
    display_line(&shown, &style, text);
    assert_non_null(strstr(text, "vol 80%"));
    assert_in_range(columns_of(text), 200, 511);
    display_track(&shown, true, text);
    assert_non_null(strstr(text, "…, 44100 Hz, stereo, s16)"));
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wide_terminal_shows_everything),
        cmocka_unit_test(parts_go_one_by_one_as_the_terminal_narrows),
        cmocka_unit_test(no_line_is_wider_than_its_terminal_allows),
        cmocka_unit_test(a_wider_terminal_never_shows_less),
        cmocka_unit_test(each_state_has_its_sign),
        cmocka_unit_test(without_a_title_the_file_is_named),
        cmocka_unit_test(without_an_artist_the_title_stands_alone),
        cmocka_unit_test(an_unknown_length_shows_neither_total_nor_bar),
        cmocka_unit_test(the_bar_fills_from_nothing_to_all),
        cmocka_unit_test(tags_cannot_steer_the_terminal),
        cmocka_unit_test(colours_come_only_when_asked_for_and_end_before_the_line_does),
        cmocka_unit_test(a_track_outside_of_a_terminal_is_one_plain_line),
        cmocka_unit_test(what_is_unknown_of_a_track_is_left_out),
        cmocka_unit_test(the_longest_of_strings_fit_into_a_line),
    };
    return cmocka_run_group_tests_name("display", tests, use_utf8, NULL);
}
