/*
 * test_config.c - the file of options as a listener has it: found, outvoted, reloaded, wrong.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/e2e/stage_numbers.h"

static void write_config(struct stage *stage, const char *text)
{
    char path[PATH_MAX];

    mkdir(stage_path(stage, ".config", path), 0700);
    mkdir(stage_path(stage, ".config/rondo", path), 0700);
    stage_write(stage, ".config/rondo/config", text, strlen(text));
}

static struct stage_process *play(struct stage *stage)
{
    struct stage_process *rondo;

    numbers_write(stage, "numbers.wav", 0, 60 * NUMBERS_RATE);
    rondo = stage_play(stage, "-o", "sim", "numbers.wav", NULL);
    stage_await_ready(rondo);
    return rondo;
}

static void quit(struct stage_process *rondo)
{
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void the_file_counts_and_the_command_line_counts_more(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_config(stage, "volume = 37\nbuffer = 0.5\noutput = null\n");
    rondo = play(stage);
    stage_await_text(rondo, "output", "simulated device");
    assert_int_equal((int)stage_number(stage_status(rondo), "volume"), 37);
    assert_int_equal((int)stage_number(stage_status(rondo), "ring.slots"), 10);
    quit(rondo);
    rondo = stage_run(stage, "rondo", "--no-config", "--print-config", NULL);
    assert_non_null(strstr(stage_out(rondo), "volume = 100\n"));
    rondo = stage_run(stage, "rondo", "--volume=5", "--print-config", NULL);
    assert_non_null(strstr(stage_out(rondo), "volume = 5\n"));
    assert_non_null(strstr(stage_out(rondo), "output = null\n"));
}

static void a_file_with_resume_asks_for_no_files(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_config(stage, "resume\noutput = null\n");
    rondo = stage_run(stage, "rondo", "-n", stage->name, NULL);
    assert_int_equal(rondo->status, 2);
    assert_non_null(strstr(stage_errors(rondo), "rondo: nothing to resume: "));
    rondo = stage_run(stage, "rondo", "--no-config", NULL);
    assert_int_equal(rondo->status, 2);
    assert_string_equal(stage_errors(rondo), "rondo: no file to play; see rondo --help\n");
}

static void a_wrong_file_ends_it_before_it_begins(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char expected[PATH_MAX + 128], path[PATH_MAX];

    write_config(stage, "quiet\nvolume = loud\n");
    rondo = stage_run(stage, "rondo", "-o", "null", "x.wav", NULL);
    assert_int_equal(rondo->status, 2);
    snprintf(expected, sizeof(expected),
             "rondo: %s:2: volume: 'loud' is not a number from 0 to 100 percent\n",
             stage_path(stage, ".config/rondo/config", path));
    assert_string_equal(stage_errors(rondo), expected);
    assert_string_equal(stage_out(rondo), "");
    rondo = stage_run(stage, "rondo", "--config=none", "x.wav", NULL);
    assert_int_equal(rondo->status, 2);
    assert_string_equal(stage_errors(rondo), "rondo: none: No such file or directory\n");
}

static void a_hangup_reads_it_again(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    write_config(stage, "volume = 37\n");
    rondo = play(stage);
    write_config(stage, "volume = 21\nlatency = 50\n");
    kill(rondo->pid, SIGHUP);
    stage_await_errors(rondo, "rondo: at the next start will change: latency\n");
    stage_await_errors(rondo, "rondo: reloaded: 1 track\n");
    assert_int_equal((int)stage_number(stage_status(rondo), "volume"), 21);
    write_config(stage, "volume = 22\nvolume\n");
    kill(rondo->pid, SIGHUP);
    stage_await_errors(rondo, ":2: volume: needs a number from 0 to 100 percent\n");
    assert_non_null(strstr(stage_errors(rondo), "rondo: not reloaded: "));
    assert_int_equal((int)stage_number(stage_status(rondo), "volume"), 21);
    quit(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_file_counts_and_the_command_line_counts_more),
        ON_STAGE(a_file_with_resume_asks_for_no_files),
        ON_STAGE(a_wrong_file_ends_it_before_it_begins),
        ON_STAGE(a_hangup_reads_it_again),
    };

    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
