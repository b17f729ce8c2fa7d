/*
 * test_doctor.c - rondoctl doctor: what it tells of players that play, die and have died, and that
 * it removes what is dead and nothing else.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/leftovers.h"

enum { SKIPPED = 77 };

static const char nothing[] = "There is no instance, and nothing left of any.\n";

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in: %s", part, text);
}

/* The line that tells the state of the stage's instance. */
static void assert_state(struct stage *stage, const char *text, const char *state)
{
    char line[64];

    snprintf(line, sizeof(line), "%s: %s\n", stage->name, state);
    assert_has(text, line);
}

static void assert_seat(const char *text, const char *role, pid_t pid, const char *then)
{
    char line[64];

    snprintf(line, sizeof(line), "  %-10s  process %d%s\n", role, (int)pid, then);
    assert_has(text, line);
}

static void assert_seats(const char *text, const struct control_pids *pids, const char *then)
{
    assert_seat(text, "player", pids->rondo, then);
    assert_seat(text, "producer", pids->producer, then);
    assert_seat(text, "consumer", pids->consumer, then);
}

/* The path of the instance's file. */
static const char *file_path(const struct stage *stage, char path[PATH_MAX])
{
    char folder[PATH_MAX];

    assert_int_equal(instance_directory(true, folder), 0);
    assert_true(snprintf(path, PATH_MAX, "%s/%s", folder, stage->name) < PATH_MAX);
    return path;
}

static void end(const struct leftovers *l)
{
    kill(l->pids.rondo, SIGTERM);
    assert_int_equal(stage_wait(l->rondo), 0);
}

static void where_nothing_is_it_says_so(void **state)
{
    assert_string_equal(leftovers_doctor(*state, NULL, 0), nothing);
    assert_string_equal(leftovers_doctor(*state, "--reap", 0), nothing);
}

static void of_a_running_player_it_names_all_and_touches_nothing(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    const char *text = leftovers_doctor(stage, NULL, 0);

    assert_state(stage, text, "running");
    assert_seats(text, &l.pids, "");
    assert_has(text, " PAUSED 0, PRODUCER 0, CONSUMER 0, PLAYER 0,");
    assert_has(text, ", attached 3 times\n");
    assert_has(text, "  It is running. Nothing is to be done.\n");
    assert_state(stage, leftovers_doctor(stage, "--reap", 0), "running");
    assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);
    end(&l);
    assert_string_equal(leftovers_doctor(stage, NULL, 0), nothing);
}

static void an_object_that_is_gone_under_a_player_is_explained(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PAUSED, NULL);
    struct instance_record record;
    const char *text;
    char line[64];

    assert_has(leftovers_doctor(stage, NULL, 0), " PAUSED 1, ");
    assert_int_equal(instance_read(stage->name, &record), 0);
    assert_int_equal(shmctl(record.segment, IPC_RMID, NULL), 0);
    text = leftovers_doctor(stage, "--reap", 0);
    assert_state(stage, text, "damaged");
    snprintf(line, sizeof(line), "  segment     id %d, key ", record.segment);
    assert_has(text, line);
    assert_has(text, ": gone\n");
    assert_has(text, "RemoveIPC");
    control_signal(l.rondo, SIGTERM);
    stage_wait(l.rondo);
}

static void what_the_dead_left_is_explained_and_each_removal_told(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    struct instance_record record;
    const char *text;
    char lines[256];

    assert_int_equal(instance_read(stage->name, &record), 0);
    leftovers_kill_all(&l);
    text = leftovers_doctor(stage, NULL, 1);
    assert_state(stage, text, "dead");
    assert_seats(text, &l.pids, ", ended");
    assert_has(text, "  Player and children died before they could clean up; ");
    assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);

    text = leftovers_doctor(stage, "--reap", 0);
    assert_state(stage, text, "dead");
    snprintf(lines, sizeof(lines),
             "  Removed: segment %d\n  Removed: semaphore set %d\n  Removed: request queue %d\n"
             "  Removed: reply queue %d\n  Removed: its file\n",
             record.segment, record.set, record.requests, record.replies);
    assert_has(text, lines);
    assert_int_equal(kernel_objects(stage), 0);
    assert_string_equal(leftovers_doctor(stage, NULL, 0), nothing);
}

static void a_file_that_is_all_that_is_left_is_removed(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    const char *text;

    kill(l.pids.rondo, SIGKILL);
    leftovers_await_end(&l);
    text = leftovers_doctor(stage, NULL, 1);
    assert_state(stage, text, "dead");
    assert_has(text, ": gone\n");
    assert_has(text, "  Its player died, and all its objects are gone. Only the file is left");
    text = leftovers_doctor(stage, "--reap", 0);
    assert_has(text, "  Removed: its file\n");
    assert_null(strstr(text, "Removed: s"));
}

static void objects_without_a_file_are_found_and_removed(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    char path[PATH_MAX];
    const char *text;

    leftovers_kill_all(&l);
    assert_int_equal(unlink(file_path(stage, path)), 0);
    text = leftovers_doctor(stage, NULL, 1);
    assert_state(stage, text, "dead");
    assert_seats(text, &l.pids, ", ended");
    assert_has(text, "the file that led to them is gone");
    text = leftovers_doctor(stage, "--reap", 0);
    assert_has(text, "  Removed: segment ");
    assert_has(text, "  Removed: reply queue ");
    assert_int_equal(kernel_objects(stage), 0);
}

