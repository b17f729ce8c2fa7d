/*
 * test_instance_directory.c - where instances live, and which places are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "tests/unit/instance_fixture.h"

enum { SOMEBODY_ELSE = 12345 };

/* Expects the directory that has no XDG_RUNTIME_DIR to be in, below TMPDIR. */
static void assert_fallback(const struct fixture *fixture)
{
    char expected[128];
    char path[PATH_MAX];

    snprintf(expected, sizeof(expected), "%s/rondo-%u", fixture->runtime, geteuid());
    setenv("TMPDIR", fixture->runtime, 1);
    assert_int_equal(instance_directory(true, path), 0);
    unsetenv("TMPDIR");
    assert_string_equal(path, expected);
    assert_int_equal(rmdir(path), 0);
}

static void assert_refused(int expected)
{
    struct instance_record record;
    struct instance instance;
    struct cmdq queues;
    const char *refused = NULL;
    char path[PATH_MAX];
    pid_t pid;

    assert_int_equal(instance_directory(true, path), expected);
    assert_int_equal(instance_directory(false, path), expected);
    assert_int_equal(
        instance_create("test", FIXTURE_SLOTS, FIXTURE_SLOT_BYTES, &instance, &pid, &refused),
        expected);
    assert_string_equal(refused, "instance's file");
    assert_int_equal(instance_read("test", &record), expected);
    assert_int_equal(instance_open_queues("test", &queues, &pid), expected);
    assert_int_equal(instance_reap("test", 0), expected);
}

static void it_is_in_the_runtime_directory_and_private(void **state)
{
    const struct fixture *fixture = *state;
    mode_t mask = umask(0);
    struct stat status;
    char path[PATH_MAX];

    rmdir(fixture->directory);
    assert_int_equal(instance_directory(true, path), 0);
    umask(mask);
    assert_string_equal(path, fixture->directory);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode, S_IFDIR | 0700);
    assert_int_equal(instance_directory(true, path), 0);
    assert_int_equal(instance_directory(false, path), 0);
}

static void it_is_made_only_on_demand(void **state)
{
    const struct fixture *fixture = *state;
    struct instance_record record;
    struct cmdq queues;
    char path[PATH_MAX];
    pid_t player;

    rmdir(fixture->directory);
    assert_int_equal(instance_directory(false, path), -ENOENT);
    assert_int_equal(instance_read("test", &record), -ENOENT);
    assert_int_equal(instance_open_queues("test", &queues, &player), -ENOENT);
    assert_int_equal(instance_reap("test", 0), -ENOENT);
    assert_int_equal(mkdir(fixture->directory, 0700), 0);
}

static void a_runtime_directory_that_is_none_is_not_used(void **state)
{
    const struct fixture *fixture = *state;
    char other[128];

    unsetenv("XDG_RUNTIME_DIR");
    assert_fallback(fixture);
    setenv("XDG_RUNTIME_DIR", "", 1);
    assert_fallback(fixture);
    setenv("XDG_RUNTIME_DIR", ".", 1);
    assert_fallback(fixture);
    snprintf(other, sizeof(other), "%s/missing", fixture->runtime);
    setenv("XDG_RUNTIME_DIR", other, 1);
    assert_fallback(fixture);
    fixture_write(fixture, "a file");
    setenv("XDG_RUNTIME_DIR", fixture->path, 1);
    assert_fallback(fixture);
    assert_int_equal(unlink(fixture->path), 0);
}

static void a_runtime_directory_of_somebody_else_is_not_used(void **state)
{
    const struct fixture *fixture = *state;

    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(fixture->runtime, SOMEBODY_ELSE, (gid_t)-1), 0);
    assert_fallback(fixture);
    assert_int_equal(chown(fixture->runtime, 0, (gid_t)-1), 0);
}

static void without_a_temporary_folder_it_is_in_tmp(void **state)
{
    char expected[64];
    char path[PATH_MAX] = "";

    (void)state;
    snprintf(expected, sizeof(expected), "/tmp/rondo-%u", geteuid());
    unsetenv("XDG_RUNTIME_DIR");
    unsetenv("TMPDIR");
    instance_directory(false, path);
    assert_string_equal(path, expected);
    path[0] = '\0';
    setenv("TMPDIR", "", 1);
    instance_directory(false, path);
    unsetenv("TMPDIR");
    assert_string_equal(path, expected);
}

