/*
 * test_pulse.c - a real PulseAudio server, private to this test, that is killed and started
 * again while Rondo plays on it through ALSA and PortAudio.
 *
 * The server plays into a named pipe, which a reader empties into a file. Skipped where there
 * is no pulseaudio.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_sound.h"

enum { SKIPPED = 77, AROUND_MS = 300 }; /* what a server may have on its way when it dies */

static const char file[] = "rondo-s16.aiff";
static const char configuration[] = "pcm.!default { type pulse }\nctl.!default { type pulse }\n";

struct server {
    struct stage_process *daemon;
    struct stage_process *reader;
};

/* A server whose sound goes into the file `heard`. */
static struct server start_server(struct stage *stage, const char *heard)
{
    char fifo[PATH_MAX], socket_path[PATH_MAX], sink[PATH_MAX + 200], native[PATH_MAX + 200],
        copy[2 * PATH_MAX + 32], heard_path[PATH_MAX];
    struct server server = {stage_prepare(stage), stage_prepare(stage)};

    stage_path(stage, "fifo", fifo);
    stage_path(stage, "pulse", socket_path);
    unlink(fifo);
    unlink(socket_path);
    snprintf(sink, sizeof(sink),
             "module-pipe-sink sink_name=t file=%s rate=44100 format=s16le channels=2 "
             "use_system_clock_for_timing=yes",
             fifo);
    snprintf(native, sizeof(native),
             "module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0 socket=%s",
             socket_path);
    stage_start(server.daemon, "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1",
                "--use-pid-file=no", "--realtime=no", "--high-priority=no", "-L", sink, "-L",
                native, NULL);
    for (uint64_t since = 0; access(fifo, F_OK) < 0 || access(socket_path, F_OK) < 0;)
        stage_tick(server.daemon, &since, "the server's socket");
    snprintf(copy, sizeof(copy), "exec cat %s >%s", fifo, stage_path(stage, heard, heard_path));
    stage_start(server.reader, "sh", "-c", copy, NULL);
    return server;
}

static void kill_server(struct server *server)
{
    kill(server->daemon->pid, SIGKILL);
    stage_wait(server->daemon);
    stage_wait(server->reader); /* its pipe ends with the server */
}

/* Frames of the file without the silence at both of its ends; where they begin in the sound. */
static uint8_t *heard_part(struct stage *stage, const char *name, size_t *ret_size)
{
    size_t size, first = 0;
    uint8_t *bytes = stage_read(stage, name, &size);
    static const uint8_t zeros[4];

    size -= size % 4;
    while (first < size && memcmp(bytes + first, zeros, 4) == 0)
        first += 4;
    while (size > first && memcmp(bytes + size - 4, zeros, 4) == 0)
        size -= 4;
    memmove(bytes, bytes + first, size - first);
    *ret_size = size - first;
    return bytes;
}

static struct stage_process *play(struct stage *stage)
{
    char path[PATH_MAX], server[PATH_MAX + 8];

    assert_int_equal(card_configure_text(&stage->card, configuration), 0);
    snprintf(server, sizeof(server), "unix:%s", stage_path(stage, "pulse", path));
    setenv("PULSE_SERVER", server, 1);
    return stage_play(stage, "-o", "portaudio", stage_sample(file, path), NULL);
}

/* All of it, in its order; a server that nobody has fed in time puts silence between. */
static void assert_heard(const uint8_t *sound, size_t size, const uint8_t *heard, size_t heard_size)
{
    static const uint8_t zeros[4];
    size_t at = 0;

    for (size_t i = 0; i + 4 <= heard_size; i += 4) {
        if (at + 4 <= size && memcmp(sound + at, heard + i, 4) == 0)
            at += 4;
        else if (memcmp(heard + i, zeros, 4) != 0)
            fail_msg("frame %zu is not the sound's frame %zu", i / 4, at / 4);
    }
    assert_true(at + 4096 >= size); /* but for its own silence at the end */
}

static void a_server_plays_every_sample(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(file, path));
    struct server server = start_server(stage, "heard");
    struct stage_process *rondo = play(stage);
    uint8_t *bytes, *begin;
    size_t size;

    assert_int_equal(stage_wait(rondo), 0);
    kill_server(&server);
    bytes = heard_part(stage, "heard", &size);
    begin = memmem(sound.bytes, sound.size, bytes, size < 4096 ? size : 4096);
    assert_non_null(begin);
    assert_true(size >= sound.size - 4096); /* the sound's own silence at its ends is cut too */
    assert_heard(begin, (size_t)(sound.bytes + sound.size - begin), bytes, size);
    free(bytes);
    sound_free(&sound);
}

static void a_server_that_is_killed_and_comes_back_goes_on_where_it_was(void **state)
{
    struct stage *stage = *state;
    char path[PATH_MAX];
    struct sound sound = sound_decode(stage, stage_sample(file, path));
    struct server server = start_server(stage, "before");
    struct stage_process *rondo = play(stage);
    uint8_t *before, *after, *again;
    size_t before_size, after_size;
    int64_t gap;

    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 1.0);
    kill_server(&server);
    stage_await_errors(rondo, "the device is gone");
    stage_await_text(rondo, "state", "paused");
    server = start_server(stage, "after");
    stage_await_errors(rondo, "the device is back");
    assert_int_equal(stage_ctl(rondo, "play", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
    kill_server(&server);

    before = heard_part(stage, "before", &before_size);
    after = heard_part(stage, "after", &after_size);
    again = memmem(sound.bytes, sound.size, after, 4096);
    assert_non_null(again);
    assert_memory_equal(again, after, after_size);
    gap = (int64_t)(again - sound.bytes) / 4 - (int64_t)before_size / 4;
    print_message("at the server's death %lld frames were on their way\n", (long long)gap);
    assert_true(llabs(gap) < (int64_t)sound.rate * AROUND_MS / 1000);
    free(before);
    free(after);
    sound_free(&sound);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_server_plays_every_sample),
        ON_STAGE(a_server_that_is_killed_and_comes_back_goes_on_where_it_was),
    };

    if (system("command -v pulseaudio >/dev/null") != 0)
        return SKIPPED;
    return cmocka_run_group_tests_name("pulse", tests, NULL, NULL);
}
