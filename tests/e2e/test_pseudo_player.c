/*
 * test_pseudo_player.c - the pseudo player prints what it was given, byte for byte, at any rate,
 * also while its halves are killed; and whoever is killed, nothing is left.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/pseudo.h"

static void the_text_comes_out_byte_for_byte_at_any_rate(void **state)
{
    static const char *const rates[] = {"0", "3000", "20000", "1000000"};
    struct stage *stage = *state;

    pseudo_write_numbers(stage, "numbers", 500);
    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        struct stage_process *player = pseudo_play(stage, rates[i], "numbers");

        assert_int_equal(stage_wait(player), 0);
        assert_int_equal(pseudo_compare(player, "numbers"), 0);
    }
}

static void texts_of_every_size_come_out_whole(void **state)
{
    struct stage *stage = *state;
    char text[600];

    memset(text, 'x', sizeof(text));
    for (size_t size = 0; size <= 300; size += size < 70 ? 1 : 23) {
        struct stage_process *player;

        stage_write(stage, "text", text, size);
        player = pseudo_play(stage, "0", "text");
        assert_int_equal(stage_wait(player), 0);
        assert_int_equal(strlen(stage_out(player)), size);
    }
}

static void what_cannot_be_read_or_written_ends_it_with_a_reason(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;

    pseudo_write_numbers(stage, "numbers", 10);
    player = stage_run(stage, "pseudo-player", "nothing", NULL);
    assert_int_equal(player->status, 1);
    assert_string_equal(stage_errors(player), "pseudo-player: open: No such file or directory\n");
    player = stage_run(stage, "pseudo-player", "/", NULL);
    assert_int_equal(player->status, 1);
    assert_non_null(strstr(stage_errors(player), "read: Is a directory\n"));
    lessons_await_gone(player);
    player =
        stage_run(stage, "sh", "-c", "\"$0\" --rate 0 numbers >/dev/full", stage->programs, NULL);
    assert_int_not_equal(player->status, 0);
    player = stage_run(stage, "sh", "-c", "\"$0\"/pseudo-player --rate 0 numbers >/dev/full",
                       stage->programs, NULL);
    assert_int_equal(player->status, 1);
    assert_non_null(strstr(stage_errors(player), "write: No space left on device\n"));
    lessons_await_gone(player);
}

static void a_wrong_command_line_is_told_what_is_right(void **state)
{
    static const char *const wrong[][3] = {
        {NULL},
        {"--rate"},
        {"--rate", "5"},
        {"--rate", "-1", "f"},
        {"--rate", "x", "f"},
        {"--rate", "5x", "f"},
        {"--rate", "1000001", "f"},
        {"--nonsense"},
        {"a", "b"},
    };
    struct stage *stage = *state;
    struct stage_process *player;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        player = stage_run(stage, "pseudo-player", wrong[i][0], wrong[i][1], wrong[i][2], NULL);
        assert_int_equal(player->status, 2);
        assert_string_equal(stage_errors(player), "pseudo-player: wrong usage; accepted: [--rate 0 "
                                                  "to 1000000] FILE, --help, --version\n");
    }
    player = stage_run(stage, "pseudo-player", "--help", NULL);
    assert_int_equal(player->status, 0);
    assert_non_null(strstr(stage_out(player), "usage: pseudo-player"));
    assert_non_null(strstr(stage_out(player), "exit status: 0 printed"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_LESSONS(the_text_comes_out_byte_for_byte_at_any_rate),
        ON_LESSONS(texts_of_every_size_come_out_whole),
        ON_LESSONS(what_cannot_be_read_or_written_ends_it_with_a_reason),
        ON_LESSONS(a_wrong_command_line_is_told_what_is_right),
    };

    return cmocka_run_group_tests_name("pseudo_player", tests, NULL, NULL);
}
