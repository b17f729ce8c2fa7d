/*
 * test_editing.c - the list changes while it is being played: frame by frame, what should be heard
 * is.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"

enum { LONG = 132000, SHORT = 12000, SOON = 8000 }; /* frames */

/* a.wav, the longest, and b.wav to e.wav; their frames say who they are. */
static void write_tracks(struct stage *stage)
{
    char file[] = "a.wav";

    for (uint32_t i = 0; i < 5; i++) {
        file[0] = (char)('a' + i);
        numbers_write(stage, file, i + 1, i == 0 ? LONG : SHORT);
    }
}

static void ask(struct stage_process *rondo, const char *words)
{
    char line[256], *word[5] = {0}, *rest = line;
    struct stage_process *ctl;

    snprintf(line, sizeof(line), "%s", words);
    for (int i = 0; i < 5; i++)
        word[i] = strsep(&rest, " ");
    ctl = stage_ctl(rondo, word[0], word[1], word[2], word[3], word[4], NULL);
    if (ctl->status != 0)
        fail_msg("%s: %s", words, stage_errors(ctl));
}

/* Plays these on the card, and once the first is heard, asks for all of that. */
static struct stage_process *play_and_ask(struct stage *stage, const char *tracks,
                                          const char *const *asked)
{
    char file[4][6] = {"", "", "", ""};
    struct stage_process *rondo;

    write_tracks(stage);
    stage_card(stage, &(struct card_options){0});
    for (int i = 0; tracks[i]; i++)
        snprintf(file[i], sizeof(file[i]), "%c.wav", tracks[i]);
    rondo = stage_play(stage, "--latency", "400", file[0], *file[1] ? file[1] : NULL,
                       *file[2] ? file[2] : NULL, *file[3] ? file[3] : NULL, NULL);
    stage_await_number(rondo, "frame", SOON);
    while (*asked)
        ask(rondo, *asked++);
    return rondo;
}

/* All of these have been heard, frame by frame, in this order and from their beginnings. */
static void assert_heard(struct stage *stage, struct stage_process *rondo, const char *tracks)
{
    struct numbers_run runs[8];
    size_t count = 0;

    for (; *tracks; tracks++, count++)
        runs[count] = (struct numbers_run){.track = (uint32_t)(*tracks - 'a' + 1),
                                           .count = *tracks == 'a' ? LONG : SHORT};
    assert_int_equal(stage_wait(rondo), 0);
    numbers_assert(stage, runs, count);
}

#define ASKED(...) ((const char *const[]){__VA_ARGS__, NULL})

static void what_is_added_comes_at_the_end_without_a_gap(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    uint8_t *heard;
    size_t size;

    write_tracks(stage);
    rondo = stage_play(stage, "-o", "sim,record=heard.wav", "a.wav", NULL);
    stage_await_number(rondo, "frame", SOON);
    ask(rondo, "add b.wav c.wav");
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(
        stage_run(stage, "sox", "a.wav", "b.wav", "c.wav", "expected.raw", NULL)->status, 0);
    assert_int_equal(stage_run(stage, "sox", "heard.wav", "heard.raw", NULL)->status, 0);
    assert_int_equal(stage_run(stage, "cmp", "heard.raw", "expected.raw", NULL)->status, 0);
    heard = stage_read(stage, "heard.raw", &size);
    assert_int_equal(size, (LONG + 2 * SHORT) * NUMBERS_FRAME_BYTES);
    free(heard);
}

static void what_is_inserted_comes_next_and_the_current_one_goes_on(void **state)
{
    struct stage_process *rondo =
        play_and_ask(*state, "ab", ASKED("insert next c.wav d.wav", "insert 5 e.wav"));

    assert_heard(*state, rondo, "acdbe");
}

static void what_is_removed_is_not_heard_and_what_is_moved_comes_at_its_new_place(void **state)
{
    struct stage_process *rondo = play_and_ask(*state, "abcd", ASKED("remove 2", "move 3 2"));

    assert_heard(*state, rondo, "adc");
}

static void the_current_track_can_be_moved_and_what_follows_it_there_is_heard(void **state)
{
    struct stage_process *rondo = play_and_ask(*state, "abc", ASKED("move 1 2"));

    stage_await_number(rondo, "track", 2);
    assert_heard(*state, rondo, "ac");
}

static void removing_the_current_track_goes_to_the_next_one_at_once(void **state)
{
    struct stage_process *rondo = play_and_ask(*state, "abc", ASKED("remove 1"));

    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(*state, {1, 0, 0}, {2, 0, SHORT}, {3, 0, SHORT});
}

static void removing_the_only_track_ends_the_player(void **state)
{
    struct stage_process *rondo = play_and_ask(*state, "a", ASKED("remove 1"));

    assert_int_equal(stage_wait(rondo), 0);
    NUMBERS_ASSERT(*state, {1, 0, 0});
}

static void a_cleared_list_has_what_plays_and_what_is_added_then(void **state)
{
    struct stage_process *rondo = play_and_ask(*state, "abc", ASKED("clear", "add e.wav"));

    assert_int_equal((int)stage_number(stage_status(rondo), "tracks"), 2);
    assert_heard(*state, rondo, "ae");
}

