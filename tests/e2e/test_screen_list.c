/*
 * test_screen_list.c - rondo -u with names of any bytes, with long lists, from another terminal;
 * and the requests that it is made of.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_queue.h"
#include "tests/e2e/stage_screen.h"

enum { FRAMES = 60 * NUMBERS_RATE, MANY = 100000 };

static void leave(struct screen_stage *screen)
{
    tmux_press(&screen->tmux, "q");
    screen_await_end(screen, 0);
}

static void names_of_any_bytes_are_cut_by_columns_and_steer_nothing(void **state)
{
    static const char list[] = "#EXTM3U\n"
                               "#EXTINF:1,plain\n"
                               "numbers.wav\n"
                               "#EXTINF:1,bad \xff\xfe bytes\n"
                               "numbers.wav\n"
                               "#EXTINF:1,漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\n"
                               "numbers.wav\n"
                               "#EXTINF:1,e\xcc\x81t\xc3\xa9 🎹 \xe2\x80\xaegnihton\n"
                               "numbers.wav\n";
    struct stage *stage = *state;
    struct screen_stage screen;
    char to[PATH_MAX], from[PATH_MAX];

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    assert_int_equal(mkdir(stage_path(stage, "odd", to), 0700), 0);
    stage_path(stage, "numbers.wav", from);
    assert_int_equal(symlink(from, stage_path(stage, "odd/\033[2J\033]0;got\007\n.wav", to)), 0);
    stage_write(stage, "list.m3u", list, strlen(list));
    screen = screen_start(stage, 40, 14, "", "-o sim list.m3u odd");
    tmux_await(&screen.tmux, "1  plain");
    tmux_await(&screen.tmux, "2  bad �� bytes");
    tmux_await(&screen.tmux, "3  漢字漢字漢字漢字漢字漢字漢字漢字漢…");
    tmux_await(&screen.tmux, "5  �[2J�]0;got��.wav");
    tmux_await(&screen.tmux, "4  e\xcc\x81té 🎹 �gnihton");
    leave(&screen);
}

static void a_long_list_is_shown_from_any_place_at_once(void **state)
{
    struct stage *stage = *state;
    struct screen_stage screen;
    char *list = malloc(MANY * 64);
    size_t used = 0;

    assert_non_null(list);
    numbers_write(stage, "numbers.wav", 0, FRAMES);
    for (int i = 1; i <= MANY; i++)
        used += (size_t)sprintf(list + used, "#EXTINF:1,Title %d of many\nnumbers.wav\n", i);
    stage_write(stage, "list.m3u8", list, used);
    free(list);
    screen = screen_start(stage, 80, 24, "", "-o sim list.m3u8");
    tmux_await(&screen.tmux, "── 100000 tracks ──");
    tmux_await(&screen.tmux, "11  Title 11 of many");
    tmux_press(&screen.tmux, "G");
    tmux_await(&screen.tmux, "100000  Title 100000 of many");
    tmux_press(&screen.tmux, "PPage");
    tmux_await(&screen.tmux, " 99990  Title 99990 of many");
    tmux_press(&screen.tmux, "/");
    tmux_press(&screen.tmux, "title 54321 ");
    tmux_await(&screen.tmux, " 54321  Title 54321 of many");
    tmux_press(&screen.tmux, "Enter");
    tmux_press(&screen.tmux, "Enter");
    tmux_await(&screen.tmux, "▶  54321  Title 54321 of many");
    leave(&screen);
}

static void a_track_that_fails_is_told_and_marked(void **state)
{
    struct stage *stage = *state;
    struct screen_stage screen;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    stage_write(stage, "junk.flac", "junk", 4);
    screen = screen_start(stage, 80, 24, "", "-o sim junk.flac numbers.wav");
    tmux_await(&screen.tmux, "! 1  junk.flac");
    tmux_await(&screen.tmux, "▶ 2  numbers.wav");
    screen_await_row(&screen, 23, "junk.flac: ");
    tmux_press(&screen.tmux, "q");
    /* It is said again where it stays to be read. */
    tmux_await(&screen.tmux, "rondo: junk.flac: ");
    screen_await_end(&screen, 1);
}

