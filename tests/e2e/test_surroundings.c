/*
 * test_surroundings.c - how little a player needs of the world around it: no device, no
 * standard input, nobody who listens to what it says.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

/*
 * Nobody has said anything but these lines, each once; a NULL is behind the last. Where the
 * kernel is an old one, there is a note on that.
 */
static void assert_lines(const char *text, const char *const lines[])
{
    const char *note = strstr(text, "rondo: the decoder's sandbox is weaker");
    size_t length = note ? strcspn(note, "\n") + 1 : 0;

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

/* Not for a producer, which points all of its own elsewhere. */
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

static void play_with_closed(struct stage *stage, const bool closed[3])
{
    char path[PATH_MAX];
    struct sound whole = sound_decode(stage, stage_sample("mono.wav", path));
    struct sound last = sound_part(&whole, 88200, 44100);
    struct stage_process *rondo = stage_prepare(stage);
    struct sound heard;
    struct control_pids pids;

    memcpy(rondo->closed, closed, sizeof(rondo->closed));
    stage_start(rondo, "rondo", "--start", "2", "-o", "sim,record=out.wav", path, NULL);
    stage_await_ready(rondo);
    pids = control_pids(rondo);
    for (int i = 0; i < 3; i++) {
        if (!closed[i])
            continue;
        assert_nothing_at(pids.rondo, i);
        assert_nothing_at(pids.consumer, i);
    }
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "out.wav", &last);
    sound_assert_bytes(&last, heard.bytes, heard.size, "out.wav");
    sound_free(&heard);
    sound_free(&last);
    sound_free(&whole);
}

static void closed_standard_descriptors_are_not_taken_for_files(void **state)
{
    static const bool closed[][3] = {
        {true, false, false}, {false, true, false}, {false, false, true}, {true, true, true}};

    for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
        play_with_closed(*state, closed[i]);
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
        ON_STAGE(without_a_device_it_says_so_and_plays_on_the_simulated_one),
        ON_STAGE(the_devices_are_listed),
        ON_STAGE(closed_standard_descriptors_are_not_taken_for_files),
        ON_STAGE(samples_for_a_closed_standard_output_are_an_error),
    };

    return cmocka_run_group_tests_name("surroundings", tests, NULL, NULL);
}
