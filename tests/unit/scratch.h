/*
 * scratch.h - a folder of a test's own, and what is in its files. Include <cmocka.h> first.
 */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SCRATCH_PATH_MAX = 512 };

struct scratch {
    char folder[SCRATCH_PATH_MAX / 2];
    char path[SCRATCH_PATH_MAX]; /* of the file last named */
};

/* For cmocka: makes the folder, and removes it with all its files; *state is the scratch. */
static inline int scratch_setup(void **state)
{
    const char *parent = getenv("TMPDIR");
    struct scratch *scratch = calloc(1, sizeof(*scratch));
    if (scratch == NULL)
        return -1;
    *state = scratch;
    snprintf(scratch->folder, sizeof(scratch->folder), "%.200s/rondo-test-XXXXXX",
             parent != NULL ? parent : "/tmp");
    return mkdtemp(scratch->folder) != NULL ? 0 : -1;
}

static inline const char *scratch_path(struct scratch *scratch, const char *name)
{
    snprintf(scratch->path, sizeof(scratch->path), "%s/%.200s", scratch->folder, name);
    return scratch->path;
}

static inline int scratch_teardown(void **state)
{
    struct scratch *scratch = *state;
    DIR *folder = opendir(scratch->folder);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        unlink(scratch_path(scratch, entry->d_name));
    if (folder != NULL)
        closedir(folder);
    int r = rmdir(scratch->folder);
    free(scratch);
    return r;
}

/* A test of cmocka's with a scratch as its state. */
#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

/* All bytes of a file and a zero behind them, to be freed; NULL where it cannot be read. */
static inline uint8_t *scratch_read(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "re");
    *ret_size = 0;
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = calloc(1, size + 1);
    if (bytes != NULL)
        *ret_size = fread(bytes, 1, size, file);
    fclose(file);
    return bytes;
}

/* The file has these bytes and no others. */
static inline void scratch_assert_file(const char *path, const void *expected, size_t size)
{
    size_t there;
    uint8_t *bytes = scratch_read(path, &there);
    assert_non_null(bytes);
    assert_int_equal(there, size);
    assert_memory_equal(bytes, expected, size);
    free(bytes);
}

/* Makes a file of these bytes, or replaces what is in it. */
static inline int scratch_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "we");
    if (file == NULL)
        return -1;
    size_t written = fwrite(bytes, 1, size, file);
    return fclose(file) == 0 && written == size ? 0 : -1;
}

#endif
