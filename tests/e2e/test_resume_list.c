/*
 * test_resume_list.c - --resume with its list and volume, with files, and with what cannot be used.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/resume.h"

static void list_track_and_volume_are_there_from_any_folder(void **state)
{
    struct stage *stage = *state;
    char program[PATH_MAX], name[64], path[PATH_MAX], file[PATH_MAX];
    struct stage_process *rondo = stage_prepare(stage);
    struct stat before, after;
    uint64_t since = 0;

    resume_prepare(stage);
    stage_start(rondo, "rondo", "-q", "-o", "portaudio", "numbers.wav", "second.wav", NULL);
    stage_await_ready(rondo);
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    stage_await_number(rondo, "rate", NUMBERS_RATE);
    assert_int_equal(stage_ctl(rondo, "seek", "12", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    resume_await_kept(rondo, "track", 2);
    while (resume_kept_number(stage, "frame") < 12 * NUMBERS_RATE)
        stage_tick(rondo, &since, "the frame");
    assert_int_equal(stat(resume_kept(stage, "list", path), &before), 0);
    assert_int_equal(stage_ctl(rondo, "volume", "43", NULL)->status, 0);
    resume_await_kept(rondo, "volume", 43);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino); /* the list is not written again */
    resume_kill_all(rondo);

    rondo = stage_prepare(stage);
    snprintf(program, sizeof(program), "%s/rondo", stage->programs);
    snprintf(name, sizeof(name), "--name=%s", stage->name);
    snprintf(rondo->name, sizeof(rondo->name), "%s", stage->name);
    stage_start(rondo, "env", "-C", "/", program, name, "-q", "-o", "sim", "--resume", NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "frame", 12 * NUMBERS_RATE);
    assert_int_equal((int)stage_number(stage_status(rondo), "track"), 2);
    assert_int_equal((int)stage_number(stage_status(rondo), "tracks"), 2);
    assert_int_equal((int)stage_number(stage_status(rondo), "volume"), 43);
    stage_await_text(rondo, "file", stage_path(stage, "second.wav", file));
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

