/*
 * test_convert_ffmpeg.c - an ffmpeg that is killed, that does nothing, that fails, or that is not
 * there: the sound is whole, or one clear line says why there is none.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/layers.h"
#include "tests/e2e/convert.h"
#include "tests/e2e/stage_control.h"

/* Another ffmpeg, which is found first. */
static void pretend(struct stage *stage, const char *script)
{
    static const char fresh[] = "bin/fresh";
    char folder[PATH_MAX], path[PATH_MAX], final[PATH_MAX];

    mkdir(stage_path(stage, "bin", folder), 0700);
    stage_write(stage, fresh, script, strlen(script));
    assert_int_equal(chmod(stage_path(stage, fresh, path), 0700), 0);
    assert_int_equal(rename(path, stage_path(stage, "bin/ffmpeg", final)), 0);
}

/* PATH while a player is started. */
static struct stage_process *play_with(struct stage *stage, const char *places, const char *option,
                                       const char *file)
{
    char *usual = strdup(getenv("PATH")), path[2 * PATH_MAX], bin[PATH_MAX];
    struct stage_process *rondo;

    snprintf(path, sizeof(path), "%s%s", stage_path(stage, "bin", bin), places);
    setenv("PATH", path, 1);
    rondo = stage_play(stage, option, "-o", "wav:out.wav", file, NULL);
    setenv("PATH", usual, 1);
    free(usual);
    return rondo;
}

static bool is_hanging(int process)
{
    char path[64], name[32] = "";
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/comm", process);
    file = fopen(path, "re");
    if (!file)
        return false;
    if (!fgets(name, sizeof(name), file))
        name[0] = '\0';
    fclose(file);
    return strcmp(name, "sleep\n") == 0;
}

/* The child of a player that only pretends to be ffmpeg. */
static pid_t helper_of(struct stage_process *rondo)
{
    stage_await_number(rondo, "pids.consumer", 1);
    for (uint64_t since = 0;; stage_tick(rondo, &since, "ffmpeg")) {
        char path[64];
        int child;
        FILE *file;

        snprintf(path, sizeof(path), "/proc/%d/task/%d/children", rondo->pid, rondo->pid);
        file = fopen(path, "re");
        assert_non_null(file);
        while (fscanf(file, "%d", &child) == 1)
            if (is_hanging(child)) {
                fclose(file);
                return child;
            }
        fclose(file);
    }
}

static struct stage_process *play_hanging(struct stage *stage, const char *option)
{
    encode(stage, &kinds[2]);
    pretend(stage, "#!/bin/sh\nexec sleep 1000\n");
    return play_with(stage, ":/usr/bin:/bin", option, kinds[2].file);
}

static void ffmpeg_killed_from_outside_starts_again(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "-q");
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(kinds[2].sample, path)), heard;
    pid_t helper = helper_of(rondo);

    pretend(stage, "#!/bin/sh\nPATH=/usr/bin:/bin exec ffmpeg \"$@\"\n");
    kill(helper, SIGKILL);
    stage_await_gone(helper);
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "out.wav", &sound);
    sound_assert_bytes(&sound, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&sound);
}

static void one_that_does_nothing_is_killed_and_told(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "--producer-timeout=5000");
    pid_t helper = helper_of(rondo);

    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo), "rondo: alac24.m4a: not audio that can be decoded "
                                                "(ffmpeg did nothing for too long)\n"));
    stage_await_gone(helper);
}

static void what_nobody_waits_for_is_given_up(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "-q");
    pid_t helper = helper_of(rondo);

    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    stage_await_gone(helper);
}

static void a_player_that_is_killed_leaves_no_ffmpeg(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = play_hanging(stage, "-q");
    pid_t helper = helper_of(rondo);

    kill(rondo->pid, SIGKILL);
    assert_int_equal(stage_wait(rondo), 128 + SIGKILL);
    stage_await_gone(helper);
    for (uint64_t since = 0; stage_objects(stage) > 0;)
        stage_tick(rondo, &since, "the objects to go");
    stage_run(stage, "rondoctl", "doctor", "--reap", NULL); /* the instance's file */
}

static void what_cannot_be_is_one_line(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;

    encode(stage, &kinds[1]);
    pretend(stage, "#!/bin/sh\nexit 0\n");
    rondo = play_with(stage, ":/usr/bin:/bin", "--spool-limit=2", kinds[1].file);
    assert_int_equal(stage_wait(rondo), 1);
    pretend(stage, "#!/bin/sh\nPATH=/usr/bin:/bin exec ffmpeg \"$@\"\n");
    rondo = play_with(stage, ":/usr/bin:/bin", "--spool-limit=2", kinds[1].file);
    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo),
                           "rondo: alac.m4a: it is more than the 2 MiB of --spool-limit\n"));
    rondo = play_with(stage, "", "-q", kinds[1].file);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo), "rondo: alac.m4a: not audio that can be decoded; for "
                                             "more formats install ffmpeg\n");
    stage_write(stage, "text.m4a", "not a word of music\n", 20);
    rondo = stage_play(stage, "-q", "-o", "null", "text.m4a", NULL);
    assert_int_equal(stage_wait(rondo), 1);
    assert_string_equal(stage_errors(rondo),
                        "rondo: text.m4a: not audio that can be decoded (ffmpeg: Invalid data "
                        "found when processing input)\n");
}

static void ffmpeg_can_write_nowhere_else(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo;

    if (layers_landlock() < 1)
        skip();
    encode(stage, &kinds[2]);
    pretend(stage, "#!/bin/sh\n(echo x >written) 2>/dev/null\nPATH=/usr/bin:/bin exec ffmpeg "
                   "\"$@\"\n");
    rondo = play_with(stage, ":/usr/bin:/bin", "-q", kinds[2].file);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(access(stage_path(stage, "written", path), F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(ffmpeg_killed_from_outside_starts_again),
        ON_STAGE(one_that_does_nothing_is_killed_and_told),
        ON_STAGE(what_nobody_waits_for_is_given_up),
        ON_STAGE(a_player_that_is_killed_leaves_no_ffmpeg),
        ON_STAGE(what_cannot_be_is_one_line),
        ON_STAGE(ffmpeg_can_write_nowhere_else),
    };

    if (access("/usr/bin/ffmpeg", X_OK) < 0)
        return SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
