/*
 * test_scan.c - rondo --scan on files of real encoders, with tags of real taggers.
 */
#include "tests/e2e/scan_world.h"

#include <signal.h>
#include <unistd.h>

#include "tests/e2e/convert.h"

/* loudgain's loudness and true peak of a file; it measures with libebur128 what ffmpeg decodes. */
static void loudgain_of(struct stage *stage, const char *file, double *lufs, double *peak)
{
    struct stage_process *loudgain = stage_run(stage, "loudgain", "-q", "-O", file, NULL);
    const char *out = stage_out(loudgain);
    const char *row = strchr(out, '\n');

    assert_int_equal(loudgain->status, 0);
    assert_non_null(row);
    row += strlen(file) + 2;
    if (sscanf(row, "%lf LUFS %*f dB %*f %lf dBTP", lufs, peak) != 2)
        fail_msg("loudgain says: %s", out);
}

static void encode_all(struct stage *stage)
{
    char path[PATH_MAX];
    const char *wav = stage_sample("rondo-s24.wav", path);

    SCAN_MUST(stage, "flac", "-s", wav, "-o", "a.flac");
    SCAN_MUST(stage, "oggenc", "-Q", wav, "-o", "a.ogg");
    SCAN_MUST(stage, "opusenc", "--quiet", wav, "a.opus");
    SCAN_MUST(stage, "lame", "--quiet", wav, "a.mp3");
    SCAN_MUST(stage, "lame", "--quiet", wav, "b.mp3");
}

static void every_taggers_gain_is_found(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct scan_found found;
    const char *table;

    encode_all(stage);
    SCAN_MUST(stage, "metaflac", "--set-tag=replaygain_Track_gain=-3.25 dB",
              "--set-tag=REPLAYGAIN_ALBUM_GAIN=+1 dB", "a.flac");
    SCAN_MUST(stage, "vorbisgain", "-q", "a.ogg");
    SCAN_MUST(stage, "loudgain", "-q", "-s", "e", "-a", "a.opus");
    SCAN_MUST(stage, "mp3gain", "-q", "a.mp3");
    SCAN_MUST(stage, "loudgain", "-q", "-s", "e", "-a", "b.mp3");
    rondo =
        stage_run(stage, "rondo", "--scan", "a.flac", "a.ogg", "a.opus", "a.mp3", "b.mp3", NULL);
    assert_int_equal(rondo->status, 0);
    assert_string_equal(stage_errors(rondo), "");
    table = stage_out(rondo);

    found = scan_row_of(table, "a.flac");
    assert_string_equal(found.tags, "Vorbis");
    scan_assert_near(found.track, -3.25, 0.001, "FLAC's track gain");
    scan_assert_near(found.album, 1, 0.001, "FLAC's album gain");
    found = scan_row_of(table, "a.ogg");
    assert_string_equal(found.tags, "Vorbis");
    assert_true(isfinite(found.track) && isnan(found.album));
    found = scan_row_of(table, "a.opus");
    assert_string_equal(found.tags, "R128");
    scan_assert_near(found.track, found.gain, 0.02, "Opus' track gain");
    scan_assert_near(found.album, found.gain, 0.02, "Opus' album gain");
    found = scan_row_of(table, "a.mp3");
    assert_string_equal(found.tags, "APE");
    assert_true(isfinite(found.track));
    found = scan_row_of(table, "b.mp3");
    assert_string_equal(found.tags, "ID3");
    scan_assert_near(found.track, found.gain, 0.1, "MP3's track gain");
}

static void loudness_and_peak_are_what_another_program_measures(void **state)
{
    const char *const files[] = {"a.flac", "a.ogg", "a.opus", "b.mp3"};
    struct stage *stage = *state;
    struct stage_process *rondo;

    encode_all(stage);
    rondo = stage_run(stage, "rondo", "--scan", "a.flac", "a.ogg", "a.opus", "b.mp3", NULL);
    assert_int_equal(rondo->status, 0);
    for (int i = 0; i < 4; i++) {
        struct scan_found found = scan_row_of(stage_out(rondo), files[i]);
        double lufs = 0, peak = 0;

        loudgain_of(stage, files[i], &lufs, &peak);
        scan_assert_near(found.lufs, lufs, 0.1, files[i]);
        scan_assert_near(found.peak, peak, 0.1, files[i]);
        scan_assert_near(found.gain, -18 - lufs, 0.11, files[i]);
    }
}

