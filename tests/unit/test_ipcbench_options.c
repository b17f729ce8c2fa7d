/*
 * test_ipcbench_options.c - the command line: what is taken, and what is refused with which line.
 */
#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/ipcbench/bench_options.h"

enum { WORDS_MAX = 8 };

/* Parses these words, separated by spaces. The strings stay there until the next call. */
static int parse(const char *line, struct bench_options *ret_options, char why[BENCH_WHY])
{
    static char words[1024];
    static char name[] = "ipcbench";
    char *argv[WORDS_MAX + 2] = {name};
    int argc = 1;

    snprintf(words, sizeof(words), "%s", line);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        assert_true(argc <= WORDS_MAX);
        argv[argc++] = word;
    }
    return bench_options_parse(argc, argv, ret_options, why);
}

static struct bench_options parsed(const char *line)
{
    struct bench_options options;
    char why[BENCH_WHY] = "";

    if (parse(line, &options, why) < 0)
        fail_msg("\"%s\" is refused: %s", line, why);
    return options;
}

static void assert_refused(const char *line, const char *expected)
{
    struct bench_options options = {.blocks = 4711};
    char why[BENCH_WHY] = "";

    assert_int_equal(parse(line, &options, why), -EINVAL);
    if (strncmp(why, expected, strlen(expected)) != 0 || !strstr(why, "; accepted: ") ||
        strchr(why, '\n'))
        fail_msg("\"%s\" says \"%s\" rather than \"%s...\"", line, why, expected);
    assert_int_equal(options.blocks, 4711);
}

static void assert_sizes(const char *line, const uint32_t *sizes, size_t count)
{
    struct bench_options options = parsed(line);

    assert_int_equal(options.size_count, count);
    assert_memory_equal(options.sizes, sizes, count * sizeof(*sizes));
}

static void without_options_everything_is_measured_by_time(void **state)
{
    struct bench_options options = parsed("");

    (void)state;
    assert_int_equal(options.action, BENCH_MEASURE);
    for (size_t i = 0; i < TRANSPORT_COUNT; i++)
        assert_true(options.transports[i]);
    assert_sizes("", (const uint32_t[]){64, 256, 1024, 4096, 16384, 65536}, 6);
    assert_int_equal(options.time_ns, 150000000);
    assert_int_equal(options.blocks, 0);
    assert_int_equal(options.cpus[TRANSPORT_SENDER], -1);
    assert_int_equal(options.cpus[TRANSPORT_RECEIVER], -1);
    assert_null(options.sound);
    assert_null(options.plots);
    assert_false(options.json);
}

static void only_the_transports_that_are_named_are_measured(void **state)
{
    struct bench_options options = parsed("--transport posix-queue,ring,ring");

    (void)state;
    for (size_t i = 0; i < TRANSPORT_COUNT; i++)
        assert_int_equal(options.transports[i], transport_all[i] == &transport_ring ||
                                                    transport_all[i] == &transport_posix_queue);
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        char line[64];

        snprintf(line, sizeof(line), "--transport %s", transport_all[i]->name);
        assert_true(parsed(line).transports[i]);
        assert_ptr_equal(transport_find(transport_all[i]->name), transport_all[i]);
    }
    assert_null(transport_find("pigeon"));
}

static void sizes_are_sorted_and_come_once(void **state)
{
    (void)state;
    assert_sizes("--size 16", (const uint32_t[]){16}, 1);
    assert_sizes("--size 4k,64,256K,4096,20", (const uint32_t[]){20, 64, 4096, 262144}, 4);
}

static void numbers_and_names_are_taken(void **state)
{
    struct bench_options options = parsed("--seconds=0.5 --plot dir --sound a.wav --json");

    (void)state;
    assert_int_equal(options.time_ns, 500000000);
    assert_string_equal(options.plots, "dir");
    assert_string_equal(options.sound, "a.wav");
    assert_true(options.json);
    assert_int_equal(parsed("--blocks 100000").blocks, 100000);
    assert_int_equal(parsed("--blocks 7 --seconds 1").blocks, 0);
}