static void another_terminal_can_show_it_too(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char script[PATH_MAX + 128];
    struct tmux tmux;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_play(stage, "-o", "sim", "numbers.wav", NULL);
    stage_await_ready(rondo);
    snprintf(script, sizeof(script), "%s/rondo-screen -n %s; echo status $?; exec cat",
             stage->programs, stage->name);
    tmux = tmux_start(stage, 80, 24, script);
    tmux_await(&tmux, "▶ numbers.wav");
    assert_int_equal(stage_ctl(rondo, "volume", "40", NULL)->status, 0);
    tmux_await(&tmux, "vol 40%");
    tmux_press(&tmux, "Space");
    stage_await_text(rondo, "state", "paused");
    tmux_await(&tmux, "‖ numbers.wav");
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    tmux_await(&tmux, "▶ numbers.wav");
    tmux_press(&tmux, "q");
    tmux_await(&tmux, "status 0");
    tmux_end(&tmux);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(stage_run(stage, "rondo-screen", "-n", "nobody", NULL)->status, 2);
}

static void who_watches_is_answered_when_something_changes(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct queue queue;
    char words[64];
    unsigned id;
    int news;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    rondo = stage_play(stage, "-o", "sim", "numbers.wav", "numbers.wav", NULL);
    stage_await_ready(rondo);
    queue_open(rondo, &queue);
    queue_done(&queue, QUEUE_TRANSPORT, "pause");
    news = (int)stage_number(queue_done(&queue, QUEUE_OTHER, "status"), "news");
    snprintf(words, sizeof(words), "watch %d", news - 1);
    queue_done(&queue, QUEUE_OTHER, words);
    snprintf(words, sizeof(words), "watch %d", news);
    id = queue_ask(&queue, QUEUE_OTHER, words);
    /* What is asked after it is answered before it. */
    queue_done(&queue, QUEUE_OTHER, "status");
    assert_int_equal(stage_ctl(rondo, "volume", "50", NULL)->status, 0);
    assert_true(stage_number(queue_reply_to(&queue, id), "news") > news);
    queue_refused(&queue, QUEUE_OTHER, "watch");
    queue_refused(&queue, QUEUE_OTHER, "watch -1");
    assert_int_equal(stage_ctl(rondo, "go", "2", NULL)->status, 0);
    stage_await_number(rondo, "track", 2);
    assert_int_equal(stage_ctl(rondo, "go", "3", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "go", "0", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void tracks_are_found_by_what_is_shown_of_them(void **state)
{
    static const char list[] = "#EXTM3U\n#EXTINF:1,ÉTUDE one\nnumbers.wav\n"
                               "#EXTINF:1,Étude two\nnumbers.wav\nnumbers.wav\n";
    static const struct {
        const char *words;
        int found;
    } cases[] = {
        {"find 1 étude", 1},   {"find 2 étude", 2},           {"find 3 étude", 1},
        {"find -1 étude", 1},  {"find -3 étude", 2},          {"find 1 numbers.WAV", 1},
        {"find 3 NUMBERS", 3}, {"find 1 nothing like it", 0}, {"find 9 two", 2},
    };
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct queue queue;

    numbers_write(stage, "numbers.wav", 0, FRAMES);
    stage_write(stage, "list.m3u8", list, strlen(list));
    rondo = stage_play(stage, "-o", "sim", "list.m3u8", NULL);
    stage_await_ready(rondo);
    queue_open(rondo, &queue);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int found = (int)stage_number(queue_done(&queue, QUEUE_OTHER, cases[i].words), "found");

        if (found != cases[i].found)
            fail_msg("%s: %d, not %d", cases[i].words, found, cases[i].found);
    }
    queue_refused(&queue, QUEUE_OTHER, "find");
    queue_refused(&queue, QUEUE_OTHER, "find 0 x");
    queue_refused(&queue, QUEUE_OTHER, "find 1");
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(names_of_any_bytes_are_cut_by_columns_and_steer_nothing),
        ON_STAGE(a_long_list_is_shown_from_any_place_at_once),
        ON_STAGE(a_track_that_fails_is_told_and_marked),
        ON_STAGE(another_terminal_can_show_it_too),
        ON_STAGE(who_watches_is_answered_when_something_changes),
        ON_STAGE(tracks_are_found_by_what_is_shown_of_them),
    };

    return cmocka_run_group_tests_name("screen_list", tests, NULL, NULL);
}
