/*
 * test_replaygain.c - --replaygain: the gain that a track gets, and what is heard of it.
 */
#include "tests/e2e/scan_world.h"

#include <signal.h>
#include <unistd.h>

#include "tests/e2e/modes.h"
#include "tests/e2e/stage_sound.h"

/* The gain that rondo --scan tells of a file, in thousandths of a dB. */
static long scanned_gain(struct stage *stage, const char *file)
{
    struct stage_process *rondo = stage_run(stage, "rondo", "--scan", "--json", file, NULL);
    const char *found = strstr(stage_out(rondo), "\"gain\":");

    assert_int_equal(rondo->status, 0);
    assert_non_null(found);
    return lround(atof(found + strlen("\"gain\":")) * 1000);
}

static double scanned_lufs(struct stage *stage, const char *file)
{
    struct stage_process *rondo = stage_run(stage, "rondo", "--scan", file, NULL);

    assert_int_equal(rondo->status, 0);
    return scan_row_of(stage_out(rondo), file).lufs;
}

/* A raw file of floats is just these 24 bit samples, each times that gain. */
static void assert_times(struct stage *stage, const char *file, const struct sound *sound,
                         long gain_mdb)
{
    const float gain = (float)pow(10, (double)gain_mdb / 20000);
    size_t size;
    float *found = (float *)stage_read(stage, file, &size);

    assert_int_equal(size / 4, sound->size / 3);
    for (size_t i = 0; i < size / 4; i++) {
        const uint8_t *at = sound->bytes + 3 * i;
        int32_t sample =
            (int32_t)((uint32_t)at[0] << 8 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 24);

        if (found[i] != (float)(sample / 2147483648.0) * gain)
            fail_msg("%s: sample %zu is %g, not %d times %g", file, i, (double)found[i], sample,
                     (double)gain);
    }
    free(found);
}

/* A sample with tags that metaflac writes. */
static void tag(struct stage *stage, const char *file, const char *track, const char *album)
{
    char path[PATH_MAX], option[2][64];

    SCAN_MUST(stage, "cp", stage_sample("rondo-s24.flac", path), file);
    snprintf(option[0], sizeof(option[0]), "--set-tag=REPLAYGAIN_TRACK_GAIN=%s", track);
    snprintf(option[1], sizeof(option[1]), "--set-tag=REPLAYGAIN_ALBUM_GAIN=%s", album);
    SCAN_MUST(stage, "metaflac", option[0], file);
    if (*album)
        SCAN_MUST(stage, "metaflac", option[1], file);
}

static void play_to(struct stage *stage, const char *output, const char *option, const char *file)
{
    struct stage_process *rondo = stage_play(stage, "-q", "-o", output, option, file, NULL);

    if (stage_wait(rondo) != 0)
        fail_msg("%s", stage_errors(rondo));
    assert_string_equal(stage_errors(rondo), "");
}

static void a_file_without_tags_is_measured_first_where_nobody_listens(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", path));
    long gain = scanned_gain(stage, path);

    play_to(stage, "wav:out.wav", "--replaygain=track", path);
    scan_assert_near(scanned_lufs(stage, "out.wav"), -18, 0.1, "the loudness");
    play_to(stage, "raw:out.raw", "--replaygain=album", path);
    assert_times(stage, "out.raw", &sound, gain);
    sound_free(&sound);
}

static void tags_make_the_gain_and_stand_in_for_one_another(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", path));

    tag(stage, "both.flac", "-3.25 dB", "-7.5 dB");
    tag(stage, "one.flac", "-4 dB", "");
    play_to(stage, "raw:out.raw", "--replaygain=track", "both.flac");
    assert_times(stage, "out.raw", &sound, -3250);
    play_to(stage, "raw:out.raw", "--replaygain=album", "both.flac");
    assert_times(stage, "out.raw", &sound, -7500);
    play_to(stage, "raw:out.raw", "--replaygain=album", "one.flac");
    assert_times(stage, "out.raw", &sound, -4000);
    sound_free(&sound);
}

static void without_the_option_every_bit_stays_and_nothing_is_scanned(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample("rondo-s24.flac", path));

    tag(stage, "tagged.flac", "-3.25 dB", "");
    play_to(stage, "raw:out.raw", "--preamp=6", "tagged.flac");
    sound_assert_file(stage, &sound, "out.raw");
    assert_int_not_equal(access(stage_path(stage, ".cache/rondo/loudness", path), F_OK), 0);
    sound_free(&sound);
}

static void the_preamp_comes_on_top_and_the_limiter_keeps_it_below_full_scale(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct scan_found found;

    tag(stage, "loud.flac", "12 dB", "");
    rondo = stage_play(stage, "-q", "-o", "wav:out.wav", "--replaygain=track", "--preamp=3",
                       "loud.flac", NULL);
    assert_int_equal(stage_wait(rondo), 0);
    rondo = stage_run(stage, "rondo", "--scan", "out.wav", NULL);
    found = scan_row_of(stage_out(rondo), "out.wav");
    scan_assert_near(found.peak, -1, 0.3, "the true peak");
}

