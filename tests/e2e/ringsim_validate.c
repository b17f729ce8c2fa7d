/*
 * ringsim_validate.c - `tools/ringsim/validate`: ten real players at a time under faults, against
 * what ringsim predicts for them.
 *
 * Three trials of half a minute. In the first all players get the same plan of stops, about as long
 * as their ring lasts; in the second the stops end with a kill instead; in the third each player
 * gets other stops, which ringsim draws from a seed. Predicted is from the plan alone, and once
 * more from when the faults really struck.
 *
 * usage: ringsim_validate PLOT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/ringsim_validate.h"
#include "tests/e2e/stage_numbers.h"
#include "tools/plot/plot.h"

#define BUFFER "0.5"        /* ten slots: 400 to 800 ms */
#define DECODE "const:0.03" /* a block of a WAV file */

enum action_kind { ACTION_STOP, ACTION_CONTINUE, ACTION_KILL };

static const char *plot_path;
static struct run results[TRIALS][RUNS];

/* The time of what is to be done next to this player; false: nothing more. */
static bool next_action(const struct run *run, double *ret_at_ms, enum action_kind *ret_kind)
{
    const struct faults_event *event = &run->plan.events[run->next];

    if (run->stopped) {
        *ret_at_ms = (double)(event->at + event->length) / 1e6;
        *ret_kind = ACTION_CONTINUE;
        return true;
    }
    if (run->next == run->plan.count)
        return false;
    *ret_at_ms = (double)event->at / 1e6;
    *ret_kind = event->kind == FAULTS_KILL ? ACTION_KILL : ACTION_STOP;
    return true;
}

static void act(struct run *run, enum action_kind kind)
{
    const struct faults_event *event = &run->plan.events[run->next];

    if (kind == ACTION_CONTINUE)
        player_continue(&run->player);
    else if (kind == ACTION_KILL)
        player_kill(&run->player);
    else
        player_stop(&run->player);
    run->stopped = kind == ACTION_STOP && event->length >= 0;
    run->next += !run->stopped;
}

/* Whatever is next to be done to any of them, one after the other. */
static void strike_all(struct run runs[RUNS])
{
    for (;;) {
        struct run *soonest = NULL;
        enum action_kind kind = ACTION_STOP;
        double soonest_ms = 0;

        for (int i = 0; i < RUNS; i++) {
            enum action_kind this_kind;
            double at_ms;

            if (!next_action(&runs[i], &at_ms, &this_kind))
                continue;
            at_ms += runs[i].player.zero_ms;
            if (soonest && at_ms >= soonest_ms)
                continue;
            soonest = &runs[i];
            soonest_ms = at_ms;
            kind = this_kind;
        }
        if (!soonest)
            return;
        player_sleep_until(&soonest->player, soonest_ms - soonest->player.zero_ms);
        act(soonest, kind);
    }
}

/* How long a start takes, until there is a block: of a producer that has room for some. */
static double measure_restart(struct player *player)
{
    uint64_t since = 0;
    double killed_ms;
    int head;

    player_stop(player);
    while (player_level(player) > 4)
        stage_tick(player->rondo, &since, "room in the ring");
    head = player_head(player);
    killed_ms = player_now_ms();
    player_kill(player);
    while (player_head(player) == head)
        stage_tick(player->rondo, &since, "a block");
    player->count = 0;
    return player_now_ms() - killed_ms;
}

static void start_all(struct stage *stage, struct run runs[RUNS])
{
    struct player *players[RUNS];

    for (int i = 0; i < RUNS; i++) {
        char name[32];

        snprintf(name, sizeof(name), "validate%d", i);
        players[i] = &runs[i].player;
        player_start(players[i], stage, BUFFER, name, "numbers.wav");
    }
    player_await_sound(players, RUNS);
}