static void a_link_in_its_place_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    char target[128];

    snprintf(target, sizeof(target), "%s/target", fixture->runtime);
    assert_int_equal(rename(fixture->directory, target), 0);
    assert_int_equal(symlink(target, fixture->directory), 0);
    assert_refused(-EPERM);
    assert_int_equal(unlink(fixture->directory), 0);
    assert_int_equal(rename(target, fixture->directory), 0);
}

static void a_file_in_its_place_is_refused(void **state)
{
    const struct fixture *fixture = *state;

    rmdir(fixture->directory);
    close(open(fixture->directory, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    assert_refused(-EPERM);
    assert_int_equal(unlink(fixture->directory), 0);
    assert_int_equal(mkdir(fixture->directory, 0700), 0);
}

static void one_that_others_may_use_is_refused_and_not_changed(void **state)
{
    static const mode_t modes[] = {0701, 0702, 0704, 0710, 0720, 0740, 0777};
    const struct fixture *fixture = *state;
    struct stat status;

    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        assert_int_equal(chmod(fixture->directory, modes[i]), 0);
        assert_refused(-EPERM);
        assert_int_equal(stat(fixture->directory, &status), 0);
        assert_int_equal(status.st_mode, S_IFDIR | modes[i]);
    }
}

static void one_of_somebody_else_is_refused(void **state)
{
    const struct fixture *fixture = *state;

    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(fixture->directory, SOMEBODY_ELSE, (gid_t)-1), 0);
    assert_refused(-EPERM);
}

static void a_path_too_long_is_refused(void **state)
{
    char path[PATH_MAX];
    char longest[PATH_MAX];

    (void)state;
    memset(longest, '/', sizeof(longest));
    longest[sizeof(longest) - 1] = '\0';
    unsetenv("XDG_RUNTIME_DIR");
    setenv("TMPDIR", longest, 1);
    assert_int_equal(instance_directory(true, path), -ENAMETOOLONG);
    unsetenv("TMPDIR");
}

static void assert_file_refused(void)
{
    struct instance_record record;
    struct instance instance;
    struct cmdq queues;
    pid_t pid;

    assert_int_equal(fixture_create("test", &instance, &pid), -EPERM);
    assert_int_equal(instance_read("test", &record), -EPERM);
    assert_int_equal(instance_open_queues("test", &queues, &pid), -EPERM);
    assert_int_equal(instance_reap("test", 0), -EPERM);
}

static void what_is_no_plain_file_of_this_user_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    char target[128];

    snprintf(target, sizeof(target), "%s/target", fixture->runtime);
    fixture_write(fixture, "a file of ours");
    assert_int_equal(rename(fixture->path, target), 0);
    assert_int_equal(symlink(target, fixture->path), 0);
    assert_file_refused();
    assert_int_equal(unlink(fixture->path), 0);
    assert_int_equal(unlink(target), 0);

    assert_int_equal(mkfifo(fixture->path, 0600), 0);
    assert_file_refused();
    assert_int_equal(unlink(fixture->path), 0);

    assert_int_equal(mkdir(fixture->path, 0700), 0);
    assert_file_refused();
    assert_int_equal(rmdir(fixture->path), 0);

    if (geteuid() != 0)
        return;
    fixture_write(fixture, "");
    assert_int_equal(chown(fixture->path, SOMEBODY_ELSE, (gid_t)-1), 0);
    assert_file_refused();
    assert_int_equal(unlink(fixture->path), 0);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    static const struct CMUnitTest tests[] = {
        WITH_FIXTURE(it_is_in_the_runtime_directory_and_private),
        WITH_FIXTURE(it_is_made_only_on_demand),
        WITH_FIXTURE(a_runtime_directory_that_is_none_is_not_used),
        WITH_FIXTURE(a_runtime_directory_of_somebody_else_is_not_used),
        WITH_FIXTURE(without_a_temporary_folder_it_is_in_tmp),
        WITH_FIXTURE(a_link_in_its_place_is_refused),
        WITH_FIXTURE(a_file_in_its_place_is_refused),
        WITH_FIXTURE(one_that_others_may_use_is_refused_and_not_changed),
        WITH_FIXTURE(one_of_somebody_else_is_refused),
        WITH_FIXTURE(a_path_too_long_is_refused),
        WITH_FIXTURE(what_is_no_plain_file_of_this_user_is_refused),
    };
    return cmocka_run_group_tests_name("instance_directory", tests, fixture_isolate, NULL);
}
