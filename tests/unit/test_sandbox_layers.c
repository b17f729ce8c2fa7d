/*
 * test_sandbox_layers.c - Landlock without the filter, a kernel that lacks a layer, one that
 * refuses it, and a tool in the same process. A filter of the test's plays such kernels.
 */
#include "tests/unit/sandbox_cell.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* A system call that fails, with any arguments or with that first one. */
struct refusal {
    int call;
    int error;
    bool first_matters;
    uint32_t first;
};

static void refuse(const struct refusal *r)
{
    const struct scmp_arg_cmp first = SCMP_CMP64(0, SCMP_CMP_EQ, r->first);
    scmp_filter_ctx kernel = seccomp_init(SCMP_ACT_ALLOW);

    if (!kernel ||
        seccomp_rule_add_array(kernel, SCMP_ACT_ERRNO((uint32_t)r->error), r->call,
                               r->first_matters, &first) < 0 ||
        seccomp_load(kernel) < 0)
        abort();
    seccomp_release(kernel);
}

/* On such a kernel, in a child: locks itself in, then does the deed. How it ended. */
static int try_refused(const struct cell *cell, const struct refusal *r, cell_deed *deed)
{
    pid_t prisoner;

    cell_needs_filter();
    prisoner = child_fork();
    if (prisoner == 0) {
        refuse(r);
        if (sandbox_enter(&cell->child, cell->ring) < 0)
            _exit(CELL_NOT_LOCKED);
        _exit(deed(cell, NULL));
    }
    return child_wait(prisoner);
}

/* 0: whatever it tries with a path is refused, and what it has in hand is not. */
static int try_paths(const struct cell *cell, const void *what)
{
    char byte;

    (void)what;
    if (open("/dev/null", O_RDONLY) >= 0 || errno != EACCES)
        return 1;
    if (open("/", O_RDONLY | O_DIRECTORY) >= 0 || errno != EACCES)
        return 2;
    if (mkdir("/tmp/of-a-prisoner", 0700) == 0 || errno != EACCES)
        return 3;
    return read(cell->file, &byte, 1) == 1 ? 0 : 4;
}

static void landlock_alone_refuses_every_path(void **state)
{
    if (layers_landlock() == 0)
        skip();
    for (int version = layers_landlock(); version > 0; version--) {
        pid_t prisoner = child_fork();
        int status;

        if (prisoner == 0) {
            if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || sandbox_landlock(version) < 0)
                _exit(CELL_NOT_LOCKED);
            _exit(try_paths(*state, NULL));
        }
        status = child_wait(prisoner);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void a_kernel_without_seccomp_still_refuses_every_path(void **state)
{
    const struct refusal r = {.call = SCMP_SYS(seccomp), .error = ENOSYS};
    int status;

    if (layers_landlock() == 0)
        skip();
    status = try_refused(*state, &r, try_paths);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_kernel_without_landlock_still_has_the_filter(void **state)
{
    static const int errors[] = {ENOSYS, EOPNOTSUPP};

    for (int i = 0; i < 2; i++) {
        const struct refusal r = {.call = SCMP_SYS(landlock_create_ruleset), .error = errors[i]};
        int status = try_refused(*state, &r, try_paths);

        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGSYS);
    }
}

static void a_layer_that_is_refused_is_an_error_and_no_gap(void **state)
{
    static const struct refusal refusals[] = {
        {.call = SCMP_SYS(prlimit64), .error = EPERM},
        {.call = SCMP_SYS(prctl), .error = EPERM},
        {.call = SCMP_SYS(landlock_restrict_self), .error = EPERM},
        {.call = SCMP_SYS(seccomp),
         .error = ENOMEM,
         .first_matters = true,
         .first = SECCOMP_SET_MODE_FILTER},
    };

    if (layers_landlock() == 0)
        skip();
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        int status = try_refused(*state, &refusals[i], try_paths);

        if (!WIFEXITED(status) || WEXITSTATUS(status) != CELL_NOT_LOCKED)
            fail_msg("without system call %d it ended with status %#x", refusals[i].call,
                     (unsigned)status);
    }
}

/* 0: without privileges, and without anything else that a tool would mind. */
static int look_around(const struct cell *cell)
{
    struct rlimit core;

    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
        return 1;
    if (getrlimit(RLIMIT_CORE, &core) < 0 || core.rlim_max != 0)
        return 2;
    if (open("/dev/null", O_RDONLY) < 0 || fcntl(cell->player, F_GETFD) < 0)
        return 3;
    return malloc(1 << 30) ? 0 : 4;
}

static void with_a_tool_in_the_process_it_only_gives_up_privileges(void **state)
{
    const struct cell *cell = *state;
    pid_t child = child_fork();
    int status;

    if (child == 0) {
        setenv("LD_PRELOAD", "/usr/libexec/valgrind/vgpreload_core-amd64-linux.so", 1);
        _exit(sandbox_enter(&cell->child, cell->ring) < 0 ? CELL_NOT_LOCKED : look_around(cell));
    }
    status = child_wait(child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_CELL(landlock_alone_refuses_every_path),
        IN_CELL(a_kernel_without_seccomp_still_refuses_every_path),
        IN_CELL(a_kernel_without_landlock_still_has_the_filter),
        IN_CELL(a_layer_that_is_refused_is_an_error_and_no_gap),
        IN_CELL(with_a_tool_in_the_process_it_only_gives_up_privileges),
    };

    return cmocka_run_group_tests_name("sandbox_layers", tests, NULL, NULL);
}