/* Ten starts, into a file for --restart. */
static void calibrate(struct stage *stage)
{
    static struct run runs[RUNS];
    char text[RUNS * 16] = "";

    start_all(stage, runs);
    for (int i = 0; i < RUNS; i++) {
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%.3f\n",
                 measure_restart(&runs[i].player));
        player_end(&runs[i].player);
    }
    stage_write(stage, "restarts", text, strlen(text));
    print_message("starts of a producer, in ms:\n%s\n", text);
}

static struct outcome outcome_of(struct stage_process *ringsim)
{
    const char *answer = stage_out(ringsim);

    if (ringsim->status != 0)
        fail_msg("%s", stage_errors(ringsim));
    return (struct outcome){(unsigned)stage_number(answer, "underruns.count"),
                            stage_number(answer, "underruns.silence_s.decoder_late") +
                                stage_number(answer, "underruns.silence_s.producer_restarting")};
}

static struct outcome predict(struct stage *stage, const struct faults_event *events,
                              uint32_t count)
{
    char hours[32];

    snprintf(hours, sizeof(hours), "%.9f", UNTIL_MS / 3600e3);
    player_write_schedule(stage, "schedule", events, count);
    return outcome_of(stage_run(stage, "ringsim", "--buffer", BUFFER, "--schedule", "schedule",
                                "--decode", DECODE, "--restart", "trace:restarts", "--hours", hours,
                                "--json", NULL));
}

static struct outcome predict_seed(struct stage *stage, uint64_t seed)
{
    char hours[32], text[32];

    snprintf(hours, sizeof(hours), "%.9f", UNTIL_MS / 3600e3);
    snprintf(text, sizeof(text), "%llu", (unsigned long long)seed);
    return outcome_of(stage_run(stage, "ringsim", "--buffer", BUFFER, "--stop", RANDOM_STOPS,
                                "--decode", DECODE, "--seed", text, "--hours", hours, "--json",
                                NULL));
}

static void play_trial(struct stage *stage, int trial)
{
    struct run *runs = results[trial];

    for (int i = 0; i < RUNS; i++) {
        if (trial < 2)
            ringsim_plan_stops(&runs[i].plan, trial == 1);
        else
            runs[i].seed = ringsim_plan_random(&runs[i].plan, i > 0 ? runs[i - 1].seed : 0);
    }
    start_all(stage, runs);
    strike_all(runs);
    for (int i = 0; i < RUNS; i++) {
        struct run *run = &runs[i];

        player_sleep_until(&run->player, UNTIL_MS);
        run->real.silence_s = player_silence_ms(&run->player) / 1e3;
        run->real.underruns = player_underruns(&run->player);
    }
    for (int i = 0; i < RUNS; i++) {
        struct run *run = &runs[i];

        player_end(&run->player);
        run->planned = trial < 2 ? predict(stage, run->plan.events, run->plan.count)
                                 : predict_seed(stage, run->seed);
        run->struck = predict(stage, run->player.done, run->player.count);
    }
}

static void the_prediction_is_within_the_measured_spread(void **state)
{
    static const char *const titles[TRIALS] = {"the same stops for all",
                                               "the same stops for all, each ended by a kill",
                                               "stops at random, other ones for each"};
    struct stage *stage = *state;
    bool within = true;

    numbers_write(stage, "numbers.wav", 1, 44100 * 40);
    calibrate(stage);
    for (int trial = 0; trial < TRIALS; trial++) {
        play_trial(stage, trial);
        within = ringsim_table_print(titles[trial], results[trial], trial < 2) && within;
    }
    ringsim_table_draw(results, plot_path);
    assert_true(within);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_prediction_is_within_the_measured_spread),
    };

    if (argc != 2 || !plot_path_valid(argv[1])) {
        fprintf(stderr, "usage: ringsim_validate FILE.svg|png|csv\n");
        return 2;
    }
    plot_path = argv[1];
    return cmocka_run_group_tests_name("ringsim validate", tests, NULL, NULL);
}
