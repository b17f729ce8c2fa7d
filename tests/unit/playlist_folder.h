/*
 * playlist_folder.h - lists on disk: each test begins in an empty folder of its own.
 */
#ifndef TESTS_UNIT_PLAYLIST_FOLDER_H
#define TESTS_UNIT_PLAYLIST_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/playlist.h"

static inline int remove_one(const char *path, const struct stat *status, int kind,
                             struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

/* For cmocka: makes an empty folder and goes there; *state is its path. */
static inline int enter_folder(void **state)
{
    const char *parent = getenv("TMPDIR");
    char *path = NULL;

    if (asprintf(&path, "%s/rondo-test-XXXXXX", parent ? parent : "/tmp") < 0)
        return -1;
    *state = path;
    return mkdtemp(path) ? chdir(path) : -1;
}

/* Goes away and removes the folder with all that is in it. */
static inline int leave_folder(void **state)
{
    int result = chdir("/") ? -1 : nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);

    free(*state);
    return result;
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

static inline void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void add(struct playlist *list, const char *argument)
{
    char why[512] = "";

    assert_int_equal(playlist_add_argument(list, argument, why, sizeof(why)), 0);
    assert_string_equal(why, "");
}

/* "path#track path#track ..." */
static inline void assert_entries(const struct playlist *list, const char *expected)
{
    char text[1024] = "";
    size_t used = 0;

    for (uint32_t i = 0; i < list->count; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s#%u", i > 0 ? " " : "",
                                 list->entries[i].path, list->entries[i].track);
    assert_string_equal(text, expected);
}

#endif
