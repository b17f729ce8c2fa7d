/*
 * test_ringsim_command.c - ringsim's command line.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <string.h>

#include <cmocka.h>

#include "tests/unit/scratch.h"
#include "tools/ringsim/command.h"

enum { WORDS = 40 };

/* Parses a line of words parted by blanks, which has to outlive the command. */
static int parse(char *line, struct command *command, char why[512])
{
    char *words[WORDS] = {line}, *rest;
    int count = 0;

    why[0] = '\0';
    for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    return command_parse(count, words, command, why, 512);
}

static struct command parsed(char *line)
{
    struct command command;
    char why[512];

    if (parse(line, &command, why) < 0)
        fail_msg("%s", why);
    return command;
}

static void assert_refused(const char *words, const char *expected)
{
    struct command command;
    char line[512], why[512];

    snprintf(line, sizeof(line), "ringsim %s", words);
    assert_int_equal(parse(line, &command, why), -EINVAL);
    command_free(&command);
    if (!strstr(why, expected))
        fail_msg("\"%s\" is not in: %s", expected, why);
}

static void without_options_it_runs_the_players_own_ring(void **state)
{
    char line[] = "ringsim";
    struct command command = parsed(line);
    struct model_config config = command_model(&command);

    (void)state;
    assert_int_equal(command.action, COMMAND_RUN);
    assert_int_equal(config.slots, 66);
    assert_true(config.block == 80 * SPAN_MS && config.period == 10 * SPAN_MS);
    assert_true(config.latency == 80 * SPAN_MS && config.jitter == 0);
    assert_true(config.producer_timeout == 10 * SPAN_SECOND);
    assert_true(command.hours == 1000 && command.seed == 1);
    for (int kind = 0; kind < FAULTS_KINDS; kind++)
        assert_true(config.faults.per_hour[kind] == 0);
    command_free(&command);
}

static void each_option_arrives(void **state)
{
    char line[] = "ringsim run --buffer 2.5 --block 40 --latency 50 --period 5.5 --jitter=0.5 "
                  "--decode exp:3 --stall 6:const:9 --stop 1/day --kill 2/min:exp:1 --seed 7 "
                  "--kill-consumer 0.5/s --hours 2";
    struct command command = parsed(line);
    struct model_config config = command_model(&command);

    (void)state;
    assert_int_equal(config.slots, (2500 + 50 + 39) / 40 + 2);
    assert_true(config.block == 40 * SPAN_MS && config.period == 5500000);
    assert_true(config.jitter == 500000 && config.latency == 50 * SPAN_MS);
    assert_true(config.decode->kind == DIST_EXP && config.decode->a == 3);
    assert_true(config.faults.per_hour[FAULTS_STALL] == 6);
    assert_true(config.faults.length[FAULTS_STALL]->a == 9);
    assert_true(config.faults.per_hour[FAULTS_STOP] * 24 == 1);
    assert_null(config.faults.length[FAULTS_STOP]);
    assert_true(config.faults.per_hour[FAULTS_KILL] == 120);
    assert_true(config.faults.length[FAULTS_KILL]->kind == DIST_EXP);
    assert_true(config.faults.per_hour[FAULTS_KILL_CONSUMER] == 1800);
    assert_true(config.seed == 7 && command.hours == 2);
    command_free(&command);
}

static void a_size_is_simulated_as_long_as_its_goal_needs(void **state)
{
    char one[] = "ringsim size", tenth[] = "ringsim size --underruns-per-year 0.05 --years 80",
         many[] = "ringsim size --underruns-per-year 100 --decode exp:1";
    struct command command = parsed(one);

    (void)state;
    assert_int_equal(command.action, COMMAND_SIZE);
    assert_true(command.per_year == 1 && command.years == 100);
    assert_int_equal(command_slots_min(&command), 10);
    assert_int_equal(command_slots_max(&command), 753);
    command = parsed(tenth);
    assert_true(command.per_year == 0.05 && command.years == 80);
    command = parsed(many);
    assert_true(command.years == 0.1);
}

static void a_buffer_of_that_size_makes_so_many_slots(void **state)
{
    char line[] = "ringsim size --latency 200";
    struct command command = parsed(line);

    (void)state;
    for (uint32_t slots = command_slots_min(&command); slots <= command_slots_max(&command);
         slots++)
        assert_int_equal(model_slots(command_buffer_ms(&command, slots), 200, 80), slots);
}

