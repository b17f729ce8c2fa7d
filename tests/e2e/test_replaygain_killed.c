/*
 * test_replaygain_killed.c - with a gain and the limiter at work, whatever is killed: the same
 * samples.
 */
#include "tests/e2e/scan_world.h"

#include <signal.h>
#include <unistd.h>

#include "tests/e2e/stage_sound.h"

/* Loud enough that the limiter works all the time. */
static void make_files(struct stage *stage)
{
    char path[PATH_MAX];

    SCAN_MUST(stage, "cp", stage_sample("rondo-s24.flac", path), "loud.flac");
    SCAN_MUST(stage, "metaflac", "--set-tag=REPLAYGAIN_TRACK_GAIN=+15 dB", "loud.flac");
}

static struct stage_process *start(struct stage *stage, const char *output)
{
    return stage_play(stage, "-q", "-o", output, "--replaygain=track", "--buffer=0.5", "loud.flac",
                      NULL);
}

static void assert_same(struct stage *stage, const char *one, const char *other)
{
    size_t sizes[2];
    uint8_t *bytes[2] = {stage_read(stage, one, &sizes[0]), stage_read(stage, other, &sizes[1])};

    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    free(bytes[0]);
    free(bytes[1]);
}

static void a_successor_of_a_killed_producer_makes_the_same_samples(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    make_files(stage);
    assert_int_equal(stage_wait(start(stage, "null")), 0); /* now its gain is known */
    assert_int_equal(stage_wait(start(stage, "sim,speed=0,record=whole.wav")), 0);
    rondo = start(stage, "sim,record=killed.wav");
    for (int i = 0; i < 4; i++) {
        stage_await_ready(rondo);
        stage_await_number(rondo, "frame", 10000 + 25000 * i);
        kill((pid_t)stage_number(stage_status(rondo), "pids.producer"), SIGKILL);
        stage_await_number(rondo, "restarts.producer", i + 1);
    }
    assert_int_equal(stage_wait(rondo), 0);
    assert_same(stage, "whole.wav", "killed.wav");
}

/* Its scanner, as /proc tells it; 0: none. */
static pid_t scanner_of(pid_t rondo)
{
    char path[64], word[64] = "";
    FILE *children, *name;
    pid_t child, found = 0;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", rondo, rondo);
    children = fopen(path, "re");
    while (children && fscanf(children, "%d", &child) == 1) {
        snprintf(path, sizeof(path), "/proc/%d/comm", child);
        name = fopen(path, "re");
        if (name && fgets(word, sizeof(word), name) && strcmp(word, "rondo-scanner\n") == 0)
            found = child;
        if (name)
            fclose(name);
    }
    if (children)
        fclose(children);
    return found;
}

static pid_t kill_scanner(struct stage_process *rondo, pid_t last)
{
    uint64_t since = 0;
    pid_t scanner;

    while ((scanner = scanner_of(rondo->pid)) == 0 || scanner == last)
        stage_tick(rondo, &since, "a scanner");
    kill(scanner, SIGKILL);
    return scanner;
}

static void a_killed_scanner_harms_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct scan_found found;

    SCAN_MUST(stage, "sox", "-n", "-r", "48000", "-c", "2", "long.wav", "synth", "120", "sine",
              "1000", "gain", "-10");
    rondo = stage_play(stage, "-q", "-o", "wav:out.wav", "--replaygain=track", "long.wav", NULL);
    kill_scanner(rondo, kill_scanner(rondo, 0));
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    rondo = stage_run(stage, "rondo", "--scan", "out.wav", NULL);
    found = scan_row_of(stage_out(rondo), "out.wav");
    scan_assert_near(found.lufs, -18, 0.1, "the loudness");
}

/* From now on players are those of the folder bin, with a scanner that dies and is counted. */
static void use_dying_scanner(struct stage *stage, char folder[PATH_MAX])
{
    static const char make[] = "mkdir bin && cp \"$0\"/rondo \"$0\"/rondo-producer "
                               "\"$0\"/rondo-consumer bin && "
                               "printf '#!/bin/sh\\necho dead >>deaths\\nkill -9 $$\\n' "
                               ">bin/rondo-scanner && chmod 700 bin/rondo-scanner";

    SCAN_MUST(stage, "sh", "-c", make, stage->programs);
    stage->programs = stage_path(stage, "bin", folder);
}

static void a_file_of_which_every_scanner_dies_is_played_as_it_is(void **state)
{
    struct stage *stage = *state;
    const char *programs = stage->programs;
    struct stage_process *rondo;
    struct scan_found found;
    char folder[PATH_MAX];
    size_t size;

    SCAN_MUST(stage, "sox", "-n", "-r", "48000", "-c", "2", "long.wav", "synth", "20", "sine",
              "1000", "gain", "-10");
    use_dying_scanner(stage, folder);
    rondo = stage_play(stage, "-q", "-o", "wav:out.wav", "--replaygain=track", "long.wav", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    free(stage_read(stage, "deaths", &size));
    /* Three while it read the tags, three at the sound, and those with nothing to do between. */
    assert_in_range(size, 6 * strlen("dead\n"), 8 * strlen("dead\n"));
    stage->programs = programs;
    rondo = stage_run(stage, "rondo", "--scan", "out.wav", NULL);
    found = scan_row_of(stage_out(rondo), "out.wav");
    scan_assert_near(found.lufs, -10, 0.1, "the loudness");
}

static void a_player_that_is_killed_leaves_no_scanner(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    uint64_t since = 0;
    pid_t scanner;

    SCAN_MUST(stage, "sox", "-n", "-r", "48000", "-c", "2", "long.wav", "synth", "300", "sine",
              "1000", "gain", "-10");
    rondo = stage_play(stage, "-q", "-o", "wav:out.wav", "--replaygain=track", "long.wav", NULL);
    while ((scanner = scanner_of(rondo->pid)) == 0)
        stage_tick(rondo, &since, "a scanner");
    kill(rondo->pid, SIGKILL);
    stage_wait(rondo);
    stage_await_gone(scanner);
    SCAN_MUST(stage, "rondoctl", "doctor", "--reap");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_successor_of_a_killed_producer_makes_the_same_samples),
        ON_STAGE(a_killed_scanner_harms_nothing),
        ON_STAGE(a_file_of_which_every_scanner_dies_is_played_as_it_is),
        ON_STAGE(a_player_that_is_killed_leaves_no_scanner),
    };

    return cmocka_run_group_tests_name("replaygain_killed", tests, NULL, NULL);
}
