/*
 * test_pseudo_player.c - the pseudo player prints what it was given, byte for byte, at any rate,
 * also while its halves are killed; and whoever is killed, nothing is left.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/lessons.h"
#include "tests/e2e/stage_control.h"

enum { PIECE_MAX = 32 };

struct pids {
    pid_t producer;
    pid_t consumer;
};

/* Text in which no two places look the same. */
static void write_numbers(struct stage *stage, const char *file, int numbers)
{
    char *text = calloc((size_t)numbers + 1, 8);
    char *end = text;

    assert_non_null(text);
    for (int i = 0; i < numbers; i++)
        end += sprintf(end, "%06d\n", i);
    stage_write(stage, file, text, (size_t)(end - text));
    free(text);
}

/* How often the output goes back, by a piece at the most; -1: it is not the text even so. */
static int goes_back(const uint8_t *text, size_t size, const uint8_t *out, size_t out_size)
{
    size_t at = 0;
    int times = 0;

    for (size_t i = 0; i < out_size; i++) {
        if (at < size && out[i] == text[at]) {
            at++;
            continue;
        }
        for (size_t back = 1;; back++) {
            size_t rest = out_size - i < PIECE_MAX / 2 ? out_size - i : PIECE_MAX / 2;

            if (back > PIECE_MAX || back > at)
                return -1;
            if (at - back + rest <= size && memcmp(&out[i], &text[at - back], rest) == 0) {
                at = at - back + 1;
                times++;
                break;
            }
        }
    }
    return at == size ? times : -1;
}

static int compare(struct stage_process *player, const char *file)
{
    size_t size, out_size;
    uint8_t *text = stage_read(player->stage, file, &size);
    uint8_t *out = (uint8_t *)strdup(stage_out(player));
    int times;

    out_size = strlen((char *)out);
    times = goes_back(text, size, out, out_size);
    free(text);
    free(out);
    return times;
}

static struct stage_process *play(struct stage *stage, const char *rate, const char *file)
{
    struct stage_process *player = stage_prepare(stage);

    stage_start(player, "pseudo-player", "--rate", rate, file, NULL);
    return player;
}

/* Who works now, by what it has said. */
static struct pids who(struct stage_process *player)
{
    struct pids pids = {0};
    uint64_t since = 0;

    while (pids.producer == 0 || pids.consumer == 0) {
        const char *said = stage_errors(player);

        for (; said; said = strchr(said, '\n')) {
            said += *said == '\n';
            sscanf(said, "pseudo-player: producer %d\n", &pids.producer);
            sscanf(said, "pseudo-player: consumer %d\n", &pids.consumer);
        }
        stage_tick(player, &since, "its children");
    }
    return pids;
}

static void await_printed(struct stage_process *player, size_t bytes)
{
    uint64_t since = 0;

    while (strlen(stage_out(player)) < bytes && !player->ended)
        stage_tick(player, &since, "more of the text");
}

static void the_text_comes_out_byte_for_byte_at_any_rate(void **state)
{
    static const char *const rates[] = {"0", "3000", "20000", "1000000"};
    struct stage *stage = *state;

    write_numbers(stage, "numbers", 500);
    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        struct stage_process *player = play(stage, rates[i], "numbers");

        assert_int_equal(stage_wait(player), 0);
        assert_int_equal(compare(player, "numbers"), 0);
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
        player = play(stage, "0", "text");
        assert_int_equal(stage_wait(player), 0);
        assert_int_equal(strlen(stage_out(player)), size);
    }
}

static void a_producer_killed_again_and_again_changes_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;
    struct pids pids;
    int kills = 0;

    write_numbers(stage, "numbers", 1000);
    player = play(stage, "4000", "numbers");
    for (size_t bytes = 100; bytes < 6000; bytes += 300) {
        pids = who(player);
        kill(pids.producer, SIGKILL);
        kills++;
        await_printed(player, bytes);
    }
    assert_int_equal(stage_wait(player), 0);
    assert_int_equal(compare(player, "numbers"), 0);
    assert_true(kills > 10);
}

