/*
 * test_memory_file.c - the files that are kept: where, for whom, and replaced whole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "player/memory_file.h"
#include "player/memory_writer.h"
#include "tests/unit/scratch.h"

static int open_folder(const struct scratch *scratch)
{
    int folder = open(scratch->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    assert_true(folder >= 0);
    return folder;
}

static void assert_kept(int folder, const char *name, const char *expected)
{
    char *text;
    size_t bytes;

    assert_int_equal(memory_file_read(folder, name, &text, &bytes), 0);
    assert_int_equal(bytes, strlen(expected));
    assert_memory_equal(text, expected, bytes);
    free(text);
}

static void the_folder_is_made_for_its_user_alone(void **state)
{
    struct scratch *scratch = *state;
    char path[PATH_MAX], expected[PATH_MAX];
    struct stat status;
    int folder;

    unsetenv("XDG_STATE_HOME");
    setenv("HOME", scratch->folder, 1);
    assert_int_equal(memory_file_folder(false, path), -ENOENT);
    folder = memory_file_folder(true, path);
    assert_true(folder >= 0);
    snprintf(expected, sizeof(expected), "%s/.local/state/rondo", scratch->folder);
    assert_string_equal(path, expected);
    assert_int_equal(fstat(folder, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
    close(folder);
    chmod(path, 0755);
    assert_int_equal(memory_file_folder(true, path), -EPERM);
    rmdir(path);
    assert_int_equal(symlink(scratch->folder, path), 0);
    assert_int_equal(memory_file_folder(true, path), -EPERM);
    unlink(path);
    for (int i = 0; i < 2; i++) {
        *strrchr(path, '/') = '\0';
        assert_int_equal(rmdir(path), 0);
    }
}

static void without_a_home_there_is_no_folder(void **state)
{
    char path[PATH_MAX];

    (void)state;
    setenv("XDG_STATE_HOME", "relative", 1);
    unsetenv("HOME");
    assert_int_equal(memory_file_folder(true, path), -ENOENT);
    assert_string_equal(path, "");
    unsetenv("XDG_STATE_HOME");
}

static void a_file_is_replaced_whole(void **state)
{
    struct scratch *scratch = *state;
    int folder = open_folder(scratch);
    struct stat status;

    assert_int_equal(memory_file_write(folder, "x", "one", 3), 0);
    assert_int_equal(scratch_write(scratch_path(scratch, "x.new"), "left by a death", 15), 0);
    assert_kept(folder, "x", "one");
    assert_int_equal(memory_file_write(folder, "x", "second", 6), 0);
    assert_kept(folder, "x", "second");
    assert_int_equal(fstatat(folder, "x", &status, 0), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(faccessat(folder, "x.new", F_OK, 0), -1);
    close(folder);
}

static void what_cannot_be_replaced_stays(void **state)
{
    struct scratch *scratch = *state;
    int folder = open_folder(scratch);
    char long_name[NAME_MAX + 1];

    memset(long_name, 'x', NAME_MAX);
    long_name[NAME_MAX] = '\0';
    assert_int_equal(memory_file_write(folder, long_name, "one", 3), -ENAMETOOLONG);
    assert_int_equal(mkdirat(folder, "x", 0700), 0);
    assert_int_equal(memory_file_write(folder, "x", "one", 3), -EISDIR);
    assert_int_equal(faccessat(folder, "x.new", F_OK, 0), -1);
    unlinkat(folder, "x", AT_REMOVEDIR);
    close(folder);
}

static void links_and_what_others_can_read_are_refused(void **state)
{
    struct scratch *scratch = *state;
    int folder = open_folder(scratch);
    char *text;
    size_t bytes;

    assert_int_equal(memory_file_read(folder, "x", &text, &bytes), -ENOENT);
    assert_int_equal(memory_file_write(folder, "there", "one", 3), 0);
    assert_int_equal(symlinkat("there", folder, "x"), 0);
    assert_int_equal(memory_file_read(folder, "x", &text, &bytes), -EPERM);
    assert_int_equal(memory_file_write(folder, "x", "two", 3), 0);
    assert_kept(folder, "x", "two");
    assert_kept(folder, "there", "one");
    assert_int_equal(chmod(scratch_path(scratch, "x"), 0644), 0);
    assert_int_equal(memory_file_read(folder, "x", &text, &bytes), -EPERM);
    unlinkat(folder, "x", 0);
    assert_int_equal(mkfifoat(folder, "x", 0600), 0);
    assert_int_equal(memory_file_read(folder, "x", &text, &bytes), -EPERM);
    close(folder);
}

/* Whatever is handed over while the disk is busy: in the end the newest is there. */
static void the_writer_ends_with_the_newest_on_the_disk(void **state)
{
    struct scratch *scratch = *state;
    int folder = open_folder(scratch);
    struct memory_writer *writer;
    char text[32];

    assert_int_equal(memory_writer_start(dup(folder), "me", &writer), 0);
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof(text), "place %d", i);
        memory_writer_place(writer, text, strlen(text));
        if (i % 100 == 0)
            memory_writer_list(writer, strdup(text), strlen(text));
    }
    memory_writer_end(writer);
    assert_kept(folder, "me.place", "place 999");
    assert_kept(folder, "me.list", "place 900");
    close(folder);
}

static void the_writer_tells_once_what_went_wrong(void **state)
{
    struct scratch *scratch = *state;
    int folder = open_folder(scratch), error = 0;
    struct memory_writer *writer;

    assert_int_equal(mkdirat(folder, "me.place", 0700), 0);
    assert_int_equal(memory_writer_start(dup(folder), "me", &writer), 0);
    memory_writer_place(writer, "x", 1);
    while ((error = memory_writer_error(writer)) == 0)
        usleep(1000);
    assert_int_equal(error, -EISDIR);
    assert_int_equal(memory_writer_error(writer), 0);
    memory_writer_end(writer);
    memory_writer_end(NULL);
    unlinkat(folder, "me.place", AT_REMOVEDIR);
    close(folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(the_folder_is_made_for_its_user_alone),
        IN_SCRATCH(without_a_home_there_is_no_folder),
        IN_SCRATCH(a_file_is_replaced_whole),
        IN_SCRATCH(what_cannot_be_replaced_stays),
        IN_SCRATCH(links_and_what_others_can_read_are_refused),
        IN_SCRATCH(the_writer_ends_with_the_newest_on_the_disk),
        IN_SCRATCH(the_writer_tells_once_what_went_wrong),
    };

    return cmocka_run_group_tests_name("memory_file", tests, NULL, NULL);
}
