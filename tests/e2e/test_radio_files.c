/*
 * test_radio_files.c - files at addresses, and pipes, that are heard before they are complete:
 * to the sample, over lost connections, and whoever dies.
 */
#include "tests/e2e/radio.h"

/* It has begun while more was to come. */
static void await_stream(struct stage_process *rondo)
{
    stage_await_ready(rondo);
    stage_await_text(rondo, "codec", "mp3, by ffmpeg");
}

/* What was heard is the stream as ffmpeg decodes it; or, where it was a file by then, as rondo
 * does. */
static void assert_all_heard_as(struct stage *stage, const char *what, bool stream)
{
    size_t size, heard_size;
    uint8_t *sound, *heard = stage_read(stage, "out.raw", &heard_size);

    if (stream) {
        sound = radio_decode(stage, "music.mp3", &size);
    } else {
        assert_int_equal(
            stage_run(stage, "rondo", "-q", "-o", "raw:file.raw", "music.mp3", NULL)->status, 0);
        sound = stage_read(stage, "file.raw", &size);
    }
    assert_int_equal(heard_size, size);
    radio_assert_equal(sound, heard, size, what);
    free(sound);
    free(heard);
}

static void assert_all_heard(struct stage *stage, const char *what)
{
    assert_all_heard_as(stage, what, true);
}

static void over_lost_connections_not_a_sample_is_wrong(void **state)
{
    static const char *const ways[] = {"drop/music.mp3", "whole/music.mp3", "moved/drop/music.mp3"};
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "64000");

    radio_encode(stage, "music.mp3", "10");
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct stage_process *rondo =
            stage_play(stage, "-o", "raw:out.raw", radio_address(ways[i]), NULL);
        bool stream;

        assert_int_equal(stage_wait(rondo), 0);
        if (!strstr(stage_errors(rondo), "the connection was lost: curl: (18) "))
            fail_msg("%s: %s", ways[i], stage_errors(rondo));
        /* On a slow machine all of it has come before it begins. */
        stream = strstr(stage_errors(rondo), "(mp3, by ffmpeg, 44100 Hz, stereo, f32)");
        if (!stream)
            assert_non_null(
                strstr(stage_errors(rondo), ", MPEG Layer III, 44100 Hz, stereo, f32)"));
        assert_all_heard_as(stage, ways[i], stream);
    }
    radio_stop(server);
}

static void whoever_dies_not_a_sample_is_wrong(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "40000"), *rondo;
    pid_t curl, ffmpeg;

    radio_encode(stage, "music.mp3", "20");
    rondo = stage_play(stage, "-q", "--buffer=0.5", "-o", "raw:out.raw",
                       radio_address("slow/music.mp3"), NULL);
    await_stream(rondo);
    stage_await_number(rondo, "position", 4.2);
    ffmpeg = radio_await_child(rondo, "ffmpeg", 0);
    kill(ffmpeg, SIGKILL);
    radio_await_child(rondo, "ffmpeg", ffmpeg);
    kill(control_pids(rondo).producer, SIGKILL);
    stage_await_number(rondo, "restarts.producer", 1);
    curl = radio_await_child(rondo, "curl", 0);
    kill(curl, SIGKILL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_all_heard(stage, "slow");
    radio_stop(server);
}

static void what_has_not_come_yet_cannot_be_sought(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "8000"), *rondo, *ctl;

    radio_encode(stage, "music.mp3", "20");
    rondo = stage_play(stage, "-o", "sim", radio_address("slow/music.mp3"), NULL);
    await_stream(rondo);
    assert_int_equal(stage_ctl(rondo, "seek", "2", NULL)->status, 0);
    stage_await_number(rondo, "position", 2);
    ctl = stage_ctl(rondo, "seek", "19", NULL);
    assert_int_equal(ctl->status, 1);
    assert_string_equal(stage_errors(ctl),
                        "rondoctl: seek: that has not come yet, or is gone again\n");
    radio_stop(server); /* and now it never will */
    stage_await_text(rondo, "stream.state", "reconnecting");
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

/* A slow source makes gaps of its own kind, and says how far it is. */
static void a_slow_source_is_told_apart_from_other_trouble(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "8000"), *rondo = stage_prepare(stage);
    char name[64];

    radio_encode(stage, "music.mp3", "20");
    snprintf(name, sizeof(name), "--name=%s", stage->name);
    rondo->columns = 100;
    stage_start(rondo, "rondo", name, "-o", "sim", radio_address("slow/music.mp3"), NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "underruns.source_slow", 1);
    assert_int_equal(stage_number(stage_status(rondo), "underruns.decoder_late"), 0);
    stage_await_shown(rondo, "buffering ");
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
    radio_stop(server);
}

/* The writer goes on only when the listener has heard the beginning. */
static void a_pipe_is_heard_before_it_ends(void **state)
{
    struct stage *stage = *state;
    struct stage_process *writer = stage_prepare(stage), *rondo;
    char path[PATH_MAX];
    uint8_t *wave, *heard;
    size_t size, heard_size;

    assert_int_equal(stage_run(stage, "mkfifo", "fifo", NULL)->status, 0);
    wave = stage_read(stage, stage_sample("rondo-s16.wav", path), &size);
    stage_start(writer, "sh", "-c",
                "exec 9>fifo; head -c 700000 \"$0\" >&9; while ! [ -e go ]; do sleep 0.05; done; "
                "tail -c +700001 \"$0\" >&9",
                path, NULL);
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", "fifo", NULL);
    stage_await_ready(rondo);
    stage_await_text(rondo, "codec", "pcm_s16le, by ffmpeg");
    stage_await_number(rondo, "position", 3);
    stage_write(stage, "go", "", 0);
    assert_int_equal(stage_wait(rondo), 0);
    heard = stage_read(stage, "out.raw", &heard_size);
    assert_true(heard_size < size && heard_size > size - 4096); /* all but the headers */
    assert_memory_equal(heard, wave + (size - heard_size), heard_size);
    free(heard);
    free(wave);
    stage_wait(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(over_lost_connections_not_a_sample_is_wrong),
        ON_STAGE(whoever_dies_not_a_sample_is_wrong),
        ON_STAGE(what_has_not_come_yet_cannot_be_sought),
        ON_STAGE(a_slow_source_is_told_apart_from_other_trouble),
        ON_STAGE(a_pipe_is_heard_before_it_ends),
    };

    if (radio_lacks_programs())
        return RADIO_SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