/* Where it sleeps after a piece of which it has taken note, nothing comes twice. */
static void a_consumer_killed_between_two_pieces_is_replaced_without_a_trace(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;

    write_numbers(stage, "numbers", 2);
    player = play(stage, "2", "numbers");
    for (size_t bytes = 1; bytes < 6; bytes++) {
        struct pids pids;

        await_printed(player, bytes);
        pids = who(player);
        control_await_state(pids.consumer, "S");
        kill(pids.consumer, SIGKILL);
        while (who(player).consumer == pids.consumer)
            await_printed(player, 0);
    }
    assert_int_equal(stage_wait(player), 0);
    assert_int_equal(compare(player, "numbers"), 0);
}

static void a_consumer_killed_at_any_moment_loses_nothing_and_repeats_a_piece_at_most(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;
    int kills = 0, times;

    write_numbers(stage, "numbers", 1000);
    player = play(stage, "4000", "numbers");
    for (size_t bytes = 50; bytes < 6000; bytes += 150) {
        struct pids pids = who(player);

        kill(kills % 3 == 0 ? pids.producer : pids.consumer, kills % 2 == 0 ? SIGKILL : SIGTERM);
        kills++;
        await_printed(player, bytes);
    }
    assert_int_equal(stage_wait(player), 0);
    times = compare(player, "numbers");
    assert_in_range(times, 0, kills);
}

/* In one of the ways in which it can end early: nothing is left. */
static void end_early(struct stage *stage, int number, bool with_producer, bool with_consumer)
{
    struct stage_process *player = play(stage, "50", "numbers");
    struct pids pids = who(player);

    await_printed(player, 3);
    kill(player->pid, SIGSTOP);
    control_await_state(player->pid, "T");
    if (with_producer)
        kill(pids.producer, SIGKILL);
    if (with_consumer)
        kill(pids.consumer, SIGKILL);
    kill(player->pid, number);
    kill(player->pid, SIGCONT);
    assert_int_equal(stage_wait(player), 128 + number);
    lessons_await_gone(player);
}

static void whichever_of_the_three_are_killed_the_last_one_cleans_up(void **state)
{
    struct stage *stage = *state;

    write_numbers(stage, "numbers", 1000);
    end_early(stage, SIGKILL, false, false);
    end_early(stage, SIGKILL, true, false);
    end_early(stage, SIGKILL, false, true);
    end_early(stage, SIGTERM, false, false);
    end_early(stage, SIGQUIT, false, false);
    end_early(stage, SIGHUP, false, false);
    end_early(stage, SIGINT, false, false);
}

static void ctrl_c_ends_all_three(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player = stage_prepare(stage);

    write_numbers(stage, "numbers", 1000);
    player->columns = 80;
    stage_start(player, "pseudo-player", "numbers", NULL);
    stage_await_shown(player, "000000\r\n0");
    stage_type(player, "\003");
    assert_int_equal(stage_wait(player), 128 + SIGINT);
    lessons_await_gone(player);
}

static void what_cannot_be_read_or_written_ends_it_with_a_reason(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;

    write_numbers(stage, "numbers", 10);
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
        ON_LESSONS(a_producer_killed_again_and_again_changes_nothing),
        ON_LESSONS(a_consumer_killed_between_two_pieces_is_replaced_without_a_trace),
        ON_LESSONS(a_consumer_killed_at_any_moment_loses_nothing_and_repeats_a_piece_at_most),
        ON_LESSONS(whichever_of_the_three_are_killed_the_last_one_cleans_up),
        ON_LESSONS(ctrl_c_ends_all_three),
        ON_LESSONS(what_cannot_be_read_or_written_ends_it_with_a_reason),
        ON_LESSONS(a_wrong_command_line_is_told_what_is_right),
    };

    return cmocka_run_group_tests_name("pseudo_player", tests, NULL, NULL);
}
