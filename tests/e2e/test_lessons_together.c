/*
 * test_lessons_together.c - several copies of a lesson do not disturb one another; those that a
 * person leads can be led; and all of it works for an ordinary user.
 *
 * Started as root, the last part becomes nobody.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/lessons.h"
#include "tests/e2e/stage_user.h"

enum { COPIES = 4, NOBODY = 65534 };

static void copies_of_a_lesson_all_come_true_side_by_side(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *copies[COPIES];

        for (int c = 0; c < COPIES; c++) {
            copies[c] = stage_prepare(stage);
            stage_start(copies[c], lessons[i].name, NULL);
        }
        for (int c = 0; c < COPIES; c++) {
            stage_wait(copies[c]);
            lessons_assert_true(&lessons[i], copies[c]);
        }
    }
}

static void a_key_that_is_taken_is_refused_and_one_that_is_free_used(void **state)
{
    struct stage *stage = *state;
    struct stage_process *holder = stage_prepare(stage), *second;

    holder->columns = 90;
    stage_start(holder, "shm-key", "--wait", "--key", "0x52000001", NULL);
    stage_await_shown(holder, "[Enter]");
    second = stage_run(stage, "shm-key", "--key", "0x52000001", NULL);
    assert_int_equal(second->status, 1);
    assert_non_null(strstr(stage_out(second), "key 0x52000001 is taken (ipcs -m)"));
    assert_string_equal(stage_errors(second), "shm-key: shmget: EEXIST, File exists\n");
    for (int i = 0; i < 8; i++)
        stage_type(holder, "\n");
    assert_int_equal(stage_wait(holder), 0);
    assert_int_equal(stage_run(stage, "shm-key", "--key", "0x52000001", NULL)->status, 0);
    assert_int_equal(stage_run(stage, "shm-key", "--key", "0", NULL)->status, 2);
    assert_int_equal(stage_run(stage, "shm-key", "--key", "x", NULL)->status, 2);
    assert_int_equal(stage_run(stage, "shm-key", "--key", "0x80000000", NULL)->status, 2);
}

static void three_times_ctrl_c_by_hand_ends_the_player_and_not_the_lesson(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lesson = stage_prepare(stage);

    lesson->columns = 90;
    stage_start(lesson, "signal-third", "--by-hand", NULL);
    stage_await_shown(lesson, "Press Ctrl-C");
    stage_type(lesson, "\003");
    stage_await_shown(lesson, "player: pauses");
    stage_type(lesson, "\003");
    stage_await_shown(lesson, "player: goes on");
    stage_type(lesson, "\003");
    assert_int_equal(stage_wait(lesson), 0);
    assert_non_null(strstr(stage_shown(lesson), "the player was ended by SIGINT"));
    assert_non_null(strstr(stage_shown(lesson), "same: yes"));
}

/* The number behind the text. */
static pid_t number_after(struct stage_process *lesson, const char *text)
{
    uint64_t since = 0;
    const char *at;

    while (!(at = strstr(stage_out(lesson), text)) || !strchr(at, '\n'))
        stage_tick(lesson, &since, text);
    return (pid_t)atoi(at + strlen(text));
}

static void await_said(struct stage_process *lesson, const char *text)
{
    uint64_t since = 0;

    while (!strstr(stage_out(lesson), text))
        stage_tick(lesson, &since, text);
}

static void a_child_is_led_by_signals_from_another_terminal(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lesson = stage_prepare(stage);
    pid_t child;

    stage_start(lesson, "signal-family", "--by-hand", NULL);
    child = number_after(lesson, "kill -HUP ");
    kill(child, SIGINT);
    await_said(lesson, "SIGINT: quarter 1");
    kill(child, SIGINT);
    await_said(lesson, "SIGINT: quarter 2");
    kill(child, SIGHUP);
    await_said(lesson, "SIGHUP: quarter 1");
    kill(child, SIGQUIT);
    assert_int_equal(stage_wait(lesson), 0);
    assert_non_null(strstr(stage_out(lesson), "same: yes"));
}

static void values_come_from_another_terminal(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lesson = stage_prepare(stage);
    char line[64];
    pid_t pid;

    stage_start(lesson, "signal-values", "--by-hand", NULL);
    pid = number_after(lesson, "kill -USR1 ");
    sigqueue(pid, SIGRTMIN, (union sigval){.sival_int = 77});
    snprintf(line, sizeof(line), "RTMIN with 77, from process %d\n", (int)getpid());
    await_said(lesson, line);
    kill(pid, SIGRTMIN);
    await_said(lesson, "by kill(), so without a value");
    kill(pid, SIGUSR1);
    assert_int_equal(stage_wait(lesson), 0);
}

static void the_lessons_come_true_for_an_ordinary_user(void **state)
{
    struct stage *stage = *state;
    static char programs[PATH_MAX];
    char sound[PATH_MAX];

    assert_int_not_equal(geteuid(), 0);
    snprintf(programs, sizeof(programs), "%s/ipc", stage->programs);
    stage->programs = programs;
    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *lesson =
            stage_run(stage, lessons[i].name, stage_sample("rondo-s16.flac", sound), NULL);

        lessons_assert_true(&lessons[i], lesson);
    }
}

/* As nobody; root copies the lessons to where nobody may run them. */
static int run_as_user(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_lessons_come_true_for_an_ordinary_user),
    };
    const char *programs = getenv("RONDO_STAGE_PROGRAMS");

    if (programs && user_shell(0, "cp -r '" PROGRAMS_DIR "/ipc' $0 && chmod -R a+rX $0", programs))
        return 1;
    return cmocka_run_group_tests_name("lessons_user", tests, NULL, NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_LESSONS(copies_of_a_lesson_all_come_true_side_by_side),
        ON_LESSONS(a_key_that_is_taken_is_refused_and_one_that_is_free_used),
        ON_LESSONS(three_times_ctrl_c_by_hand_ends_the_player_and_not_the_lesson),
        ON_LESSONS(a_child_is_led_by_signals_from_another_terminal),
        ON_LESSONS(values_come_from_another_terminal),
    };
    int failed = cmocka_run_group_tests_name("lessons_together", tests, NULL, NULL);

    return failed + (geteuid() == 0 ? user_run(NOBODY, run_as_user) : run_as_user());
}