static void a_ring_of_few_large_blocks_has_eight_at_least(void **state)
{
    char run[] = "ringsim --block 1000 --buffer 60", size[] = "ringsim size --block 1000";
    struct command command = parsed(run);

    (void)state;
    assert_int_equal(command_model(&command).slots, 63);
    command = parsed(size);
    assert_int_equal(command_slots_min(&command), 8);
    assert_int_equal(command_slots_max(&command), 63);
}

static void the_column_counts_wherever_it_stands(void **state)
{
    static const char table[] = "a,b\n1,2\n3,4\n";
    struct scratch *scratch = *state;
    char line[SCRATCH_PATH_MAX + 64];
    struct command command;

    assert_int_equal(scratch_write(scratch_path(scratch, "t"), table, strlen(table)), 0);
    snprintf(line, sizeof(line), "ringsim --decode trace:%s --column b", scratch->path);
    command = parsed(line);
    assert_int_equal(command.decode.count, 2);
    assert_true(command.decode.times[0] == 2 && command.decode.times[1] == 4);
    command_free(&command);
}

static void what_is_wrong_is_named_with_what_is_accepted(void **state)
{
    (void)state;
    assert_refused("--buffer 99", "wrong --buffer \"99\"; accepted: 0.5 to 60 s");
    assert_refused("--buffer", "wrong --buffer \"\"; accepted: 0.5 to 60 s");
    assert_refused("--buffer 1s", "wrong --buffer \"1s\"");
    assert_refused("--decode fast", "wrong --decode \"fast\"; accepted: const:MS, uniform");
    assert_refused("--decode trace:/no/such", "\"trace:/no/such\": No such file or directory");
    assert_refused("--stall 6", "wrong --stall \"6\"; accepted: RATE");
    assert_refused("--stall 6/week:const:1", "wrong --stall");
    assert_refused("--stall x:const:1", "wrong --stall");
    assert_refused("--stall -1:const:1", "wrong --stall");
    assert_refused("--kill 1e9/s", "wrong --kill");
    assert_refused("--kill 1:", "wrong --kill");
    assert_refused("--schedule /no/such", "\"/no/such\": No such file or directory");
    assert_refused("--seed -1", "wrong --seed \"-1\"");
    assert_refused("--seed 18446744073709551616", "wrong --seed");
    assert_refused("--hours 0", "accepted: 0.000001 to 1000000");
    assert_refused("--window 5", "wrong --window \"5\"; accepted: FROM+FOR");
    assert_refused("--plot a.pdf", "ends in .svg, .png or .csv");
    assert_refused("--period 81", "no more than a block");
    assert_refused("--jitter 11", "no more than the period");
    assert_refused("--block 1000 --buffer 4 --latency 10", "8 to 8192 slots");
    assert_refused("size --block 10 --years 3", "accepted: 3.7 divided by");
    assert_refused("size --years 200", "up to 100");
    assert_refused("size --hours 3", "only without \"size\"");
    assert_refused("--years 3", "only with \"size\"");
    assert_refused("--json=1", "wrong option \"--json=1\"");
    assert_refused("--bogus", "wrong option \"--bogus\"");
    assert_refused("-x", "wrong option \"-x\"");
    assert_refused("ring", "wrong word \"ring\"; accepted: run or size");
    assert_refused("run size", "wrong word \"size\"");
}

static void help_and_version_come_before_all_else(void **state)
{
    char help[] = "ringsim nonsense --buffer 99 --help", version[] = "ringsim --version";

    (void)state;
    assert_int_equal(parsed(help).action, COMMAND_HELP);
    assert_int_equal(parsed(version).action, COMMAND_VERSION);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_options_it_runs_the_players_own_ring),
        cmocka_unit_test(each_option_arrives),
        cmocka_unit_test(a_size_is_simulated_as_long_as_its_goal_needs),
        cmocka_unit_test(a_buffer_of_that_size_makes_so_many_slots),
        cmocka_unit_test(a_ring_of_few_large_blocks_has_eight_at_least),
        IN_SCRATCH(the_column_counts_wherever_it_stands),
        cmocka_unit_test(what_is_wrong_is_named_with_what_is_accepted),
        cmocka_unit_test(help_and_version_come_before_all_else),
    };

    return cmocka_run_group_tests_name("ringsim command", tests, NULL, NULL);
}
