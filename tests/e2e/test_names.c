/*
 * test_names.c - a file may have any name: it plays, and wherever the name is shown, it is valid
 * UTF-8 that steers no terminal and disguises nothing.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "tests/e2e/stage_sound.h"
#include "tests/e2e/stage_terminal.h"

enum { NAMES = 16, NAME_BYTES_MAX = 255 };

static char longest[NAME_BYTES_MAX + 1];

static const char *const names[NAMES] = {
    "new\nline.wav",
    "bad \xff\xfe\xc3.wav",
    "-dash.wav",
    longest,
    "\U0001f3b5\U0001f468\u200d\U0001f469.wav",
    "e\u0301\u0302\u0323.wav",
    "\u05e9\u05dc\u05d5\u05dd.wav",
    "right \u202evaw.exe",
    "isolated \u2066\u2069\u200e\u200f\u061c.wav",
    "escape \x1b[2J\x1b]0;title\x07.wav",
    "c1 \xc2\x9b"
    "31m\xc2\x85.wav",
    "lines \u2028\u2029.wav",
    " blanks \t\r.wav",
    "%s%n%41.wav",
    "\"quotes' \\ $(x) `x`.wav",
    "{\"json\": 1}.wav",
};

static void make(struct stage *stage)
{
    char path[PATH_MAX];
    size_t size;
    uint8_t *bytes = stage_read(stage, stage_sample("mono.wav", path), &size);

    memset(longest, 'x', NAME_BYTES_MAX);
    memcpy(longest + NAME_BYTES_MAX - 4, ".wav", 5);
    for (int i = 0; i < NAMES; i++)
        stage_write(stage, names[i], bytes, size);
    free(bytes);
}

static bool unsafe(wchar_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x61c || code == 0x200e || code == 0x200f;
}

/* So many lines, and nothing in them that is unsafe, or not UTF-8. */
static void expect_safe(const char *text, int lines, const char *name)
{
    const char *at = text;
    size_t left = strlen(text);

    while (left > 0) {
        wchar_t code;
        size_t bytes = mbrtowc(&code, at, left, &(mbstate_t){0});

        if (bytes > left || (unsafe(code) && code != '\n'))
            fail_msg("of %s: unsafe at %zu: %s", name, (size_t)(at - text), text);
        lines -= code == '\n';
        at += bytes;
        left -= bytes;
    }
    if (lines != 0)
        fail_msg("of %s: not so many lines: %s", name, text);
}

static void each_plays_and_has_one_safe_line(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("mono.wav", path));

    make(stage);
    for (int i = 0; i < NAMES; i++) {
        struct stage_process *rondo = stage_play(stage, "-o", "raw:out.raw", "--", names[i], NULL);

        assert_int_equal(stage_wait(rondo), 0);
        expect_safe(stage_errors(rondo), 1, names[i]);
        assert_string_equal(stage_out(rondo), "");
        sound_assert_file(stage, &sound, "out.raw");
    }
    sound_free(&sound);
}

static void each_that_is_missing_is_named_in_one_safe_line(void **state)
{
    struct stage *stage = *state;

    make(stage);
    for (int i = 0; i < NAMES; i++) {
        char path[PATH_MAX];
        struct stage_process *rondo;

        unlink(stage_path(stage, names[i], path));
        rondo = stage_play(stage, "-o", "null", "--", names[i], NULL);
        assert_int_equal(stage_wait(rondo), 1);
        expect_safe(stage_errors(rondo), 1, names[i]);
        assert_non_null(strstr(stage_errors(rondo), ": No such file or directory\n"));
        assert_string_equal(stage_out(rondo), "");
    }
}

/* In JSON it stands as it is. */
static bool is_plain(const char *name)
{
    wchar_t codes[NAME_BYTES_MAX + 1];
    size_t count = mbstowcs(codes, name, NAME_BYTES_MAX + 1);
    bool plain = count != (size_t)-1 && !strpbrk(name, "\"\\");

    for (size_t i = 0; plain && i < count; i++)
        plain = !unsafe(codes[i]);
    return plain;
}

