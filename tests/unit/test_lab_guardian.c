/*
 * test_lab_guardian.c - however the lab ends, its guardian removes what it was told of.
 *
 * The lab is a child of the test here: it starts a guardian, makes things, and ends.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "tests/unit/child_process.h"
#include "tests/unit/scratch.h"
#include "tools/rondolab/await.h"
#include "tools/rondolab/guardian.h"

enum end { END_RETURN, END_FORGET, END_SIGNAL, END_KILL };

/* Shared between the test and the lab. */
struct things {
    volatile int ready;
    key_t segment, set;
    pid_t process;
    pid_t guardian;
    char folder[PATH_MAX];
};

static void make(const struct guardian *guardian, struct things *things)
{
    char path[PATH_MAX + 8];
    pid_t process;

    things->guardian = guardian->pid;
    things->segment = guardian_key(guardian, GUARDIAN_SEGMENT);
    things->set = guardian_key(guardian, GUARDIAN_SET);
    shmget(things->segment, 4096, IPC_CREAT | IPC_EXCL | 0600);
    semget(things->set, 1, IPC_CREAT | IPC_EXCL | 0600);
    process = fork();
    if (process == 0) {
        guardian_leave(guardian);
        for (;;)
            pause();
    }
    things->process = process;
    guardian_tell(guardian, GUARDIAN_PROCESS, process);
    guardian_folder(guardian, things->folder);
    snprintf(path, sizeof(path), "%s/file", things->folder);
    close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

static int be_the_lab(struct things *things, enum end end)
{
    struct guardian guardian;

    if (guardian_start(&guardian) < 0)
        return 1;
    make(&guardian, things);
    if (end == END_FORGET)
        guardian_forget(&guardian, GUARDIAN_SEGMENT, things->segment);
    things->ready = 1;
    while (end == END_SIGNAL || end == END_KILL)
        pause();
    guardian_end(&guardian);
    return 0;
}

static struct things *start(struct scratch *scratch, enum end end, pid_t *ret_lab)
{
    struct things *things =
        mmap(NULL, sizeof(*things), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct await await = await_begin();

    assert_true(things != MAP_FAILED);
    setenv("TMPDIR", scratch->folder, 1);
    *ret_lab = child_fork();
    if (*ret_lab == 0)
        _exit(be_the_lab(things, end));
    unsetenv("TMPDIR");
    while (!things->ready)
        assert_int_equal(await_tick(&await), 0);
    assert_int_equal(strncmp(things->folder, scratch->folder, strlen(scratch->folder)), 0);
    return things;
}

static bool there(const struct things *things)
{
    return shmget(things->segment, 0, 0) >= 0 || semget(things->set, 0, 0) >= 0 ||
           access(things->folder, F_OK) == 0 || !strchr("ZX", await_state(things->process));
}

static void a_lab_that_is_done_leaves_nothing(void **state)
{
    pid_t lab;
    struct things *things = start(*state, END_RETURN, &lab);

    assert_int_equal(child_wait(lab), 0);
    assert_false(there(things));
    assert_int_equal(await_state(things->guardian), 'X');
    munmap(things, sizeof(*things));
}

static void after_a_signal_all_is_gone_before_the_lab_is(void **state)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        pid_t lab;
        struct things *things = start(*state, END_SIGNAL, &lab);
        int status;

        kill(lab, numbers[i]);
        status = child_wait(lab);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == numbers[i]);
        assert_false(there(things));
        munmap(things, sizeof(*things));
    }
}

static void a_lab_that_is_killed_leaves_nothing_either(void **state)
{
    pid_t lab;
    struct things *things = start(*state, END_KILL, &lab);
    struct await await = await_begin();

    child_kill(lab);
    while (there(things) || !strchr("ZX", await_state(things->guardian)))
        assert_int_equal(await_tick(&await), 0);
    munmap(things, sizeof(*things));
}

static void what_is_ignored_does_not_end_it(void **state)
{
    pid_t lab;
    struct things *things;

    signal(SIGHUP, SIG_IGN);
    things = start(*state, END_SIGNAL, &lab);
    signal(SIGHUP, SIG_DFL);
    kill(lab, SIGHUP);
    kill(lab, SIGTERM);
    assert_int_equal(WTERMSIG(child_wait(lab)), SIGTERM);
    assert_false(there(things));
    munmap(things, sizeof(*things));
}

static void what_is_forgotten_is_left_alone(void **state)
{
    pid_t lab;
    struct things *things = start(*state, END_FORGET, &lab);
    int segment;

    assert_int_equal(child_wait(lab), 0);
    segment = shmget(things->segment, 0, 0);
    assert_true(segment >= 0);
    assert_int_equal(shmctl(segment, IPC_RMID, NULL), 0);
    assert_false(there(things));
    munmap(things, sizeof(*things));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_lab_that_is_done_leaves_nothing),
        IN_SCRATCH(after_a_signal_all_is_gone_before_the_lab_is),
        IN_SCRATCH(a_lab_that_is_killed_leaves_nothing_either),
        IN_SCRATCH(what_is_ignored_does_not_end_it),
        IN_SCRATCH(what_is_forgotten_is_left_alone),
    };

    return cmocka_run_group_tests_name("lab_guardian", tests, NULL, NULL);
}
