/*
 * test_instances.c - players beside one another, and what a killed one leaves.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

/* The last second of mono.wav, as --start 2 plays it. */
static struct sound last_second(struct stage *stage, char path[PATH_MAX])
{
    struct sound whole = sound_decode(stage, stage_sample("mono.wav", path));
    struct sound part = sound_part(&whole, 88200, 44100);

    sound_free(&whole);
    return part;
}

static void a_second_one_of_the_name_is_refused_and_told_the_pid(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], line[200];
    struct sound sound = last_second(stage, path);
    struct stage_process *first, *second;

    stage_card(stage, &(struct card_options){0});
    first = stage_play(stage, "-q", "--latency", "400", "--start", "2", path, NULL);
    stage_await_ready(first);
    second = stage_play(stage, "-o", "raw:out.raw", path, NULL);
    assert_int_equal(stage_wait(second), 4);
    snprintf(line, sizeof(line),
             "rondo: an instance named '%s' is running already (pid %d); choose another --name\n",
             stage->name, (int)first->pid);
    assert_string_equal(stage_errors(second), line);

    assert_int_equal(stage_wait(first), 0);
    assert_string_equal(stage_errors(first), "");
    sound_assert_recorded(stage, &sound, NULL);
    sound_free(&sound);
}

static void assert_heard(struct stage *stage, const char *file, const struct sound *sound)
{
    struct sound heard = sound_of_wav(stage, file, sound);

    sound_assert_bytes(sound, heard.bytes, heard.size, file);
    sound_free(&heard);
}

static void two_names_play_at_once_and_are_controlled_apart(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], other[64];
    struct sound sound = last_second(stage, path);
    struct stage_process *one, *two;

    snprintf(other, sizeof(other), "--name=%s-two", stage->name);
    one = stage_play(stage, "-q", "--start", "2", "-o", "sim,record=1.wav,report=1", path, NULL);
    stage_await_ready(one);
    assert_int_equal(stage_ctl(one, "pause", NULL)->status, 0);
    two = stage_play(stage, other, "-q", "--start", "2", "-o", "sim,record=2.wav,report=2", path,
                     NULL);
    stage_await_number(two, "frame", 88200 + 10000);
    stage_await_text(one, "state", "paused");
    assert_int_equal(stage_wait(two), 0);
    assert_int_equal(stage_ctl(one, "play", NULL)->status, 0);
    assert_int_equal(stage_wait(one), 0);
    assert_heard(stage, "1.wav", &sound);
    assert_heard(stage, "2.wav", &sound);
    sound_free(&sound);
}

static struct control_pids start_and_note(struct stage *stage, struct stage_process **ret_rondo)
{
    char path[PATH_MAX];

    *ret_rondo = stage_play(stage, "-q", "-o", "sim,report=report",
                            stage_sample("rondo-s16.flac", path), NULL);
    stage_await_ready(*ret_rondo);
    assert_int_equal(stage_objects(stage), 4);
    return control_pids(*ret_rondo);
}

/* The next one of that name comes up, plays to the end, and leaves nothing of either behind. */
static void play_after_it(struct stage *stage)
{
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("mono.wav", path));
    struct stage_process *rondo = stage_play(stage, "-q", "-o", "raw:out.raw", path, NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    sound_assert_file(stage, &sound, "out.raw");
    assert_true(stage_is_empty(stage));
    sound_free(&sound);
}

static void the_children_of_a_killed_one_clean_up_and_end(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct control_pids pids = start_and_note(stage, &rondo);
    uint64_t since = 0;

    kill(pids.rondo, SIGKILL);
    assert_int_equal(stage_wait(rondo), 128 + SIGKILL);
    stage_await_gone(pids.producer);
    stage_await_gone(pids.consumer);
    while (stage_objects(stage) > 0)
        stage_tick(rondo, &since, "its objects to be removed");
    play_after_it(stage);
}

static void what_all_three_left_is_reaped_by_the_next_one(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct control_pids pids = start_and_note(stage, &rondo);

    /* Stopped, rondo starts no other ones, and they cannot clean up before they are killed. */
    kill(pids.rondo, SIGSTOP);
    control_await_state(pids.rondo, "T");
    kill(pids.producer, SIGKILL);
    kill(pids.consumer, SIGKILL);
    kill(pids.rondo, SIGKILL);
    assert_int_equal(stage_wait(rondo), 128 + SIGKILL);
    stage_await_gone(pids.producer);
    stage_await_gone(pids.consumer);
    assert_int_equal(stage_objects(stage), 4);
    play_after_it(stage);
}

static void a_key_that_somebody_else_uses_is_left_to_him(void **state)
{
    struct stage *stage = *state;
    struct instance_record record;
    struct stage_process *rondo;
    char folder[PATH_MAX], path[PATH_MAX + 64];
    key_t key;
    int foreign;

    assert_int_equal(instance_directory(true, folder), 0);
    snprintf(path, sizeof(path), "run/rondo/%s", stage->name);
    stage_write(stage, path, "", 0);
    snprintf(path, sizeof(path), "%s/%s", folder, stage->name);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(instance_key(path, INSTANCE_PROJECT_FIRST, 2, &key), 0);
    foreign = msgget(key, IPC_CREAT | IPC_EXCL | 0600);
    assert_true(foreign >= 0);

    start_and_note(stage, &rondo);
    assert_int_equal(instance_read(stage->name, &record), 0);
    assert_int_equal(record.project, INSTANCE_PROJECT_FIRST + INSTANCE_KEYS);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(msgget(key, 0), foreign);
    assert_int_equal(msgctl(foreign, IPC_RMID, NULL), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_second_one_of_the_name_is_refused_and_told_the_pid),
        ON_STAGE(two_names_play_at_once_and_are_controlled_apart),
        ON_STAGE(the_children_of_a_killed_one_clean_up_and_end),
        ON_STAGE(what_all_three_left_is_reaped_by_the_next_one),
        ON_STAGE(a_key_that_somebody_else_uses_is_left_to_him),
    };

    return cmocka_run_group_tests_name("instances", tests, NULL, NULL);
}
