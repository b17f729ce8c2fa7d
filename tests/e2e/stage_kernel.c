/*
 * stage_kernel.c - unshare(CLONE_NEWIPC), and the tables of /proc/sysvipc.
 */
#include "tests/e2e/stage_kernel.h"

#include <sched.h>
#include <stdio.h>

static bool isolated;

int kernel_setup(void **state)
{
    isolated = unshare(CLONE_NEWIPC) == 0;
    return stage_setup(state);
}

/* The lines of a table, without its heading. */
static unsigned count_lines(const char *table)
{
    char path[64], line[512];
    unsigned lines = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/sysvipc/%s", table);
    file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file))
        lines++;
    fclose(file);
    return lines > 0 ? lines - 1 : 0;
}

unsigned kernel_objects(const struct stage *stage)
{
    if (!isolated)
        return stage_objects(stage);
    return count_lines("shm") + count_lines("sem") + count_lines("msg");
}

int kernel_teardown(void **state)
{
    unsigned objects = kernel_objects(*state);

    if (objects > 0)
        print_error("left behind in the kernel: %u System V objects\n", objects);
    return stage_teardown(state) + (objects > 0 ? -1 : 0);
}

void kernel_need_isolation(void)
{
    if (!isolated)
        skip();
}

void kernel_limit(const char *name, const char *value)
{
    char path[64];
    FILE *file;

    kernel_need_isolation();
    snprintf(path, sizeof(path), "/proc/sys/kernel/%s", name);
    file = fopen(path, "we");
    if (!file)
        skip();
    assert_true(fputs(value, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

void kernel_await_empty(struct stage_process *process)
{
    uint64_t since = 0;

    while (kernel_objects(process->stage) > 0)
        stage_tick(process, &since, "its objects to be removed");
}
