/*
 * lab_stage.h - a stage for rondolab: what it leaves is seen, and what it prints is awaited.
 */
#ifndef TESTS_E2E_LAB_STAGE_H
#define TESTS_E2E_LAB_STAGE_H

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_kernel.h"

/* The private folder of the lab is to be within the stage, too. */
static inline int lab_setup(void **state)
{
    int error = kernel_setup(state);

    if (error == 0)
        setenv("TMPDIR", ((struct stage *)*state)->folder, 1);
    return error;
}

static inline int lab_teardown(void **state)
{
    unsetenv("TMPDIR");
    return kernel_teardown(state);
}

#define ON_LAB_STAGE(test) cmocka_unit_test_setup_teardown(test, lab_setup, lab_teardown)

/* Whether a process has it in its environment that it is in a folder of the lab's. */
static inline bool lab_has_process(const struct stage *stage, const char *pid)
{
    char path[300], wanted[600], environment[65536];
    size_t size;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%s/environ", pid);
    snprintf(wanted, sizeof(wanted), "XDG_RUNTIME_DIR=%s/rondolab-", stage->folder);
    file = fopen(path, "re");
    if (!file)
        return false;
    size = fread(environment, 1, sizeof(environment), file);
    fclose(file);
    return memmem(environment, size, wanted, strlen(wanted)) != NULL;
}

/* Processes of real players, and folders. */
static inline unsigned lab_left(const struct stage *stage)
{
    DIR *proc = opendir("/proc");
    DIR *folder = opendir(stage->folder);
    unsigned count = 0;

    assert_true(proc && folder);
    for (struct dirent *entry; (entry = readdir(proc));)
        count += isdigit((unsigned char)entry->d_name[0]) && lab_has_process(stage, entry->d_name);
    for (struct dirent *entry; (entry = readdir(folder));)
        count += strncmp(entry->d_name, "rondolab-", strlen("rondolab-")) == 0;
    closedir(proc);
    closedir(folder);
    return count;
}

static inline void lab_assert_nothing_left(struct stage *stage)
{
    assert_int_equal(kernel_objects(stage), 0);
    assert_int_equal(lab_left(stage), 0);
}

static inline void lab_await_printed(struct stage_process *lab, const char *text)
{
    uint64_t since = 0;

    while (!strstr(stage_out(lab), text) && !lab->ended)
        stage_tick(lab, &since, text);
    if (!strstr(stage_out(lab), text))
        fail_msg("\"%s\" was not printed: %s%s", text, stage_out(lab), stage_errors(lab));
}

#endif
