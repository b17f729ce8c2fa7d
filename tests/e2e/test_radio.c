/*
 * test_radio.c - internet radios, of a server on 127.0.0.1: heard to the sample while they come,
 * with their titles, whoever dies, and on a new connection when the old one is lost.
 */
#include <poll.h>

#include "tests/e2e/radio.h"
#include "tests/e2e/stage_terminal.h"

enum { STABLE_MS = 1000, QUIET_MS = 3000, SETTLE_MS = 10000 };

/* What has been written of a raw output so far is the beginning of this sound, over and over. */
static void assert_heard(struct stage *stage, const uint8_t *sound, size_t size, size_t least)
{
    size_t heard_size;
    uint8_t *heard = stage_read(stage, "out.raw", &heard_size);

    assert_true(heard_size >= least);
    for (size_t at = 0; at < least; at += size)
        radio_assert_equal(sound, heard + at, least - at < size ? least - at : size, "out.raw");
    free(heard);
}

static void a_radio_is_heard_exactly_whoever_dies(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "200000"), *rondo;
    size_t size, least = 20 * RADIO_RATE * RADIO_FRAME;
    uint8_t *sound;

    radio_encode(stage, "music.mp3", "24");
    sound = radio_decode(stage, "music.mp3", &size);
    assert_true(size > least);
    rondo = stage_play(stage, "-q", "--buffer=0.5", "-o", "raw:out.raw",
                       radio_address("radio/music.mp3"), NULL);
    for (int i = 1; i <= 4; i++) {
        stage_await_ready(rondo);
        stage_await_number(rondo, "position", 4 * i);
        kill(control_pids(rondo).producer, SIGKILL);
        stage_await_number(rondo, "restarts.producer", i);
    }
    stage_await_number(rondo, "position", 22);
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_heard(stage, sound, size, least);
    radio_stop(server);
    free(sound);
}

/* Five times 4000 bytes have each title, and 16000 bytes last a second. */
static void a_title_shows_when_its_sound_is_heard(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "64000"), *rondo;
    char title[64], expected[64];
    const char *status;

    radio_encode(stage, "music.mp3", "30");
    rondo = stage_play(stage, "-o", "sim", radio_address("radio/music.mp3"), NULL);
    stage_await_ready(rondo);
    for (int i = 2; i <= 4; i++) {
        snprintf(expected, sizeof(expected), "Title %d", i);
        stage_await_text(rondo, "title", expected);
        status = stage_status(rondo);
        assert_true(stage_number(status, "position") >= 1.25 * (i - 1) - 1);
    }
    stage_text(status, "stream.station", title, sizeof(title));
    assert_string_equal(title, "Rondo Radio");
    assert_int_equal(stage_number(status, "stream.kbits"), RADIO_KBITS);
    assert_string_equal(stage_text(status, "stream.state", title, sizeof(title)), "playing");
    assert_int_equal(stage_ctl(rondo, "seek", "0.2", NULL)->status, 0);
    stage_await_text(rondo, "title", "Title 1");
    assert_int_equal(stage_ctl(rondo, "seek", "1:00:00", NULL)->status, 1);
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_non_null(strstr(stage_errors(rondo), "\n1/1 Title 2 (mp3, by ffmpeg, 44100 Hz"));
    radio_stop(server);
}

static void a_lost_connection_is_made_anew_and_counted(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "64000"), *rondo;
    uint8_t *sound;
    size_t size, least;

    radio_encode(stage, "music.mp3", "3");
    sound = radio_decode(stage, "music.mp3", &size);
    least = size * 3 - 65536; /* of the rest there is no whole block */
    rondo = stage_play(stage, "-o", "raw:out.raw", radio_address("once/music.mp3"), NULL);
    stage_await_text(rondo, "title", "Part 3");
    stage_await_number(rondo, "stream.reconnects", 2);
    stage_await_text(rondo, "stream.state", "reconnecting");
    stage_await_number(rondo, "position", (double)least / RADIO_FRAME / RADIO_RATE + 0.01);
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    assert_heard(stage, sound, size, least);
    assert_non_null(strstr(stage_errors(rondo), "music.mp3: the connection was lost; it is made "
                                                "anew\n"));
    radio_stop(server);
    free(sound);
}

