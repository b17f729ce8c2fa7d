/*
 * test_install.c - what cmake --install makes: the programs are where they belong, and find one
 * another there, even when the whole of it has moved.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage_sound.h"

static bool is_program(struct stage *stage, const char *file)
{
    char path[PATH_MAX];
    struct stat status;

    return stat(stage_path(stage, file, path), &status) == 0 && S_ISREG(status.st_mode) &&
           (status.st_mode & 0777) == 0755;
}

static bool is_file(struct stage *stage, const char *file)
{
    char path[PATH_MAX];

    return access(stage_path(stage, file, path), R_OK) == 0;
}

static void install(struct stage *stage, const char *prefix)
{
    struct stage_process *cmake =
        stage_run(stage, CMAKE, "--install", BUILD_DIR, "--prefix", prefix, NULL);

    if (cmake->status != 0)
        fail_msg("%s%s", stage_out(cmake), stage_errors(cmake));
}

/* rondo from that folder plays, and answers to the rondoctl beside it. */
static void play_from(struct stage *stage, const char *programs)
{
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", path));
    struct stage_process *rondo;

    stage->programs = programs;
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", path, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    sound_assert_file(stage, &sound, "out.raw");
    sound_free(&sound);

    rondo = stage_play(stage, "-q", "-o", "sim,report=report", path, NULL);
    stage_await_ready(rondo);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void the_programs_are_installed_and_play_from_there(void **state)
{
    struct stage *stage = *state;
    char prefix[PATH_MAX], programs[PATH_MAX];

    install(stage, stage_path(stage, "usr/local", prefix));
    assert_true(is_program(stage, "usr/local/bin/rondo"));
    assert_true(is_program(stage, "usr/local/bin/rondoctl"));
    assert_true(is_program(stage, "usr/local/bin/rondo-screen"));
    assert_true(is_program(stage, "usr/local/libexec/rondo/rondo-producer"));
    assert_true(is_program(stage, "usr/local/libexec/rondo/rondo-scanner"));
    assert_true(is_program(stage, "usr/local/libexec/rondo/rondo-consumer"));
    assert_false(is_program(stage, "usr/local/bin/rondo-producer"));
    assert_true(is_file(stage, "usr/local/share/bash-completion/completions/rondo"));
    assert_true(is_file(stage, "usr/local/share/bash-completion/completions/rondoctl"));
    assert_true(is_file(stage, "usr/local/share/zsh/site-functions/_rondo"));
    assert_true(is_file(stage, "usr/local/share/fish/vendor_completions.d/rondo.fish"));
    assert_true(is_file(stage, "usr/local/share/fish/vendor_completions.d/rondoctl.fish"));
    play_from(stage, stage_path(stage, "usr/local/bin", programs));
}

static void they_find_one_another_when_they_have_moved(void **state)
{
    struct stage *stage = *state;
    char prefix[PATH_MAX], moved[PATH_MAX], programs[PATH_MAX];

    install(stage, stage_path(stage, "here", prefix));
    assert_int_equal(rename(prefix, stage_path(stage, "over there", moved)), 0);
    play_from(stage, stage_path(stage, "over there/bin", programs));
}

static void through_a_link_they_find_one_another_too(void **state)
{
    struct stage *stage = *state;
    char prefix[PATH_MAX], target[PATH_MAX], link[PATH_MAX], programs[PATH_MAX];

    install(stage, stage_path(stage, "opt", prefix));
    assert_int_equal(mkdir(stage_path(stage, "bin", programs), 0700), 0);
    assert_int_equal(
        symlink(stage_path(stage, "opt/bin/rondo", target), stage_path(stage, "bin/rondo", link)),
        0);
    assert_int_equal(symlink(stage_path(stage, "opt/bin/rondoctl", target),
                             stage_path(stage, "bin/rondoctl", link)),
                     0);
    play_from(stage, programs);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_programs_are_installed_and_play_from_there),
        ON_STAGE(they_find_one_another_when_they_have_moved),
        ON_STAGE(through_a_link_they_find_one_another_too),
    };

    return cmocka_run_group_tests_name("install", tests, NULL, NULL);
}