static void what_ffmpeg_decodes_gets_its_gain_too(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];

    if (system("command -v ffmpeg >/dev/null") != 0)
        skip();
    SCAN_MUST(stage, "ffmpeg", "-nostdin", "-v", "error", "-i", stage_sample("rondo-s24.wav", path),
              "-c:a", "alac", "plain.m4a");
    play_to(stage, "wav:out.wav", "--replaygain=track", "plain.m4a");
    scan_assert_near(scanned_lufs(stage, "out.wav"), -18, 0.1, "untagged");
    SCAN_MUST(stage, "loudgain", "-q", "-s", "i", "-a", "plain.m4a");
    play_to(stage, "wav:out.wav", "--replaygain=track", "plain.m4a");
    scan_assert_near(scanned_lufs(stage, "out.wav"), -18, 0.1, "tagged");
}

static bool measured_at(struct stage_process *rondo, int track)
{
    const char *status = stage_status(rondo);
    char text[64];

    return stage_number(status, "track") == track &&
           strcmp(stage_text(status, "replaygain.source", text, sizeof(text)), "measured") == 0;
}

static void a_first_track_never_waits_and_the_next_one_is_measured_meanwhile(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char first[PATH_MAX], second[PATH_MAX], text[64];
    uint64_t since = 0;

    rondo = stage_play(stage, "-o", "sim", "--replaygain=track", "--buffer=60", "--repeat=all",
                       stage_sample("rondo-s24.flac", first), stage_sample("rondo-s24.wav", second),
                       NULL);
    stage_await_text(rondo, "replaygain.source", "none");
    assert_string_equal(stage_text(stage_status(rondo), "replaygain.why", text, sizeof(text)),
                        "loudness not measured yet");
    while (!measured_at(rondo, 2)) /* in another round on a slow machine */
        stage_tick(rondo, &since, "the second track's loudness");
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);

    /* The next session knows it from the beginning. */
    rondo = stage_play(stage, "-o", "sim", "--replaygain=track", first, NULL);
    stage_await_text(rondo, "replaygain.source", "measured");
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

static void another_mode_takes_effect_at_once_and_what_sounds_goes_on(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo, *ctl;
    const char *config = "replaygain = album\npreamp = -1.5\n";
    uint64_t since = 0;
    double frame;

    tag(stage, "tagged.flac", "-3.25 dB", "-7.5 dB");
    SCAN_MUST(stage, "mkdir", "-p", ".config/rondo");
    play_to(stage, "null", "--replaygain=track", "tagged.flac"); /* now it is known */
    rondo = stage_play(stage, "-o", "sim", "--repeat=one", "tagged.flac", NULL);
    stage_await_number(rondo, "frame", 4410);
    frame = stage_number(stage_status(rondo), "frame");
    ask(rondo, "replaygain", "track");
    stage_await_text(rondo, "replaygain.source", "track tag");
    assert_true(stage_number(stage_status(rondo), "replaygain.gain") == -3.25);
    while (
        !strstr(stage_status(rondo), "\"bit_perfect\":false,\"changes\":[\"made 3.25 dB softer "))
        stage_tick(rondo, &since, "the change of the samples");
    assert_true(stage_number(stage_status(rondo), "frame") >= frame);
    ctl = stage_ctl(rondo, "status", "--plain", NULL);
    assert_non_null(strstr(stage_out(ctl), "loudness  replaygain track: -3.25 dB (track tag)\n"));
    ctl = stage_ctl(rondo, "replaygain", "loud", NULL);
    assert_int_equal(ctl->status, 1);
    assert_non_null(strstr(stage_errors(ctl), "replaygain: 'loud' is not off, track or album"));
    stage_write(stage, ".config/rondo/config", config, strlen(config));
    kill(rondo->pid, SIGHUP);
    stage_await_text(rondo, "replaygain.source", "album tag");
    assert_true(stage_number(stage_status(rondo), "replaygain.gain") == -9);
    ask(rondo, "replaygain", "off");
    stage_await_text(rondo, "replaygain.source", "none");
    assert_true(stage_number(stage_status(rondo), "replaygain.gain") == 0);
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    stage_wait(rondo);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_file_without_tags_is_measured_first_where_nobody_listens),
        ON_STAGE(tags_make_the_gain_and_stand_in_for_one_another),
        ON_STAGE(without_the_option_every_bit_stays_and_nothing_is_scanned),
        ON_STAGE(the_preamp_comes_on_top_and_the_limiter_keeps_it_below_full_scale),
        ON_STAGE(what_ffmpeg_decodes_gets_its_gain_too),
        ON_STAGE(a_first_track_never_waits_and_the_next_one_is_measured_meanwhile),
        ON_STAGE(another_mode_takes_effect_at_once_and_what_sounds_goes_on),
    };

    return cmocka_run_group_tests_name("replaygain", tests, NULL, NULL);
}