static void processors_are_those_that_we_may_run_on(void **state)
{
    cpu_set_t set;
    int cpu = 0;
    char line[64];
    struct bench_options options;

    (void)state;
    assert_int_equal(sched_getaffinity(0, sizeof(set), &set), 0);
    while (!CPU_ISSET((size_t)cpu, &set))
        cpu++;
    snprintf(line, sizeof(line), "--cpus %d,%d", cpu, cpu);
    options = parsed(line);
    assert_int_equal(options.cpus[TRANSPORT_SENDER], cpu);
    assert_int_equal(options.cpus[TRANSPORT_RECEIVER], cpu);
    snprintf(line, sizeof(line), "--cpus %d,%d", cpu, CPU_SETSIZE);
    assert_refused(line, "--cpus: wrong value");
    assert_refused("--cpus 0", "--cpus: wrong value \"0\"");
    assert_refused("--cpus 0,", "--cpus: wrong value \"0,\"");
    assert_refused("--cpus -1,0", "--cpus: wrong value \"-1,0\"");
}

static void help_and_version_end_the_parsing(void **state)
{
    (void)state;
    assert_int_equal(parsed("--help --bogus").action, BENCH_HELP);
    assert_int_equal(parsed("--version --size 1").action, BENCH_VERSION);
}

static void wrong_values_are_named_with_what_is_accepted(void **state)
{
    static const char *const wrong[][2] = {
        {"--transport pigeon", "--transport: wrong value \"pigeon\""},
        {"--transport=", "--transport: wrong value \"\""},
        {"--transport ring,,pipe", "--transport: wrong value \"ring,,pipe\""},
        {"--transport ring,", "--transport: wrong value \"ring,\""},
        {"--size 12", "--size: wrong value \"12\""},
        {"--size 18", "--size: wrong value \"18\""},
        {"--size 262148", "--size: wrong value \"262148\""},
        {"--size 257K", "--size: wrong value \"257K\""},
        {"--size 64x", "--size: wrong value \"64x\""},
        {"--size 64,-64", "--size: wrong value \"64,-64\""},
        {"--size 99999999999999999999", "--size: wrong value"},
        {"--size=", "--size: wrong value \"\""},
        {"--seconds 0.02", "--seconds: wrong value \"0.02\""},
        {"--seconds 61", "--seconds: wrong value \"61\""},
        {"--seconds nan", "--seconds: wrong value \"nan\""},
        {"--seconds 1s", "--seconds: wrong value \"1s\""},
        {"--blocks 0", "--blocks: wrong value \"0\""},
        {"--blocks 100001", "--blocks: wrong value \"100001\""},
        {"--blocks 1e3", "--blocks: wrong value \"1e3\""},
        {"--sound=", "--sound: wrong value \"\""},
        {"--plot=", "--plot: wrong value \"\""},
        {"--plot", "--plot: nothing follows"},
        {"--json=1", "--json: takes no value"},
        {"--bogus", "unknown option \"--bogus\""},
        {"-xj", "unknown option \"-x\""},
        {"file.wav", "unknown argument \"file.wav\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_refused(wrong[i][0], wrong[i][1]);
}

static void more_sizes_than_there_is_room_for_are_refused(void **state)
{
    char line[512] = "--size ";

    (void)state;
    for (int i = 0; i < BENCH_SIZES_MAX; i++)
        snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s%d", i > 0 ? "," : "",
                 16 + 4 * i);
    assert_int_equal(parsed(line).size_count, BENCH_SIZES_MAX);
    strcat(line, ",1024");
    assert_refused(line, "--size: wrong value");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_options_everything_is_measured_by_time),
        cmocka_unit_test(only_the_transports_that_are_named_are_measured),
        cmocka_unit_test(sizes_are_sorted_and_come_once),
        cmocka_unit_test(numbers_and_names_are_taken),
        cmocka_unit_test(processors_are_those_that_we_may_run_on),
        cmocka_unit_test(help_and_version_end_the_parsing),
        cmocka_unit_test(wrong_values_are_named_with_what_is_accepted),
        cmocka_unit_test(more_sizes_than_there_is_room_for_are_refused),
    };
    return cmocka_run_group_tests_name("ipcbench_options", tests, NULL, NULL);
}
