/*
 * test_rondolab_ends.c - the lab of faults when it does not go as it should: it is interrupted or
 * killed, the kernel is not as it should be, something is missing.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/e2e/lab_stage.h"

/* Moments in the middle, by what has just been printed. */
static const struct moment {
    const char *experiment;
    const char *printed;
} moments[] = {
    {"all", "seed 1"},
    {"producer-dies", "\n 9. "},
    {"erange", "\n 2. "},
    {"lost-wakeup", "\n 1. "},
    {"consumer-stops", "is stopped"}, /* a stopped child of a real player */
    {"producer-stops", "is stopped"},
    {"player-stops", "is stopped"},
    {"leftover", "left in the kernel"}, /* nobody of the player lives, and its objects are there */
};

static struct stage_process *begin(struct stage *stage, const struct moment *moment)
{
    struct stage_process *lab = stage_prepare(stage);

    stage_start(lab, "rondolab", "run", moment->experiment, NULL);
    lab_await_printed(lab, moment->printed);
    return lab;
}

static void interrupted_in_the_middle_it_leaves_nothing(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        struct stage_process *lab = begin(stage, &moments[i]);

        kill(lab->pid, SIGINT);
        assert_int_equal(stage_wait(lab), 128 + SIGINT);
        lab_assert_nothing_left(stage);
    }
}

static void killed_in_the_middle_it_leaves_nothing_either(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        struct stage_process *lab = begin(stage, &moments[i]);
        uint64_t since = 0;

        kill(lab->pid, SIGKILL);
        assert_int_equal(stage_wait(lab), 128 + SIGKILL);
        while (kernel_objects(stage) + lab_left(stage) > 0)
            stage_tick(lab, &since, "all to be removed");
    }
}

static void a_kernel_that_forgets_undo_is_found_out(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lab;

#ifdef RONDO_SANITIZE
    skip(); /* its own library wants to be the first */
#endif
    setenv("LD_PRELOAD", NO_UNDO, 1);
    lab = stage_run(stage, "rondolab", "run", "producer-dies", "consumer-dies", NULL);
    unsetenv("LD_PRELOAD");
    if (lab->status != 1)
        fail_msg("status %d: %s%s", lab->status, stage_out(lab), stage_errors(lab));
    assert_non_null(strstr(stage_out(lab), "[NOT as predicted]"));
    assert_non_null(strstr(stage_out(lab), "[as predicted]"));
    lab_assert_nothing_left(stage);
}

static void a_limit_of_the_system_is_named(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lab;

    kernel_limit("sem", "32000 1024000000 500 0\n");
    lab = stage_run(stage, "rondolab", "run", "producer-dies", "no-undo", "leftover", NULL);
    assert_int_equal(lab->status, 3);
    assert_non_null(strstr(stage_errors(lab), "producer-dies could not be run: "));
    assert_non_null(strstr(stage_errors(lab), "no-undo could not be run: "));
    assert_non_null(
        strstr(stage_errors(lab), "leftover could not be run: the real player ended: "));
    lab_assert_nothing_left(stage);
}

static void without_a_rondo_beside_it_it_says_so(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lab;
    char path[PATH_MAX];

    assert_int_equal(mkdir(stage_path(stage, "alone", path), 0700), 0);
    assert_int_equal(stage_run(stage, "cp", PROGRAMS_DIR "/rondolab", "alone", NULL)->status, 0);
    lab = stage_run(stage, stage_path(stage, "alone/rondolab", path), "run", "leftover", NULL);
    assert_int_equal(lab->status, 3);
    assert_non_null(strstr(stage_errors(lab), "alone/rondo: No such file or directory"));
    lab_assert_nothing_left(stage);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_LAB_STAGE(interrupted_in_the_middle_it_leaves_nothing),
        ON_LAB_STAGE(killed_in_the_middle_it_leaves_nothing_either),
        ON_LAB_STAGE(a_kernel_that_forgets_undo_is_found_out),
        ON_LAB_STAGE(a_limit_of_the_system_is_named),
        ON_LAB_STAGE(without_a_rondo_beside_it_it_says_so),
    };

    return cmocka_run_group_tests_name("rondolab_ends", tests, NULL, NULL);
}