static void a_hostile_radio_steers_nothing(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "16000");
    struct stage_process *rondo = stage_prepare(stage);
    char name[64];

    radio_encode(stage, "music.mp3", "10");
    snprintf(name, sizeof(name), "--name=%s", stage->name);
    rondo->columns = 100;
    stage_start(rondo, "rondo", name, "-o", "sim", radio_address("evil/music.mp3"), NULL);
    stage_await_shown(rondo, "red");
    stage_await_shown(rondo, "café");
    stage_await_shown(rondo, "it's Guns'n'Roses");
    assert_null(strstr(stage_shown(rondo), "\033]0;"));
    assert_null(strstr(stage_shown(rondo), "\033[2J"));
    stage_type(rondo, "q");
    assert_int_equal(stage_wait(rondo), 0);
    radio_stop(server);
}

static void await_rest(const struct control_pids *pids)
{
    uint64_t begin = stage_now_ms(), changed = begin, sleeps = control_sleeps(pids);

    while (stage_now_ms() - changed < STABLE_MS) {
        uint64_t now = control_sleeps(pids);

        if (now != sleeps)
            changed = stage_now_ms();
        if (changed - begin > SETTLE_MS)
            fail_msg("it does not come to rest");
        sleeps = now;
        poll(NULL, 0, 20);
    }
}

static void a_paused_radio_fills_its_window_and_then_sleeps(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "400000"), *rondo;
    struct control_pids pids;
    uint64_t sleeps;

    radio_encode(stage, "music.mp3", "10");
    rondo = stage_play(stage, "-o", "sim", radio_address("radio/music.mp3"), NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.1);
    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    stage_await_number(rondo, "stream.to", 30);
    pids = control_pids(rondo);
    await_rest(&pids);
    sleeps = control_sleeps(&pids);
    poll(NULL, 0, QUIET_MS);
    assert_int_equal(control_sleeps(&pids), sleeps);
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    stage_await_number(rondo, "stream.to", 31);
    assert_int_equal(stage_ctl(rondo, "stop", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    radio_stop(server);
}

static void curl_and_ffmpeg_are_started_again_and_die_with_rondo(void **state)
{
    struct stage *stage = *state;
    struct stage_process *server = radio_serve(stage, "64000"), *rondo;
    pid_t curl, ffmpeg;

    radio_encode(stage, "music.mp3", "10");
    rondo = stage_play(stage, "-q", "-o", "sim", radio_address("radio/music.mp3"), NULL);
    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.1);
    curl = radio_await_child(rondo, "curl", 0);
    kill(curl, SIGKILL);
    curl = radio_await_child(rondo, "curl", curl);
    stage_await_number(rondo, "stream.reconnects", 1);
    ffmpeg = radio_await_child(rondo, "ffmpeg", 0);
    kill(ffmpeg, SIGKILL);
    ffmpeg = radio_await_child(rondo, "ffmpeg", ffmpeg);
    stage_await_number(rondo, "stream.to", stage_number(stage_status(rondo), "stream.to") + 1);
    kill(rondo->pid, SIGKILL);
    stage_wait(rondo);
    stage_await_gone(curl);
    stage_await_gone(ffmpeg);
    for (uint64_t since = 0; stage_objects(stage) > 0;)
        stage_tick(rondo, &since, "the objects to go");
    stage_run(stage, "rondoctl", "doctor", "--reap", NULL); /* the instance's file */
    radio_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_STAGE(a_radio_is_heard_exactly_whoever_dies),
        ON_STAGE(a_title_shows_when_its_sound_is_heard),
        ON_STAGE(a_lost_connection_is_made_anew_and_counted),
        ON_STAGE(a_hostile_radio_steers_nothing),
        ON_STAGE(a_paused_radio_fills_its_window_and_then_sleeps),
        ON_STAGE(curl_and_ffmpeg_are_started_again_and_die_with_rondo),
    };

    if (radio_lacks_programs())
        return RADIO_SKIPPED;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
