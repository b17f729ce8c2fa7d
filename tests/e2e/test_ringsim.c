/*
 * test_ringsim.c - the program; and the real player under the same faults.
 *
 * How long a fault takes on a busy machine nobody knows. So it is measured, and what was measured
 * is what ringsim is told; and only faults are tried of which it is certain what they do to a ring
 * of that size.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/ringsim_player.h"
#include "tests/e2e/stage_numbers.h"

/* ringsim's answer as JSON, which has to be valid. */
static const char *ask(struct stage_process *ringsim)
{
    const char *text = stage_out(ringsim);
    struct json_object *object = json_tokener_parse(text);

    if (ringsim->status != 0 || !json_object_is_type(object, json_type_object))
        fail_msg("status %d: %s%s", ringsim->status, text, stage_errors(ringsim));
    json_object_put(object);
    return text;
}

/* However long that takes: under sanitizers, on a busy machine, more than a stage would wait. */
static void a_thousand_hours_are_simulated(void **state)
{
    struct stage_process *ringsim = stage_prepare(*state);
    uint64_t begin = stage_now_ms();
    const char *answer;

    stage_start(ringsim, "ringsim", "--decode", "exp:2", "--stall", "6:exp:300", "--kill", "1/day",
                "--jitter", "5", "--json", NULL);
    while (!ringsim->ended)
        stage_tick(ringsim, &(uint64_t){0}, "its end");
    answer = ask(ringsim);
    print_message("a thousand hours in %.2f s\n", (double)(stage_now_ms() - begin) / 1000);
    assert_true(stage_number(answer, "hours") == 1000);
    assert_true(stage_number(answer, "producer.blocks") > 44900000);
    assert_true(stage_number(answer, "producer.stalls") > 5000);
    assert_true(stage_number(answer, "per_year.low") <= stage_number(answer, "per_year.estimate"));
    assert_true(stage_number(answer, "per_year.estimate") <= stage_number(answer, "per_year.high"));
}

static char *answer_with_seed(struct stage *stage, const char *seed)
{
    return strdup(ask(stage_run(stage, "ringsim", "--buffer", "0.5", "--decode", "lognormal:5:1.5",
                                "--stall", "60:pareto:100:1.5", "--kill-consumer", "20:exp:50",
                                "--hours", "20", "--seed", seed, "--json", NULL)));
}

static void a_seed_makes_the_same_bytes_and_another_one_others(void **state)
{
    char *first = answer_with_seed(*state, "5"), *same = answer_with_seed(*state, "5");
    char *other = answer_with_seed(*state, "6");

    assert_string_equal(first, same);
    assert_string_not_equal(first, other);
    assert_true(stage_number(first, "underruns.count") > 10);
    free(first);
    free(same);
    free(other);
}

static void it_finds_a_size_and_tells_why(void **state)
{
    const char *answer =
        ask(stage_run(*state, "ringsim", "size", "--underruns-per-year", "100", "--years", "0.1",
                      "--stall", "2:exp:200", "--json", "--plot", "sizes.csv", NULL));
    size_t size;
    char *plot = (char *)stage_read(*state, "sizes.csv", &size);

    assert_true(stage_number(answer, "answer.slots") > 10);
    assert_true(stage_number(answer, "answer.per_year.high") <= 100);
    assert_non_null(strstr(answer, "\"passed\":false"));
    assert_non_null(strstr(plot, "\nsimulated,"));
    assert_non_null(strstr(plot, "\n95 %: at most,"));
    assert_non_null(strstr(plot, "\nthe goal,"));
    free(plot);
}

static void a_ring_that_is_never_enough_is_status_1(void **state)
{
    struct stage_process *ringsim = stage_run(*state, "ringsim", "size", "--decode", "const:90",
                                              "--underruns-per-year", "1000", NULL);

    assert_int_equal(ringsim->status, 1);
    assert_non_null(strstr(stage_out(ringsim), "not even --buffer 60 is enough"));
}

static void its_picture_shows_the_first_underrun(void **state)
{
    struct stage_process *ringsim = stage_run(*state, "ringsim", "--stall", "6:exp:1000", "--plot",
                                              "fill.csv", "--seed", "2", NULL);
    size_t size;
    char *plot;

    assert_int_equal(ringsim->status, 0);
    plot = (char *)stage_read(*state, "fill.csv", &size);
    assert_non_null(strstr(plot, "\nmark:fault,"));
    assert_non_null(strstr(plot, ",underrun\n"));
    assert_non_null(strstr(plot, ",stall\n"));
    assert_non_null(strstr(plot, ",sounds again\n"));
    free(plot);
}

static void assert_refused(struct stage *stage, const char *option, const char *value,
                           const char *expected)
{
    struct stage_process *ringsim = stage_run(stage, "ringsim", option, value, NULL);
    const char *errors = stage_errors(ringsim);

    assert_int_equal(ringsim->status, 2);
    assert_string_equal(stage_out(ringsim), "");
    assert_true(strncmp(errors, "ringsim: ", 9) == 0 &&
                strchr(errors, '\n') == strrchr(errors, '\n'));
    if (!strstr(errors, expected))
        fail_msg("%s", errors);
}

static void what_is_wrong_is_refused_in_one_line_and_status_2(void **state)
{
    assert_refused(*state, "--buffer", "99", "accepted: 0.5 to 60 s");
    assert_refused(*state, "--decode", "slow\033[2J",
                   "wrong --decode \"slow?[2J\"; accepted: const:MS");
    assert_refused(*state, "--schedule", "no-file", "No such file or directory");
    assert_refused(*state, "--decode", "trace:.", "Is a directory");
    assert_refused(*state, "play", NULL, "accepted: run or size");
}