static void the_last_row_takes_all_as_one_album(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char path[PATH_MAX];
    const char *row;
    double lufs = 0, alone = 0;

    SCAN_MUST(stage, "sox", "-G", stage_sample("rondo-s24.wav", path), "quiet.wav", "gain", "-12");
    SCAN_MUST(stage, "sox", path, "quiet.wav", "both.wav");
    SCAN_MUST(stage, "sox", path, "loud.wav");
    rondo = stage_run(stage, "rondo", "--scan", "both.wav", NULL);
    alone = scan_row_of(stage_out(rondo), "both.wav").lufs;
    rondo = stage_run(stage, "rondo", "--scan", "loud.wav", "quiet.wav", NULL);
    assert_int_equal(rondo->status, 0);
    row = strstr(stage_out(rondo), "quiet.wav\n");
    assert_non_null(row);
    assert_non_null(strstr(row, "all 2 as one album\n"));
    assert_int_equal(sscanf(row + strlen("quiet.wav\n"), "%lf", &lufs), 1);
    scan_assert_near(lufs, alone, 0.1, "the album");
}

static void json_fits_its_schema_and_has_the_failed_ones(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo, *judge;
    char path[PATH_MAX], cue[PATH_MAX];
    const char *json;

    snprintf(cue, sizeof(cue),
             "FILE \"%s\" WAVE\nTRACK 01 AUDIO\nTITLE \"A part\"\nINDEX 01 00:01:00\n",
             stage_sample("rondo-s24.wav", path));
    stage_write(stage, "part.cue", cue, strlen(cue));
    stage_write(stage, "text.wav", "no sound", 8);
    rondo = stage_run(stage, "rondo", "--scan", "--json", stage_sample("rondo.ogg", path),
                      "part.cue", "text.wav", "n\xff\x1b.flac", NULL);
    assert_int_equal(rondo->status, 1);
    json = stage_out(rondo);
    assert_non_null(strstr(json, "\"title\":\"A part\""));
    assert_non_null(strstr(json, "\"failed\":2"));
    assert_null(strchr(json, '\x1b'));
    assert_null(strchr(stage_errors(rondo), '\x1b'));
    assert_non_null(strstr(stage_errors(rondo), "rondo: text.wav: not audio that can be decoded"));
    stage_write(stage, "scan.json", json, strlen(json));
    judge = stage_run(stage, "jsonschema", "-i", "scan.json", SOURCE_DIR "/player/scan.schema.json",
                      NULL);
    if (judge->status != 0)
        fail_msg("%s\n%s", stage_errors(judge), json);
}

static void what_is_no_file_and_wrong_options_get_one_line(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = stage_run(stage, "rondo", "--scan", "-", NULL);

    assert_int_equal(rondo->status, 1);
    assert_string_equal(stage_errors(rondo),
                        "rondo: -: it is no file, and only files are scanned\n");
    rondo = stage_run(stage, "rondo", "--scan", NULL);
    assert_int_equal(rondo->status, 2);
    assert_string_equal(stage_errors(rondo), "rondo: no file to scan; see rondo --help\n");
    rondo = stage_run(stage, "rondo", "--json", "x", NULL);
    assert_int_equal(rondo->status, 2);
    assert_string_equal(stage_errors(rondo), "rondo: --json: only --scan prints that\n");
}

static void what_ffmpeg_decodes_is_measured_too(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    struct scan_found found;

    if (system("command -v ffmpeg >/dev/null") != 0)
        skip();
    encode(stage, &kinds[0]);
    SCAN_MUST(stage, "loudgain", "-q", "-s", "i", "-a", "aac.m4a");
    rondo = stage_run(stage, "rondo", "--scan", "aac.m4a", NULL);
    if (rondo->status != 0)
        fail_msg("%s", stage_errors(rondo));
    found = scan_row_of(stage_out(rondo), "aac.m4a");
    assert_string_equal(found.tags, "MP4");
    scan_assert_near(found.track, found.gain, 0.1, "AAC's track gain");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(every_taggers_gain_is_found),
        ON_STAGE(loudness_and_peak_are_what_another_program_measures),
        ON_STAGE(the_last_row_takes_all_as_one_album),
        ON_STAGE(json_fits_its_schema_and_has_the_failed_ones),
        ON_STAGE(what_is_no_file_and_wrong_options_get_one_line),
        ON_STAGE(what_ffmpeg_decodes_is_measured_too),
    };

    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
