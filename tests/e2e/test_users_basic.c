/*
 * test_users_basic.c - everything essential once more, as an ordinary user.
 *
 * Started as root, the test makes a folder that everybody may read, with copies of the programs,
 * the virtual card and some samples, and becomes nobody before the first test; who knows
 * whether nobody may read where they were built. Started as somebody else, it just runs.
 */
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

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

/* Runs a command with this folder as its $0; whether it went well. */
static bool shell(const char *command, const char *folder)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, folder, (char *)NULL);
        _exit(127);
    }
    return waitpid(child, &status, 0) == child && status == 0;
}

static int run_as_nobody(const char *folder)
{
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "%s/bin", folder);
    setenv("RONDO_STAGE_PROGRAMS", path, 1);
    snprintf(path, sizeof(path), "%s/samples", folder);
    setenv("RONDO_STAGE_SAMPLES", path, 1);
    snprintf(path, sizeof(path), "%s/card.so", folder);
    setenv("RONDO_CARD", path, 1);
    if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
        setresuid(NOBODY, NOBODY, NOBODY) < 0)
        return 1;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 1); /* as it is for who logs in; a leak checker wants it */
    return run_all();
}

int main(void)
{
    char folder[] = "/tmp/rondo-users-XXXXXX";
    int status = 0;
    pid_t child;

    if (geteuid() != 0)
        return run_all();
    if (!mkdtemp(folder) ||
        !shell("mkdir $0/bin $0/samples && cp '" PROGRAMS_DIR "'/rondo* $0/bin && "
               "cd '" SAMPLES_DIR "' && cp mono.wav rondo-s16.flac rondo-s24.flac $0/samples && "
               "cp '" CARD_LIBRARY "' $0/card.so && chmod -R a+rX $0",
               folder))
        return 1;
    child = fork();
    if (child == 0)
        exit(run_as_nobody(folder));
    waitpid(child, &status, 0);
    shell("rm -r $0", folder);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
