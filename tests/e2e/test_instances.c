/*
 * test_instances.c - players beside one another, what a killed one leaves, and how little a
 * player needs of the world around it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>

#include "tests/e2e/stage_sound.h"

static void a_second_one_of_the_name_is_refused_and_told_the_pid(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], line[200];
    struct sound sound = sound_decode(stage, stage_sample("mono.wav", path));
    struct stage_process *first, *second;

    stage_card(stage, &(struct card_options){0});
    first = stage_play(stage, "-q", path, NULL);
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

static void two_names_play_at_once_and_are_controlled_apart(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX], other[64];
    struct sound sound = sound_decode(stage, stage_sample("mono.flac", path));
    struct sound heard;
    struct stage_process *one, *two;

    snprintf(other, sizeof(other), "--name=%s-two", stage->name);
    one = stage_play(stage, "-q", "-o", "sim,record=one.wav,report=report1", path, NULL);
    two = stage_play(stage, other, "-q", "-o", "sim,record=two.wav,report=report2", path, NULL);
    stage_await_ready(one);
    stage_await_ready(two);
    assert_int_equal(stage_ctl(one, "pause", NULL)->status, 0);
    stage_await_text(one, "state", "paused");
    stage_await_number(two, "frame", 44100);
    stage_await_text(one, "state", "paused");
    assert_int_equal(stage_wait(two), 0);
    assert_int_equal(stage_ctl(one, "play", NULL)->status, 0);
    assert_int_equal(stage_wait(one), 0);

    heard = sound_of_wav(stage, "one.wav", &sound);
    sound_assert_bytes(&sound, heard.bytes, heard.size, "one.wav");
    sound_free(&heard);
    heard = sound_of_wav(stage, "two.wav", &sound);
    sound_assert_bytes(&sound, heard.bytes, heard.size, "two.wav");
    sound_free(&heard);
    sound_free(&sound);
}

/* All objects are gone, though the instance's file may still be there. */
static void await_no_objects(struct stage *stage)
{
    for (uint64_t since = stage_now_ms(); stage_now_ms() - since < STAGE_TIMEOUT_MS;)
        if (stage_objects(stage) == 0)
            return;
    fail_msg("%u objects are left", stage_objects(stage));
}
