/*
 * test_pseudo_killed.c - whichever half of the pseudo player is killed, the text comes out all the
 * same; and whoever of the three is, nothing is left.
 */
#include <signal.h>

#include "tests/e2e/pseudo.h"
#include "tests/e2e/stage_control.h"

static void a_producer_killed_again_and_again_changes_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;
    struct pseudo_pids pids;
    int kills = 0;

    pseudo_write_numbers(stage, "numbers", 1000);
    player = pseudo_play(stage, "4000", "numbers");
    for (size_t bytes = 100; bytes < 6000; bytes += 300) {
        pids = pseudo_who(player);
        kill(pids.producer, SIGKILL);
        kills++;
        pseudo_await_printed(player, bytes);
    }
    assert_int_equal(stage_wait(player), 0);
    assert_int_equal(pseudo_compare(player, "numbers"), 0);
    assert_true(kills > 10);
}

/* With nobody to wait for, it is killed at any step, rather than in its sleep at a full ring. */
static void a_producer_killed_at_full_speed_changes_nothing_either(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;
    uint64_t since = 0;
    int kills = 0;

    pseudo_write_numbers(stage, "numbers", 150000);
    player = pseudo_play(stage, "0", "numbers");
    for (pid_t last = 0; !player->ended;) {
        pid_t producer = pseudo_who(player).producer;

        if (producer != last) {
            kill(producer, SIGKILL);
            kills++;
        }
        last = producer;
        stage_tick(player, &since, "the end of the text");
    }
    assert_int_equal(player->status, 0);
    assert_int_equal(pseudo_compare(player, "numbers"), 0);
    assert_true(kills > 3);
}

/* Where it sleeps after a piece of which it has taken note, nothing comes twice. */
static void a_consumer_killed_between_two_pieces_is_replaced_without_a_trace(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;

    pseudo_write_numbers(stage, "numbers", 2);
    player = pseudo_play(stage, "2", "numbers");
    for (size_t bytes = 1; bytes < 6; bytes++) {
        struct pseudo_pids pids;

        pseudo_await_printed(player, bytes);
        pids = pseudo_who(player);
        control_await_state(pids.consumer, "S");
        kill(pids.consumer, SIGKILL);
        while (pseudo_who(player).consumer == pids.consumer)
            pseudo_await_printed(player, 0);
    }
    assert_int_equal(stage_wait(player), 0);
    assert_int_equal(pseudo_compare(player, "numbers"), 0);
}

static void a_consumer_killed_at_any_moment_loses_nothing_and_repeats_a_piece_at_most(void **state)
{
    struct stage *stage = *state;
    struct stage_process *player;
    int kills = 0, times;

    pseudo_write_numbers(stage, "numbers", 1000);
    player = pseudo_play(stage, "4000", "numbers");
    for (size_t bytes = 50; bytes < 6000; bytes += 150) {
        struct pseudo_pids pids = pseudo_who(player);

        kill(kills % 3 == 0 ? pids.producer : pids.consumer, kills % 2 == 0 ? SIGKILL : SIGTERM);
        kills++;
        pseudo_await_printed(player, bytes);
    }
    assert_int_equal(stage_wait(player), 0);
    times = pseudo_compare(player, "numbers");
    assert_in_range(times, 0, kills);
}

/* In one of the ways in which it can end early: nothing is left. */
static void end_early(struct stage *stage, int number, bool with_producer, bool with_consumer)
{
    struct stage_process *player = pseudo_play(stage, "50", "numbers");
    struct pseudo_pids pids = pseudo_who(player);

    pseudo_await_printed(player, 3);
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

    pseudo_write_numbers(stage, "numbers", 1000);
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

    pseudo_write_numbers(stage, "numbers", 1000);
    player->columns = 80;
    stage_start(player, "pseudo-player", "numbers", NULL);
    stage_await_shown(player, "000000\r\n0");
    stage_type(player, "\003");
    assert_int_equal(stage_wait(player), 128 + SIGINT);
    lessons_await_gone(player);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_LESSONS(a_producer_killed_again_and_again_changes_nothing),
        ON_LESSONS(a_producer_killed_at_full_speed_changes_nothing_either),
        ON_LESSONS(a_consumer_killed_between_two_pieces_is_replaced_without_a_trace),
        ON_LESSONS(a_consumer_killed_at_any_moment_loses_nothing_and_repeats_a_piece_at_most),
        ON_LESSONS(whichever_of_the_three_are_killed_the_last_one_cleans_up),
        ON_LESSONS(ctrl_c_ends_all_three),
    };

    return cmocka_run_group_tests_name("pseudo_killed", tests, NULL, NULL);
}
