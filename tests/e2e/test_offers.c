/*
 * test_offers.c - outputs that do not take every format: nothing is skipped, lost or heard twice,
 * and the status says what was changed.
 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_sound.h"

enum { FRAMES = 3 * 48000, TRACKS = 4 }; /* each sample lasts 3 s */

static const struct sound shape = {
    .rate = 48000, .channels = 2, .format = SAMPLE_S16, .size = TRACKS * FRAMES * 4};
static const char *const files[TRACKS] = {"rondo-s24.flac", "mono.wav", "rondo.opus", "8k.wav"};
static const char sim[] = "rates=48000,channels=2,formats=s16,record=heard.wav";

static struct stage_process *play(struct stage *stage, const char *output)
{
    static char paths[TRACKS][PATH_MAX];

    for (int i = 0; i < TRACKS; i++)
        stage_sample(files[i], paths[i]);
    return stage_play(stage, "-q", "--buffer=1", "-o", output, paths[0], paths[1], paths[2],
                      paths[3], NULL);
}

/* As sox makes it, which dithers by other noise: by less than 3 of the last bit. */
static void assert_like_sox(struct stage *stage, const uint8_t *bytes, const char *file)
{
    const struct sound one = {
        .rate = 48000, .channels = 2, .format = SAMPLE_S16, .size = FRAMES * 4};
    const bool mono = strcmp(file, "mono.wav") == 0;
    char path[PATH_MAX];
    struct sound theirs;
    int worst = 0;

    stage_sample(file, path);
    if (strcmp(file, "rondo.opus") == 0) /* which sox may not read */
        return;
    assert_int_equal(stage_run(stage, "sox", "-D", path, "-b", "16", "sox.wav", "rate", "-v",
                               "48000", "channels", "2", "vol", mono ? "0.70710678" : "1", NULL)
                         ->status,
                     0);
    theirs = sound_of_wav(stage, "sox.wav", &one);
    for (int i = 480; i < (FRAMES - 480) * 2; i++) {
        int off = abs(((const int16_t *)(const void *)bytes)[i] -
                      ((const int16_t *)(const void *)theirs.bytes)[i]);
        worst = off > worst ? off : worst;
    }
    assert_in_range(worst, 1, 3);
    sound_free(&theirs);
}

static struct sound heard_by_sim(struct stage *stage)
{
    char output[200];
    struct stage_process *rondo;

    snprintf(output, sizeof(output), "sim,speed=0,report=report,%s", sim);
    rondo = play(stage, output);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    return sound_of_wav(stage, "heard.wav", &shape);
}

static void a_device_with_one_format_plays_tracks_of_all(void **state)
{
    struct stage *stage = *state;
    struct sound heard = heard_by_sim(stage);

    for (int i = 0; i < TRACKS; i++)
        assert_like_sox(stage, heard.bytes + (size_t)i * FRAMES * 4, files[i]);
    sound_free(&heard);
}

static void deaths_of_both_children_meanwhile_change_no_bit(void **state)
{
    struct stage *stage = *state;
    struct sound whole = heard_by_sim(stage), heard;
    char output[200];
    struct stage_process *rondo;

    snprintf(output, sizeof(output), "sim,speed=3,report=report,%s", sim);
    remove(stage_path(stage, "heard.wav", (char[PATH_MAX]){0}));
    rondo = play(stage, output);
    stage_await_ready(rondo);
    for (int i = 1; i <= 4; i++) {
        struct control_pids pids = control_pids(rondo);

        kill(i % 2 ? pids.producer : pids.consumer, SIGKILL);
        stage_await_number(rondo, i % 2 ? "restarts.producer" : "restarts.consumer", (i + 1) / 2);
        stage_await_number(rondo, "track", i < 3 ? i : 3);
    }
    assert_int_equal(stage_wait(rondo), 0);
    heard = sound_of_wav(stage, "heard.wav", &whole);
    sound_assert_bytes(&whole, heard.bytes, heard.size, "what was heard");
    sound_free(&heard);
    sound_free(&whole);
}

/* Each later track is what it is in a device that takes just that. */
static void a_file_gets_all_tracks_in_the_first_ones_format(void **state)
{
    struct stage *stage = *state;
    char first[PATH_MAX], second[PATH_MAX];
    struct sound both = shape, written;
    struct stage_process *rondo;

    assert_int_equal(stage_run(stage, "sox", "-D", stage_sample("rondo-f32.aiff", first), "-b",
                               "16", "first.wav", "rate", "48000", NULL)
                         ->status,
                     0);
    rondo = stage_play(stage, "-q", "-o", "wav:out.wav", "first.wav",
                       stage_sample("rondo-s24.flac", second), NULL);
    assert_int_equal(stage_wait(rondo), 0);
    both.size = 2 * FRAMES * 4;
    written = sound_of_wav(stage, "out.wav", &both);
    assert_like_sox(stage, written.bytes + FRAMES * 4, "rondo-s24.flac");
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", "first.wav", second, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    sound_assert_file(stage, &written, "out.raw");
    sound_free(&written);
}

