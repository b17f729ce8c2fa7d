/*
 * test_rondotrace.c - what rondotrace prints of a playing instance, that it disturbs nobody, and
 * what it says where something is wrong.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <unistd.h>

#include "shmring/semset.h"
#include "tests/e2e/leftovers.h"
#include "tests/e2e/trace_table.h"

static struct stage_process *trace(struct stage *stage, const char *option, const char *value,
                                   const char *more, const char *value_of_more)
{
    struct stage_process *process =
        stage_run(stage, "rondotrace", "-n", stage->name, option, value, more, value_of_more, NULL);

    if (process->status != 0)
        fail_msg("rondotrace exits with %d: %s", process->status, stage_errors(process));
    return process;
}

static void end(const struct leftovers *l)
{
    kill(l->pids.rondo, SIGTERM);
    assert_int_equal(stage_wait(l->rondo), 0);
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in: %s", part, text);
}

/* Headings, and a line for each event, in the order of their times. */
static void it_prints_what_happened_in_the_order_of_time(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    const char *line = stage_out(trace(stage, NULL, NULL, NULL, NULL));
    double before = 0;
    char text[64];

    assert_has(line, "time s who      process step         slot held result what\n");
    snprintf(text, sizeof(text), "consumer %7d TAKE_SEAT ", (int)l.pids.consumer);
    assert_has(line, text);
    snprintf(text, sizeof(text), "producer %d was started\n", (int)l.pids.producer);
    assert_has(line, text);
    assert_has(line, " FREE -1 UNDO\n");
    assert_has(line, " FREE -1 NOWAIT, FILLED +1, HEAD +1\n");
    for (line = strchr(line, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        double now = strtod(line, NULL);

        assert_true(now >= before);
        before = now;
    }
    end(&l);
}

static void the_player_notices_nothing(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    struct instance_record record;
    struct shmid_ds before, after;
    uint64_t slept = control_sleeps(&l.pids);

    assert_int_equal(instance_read(stage->name, &record), 0);
    assert_int_equal(shmctl(record.segment, IPC_STAT, &before), 0);
    trace(stage, "--csv", "all.csv", "--chrome", "all.json");
    assert_int_equal(control_sleeps(&l.pids), slept);
    assert_int_equal(shmctl(record.segment, IPC_STAT, &after), 0);
    assert_int_equal(after.shm_nattch, before.shm_nattch);
    for (enum sem_index i = 0; i < SEM_COUNT; i++) {
        pid_t last = semset_last_pid(record.set, i);

        assert_true(last == 0 || last == l.pids.rondo || last == l.pids.producer ||
                    last == l.pids.consumer);
    }
    end(&l);
}

/* FREE and FILLED of the last event, paused and full as it is, are those of the set. */
static void the_ring_is_what_the_set_says(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    struct instance_record record;
    struct semset_snapshot now;
    struct trace_table table;
    size_t last;

    assert_int_equal(instance_read(stage->name, &record), 0);
    assert_int_equal(semset_snapshot(record.set, &now), 0);
    trace(stage, "--csv", "all.csv", NULL, NULL);
    table = trace_table_read(stage, "all.csv");
    last = table.rows - 1;
    assert_int_equal(trace_number(&table, last, TRACE_FREE), now.value[SEM_FREE]);
    assert_int_equal(trace_number(&table, last, TRACE_FILLED), now.value[SEM_FILLED]);
    trace_table_free(&table);
    end(&l);
}

static unsigned lines(const char *text)
{
    unsigned count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void events_can_be_chosen(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    const char *text = stage_out(trace(stage, "--last", "3", "--role", "consumer"));

    assert_int_equal(lines(text), 4);
    assert_null(strstr(text, "producer"));
    text = stage_out(trace(stage, "--until", "0", "--meaning", NULL));
    assert_int_equal(lines(text), 3);
    assert_has(text, "takes its seat, so that there is no second one\n");
    text = stage_out(trace(stage, "--since", "1e6", NULL, NULL));
    assert_int_equal(lines(text), 1);
    text = stage_out(trace(stage, "--csv", "-", "--last", "1"));
    assert_int_equal(lines(text), 2);
    end(&l);
}

static void in_a_terminal_no_line_is_wider_than_it(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    struct stage_process *process = stage_prepare(stage);
    const char *line;

    process->columns = 72;
    stage_start(process, "rondotrace", "-n", stage->name, NULL);
    assert_int_equal(stage_wait(process), 0);
    line = stage_shown(process);
    assert_has(line, "\u2026\r\n");
    for (const char *next; (next = strstr(line, "\r\n")); line = next + 2) {
        size_t cut = next > line + 3 && strncmp(next - 3, "\u2026", 3) == 0 ? 2 : 0;

        assert_true((size_t)(next - line) - cut <= 72);
    }
    end(&l);
}

static void an_unknown_name_is_told_those_that_there_are(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    struct stage_process *process = stage_run(stage, "rondotrace", "-n", "nobody", NULL);

    assert_int_equal(process->status, 3);
    assert_has(stage_errors(process), "rondotrace: no instance \"nobody\"; there are: ");
    assert_has(stage_errors(process), stage->name);
    assert_string_equal(stage_out(process), "");
    end(&l);
}

static void wrong_usage_says_what_is_accepted_and_does_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *process =
        stage_run(stage, "rondotrace", "--csv", "never.csv", "--plot", "pie", "x.svg", NULL);
    char path[PATH_MAX];

    assert_int_equal(process->status, 2);
    assert_string_equal(stage_errors(process),
                        "rondotrace: no such plot \"pie\"; accepted: --plot "
                        "fill|latency|sequence FILE, which ends with .svg, .png or .csv\n");
    assert_int_equal(access(stage_path(stage, "never.csv", path), F_OK), -1);
}

static void what_cannot_be_written_is_told(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    struct stage_process *process =
        stage_run(stage, "rondotrace", "-n", stage->name, "--csv", "/dev/full", NULL);

    assert_int_equal(process->status, 1);
    assert_string_equal(stage_errors(process),
                        "rondotrace: cannot write /dev/full: No space left on device\n");
    process = stage_run(stage, "rondotrace", "-n", stage->name, "--plot", "fill",
                        "no/such/folder.svg", NULL);
    assert_int_equal(process->status, 1);
    assert_has(stage_errors(process), "no/such/folder.svg: No such file or directory\n");
    end(&l);
}

static void help_names_the_statuses(void **state)
{
    struct stage_process *process = stage_run(*state, "rondotrace", "--help", NULL);

    assert_int_equal(process->status, 0);
    assert_has(stage_out(process), "Exit status: 0 done,");
    process = stage_run(*state, "rondotrace", "--version", NULL);
    assert_int_equal(process->status, 0);
    assert_has(stage_out(process), "rondotrace ");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(it_prints_what_happened_in_the_order_of_time),
        ON_STAGE(the_player_notices_nothing),
        ON_STAGE(the_ring_is_what_the_set_says),
        ON_STAGE(events_can_be_chosen),
        ON_STAGE(in_a_terminal_no_line_is_wider_than_it),
        ON_STAGE(an_unknown_name_is_told_those_that_there_are),
        ON_STAGE(wrong_usage_says_what_is_accepted_and_does_nothing),
        ON_STAGE(what_cannot_be_written_is_told),
        ON_STAGE(help_names_the_statuses),
    };

    return cmocka_run_group_tests_name("rondotrace", tests, NULL, NULL);
}
