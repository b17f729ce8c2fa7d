/*
 * test_users_basic.c - everything essential once more, as an ordinary user.
 *
 * Started as root, the test becomes nobody before the first test; started as somebody else, it
 * just runs.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"
#include "tests/e2e/stage_user.h"

enum { NOBODY = 65534 };

static void nobody_here_is_root(void **state)
{
    struct stage *stage = *state;
    struct stage_process *id = stage_run(stage, "id", "-u", NULL);

    assert_int_not_equal(atoi(stage_out(id)), 0);
}

static void a_file_is_played_bit_for_bit_into_a_file_and_on_a_card(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", path));
    struct sound wide = sound_widen(&sound);
    struct stage_process *rondo = stage_play(stage, "-q", "-o", "raw:out.raw", path, NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    sound_assert_file(stage, &sound, "out.raw");

    stage_card(stage, &(struct card_options){.speed = 4});
    rondo = stage_play(stage, "-q", "--latency", "1000", path, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    sound_assert_recorded(stage, &wide, NULL);
    sound_free(&wide);
    sound_free(&sound);
}

static void signals_and_queue_control_it(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo = stage_play(stage, "-q", "-o", "sim,report=report",
                                             stage_sample("rondo-s16.flac", path), NULL);

    stage_await_ready(rondo);
    kill(rondo->pid, SIGINT);
    stage_await_text(rondo, "state", "paused");
    assert_int_equal(stage_ctl(rondo, "seek", "20", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    stage_await_number(rondo, "position", 20.2);
    assert_int_equal(stage_ctl(rondo, "volume", "50", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "volume", "500", NULL)->status, 1);
    assert_true(stage_number(stage_status(rondo), "volume") == 50);
    kill(rondo->pid, SIGTERM);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
}

static void keys_control_it(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo = stage_prepare(stage);

    rondo->columns = 100;
    stage_start(rondo, "rondo", "-o", "sim,report=report", stage_sample("rondo-s16.flac", path),
                NULL);
    stage_await_shown(rondo, "0:01");
    stage_type(rondo, " ");
    stage_await_text(rondo, "state", "paused");
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
}

static void what_may_not_be_read_is_told_and_the_next_one_plays(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], secret[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("mono.wav", path));
    struct stage_process *rondo;

    sound_write_wav(stage, &sound, "secret.wav");
    assert_int_equal(chmod(stage_path(stage, "secret.wav", secret), 0), 0);
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", "secret.wav", path, NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo), "rondo: secret.wav: Permission denied\n");
    sound_assert_file(stage, &sound, "out.raw");
    sound_free(&sound);
}

static void where_one_may_not_write_nothing_is_written(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], folder[PATH_MAX];
    struct stage_process *rondo;

    assert_int_equal(mkdir(stage_path(stage, "closed", folder), 0500), 0);
    rondo =
        stage_play(stage, "-q", "-o", "wav:closed/out.wav", stage_sample("mono.wav", path), NULL);
    assert_int_equal(stage_wait(rondo), 3);
    assert_string_equal(stage_errors(rondo), "rondo: -o wav: closed/out.wav: Permission denied\n");
}

static void a_second_one_is_refused_and_a_killed_one_is_reaped(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo = stage_play(stage, "-q", "-o", "sim,report=report",
                                             stage_sample("rondo-s16.flac", path), NULL);
    struct control_pids pids;
    uint64_t since = 0;

    stage_await_ready(rondo);
    pids = control_pids(rondo);
    assert_int_equal(stage_wait(stage_play(stage, "-o", "null", path, NULL)), 4);
    kill(pids.rondo, SIGKILL);
    stage_wait(rondo);
    stage_await_gone(pids.producer);
    stage_await_gone(pids.consumer);
    while (stage_objects(stage) > 0)
        stage_tick(rondo, &since, "its objects to be removed");
    assert_int_equal(stage_wait(stage_play(stage, "-o", "null", path, NULL)), 0);
}

static void without_a_runtime_folder_there_is_a_private_one(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], folder[PATH_MAX], name[64];
    const char *usual = getenv("TMPDIR");
    char *before = usual ? strdup(usual) : NULL;
    struct stage_process *rondo;
    struct stat status;

    setenv("XDG_RUNTIME_DIR", "/no/such/folder", 1);
    setenv("TMPDIR", stage->folder, 1);
    rondo = stage_play(stage, "-q", "-o", "sim,report=report", stage_sample("rondo-s16.flac", path),
                       NULL);
    stage_await_ready(rondo);
    snprintf(name, sizeof(name), "rondo-%u", (unsigned)geteuid());
    assert_int_equal(stat(stage_path(stage, name, folder), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(rmdir(folder), 0);
    if (before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    free(before);
}

static int run_all(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(nobody_here_is_root),
        ON_STAGE(a_file_is_played_bit_for_bit_into_a_file_and_on_a_card),
        ON_STAGE(signals_and_queue_control_it),
        ON_STAGE(keys_control_it),
        ON_STAGE(what_may_not_be_read_is_told_and_the_next_one_plays),
        ON_STAGE(where_one_may_not_write_nothing_is_written),
        ON_STAGE(a_second_one_is_refused_and_a_killed_one_is_reaped),
        ON_STAGE(without_a_runtime_folder_there_is_a_private_one),
    };

    return cmocka_run_group_tests_name("users_basic", tests, NULL, NULL);
}

int main(void)
{
    return geteuid() == 0 ? user_run(NOBODY, run_all) : run_all();
}
