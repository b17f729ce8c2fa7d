/*
 * test_screen_art.c - covers, on a terminal that says it can draw them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_numbers.h"
#include "tests/e2e/stage_terminal.h"

enum { FRAMES = 60 * NUMBERS_RATE };

static const char ask[] = "\033[c", sixel[] = "\033P0;1;0q\"1;1;", kitty[] = "\033_Ga=T,",
                  wipe[] = "\033_Ga=d,";
static const char *const with[TERMINAL_ARGUMENTS + 1] = {"-u", "--no-config", "-o", "sim",
                                                         "numbers.wav"};

/* chafa is only wished for; sox writes PNG. */
static void make_cover(struct stage *stage, const char *name)
{
    if (stage_run(stage, "chafa", "--version", NULL)->status != 0)
        skip();
    numbers_write(stage, "numbers.wav", 0, FRAMES);
    assert_int_equal(stage_run(stage, "sox", "numbers.wav", "-n", "trim", "0", "1", "spectrogram",
                               "-x", "200", "-o", name, NULL)
                         ->status,
                     0);
}

static struct stage_process *play_these(struct stage *stage, const char *script,
                                        const char *const arguments[TERMINAL_ARGUMENTS + 1],
                                        const char *shown)
{
    struct termios before;
    struct stage_process *rondo = terminal_run(stage, 120, script, arguments, &before);

    stage_await_ready(rondo);
    stage_await_shown(rondo, shown);
    return rondo;
}

static struct stage_process *play(struct stage *stage, const char *script)
{
    return play_these(stage, script, with, "1 track");
}

/* Until all that was typed and drawn before is through: the help comes and goes. */
static void await_answered(struct stage_process *rondo)
{
    stage_type(rondo, "?");
    stage_await_shown(rondo, "pause, resume");
    stage_type(rondo, "x");
}

static void quit(struct stage_process *rondo)
{
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
}

static void a_cover_is_drawn_where_the_terminal_says_that_it_can(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "Cover.PNG");
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    stage_await_shown(rondo, ask);
    stage_type(rondo, "\033[?62;4;22c");
    stage_await_shown(rondo, sixel);
    quit(rondo);
}

static void none_is_drawn_where_it_cannot(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "folder.png");
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    stage_await_shown(rondo, ask);
    stage_type(rondo, "\033[?62;22c");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), "\033P"));
    quit(rondo);
}

static void kittys_protocol_is_used_where_the_environment_tells_of_it(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "front.png");
    rondo = play(stage, "TERM=xterm-256color KITTY_WINDOW_ID=1 exec \"$@\"");
    stage_await_shown(rondo, kitty);
    assert_null(strstr(stage_shown(rondo), ask));
    quit(rondo);
}

static void what_is_no_picture_and_no_regular_file_is_passed_over(void **state)
{
    static const char junk[] = "\x89PNG\r\n\x1a\n and then \033]0;junk\007";
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "other.png");
    stage_write(stage, "cover.jpg", junk, sizeof(junk));
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    stage_await_shown(rondo, ask);
    stage_type(rondo, "\033[?62;4;22c");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), "\033P"));
    assert_null(strstr(stage_shown(rondo), "junk"));
    quit(rondo);
    assert_int_equal(stage_run(stage, "rm", "cover.jpg", NULL)->status, 0);
    assert_int_equal(stage_run(stage, "mkfifo", "cover.jpg", NULL)->status, 0);
    rondo = play(stage, "TERM=xterm-256color KITTY_WINDOW_ID=1 exec \"$@\"");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), kitty));
    quit(rondo);
}

static void a_track_without_a_cover_asks_the_terminal_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "discovery.png");
    rondo = play(stage, "TERM=xterm-256color exec \"$@\"");
    await_answered(rondo);
    assert_null(strstr(stage_shown(rondo), ask));
    quit(rondo);
}

/* In the ways of FLAC, ID3, MP4 and Vorbis comments. */
static void the_picture_in_a_file_is_drawn(void **state)
{
    static const char *const makes[] = {
        "flac -sf --picture=inside.png -o a.flac numbers.wav",
        "lame --quiet --ti inside.png numbers.wav a.mp3",
        "ffmpeg -nostdin -v error -i numbers.wav -i inside.png -map 0:a -map 1:v -c:v copy "
        "-disposition:v:0 attached_pic a.m4a",
        "opusenc --quiet --picture inside.png numbers.wav a.opus",
    };
    static const char *const files[] = {"a.flac", "a.mp3", "a.m4a", "a.opus"};
    struct stage *stage = *state;

    make_cover(stage, "inside.png");
    for (size_t i = 0; i < sizeof(makes) / sizeof(makes[0]); i++) {
        const char *const inside[TERMINAL_ARGUMENTS + 1] = {"-u", "--no-config", "-o", "sim",
                                                            files[i]};
        struct stage_process *rondo;

        assert_int_equal(stage_run(stage, "sh", "-c", makes[i], NULL)->status, 0);
        rondo = play_these(stage, "TERM=xterm-256color KITTY_WINDOW_ID=1 exec \"$@\"", inside,
                           "1 track");
        stage_await_shown(rondo, kitty);
        quit(rondo);
    }
}

static unsigned times(struct stage_process *rondo, const char *what)
{
    unsigned count = 0;

    for (const char *at = stage_shown(rondo); (at = strstr(at, what)); at++)
        count++;
    return count;
}

static void await_times(struct stage_process *rondo, const char *what, unsigned count)
{
    uint64_t since = 0;

    while (times(rondo, what) < count)
        stage_tick(rondo, &since, "a picture to come, or to go");
    assert_int_equal(times(rondo, what), count);
}

/* a and b have one picture, which stays; c has none, and it goes; d has the folder's. */
static void the_picture_follows_the_tracks(void **state)
{
    static const char *const four[TERMINAL_ARGUMENTS + 1] = {
        "-u", "--no-config", "-o", "sim", "a.flac", "b.flac", "c.flac", "e/d.flac"};
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_cover(stage, "inside.png");
    assert_int_equal(stage_run(stage, "sh", "-c",
                               "flac -sf --picture=inside.png -o a.flac numbers.wav && "
                               "cp a.flac b.flac && flac -sf -o c.flac numbers.wav && "
                               "mkdir e && cp c.flac e/d.flac && cp inside.png e/cover.png",
                               NULL)
                         ->status,
                     0);
    rondo =
        play_these(stage, "TERM=xterm-256color KITTY_WINDOW_ID=1 exec \"$@\"", four, "4 tracks");
    stage_await_shown(rondo, kitty);
    stage_type(rondo, "n");
    await_answered(rondo); /* the keys wipe it, and then it is drawn again */
    await_times(rondo, kitty, 2);
    stage_type(rondo, "n");
    await_times(rondo, wipe, 2);
    stage_type(rondo, "n");
    await_times(rondo, kitty, 3);
    assert_int_equal(times(rondo, wipe), 2);
    quit(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_cover_is_drawn_where_the_terminal_says_that_it_can),
        ON_STAGE(none_is_drawn_where_it_cannot),
        ON_STAGE(kittys_protocol_is_used_where_the_environment_tells_of_it),
        ON_STAGE(what_is_no_picture_and_no_regular_file_is_passed_over),
        ON_STAGE(a_track_without_a_cover_asks_the_terminal_nothing),
        ON_STAGE(the_picture_in_a_file_is_drawn),
        ON_STAGE(the_picture_follows_the_tracks),
    };

    return cmocka_run_group_tests_name("screen_art", tests, NULL, NULL);
}