/* Leaves the place 12 s into second.wav. */
static void leave_in_the_second(struct stage *stage)
{
    struct stage_process *rondo;

    resume_prepare(stage);
    rondo = stage_play(stage, "-q", "-o", "sim", "--volume=43", "numbers.wav", "second.wav", NULL);
    stage_await_ready(rondo);
    assert_int_equal(stage_ctl(rondo, "next", NULL)->status, 0);
    stage_await_number(rondo, "rate", NUMBERS_RATE);
    assert_int_equal(stage_ctl(rondo, "seek", "12", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

static void expect_track(struct stage_process *rondo, int track, int volume)
{
    stage_await_ready(rondo);
    assert_int_equal((int)stage_number(stage_status(rondo), "track"), track);
    assert_int_equal((int)stage_number(stage_status(rondo), "volume"), volume);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

static void files_begin_anew_unless_they_are_the_same_list(void **state)
{
    struct stage *stage = *state;

    leave_in_the_second(stage);
    expect_track(
        stage_play(stage, "-q", "-o", "sim", "--resume", "numbers.wav", "second.wav", NULL), 2, 43);
    expect_track(stage_play(stage, "-q", "-o", "sim", "--resume", "--volume=7", NULL), 2, 7);
    expect_track(
        stage_play(stage, "-q", "-o", "sim", "--resume", "second.wav", "numbers.wav", NULL), 1, 7);
}

/* A death between the new list and the place in it. */
static void a_place_in_the_list_before_is_found_by_its_file(void **state)
{
    struct stage *stage = *state;
    char list[PATH_MAX], place[PATH_MAX], saved[PATH_MAX];

    leave_in_the_second(stage);
    stage_path(stage, "saved", saved);
    assert_int_equal(rename(resume_kept(stage, "place", place), saved), 0);
    expect_track(stage_play(stage, "-q", "-o", "sim", "second.wav", "numbers.wav", NULL), 1, 100);
    assert_int_equal(access(resume_kept(stage, "list", list), F_OK), 0);
    assert_int_equal(rename(saved, place), 0);
    expect_track(stage_play(stage, "-q", "-o", "sim", "--resume", NULL), 1, 43);
    assert_true(resume_kept_number(stage, "frame") >= 12 * NUMBERS_RATE);
}

static void what_is_damaged_is_told_in_one_line_and_it_begins_at_the_beginning(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], file[PATH_MAX], expected[PATH_MAX + 64];
    struct stage_process *rondo;

    leave_in_the_second(stage);
    snprintf(file, sizeof(file), RESUME_FOLDER "/%s.place", stage->name);
    stage_write(stage, file, "rondo place 1\nsum 0\n", 20);
    rondo = stage_play(stage, "-q", "-o", "sim", "--resume", NULL);
    expect_track(rondo, 1, 100);
    snprintf(expected, sizeof(expected), "rondo: %s: damaged; from the beginning\n",
             resume_kept(stage, "place", path));
    assert_string_equal(stage_errors(rondo), expected);

    snprintf(file, sizeof(file), RESUME_FOLDER "/%s.list", stage->name);
    stage_write(stage, file, "", 0);
    rondo = stage_run(stage, "rondo", "-n", stage->name, "-o", "sim", "--resume", NULL);
    assert_int_equal(rondo->status, 1);
    snprintf(expected, sizeof(expected), "rondo: %s: damaged; from the beginning\n",
             resume_kept(stage, "list", path));
    assert_string_equal(stage_errors(rondo), expected);
    expect_track(stage_play(stage, "-q", "-o", "sim", "--resume", "second.wav", NULL), 1, 100);
}

static void links_are_refused_and_nothing_is_written_through_them(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], target[PATH_MAX], expected[PATH_MAX + 64];
    struct stage_process *rondo;

    leave_in_the_second(stage);
    assert_int_equal(rename(resume_kept(stage, "place", path), stage_path(stage, "target", target)),
                     0);
    assert_int_equal(symlink(target, path), 0);
    rondo = stage_play(stage, "-q", "-o", "sim", "--resume", NULL);
    expect_track(rondo, 1, 100);
    snprintf(expected, sizeof(expected),
             "rondo: %s: not this user's alone, or a link; from the beginning\n", path);
    assert_string_equal(stage_errors(rondo), expected);

    assert_int_equal(chmod(stage_path(stage, RESUME_FOLDER, path), 0755), 0);
    rondo = stage_play(stage, "-o", "sim", "numbers.wav", NULL);
    expect_track(rondo, 1, 100);
    snprintf(expected, sizeof(expected), "rondo: %s: not a folder of this user alone; --resume",
             path);
    assert_non_null(strstr(stage_errors(rondo), expected));
    assert_int_equal(chmod(path, 0700), 0);
}

static void nothing_is_kept_of_what_nobody_hears(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo;

    resume_prepare(stage);
    assert_int_equal(stage_wait(stage_play(stage, "-q", "-o", "null", "numbers.wav", NULL)), 0);
    assert_int_not_equal(access(stage_path(stage, RESUME_FOLDER, path), F_OK), 0);
    rondo = stage_run(stage, "rondo", "-n", stage->name, "-o", "null", "--resume", NULL);
    assert_int_equal(rondo->status, 2);
    assert_non_null(strstr(stage_errors(rondo), "rondo: nothing to resume: no list was kept for"));
    assert_string_equal(stage_out(rondo), "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(list_track_and_volume_are_there_from_any_folder),
        ON_STAGE(files_begin_anew_unless_they_are_the_same_list),
        ON_STAGE(a_place_in_the_list_before_is_found_by_its_file),
        ON_STAGE(what_is_damaged_is_told_in_one_line_and_it_begins_at_the_beginning),
        ON_STAGE(links_are_refused_and_nothing_is_written_through_them),
        ON_STAGE(nothing_is_kept_of_what_nobody_hears),
    };

    return cmocka_run_group_tests_name("resume_list", tests, NULL, NULL);
}
