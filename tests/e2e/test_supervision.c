/*
 * test_supervision.c - children that die, hang, or cannot be started, and what the player does.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_sound.h"

static pid_t child_of(struct stage_process *rondo, const char *which)
{
    char member[64];
    double pid = 0;

    snprintf(member, sizeof(member), "pids.%s", which);
    for (uint64_t since = 0; pid <= 0; stage_tick(rondo, &since, member))
        pid = stage_number(stage_status(rondo), member);
    return (pid_t)pid;
}

static struct stage_process *play_recorded(struct stage *stage)
{
    char sample[PATH_MAX];
    struct stage_process *rondo = stage_play(stage, "-o", "sim,record=heard.wav",
                                             stage_sample("rondo-s24.flac", sample), NULL);

    stage_await_ready(rondo);
    return rondo;
}

static void assert_all_heard(struct stage *stage)
{
    char sample[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", sample));
    struct sound heard = sound_of_wav(stage, "heard.wav", &sound);

    sound_assert_bytes(&sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&sound);
}

static void a_stopped_consumer_is_replaced_and_nothing_is_lost(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_recorded(stage);

    stage_await_number(rondo, "position", 0.3);
    kill(child_of(rondo, "consumer"), SIGSTOP);
    stage_await_number(rondo, "restarts.consumer", 1);
    stage_await_number(rondo, "underruns.device_stalled", 1);
    assert_int_equal(stage_wait(rondo), 0);
    assert_all_heard(stage);
}

static void a_paused_consumer_is_not_taken_for_a_hung_one(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_recorded(stage);
    uint64_t until;

    stage_await_number(rondo, "position", 0.3);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    until = stage_now_ms() + 2500; /* longer than the watchdog waits */
    for (uint64_t since = 0; stage_now_ms() < until;)
        stage_tick(rondo, &since, "the pause");
    assert_int_equal((int)stage_number(stage_status(rondo), "restarts.consumer"), 0);
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_all_heard(stage);
}

static void a_stopped_producer_is_replaced_when_there_is_work_for_it(void **state)
{
    struct stage *stage = *state;
    char sample[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", sample)), heard;
    struct stage_process *rondo =
        stage_play(stage, "--buffer=0.7", "--producer-timeout=400", "-o", "sim,record=heard.wav",
                   stage_sample("rondo-s24.flac", sample), NULL);

    stage_await_ready(rondo);
    kill(child_of(rondo, "producer"), SIGSTOP);
    stage_await_number(rondo, "restarts.producer", 1);
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "heard.wav", &sound);
    sound_assert_bytes(&sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&sound);
}

/*
 * While it is paused and the ring full enough, a producer sleeps: wherever it is when the first
 * blow strikes, soon it is struck three times at one place.
 */
static void three_crashes_at_one_place_skip_the_track(void **state)
{
    struct stage *stage = *state;
    char first[PATH_MAX], second[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-o", "sim", stage_sample("rondo-s16.wav", first),
                   stage_sample("mono.wav", second), NULL);

    stage_await_ready(rondo);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    for (int i = 1; i <= 12 && !strstr(stage_errors(rondo), "given up"); i++) {
        kill(child_of(rondo, "producer"), SIGTRAP);
        stage_await_number(rondo, "restarts.producer", i);
    }
    stage_await_errors(rondo, "rondo-s16.wav: given up at 0:0");
    stage_await_errors(rondo, "failed there 3 times (SIGTRAP)");
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    stage_await_errors(rondo, "2/2");
    assert_int_equal(stage_wait(rondo), 1);
}

static void kills_from_outside_are_not_the_files_fault(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_recorded(stage);

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    for (int i = 1; i <= 6; i++) {
        kill(child_of(rondo, "producer"), i % 2 ? SIGKILL : SIGTERM);
        stage_await_number(rondo, "restarts.producer", i);
    }
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_null(strstr(stage_errors(rondo), "given up"));
    assert_all_heard(stage);
}

/* A folder with a real rondo, and children that end at once. */
static void a_child_that_cannot_be_started_ends_the_session_clearly(void **state)
{
    struct stage *stage = *state;
    static const char *const children[] = {"rondo-producer", "rondo-consumer"};
    char sample[PATH_MAX], link_to[PATH_MAX], folder[PATH_MAX], path[PATH_MAX + 32];
    static const char script[] = "#!/bin/sh\nexit 4\n";
    struct stage_process *rondo;

    stage_path(stage, "bin", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    snprintf(link_to, sizeof(link_to), "%s/rondo", PROGRAMS_DIR);
    rondo = stage_run(stage, "cp", link_to, "bin/rondo", NULL);
    assert_int_equal(rondo->status, 0);
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof(path), "bin/%s", children[i]);
        stage_write(stage, path, script, sizeof(script) - 1);
        snprintf(path, sizeof(path), "%s/%s", folder, children[i]);
        assert_int_equal(chmod(path, 0700), 0);
    }
    stage->programs = folder;
    rondo = stage_play(stage, "-o", "sim", stage_sample("mono.wav", sample), NULL);
    assert_int_equal(stage_wait(rondo), 4);
    stage->programs = PROGRAMS_DIR;
    assert_non_null(strstr(stage_errors(rondo), "cannot be kept running (exit status 4)"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_stopped_consumer_is_replaced_and_nothing_is_lost),
        ON_STAGE(a_paused_consumer_is_not_taken_for_a_hung_one),
        ON_STAGE(a_stopped_producer_is_replaced_when_there_is_work_for_it),
        ON_STAGE(three_crashes_at_one_place_skip_the_track),
        ON_STAGE(kills_from_outside_are_not_the_files_fault),
        ON_STAGE(a_child_that_cannot_be_started_ends_the_session_clearly),
    };

    return cmocka_run_group_tests_name("supervision", tests, NULL, NULL);
}