/* As programs want it, and for people. */
static void expect_answers(struct stage_process *rondo, const char *name)
{
    static const char *const asked[][2] = {
        {"status", NULL}, {"list", "--json"}, {"list", NULL}, {"status", "--plain"}};
    char file[PATH_MAX];

    for (int i = 0; i < 4; i++) {
        struct stage_process *answer = stage_ctl(rondo, asked[i][0], asked[i][1], NULL);
        int lines = i < 2 ? 1 : i < 3 ? NAMES : 0;

        assert_int_equal(answer->status, 0);
        for (const char *at = i == 3 ? stage_out(answer) : ""; *at; at++)
            lines += *at == '\n';
        expect_safe(stage_out(answer), lines, name);
        assert_string_equal(stage_errors(answer), "");
    }
    stage_text(stage_status(rondo), "file", file, sizeof(file));
    if (is_plain(name))
        assert_string_equal(file, name);
}

static void each_is_safe_in_every_answer(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = stage_prepare(stage);
    char number[16];

    make(stage);
    stage_start(rondo, "rondo", "-q", "-o", "sim", "--", names[0], names[1], names[2], names[3],
                names[4], names[5], names[6], names[7], names[8], names[9], names[10], names[11],
                names[12], names[13], names[14], names[15], NULL);
    stage_await_ready(rondo);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    for (int i = 0; i < NAMES; i++) {
        snprintf(number, sizeof(number), "%d", i + 1);
        stage_await_number(rondo, "track", i + 1);
        expect_answers(rondo, names[i]);
        if (i + 1 < NAMES)
            assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    }
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

/* terminal_line() fails by itself if there is anything that is not harmless. */
static void each_is_safe_on_the_line(void **state)
{
    struct stage *stage = *state;
    char line[TERMINAL_TEXT];
    struct termios before;

    make(stage);
    for (int i = 0; i < NAMES; i++) {
        char path[PATH_MAX + 2];
        struct stage_process *rondo;

        snprintf(path, sizeof(path), "./%s", names[i]);
        rondo = TERMINAL_PLAY(stage, 60, &before, "-o", "sim", path);
        terminal_await_taken(rondo);
        terminal_await_line(rondo, "0:0");
        terminal_line(rondo, 0, 60, line);
        stage_type(rondo, "q");
        assert_int_equal(stage_wait(rondo), 0);
    }
}

static void what_is_wrong_on_a_command_line_is_repeated_safely(void **state)
{
    struct stage *stage = *state;
    static const char wrong[] = "\x1b[2J\xff\u202e\xc2\x9b";
    struct stage_process *asked[] = {
        stage_run(stage, "rondoctl", wrong, NULL),
        stage_run(stage, "rondoctl", "-n", wrong, "play", NULL),
        stage_run(stage, "rondoctl", "--timeout", wrong, "play", NULL),
        stage_run(stage, "rondo", "-n", wrong, "x", NULL),
        stage_run(stage, "rondo", "-o", wrong, "x", NULL),
        stage_run(stage, "rondo", "--volume", wrong, "x", NULL),
    };

    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        assert_int_equal(asked[i]->status, 2);
        expect_safe(stage_errors(asked[i]), 1, "a wrong argument");
        assert_string_equal(stage_out(asked[i]), "");
    }
}

static bool has_colour(struct stage *stage)
{
    char path[PATH_MAX];
    struct termios before;
    struct stage_process *rondo =
        TERMINAL_PLAY(stage, 80, &before, "-o", "sim", stage_sample("mono.wav", path));

    terminal_await_taken(rondo);
    terminal_await_line(rondo, "0:0");
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
    return strstr(stage_shown(rondo), "\x1b[1m") || strstr(stage_shown(rondo), "\x1b[3");
}

static void no_color_takes_the_colours_away(void **state)
{
    struct stage *stage = *state;

    assert_true(has_colour(stage));
    setenv("NO_COLOR", "", 1);
    assert_true(has_colour(stage));
    setenv("NO_COLOR", "1", 1);
    assert_false(has_colour(stage));
    unsetenv("NO_COLOR");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(each_plays_and_has_one_safe_line),
        ON_STAGE(each_that_is_missing_is_named_in_one_safe_line),
        ON_STAGE(each_is_safe_in_every_answer),
        ON_STAGE(each_is_safe_on_the_line),
        ON_STAGE(what_is_wrong_on_a_command_line_is_repeated_safely),
        ON_STAGE(no_color_takes_the_colours_away),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