static void a_player_without_a_file_plays_on(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    char path[PATH_MAX];
    const char *text;

    assert_int_equal(unlink(file_path(stage, path)), 0);
    text = leftovers_doctor(stage, "--reap", 0);
    assert_state(stage, text, "running");
    assert_seats(text, &l.pids, "");
    assert_has(text, "without a file in this runtime directory");
    assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);
    end(&l);
    assert_int_equal(kernel_objects(stage), 0);
}

static void beside_a_dead_one_the_living_is_left_alone(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], name[64];
    struct leftovers dead = leftovers_play(stage, SIM_PLAYING, NULL);
    struct stage_process *living;
    const char *text;

    snprintf(name, sizeof(name), "--name=%s-two", stage->name);
    living = stage_play(stage, name, "-q", "-o", "sim,report=report2",
                        stage_sample("rondo-s16.flac", path), NULL);
    stage_await_ready(living);
    leftovers_kill_all(&dead);
    assert_int_equal(kernel_objects(stage), 2 * INSTANCE_KEYS);
    text = leftovers_doctor(stage, "--reap", 0);
    assert_state(stage, text, "dead");
    assert_has(text, "-two: running\n");
    assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);
    stage_await_number(living, "position", 0.5);
    assert_int_equal(stage_ctl(living, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(living), 0);
}

/* Of our own session, they are no orphans to the kernel, and stay stopped. */
static void stopped_children_of_a_dead_player_keep_its_objects(void **state)
{
    struct stage *stage = *state;
    struct leftovers l = leftovers_play(stage, SIM_PLAYING, NULL);
    const char *text;

    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    kill(l.pids.producer, SIGSTOP);
    kill(l.pids.consumer, SIGSTOP);
    control_await_state(l.pids.producer, "T");
    control_await_state(l.pids.consumer, "T");
    kill(l.pids.rondo, SIGKILL);
    stage_wait(l.rondo);
    text = leftovers_doctor(stage, "--reap", 1);
    assert_state(stage, text, "ending");
    assert_seat(text, "player", l.pids.rondo, ", ended");
    assert_seat(text, "producer", l.pids.producer, "");
    assert_seat(text, "consumer", l.pids.consumer, "");
    assert_has(text, "kill -9");
    assert_has(text, "  Not removed: it is in use.\n");
    assert_int_equal(kernel_objects(stage), INSTANCE_KEYS);

    kill(l.pids.producer, SIGCONT);
    kill(l.pids.consumer, SIGCONT);
    assert_int_equal(waitpid(l.pids.producer, NULL, 0), l.pids.producer);
    assert_int_equal(waitpid(l.pids.consumer, NULL, 0), l.pids.consumer);
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 0), 0);
    kernel_await_empty(l.rondo);
    leftovers_doctor(stage, "--reap", 0);
}

static void a_file_that_is_a_link_is_left_alone(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    const char *text;

    assert_int_equal(symlink("/dev/null", file_path(stage, path)), 0);
    text = leftovers_doctor(stage, "--reap", 0);
    assert_state(stage, text, "refused");
    assert_has(text, "  Its file is left alone: ");
    assert_int_equal(unlink(path), 0);
}

static void a_runtime_directory_that_is_not_private_is_refused(void **state)
{
    struct stage *stage = *state;
    struct stage_process *doctor;
    char folder[PATH_MAX], line[PATH_MAX + 200];

    assert_int_equal(instance_directory(true, folder), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    doctor = stage_run(stage, "rondoctl", "doctor", NULL);
    assert_int_equal(doctor->status, 3);
    assert_string_equal(stage_out(doctor), "");
    snprintf(line, sizeof(line),
             "rondoctl: cannot look into %s: directory and file must be this user's own, no links, "
             "and closed to all others (mode 700)\n",
             folder);
    assert_string_equal(stage_errors(doctor), line);
    assert_int_equal(chmod(folder, 0700), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_KERNEL(where_nothing_is_it_says_so),
        ON_KERNEL(of_a_running_player_it_names_all_and_touches_nothing),
        ON_KERNEL(an_object_that_is_gone_under_a_player_is_explained),
        ON_KERNEL(what_the_dead_left_is_explained_and_each_removal_told),
        ON_KERNEL(a_file_that_is_all_that_is_left_is_removed),
        ON_KERNEL(objects_without_a_file_are_found_and_removed),
        ON_KERNEL(a_player_without_a_file_plays_on),
        ON_KERNEL(beside_a_dead_one_the_living_is_left_alone),
        ON_KERNEL(stopped_children_of_a_dead_player_keep_its_objects),
        ON_KERNEL(a_file_that_is_a_link_is_left_alone),
        ON_KERNEL(a_runtime_directory_that_is_not_private_is_refused),
    };

    if (unshare(CLONE_NEWIPC) < 0)
        return SKIPPED; /* it would find, and reap, what other tests have left for a moment */
    return cmocka_run_group_tests_name("doctor", tests, NULL, NULL);
}
