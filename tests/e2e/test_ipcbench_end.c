/*
 * test_ipcbench_end.c - ipcbench that ends in the middle of a measurement, by a signal, by the
 * death of a side, or by its own: nothing is left.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_kernel.h"

enum { SIDES = 2, STATUS_FAILED = 1 };

static const char *const transports[] = {"ring", "pipe",       "fifo",        "unix-stream",
                                         "tcp",  "sysv-queue", "posix-queue", "futex"};

enum { TRANSPORTS = sizeof(transports) / sizeof(transports[0]) };

/* Where there are System V objects, a keeper of those is the first child. */
static int keepers(const char *transport)
{
    return strcmp(transport, "ring") == 0 || strcmp(transport, "sysv-queue") == 0;
}

/* How many children it has, and who they are. */
static int find_children(const struct stage_process *ipcbench, pid_t ret_children[SIDES + 1])
{
    char path[64];
    int count = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)ipcbench->pid,
             (int)ipcbench->pid);
    file = fopen(path, "re");
    while (file && count < SIDES + 1 && fscanf(file, "%d", &ret_children[count]) == 1)
        count++;
    if (file)
        fclose(file);
    return count;
}

/* Starts it with more to do than anybody waits for, and returns when both sides are there. */
static struct stage_process *begin(struct stage *stage, const char *transport, unsigned columns,
                                   pid_t ret_sides[SIDES])
{
    struct stage_process *ipcbench = stage_prepare(stage);
    int first = keepers(transport);
    pid_t children[SIDES + 1];
    uint64_t since = 0;

    setenv("TMPDIR", stage->folder, 1);
    ipcbench->columns = columns;
    stage_start(ipcbench, "ipcbench", "--transport", transport, "--size", "64", "--seconds", "60",
                NULL);
    unsetenv("TMPDIR");
    while (find_children(ipcbench, children) < first + SIDES)
        stage_tick(ipcbench, &since, "its two sides");
    memcpy(ret_sides, children + first, SIDES * sizeof(pid_t));
    return ipcbench;
}

/* No process, no System V object (kernel_teardown() looks again), no queue, no folder. */
static void assert_nothing_left(struct stage_process *ipcbench)
{
    DIR *folder = opendir(ipcbench->stage->folder);
    char name[64];

    kernel_await_empty(ipcbench);
    assert_true(stage_is_empty(ipcbench->stage));
    snprintf(name, sizeof(name), "/ipcbench-%d", (int)ipcbench->pid);
    assert_true(mq_open(name, O_RDONLY) < 0);
    assert_int_not_equal(errno, EACCES);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strncmp(entry->d_name, "ipcbench-", 9) == 0)
            fail_msg("left behind: %s", entry->d_name);
    closedir(folder);
}

static void a_signal_in_the_middle_ends_it_and_leaves_nothing(void **state)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

    for (size_t i = 0; i < TRANSPORTS; i++) {
        const int number = numbers[i % (sizeof(numbers) / sizeof(numbers[0]))];
        pid_t sides[SIDES];
        struct stage_process *ipcbench = begin(*state, transports[i], 0, sides);

        kill(ipcbench->pid, number);
        assert_int_equal(stage_wait(ipcbench), 128 + number);
        assert_string_equal(stage_out(ipcbench), "");
        assert_string_equal(stage_errors(ipcbench), "");
        assert_nothing_left(ipcbench);
    }
}

static void ctrl_c_at_a_terminal_ends_it_and_leaves_nothing(void **state)
{
    pid_t sides[SIDES];
    struct stage_process *ipcbench = begin(*state, "ring", 80, sides);

    stage_await_shown(ipcbench, "measuring 1 of 3: ring, 64 B");
    stage_type(ipcbench, "\003");
    assert_int_equal(stage_wait(ipcbench), 128 + SIGINT);
    assert_nothing_left(ipcbench);
}

static void assert_told(struct stage_process *ipcbench, const char *transport, const char *end)
{
    const char *errors = stage_errors(ipcbench);
    char sender[128], receiver[128];

    snprintf(sender, sizeof(sender), "ipcbench: %s, 64 B: the sender %s\n", transport, end);
    snprintf(receiver, sizeof(receiver), "ipcbench: %s, 64 B: the receiver %s\n", transport, end);
    if (strcmp(errors, sender) != 0 && strcmp(errors, receiver) != 0)
        fail_msg("it says: %s", errors);
}

static void a_side_that_is_killed_is_named_and_nothing_is_left(void **state)
{
    for (size_t i = 0; i < TRANSPORTS; i++) {
        pid_t sides[SIDES];
        struct stage_process *ipcbench = begin(*state, transports[i], 0, sides);

        kill(sides[i % SIDES], SIGKILL);
        assert_int_equal(stage_wait(ipcbench), STATUS_FAILED);
        assert_told(ipcbench, transports[i], "was killed by signal 9 (Killed)");
        assert_string_equal(stage_out(ipcbench), "");
        assert_nothing_left(ipcbench);
    }
}

static void killed_itself_its_children_end_and_remove_everything(void **state)
{
    for (size_t i = 0; i < TRANSPORTS; i++) {
        pid_t sides[SIDES];
        struct stage_process *ipcbench = begin(*state, transports[i], 0, sides);

        kill(ipcbench->pid, SIGKILL);
        assert_int_equal(stage_wait(ipcbench), 128 + SIGKILL);
        assert_nothing_left(ipcbench);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_KERNEL(a_signal_in_the_middle_ends_it_and_leaves_nothing),
        ON_KERNEL(ctrl_c_at_a_terminal_ends_it_and_leaves_nothing),
        ON_KERNEL(a_side_that_is_killed_is_named_and_nothing_is_left),
        ON_KERNEL(killed_itself_its_children_end_and_remove_everything),
    };
    return cmocka_run_group_tests_name("ipcbench_end", tests, NULL, NULL);
}
