/*
 * test_display.c - the line that shows what is playing, at every width.
 */
#include "tests/unit/display_fixture.h"

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

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wide_terminal_shows_everything),
        cmocka_unit_test(parts_go_one_by_one_as_the_terminal_narrows),
        cmocka_unit_test(no_line_is_wider_than_its_terminal_allows),
        cmocka_unit_test(a_wider_terminal_never_shows_less),
        cmocka_unit_test(colours_come_only_when_asked_for_and_end_before_the_line_does),
        cmocka_unit_test(the_longest_of_strings_fit_into_a_line),
    };
    return cmocka_run_group_tests_name("display", tests, use_utf8, NULL);
}
