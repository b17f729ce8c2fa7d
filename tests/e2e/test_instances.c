/*
 * test_instances.c - players beside one another, what a killed one leaves, and how little a
 * player needs of the world around it.
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

/* Nobody has said anything but these lines, each once; a NULL is behind the last. */
static void assert_lines(const char *text, const char *const lines[])
{
    size_t length = 0;

    for (; *lines; lines++) {
        const char *line = strstr(text, *lines);

        if (!line || strstr(line + 1, *lines))
            fail_msg("not once, '%s', but: %s", *lines, text);
        length += strlen(*lines);
    }
    assert_int_equal(strlen(text), length);
}

static void without_a_device_it_says_so_and_plays_on_the_simulated_one(void **state)
{
    static const char *const lines[] = {
        "rondo: no audio device: playing on the simulated device (-o sim)\n",
        "1/1 part.wav (0:00, WAV, Signed 16 bit PCM, 44100 Hz, mono, s16)\n",
        NULL,
    };
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("mono.wav", path));
    struct sound part = sound_part(&sound, 0, 8000);
    struct stage_process *rondo;

    /* There is a configuration, as everywhere, but what it names is not there. */
    card_configure_text(&stage->card, "pcm.!default { type hw card 31 }\n");
    sound_write_wav(stage, &part, "part.wav");
    rondo = stage_play(stage, "part.wav", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_lines(stage_errors(rondo), lines);
    rondo = stage_play(stage, "-o", "portaudio", "part.wav", NULL);
    assert_int_equal(stage_wait(rondo), 3);
    assert_string_equal(stage_errors(rondo), "rondo: -o portaudio: no audio device\n");
    sound_free(&part);
    sound_free(&sound);
}

static void the_devices_are_listed(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = stage_play(stage, "--list-devices", NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_non_null(strstr(stage_out(rondo), "no audio device"));
    assert_string_equal(stage_errors(rondo), "");

    stage_card(stage, &(struct card_options){.names = "attic cellar"});
    rondo = stage_play(stage, "--list-devices", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_non_null(strstr(stage_out(rondo), "attic"));
    assert_non_null(strstr(stage_out(rondo), "cellar"));
    assert_non_null(strstr(stage_out(rondo), "default"));
    assert_string_equal(stage_errors(rondo), "");
}

/* What a process has for this descriptor. */
static void assert_nothing_at(pid_t pid, int descriptor)
{
    char path[64], target[64];
    ssize_t length;

    snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)pid, descriptor);
    length = readlink(path, target, sizeof(target) - 1);
    assert_true(length > 0);
    target[length] = '\0';
    assert_string_equal(target, "/dev/null");
}

static void closed_standard_descriptors_are_not_taken_for_files(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("mono.wav", path));

    for (int which = 0; which <= 3; which++) {
        struct stage_process *rondo = stage_prepare(stage);
        struct control_pids pids;
        struct sound heard;

        for (int i = 0; i < 3; i++)
            rondo->closed[i] = which == i || which == 3;
        stage_start(rondo, "rondo", "-o", "sim,record=out.wav,speed=4", path, NULL);
        stage_await_ready(rondo);
        pids = control_pids(rondo);
        for (int i = 0; i < 3; i++) {
            if (!rondo->closed[i])
                continue;
            assert_nothing_at(pids.rondo, i);
            assert_nothing_at(pids.producer, i);
            assert_nothing_at(pids.consumer, i);
        }
        assert_int_equal(stage_wait(rondo), 0);
        heard = sound_of_wav(stage, "out.wav", &sound);
        sound_assert_bytes(&sound, heard.bytes, heard.size, "out.wav");
        sound_free(&heard);
    }
    sound_free(&sound);
}

static void samples_for_a_closed_standard_output_are_an_error(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo = stage_prepare(stage);

    rondo->closed[1] = true;
    stage_start(rondo, "rondo", "-q", "-o", "raw:-", stage_sample("mono.wav", path), NULL);
    assert_int_equal(stage_wait(rondo), 3);
    assert_string_equal(stage_errors(rondo), "rondo: -o raw: -: Bad file descriptor\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_second_one_of_the_name_is_refused_and_told_the_pid),
        ON_STAGE(two_names_play_at_once_and_are_controlled_apart),
        ON_STAGE(the_children_of_a_killed_one_clean_up_and_end),
        ON_STAGE(what_all_three_left_is_reaped_by_the_next_one),
        ON_STAGE(a_key_that_somebody_else_uses_is_left_to_him),
        ON_STAGE(without_a_device_it_says_so_and_plays_on_the_simulated_one),
        ON_STAGE(the_devices_are_listed),
        ON_STAGE(closed_standard_descriptors_are_not_taken_for_files),
        ON_STAGE(samples_for_a_closed_standard_output_are_an_error),
    };

    return cmocka_run_group_tests_name("instances", tests, NULL, NULL);
}