static void what_cannot_be_written_is_status_1(void **state)
{
    struct stage_process *plot = stage_run(*state, "ringsim", "--plot", "no/such/folder.svg", NULL);
    struct stage_process *full = stage_run(*state, "sh", "-c", "exec \"$0\" --hours 1 >/dev/full",
                                           PROGRAMS_DIR "/ringsim", NULL);

    assert_int_equal(plot->status, 1);
    assert_non_null(strstr(stage_errors(plot), "no/such/folder.svg: No such file"));
    assert_int_equal(full->status, 1);
    assert_non_null(strstr(stage_errors(full), "standard output"));
}

static void begin_player(struct player *player, struct stage *stage, const char *buffer)
{
    numbers_write(stage, "numbers.wav", 1, NUMBERS_FRAMES_MAX - 1);
    player_start(player, stage, buffer, NULL, "numbers.wav");
    player_await_sound(&player, 1);
}

/* What ringsim predicts for what was done to the player, up to now. */
static unsigned predict(struct stage *stage, struct player *player, const char *buffer)
{
    char hours[32];

    snprintf(hours, sizeof(hours), "%.9f", player_time_ms(player) / 3600e3);
    player_write_schedule(stage, "done", player->done, player->count);
    return (unsigned)stage_number(ask(stage_run(stage, "ringsim", "--buffer", buffer, "--schedule",
                                                "done", "--hours", hours, "--json", NULL)),
                                  "underruns.count");
}

/* What rondotrace says of a player is what ringsim takes. */
static void a_real_decoders_times_can_be_simulated(void **state)
{
    struct stage *stage = *state;
    struct player player;
    struct stage_process *trace;
    const char *answer;

    begin_player(&player, stage, "5");
    trace = stage_run(stage, "rondotrace", "-n", stage->name, "--decode-times", "times", "--csv",
                      "table", NULL);
    assert_int_equal(trace->status, 0);
    player_end(&player);
    answer =
        ask(stage_run(stage, "ringsim", "--decode", "trace:times", "--hours", "1", "--json", NULL));
    assert_true(stage_number(answer, "producer.blocks") > 1000);
    answer = ask(stage_run(stage, "ringsim", "--decode", "trace:table", "--column", "decode_ms",
                           "--hours", "1", "--json", NULL));
    assert_true(stage_number(answer, "producer.blocks") > 1000);
}

static void await_level(struct player *player, uint32_t at_least)
{
    uint64_t since = 0;

    while (player_level(player) < at_least)
        stage_tick(player->rondo, &since, "a full ring");
}

/* Stopped until the ring has run dry, and then as long as it lasts once more: it cannot run dry
 * twice. */
static void a_stop_longer_than_the_ring_is_one_underrun_in_both(void **state)
{
    struct player player;
    unsigned before;
    uint64_t since = 0;

    begin_player(&player, *state, "1");
    await_level(&player, 8);
    before = player_underruns(&player);
    player_stop(&player);
    while (player_underruns(&player) == before)
        stage_tick(player.rondo, &since, "an underrun");
    player_sleep_until(&player, player_time_ms(&player) + 1500);
    assert_int_equal(player_underruns(&player), before + 1);
    player_continue(&player);
    assert_int_equal(predict(*state, &player, "1"), 1);
    player_end(&player);
}

/* The ring holds 30 s at the least, and the stop takes as long as one question. */
static void a_stop_shorter_than_the_ring_is_no_underrun_in_either(void **state)
{
    struct player player;
    unsigned before;

    begin_player(&player, *state, "60");
    await_level(&player, 376);
    before = player_underruns(&player);
    player_stop(&player);
    assert_int_equal(player_underruns(&player), before);
    player_continue(&player);
    assert_int_equal(player_underruns(&player), before);
    assert_int_equal(predict(*state, &player, "60"), 0);
    player_end(&player);
}

static void kills_with_a_full_ring_are_no_underruns_in_either(void **state)
{
    struct player player;
    unsigned before;

    begin_player(&player, *state, "60");
    await_level(&player, 376);
    before = player_underruns(&player);
    for (int i = 1; i <= 5; i++) {
        player_kill(&player);
        stage_await_number(player.rondo, "restarts.producer", i);
    }
    assert_int_equal(player_underruns(&player), before);
    assert_int_equal(predict(*state, &player, "60"), 0);
    player_end(&player);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_thousand_hours_are_simulated),
        ON_STAGE(a_seed_makes_the_same_bytes_and_another_one_others),
        ON_STAGE(it_finds_a_size_and_tells_why),
        ON_STAGE(a_ring_that_is_never_enough_is_status_1),
        ON_STAGE(its_picture_shows_the_first_underrun),
        ON_STAGE(what_is_wrong_is_refused_in_one_line_and_status_2),
        ON_STAGE(what_cannot_be_written_is_status_1),
        ON_STAGE(a_real_decoders_times_can_be_simulated),
        ON_STAGE(a_stop_longer_than_the_ring_is_one_underrun_in_both),
        ON_STAGE(a_stop_shorter_than_the_ring_is_no_underrun_in_either),
        ON_STAGE(kills_with_a_full_ring_are_no_underruns_in_either),
    };

    return cmocka_run_group_tests_name("ringsim", tests, NULL, NULL);
}
