/*
 * radio.h - the server of radio.py, MP3 files for it, and what they sound like.
 */
#ifndef TESTS_E2E_RADIO_H
#define TESTS_E2E_RADIO_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage.h"
#include "tests/e2e/stage_control.h"

enum { RADIO_SKIPPED = 77, RADIO_RATE = 44100, RADIO_FRAME = 8, RADIO_KBITS = 128 };

static int radio_port;

/* Serves the stage's folder, radios and slow files at `rate` bytes a second. */
static inline struct stage_process *radio_serve(struct stage *stage, const char *rate)
{
    struct stage_process *process = stage_prepare(stage);

    stage_start(process, "python3", SOURCE_DIR "/tests/e2e/radio.py", rate, NULL);
    for (uint64_t since = 0; !strchr(stage_out(process), '\n');)
        stage_tick(process, &since, "its port");
    radio_port = atoi(stage_out(process));
    return process;
}

static inline void radio_stop(struct stage_process *server)
{
    kill(server->pid, SIGKILL);
    stage_wait(server);
}

static inline const char *radio_address(const char *path)
{
    static char text[256];

    snprintf(text, sizeof(text), "http://127.0.0.1:%d/%s", radio_port, path);
    return text;
}

/* An MP3 of constant rate by lame, of the first `seconds` of a sample. */
static inline void radio_encode(struct stage *stage, const char *file, const char *seconds)
{
    char path[PATH_MAX];
    struct stage_process *encoder =
        stage_run(stage, "sh", "-c", "sox \"$0\" -t wav - trim 0 $2 | lame --quiet -b 128 - \"$1\"",
                  stage_sample("rondo-s16.wav", path), file, seconds, NULL);

    if (encoder->status != 0)
        fail_msg("%s: %s", file, stage_errors(encoder));
}

/* What ffmpeg makes of a file by itself; the caller frees it. */
static inline uint8_t *radio_decode(struct stage *stage, const char *file, size_t *ret_size)
{
    struct stage_process *ffmpeg = stage_run(
        stage, "sh", "-c", "ffmpeg -nostdin -v error -y -f mp3 -i - -f f32le \"$0.f32\" <\"$0\"",
        file, NULL);
    char decoded[64];

    if (ffmpeg->status != 0)
        fail_msg("%s: %s", file, stage_errors(ffmpeg));
    snprintf(decoded, sizeof(decoded), "%s.f32", file);
    return stage_read(stage, decoded, ret_size);
}

static inline void radio_assert_equal(const uint8_t *sound, const uint8_t *heard, size_t size,
                                      const char *what)
{
    for (size_t i = 0; i + RADIO_FRAME <= size; i += RADIO_FRAME)
        if (memcmp(sound + i, heard + i, RADIO_FRAME) != 0)
            fail_msg("%s: wrong at frame %zu of %zu", what, i / RADIO_FRAME, size / RADIO_FRAME);
}

static inline bool radio_is_called(pid_t pid, const char *name)
{
    char path[64], text[32] = "";
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
    file = fopen(path, "re");
    if (!file)
        return false;
    if (!fgets(text, sizeof(text), file))
        text[0] = '\0';
    fclose(file);
    text[strcspn(text, "\n")] = '\0';
    return strcmp(text, name) == 0;
}

/* The rondo's child of that name that is not `but`; 0: there is none. */
static inline pid_t radio_child(struct stage_process *rondo, const char *name, pid_t but)
{
    pid_t found = 0;
    char path[64];
    FILE *file;
    int child;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", rondo->pid, rondo->pid);
    file = fopen(path, "re");
    if (!file)
        return 0;
    while (fscanf(file, "%d", &child) == 1)
        if (child != but && radio_is_called(child, name))
            found = child;
    fclose(file);
    return found;
}

static inline pid_t radio_await_child(struct stage_process *rondo, const char *name, pid_t but)
{
    uint64_t since = 0;
    pid_t pid;

    while ((pid = radio_child(rondo, name, but)) == 0)
        stage_tick(rondo, &since, name);
    return pid;
}

static inline bool radio_lacks_programs(void)
{
    return access("/usr/bin/curl", X_OK) < 0 || access("/usr/bin/python3", X_OK) < 0 ||
           access("/usr/bin/ffmpeg", X_OK) < 0 || access("/usr/bin/lame", X_OK) < 0 ||
           access("/usr/bin/sox", X_OK) < 0;
}

#endif