static void a_paused_track_stays_paused_while_the_list_changes(void **state)
{
    struct stage_process *rondo =
        play_and_ask(*state, "ab", ASKED("pause", "insert next c.wav", "remove 3"));

    stage_await_text(rondo, "state", "paused");
    ask(rondo, "play");
    assert_heard(*state, rondo, "ac");
}

static void a_producer_killed_after_a_change_costs_no_frame(void **state)
{
    struct stage_process *rondo =
        play_and_ask(*state, "abcd", ASKED("move 4 2", "insert next e.wav"));

    for (int i = 1; i <= 3; i++) {
        kill(control_pids(rondo).producer, SIGKILL);
        stage_await_number(rondo, "restarts.producer", i);
        if (i == 1)
            ask(rondo, "remove 4");
    }
    assert_heard(*state, rondo, "aedc");
}

static void the_list_is_told_for_people_and_for_programs(void **state)
{
    static const char sheet[] = "FILE b.wav WAVE\nTRACK 1 AUDIO\nTITLE \"T\033\"\n"
                                "INDEX 01 00:00:03\nTRACK 2 AUDIO\nINDEX 01 00:00:09\n";
    static const char good[] = "FILE b.wav WAVE\nTRACK 1 AUDIO\nTITLE T\nINDEX 01 00:00:03\n";
    struct stage *stage = *state;
    struct stage_process *rondo, *ctl;
    char path[PATH_MAX], expected[3 * PATH_MAX];

    stage_write(stage, "d.cue", sheet, strlen(sheet));
    rondo = play_and_ask(stage, "a", ASKED("pause"));
    ctl = stage_ctl(rondo, "add", "gone.wav", "d.cue", NULL);
    assert_int_equal(ctl->status, 1);
    assert_non_null(strstr(stage_errors(ctl), "d.cue: line 3: a control character"));
    stage_write(stage, "d.cue", good, strlen(good));
    ask(rondo, "add d.cue");
    ctl = stage_ctl(rondo, "list", NULL);
    stage_path(stage, "", path);
    snprintf(expected, sizeof(expected), "> 1  a.wav\n! 2  %sgone.wav\n  3  T  (%sb.wav)\n", path,
             path);
    assert_string_equal(stage_out(ctl), expected);
    ctl = stage_ctl(rondo, "list", "--json", NULL);
    snprintf(
        expected, sizeof(expected),
        "[{\"track\":1,\"file\":\"a.wav\",\"current\":true},{\"track\":2,\"file\":\"%sgone.wav\","
        "\"failed\":true},{\"track\":3,\"file\":\"%sb.wav\",\"title\":\"T\",\"from\":0.040}]\n",
        path, path);
    assert_string_equal(stage_out(ctl), expected);
    ask(rondo, "stop");
    assert_int_equal(stage_wait(rondo), 1);
}

static void a_long_list_is_told_in_pages(void **state)
{
    struct stage *stage = *state;
    char *text = malloc(3000 * 200), *at = text, *expected = malloc(3000 * 200), *to = expected;
    struct stage_process *rondo;

    assert_non_null(text);
    assert_non_null(expected);
    for (int i = 1; i <= 3000; i++) {
        at += sprintf(at, "/%0*d\n", i % 1000 == 7 ? 3900 - i : 20, i);
        to += sprintf(to, "! %4d  /%0*d\n", i + 1, i % 1000 == 7 ? 3900 - i : 20, i);
    }
    stage_write(stage, "long.m3u", text, strlen(text));
    rondo = play_and_ask(stage, "a", ASKED("pause", "add long.m3u"));
    assert_string_equal(strchr(stage_out(stage_ctl(rondo, "list", NULL)), '\n') + 1, expected);
    ask(rondo, "stop");
    assert_int_equal(stage_wait(rondo), 1);
    free(text);
    free(expected);
}

static void what_is_refused_changes_nothing(void **state)
{
    struct stage_process *rondo = play_and_ask(*state, "ab", ASKED("pause"));

    assert_int_equal(stage_ctl(rondo, "remove", "3", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "insert", "4", "c.wav", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "add", "gone.m3u", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "move", "0", "1", NULL)->status, 1);
    assert_int_equal((int)stage_number(stage_status(rondo), "tracks"), 2);
    ask(rondo, "play");
    assert_heard(*state, rondo, "ab");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(what_is_added_comes_at_the_end_without_a_gap),
        ON_STAGE(what_is_inserted_comes_next_and_the_current_one_goes_on),
        ON_STAGE(what_is_removed_is_not_heard_and_what_is_moved_comes_at_its_new_place),
        ON_STAGE(the_current_track_can_be_moved_and_what_follows_it_there_is_heard),
        ON_STAGE(removing_the_current_track_goes_to_the_next_one_at_once),
        ON_STAGE(removing_the_only_track_ends_the_player),
        ON_STAGE(a_cleared_list_has_what_plays_and_what_is_added_then),
        ON_STAGE(a_paused_track_stays_paused_while_the_list_changes),
        ON_STAGE(a_producer_killed_after_a_change_costs_no_frame),
        ON_STAGE(the_list_is_told_for_people_and_for_programs),
        ON_STAGE(a_long_list_is_told_in_pages),
        ON_STAGE(what_is_refused_changes_nothing),
    };

    return cmocka_run_group_tests_name("editing", tests, NULL, NULL);
}