static void what_no_device_could_take_is_passed_over_with_a_line(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "sim,speed=0,report=report,channels=3",
                   stage_sample("mono.wav", path), NULL);

    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo),
                           "mono.wav: skipped: it does not take 44100 Hz, 1 channels, s16"));
}

/* Just what the simulated device gets that takes no more; no gap where that is known. */
static void a_card_that_takes_one_format_hears_all_of_it_in_that(void **state)
{
    struct stage *stage = *state;
    char first[PATH_MAX], second[PATH_MAX], output[200];
    struct stage_process *rondo;
    struct sound sound = shape, twice, other;

    stage_sample("rondo-s24.flac", first);
    stage_sample("8k.wav", second);
    snprintf(output, sizeof(output), "sim,speed=0,report=report,%s", sim);
    rondo = stage_play(stage, "-q", "-o", output, first, first, second, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    sound.size = 3 * FRAMES * 4;
    sound = sound_of_wav(stage, "heard.wav", &sound);
    twice = sound_part(&sound, 0, 2 * FRAMES);
    other = sound_part(&sound, 2 * FRAMES, FRAMES);
    stage_card(stage, &(struct card_options){
                          .rates = "48000", .channels = "2", .formats = "S16_LE", .speed = 4});
    rondo = stage_play(stage, "-q", "--latency", "1000", first, first, second, NULL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    sound_assert_recorded(stage, &twice, &other, NULL);
    sound_free(&twice);
    sound_free(&other);
    sound_free(&sound);
}

/* A member of the status that is an array or a truth, as it is written. */
static void await_status(struct stage_process *rondo, const char *text)
{
    for (uint64_t since = 0;; stage_tick(rondo, &since, text)) {
        const char *status = stage_status(rondo);

        if (status && strstr(status, text))
            return;
    }
}

static void quit(struct stage_process *rondo)
{
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void the_status_says_whether_it_is_bit_perfect_and_if_not_why(void **state)
{
    static const struct {
        const char *file, *option, *output, *changes;
    } rows[] = {
        {"rondo-s24.flac", "--rate=44100", "sim", "\"bit_perfect\":true,\"changes\":[]"},
        {"rondo.ogg", "--channels=2", "sim", "\"bit_perfect\":true,\"changes\":[]"},
        {"rondo-s24.flac", "--rate=48000", "sim",
         "\"bit_perfect\":false,\"changes\":[\"resampled 44100 to 48000 Hz\",\"converted to 32 bit "
         "float\"]"},
        {"surround.flac", "--channels=2", "sim",
         "\"changes\":[\"mixed 6 to 2 channels\",\"converted to 32 bit float\"]"},
        {"rondo-s24.flac", "--volume=80", "sim",
         "\"bit_perfect\":false,\"changes\":[\"volume 80 %\",\"dithered to 24 bit\"]"},
        {"rondo-s24.flac", "--volume=100", "sim,formats=s16",
         "\"changes\":[\"dithered to 16 bit\"]"},
        {"rondo-s16.flac", "--volume=100", "sim,formats=s32",
         "\"changes\":[\"converted to 32 bit\"]"},
    };
    struct stage *stage = *state;
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct stage_process *rondo = stage_play(stage, "-q", rows[i].option, "-o", rows[i].output,
                                                 stage_sample(rows[i].file, path), NULL);

        await_status(rondo, rows[i].changes);
        quit(rondo);
    }
}

/* Another card, which takes another rate, in the place of the one that died. */
static void after_a_loss_it_goes_on_in_what_the_next_device_takes(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    const struct card_options next = {.rates = "48000"};
    struct stage_process *rondo;

    stage_card(stage, &(struct card_options){.rates = "44100"});
    rondo = stage_play(stage, "-q", "--on-device-loss=wait", stage_sample("rondo-s24.flac", path),
                       NULL);
    await_status(rondo, "\"bit_perfect\":true");
    stage_await_number(rondo, "position", 0.5);
    assert_int_equal(card_configure(&stage->card, &next), 0);
    card_command(&stage->card, CARD_DIE);
    stage_await_errors(rondo, "the device is gone");
    card_command(&stage->card, CARD_RUN);
    await_status(rondo, "resampled 44100 to 48000 Hz");
    stage_await_number(rondo, "position", 1);
    assert_int_equal(stage_wait(rondo), 0);
    assert_true(card_count(&stage->card, "open S32_LE 44100 2") >= 1);
    assert_true(card_count(&stage->card, "open FLOAT_LE 48000 2") >= 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_device_with_one_format_plays_tracks_of_all),
        ON_STAGE(deaths_of_both_children_meanwhile_change_no_bit),
        ON_STAGE(a_file_gets_all_tracks_in_the_first_ones_format),
        ON_STAGE(what_no_device_could_take_is_passed_over_with_a_line),
        ON_STAGE(a_card_that_takes_one_format_hears_all_of_it_in_that),
        ON_STAGE(the_status_says_whether_it_is_bit_perfect_and_if_not_why),
        ON_STAGE(after_a_loss_it_goes_on_in_what_the_next_device_takes),
    };
    return cmocka_run_group_tests_name("offers", tests, NULL, NULL);
}
