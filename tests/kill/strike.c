/*
 * strike.c - kill -9, at moments that nobody chose.
 */
#include "tests/kill/strike.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/e2e/stage_sound.h"

enum { APART_MAX_MS = 60 };

static void kill_at_random(struct stage_process *rondo, enum strike_at at, unsigned kills,
                           struct strike *strike)
{
    const char *status;

    while (strike->producers + strike->consumers < kills && (status = stage_status(rondo))) {
        bool producer = at == STRIKE_PRODUCER || (at == STRIKE_BOTH && random() % 2);
        double pid = stage_number(status, producer ? "pids.producer" : "pids.consumer");

        if (pid > 0 && kill((pid_t)pid, SIGKILL) == 0)
            *(producer ? &strike->producers : &strike->consumers) += 1;
        usleep((useconds_t)(random() % (APART_MAX_MS * 1000)));
    }
}

struct strike strike_at_random(struct stage *stage, const char *sample, unsigned start,
                               enum strike_at at, unsigned kills)
{
    char path[PATH_MAX], from[16];
    struct sound whole = sound_decode(stage, stage_sample(sample, path));
    struct sound sound =
        sound_part(&whole, (uint64_t)start * whole.rate,
                   whole.size / sound_frame_bytes(&whole) - (uint64_t)start * whole.rate);
    struct strike strike = {.rate = sound.rate, .frames = sound.size / sound_frame_bytes(&sound)};
    uint64_t held = (uint64_t)sound.rate * STRIKE_LATENCY_MS / 1000;
    struct stage_process *rondo;
    uint8_t *bytes;
    size_t size;

    snprintf(from, sizeof(from), "%u", start);
    rondo = stage_play(stage, "-o", "portaudio", "--start", from, path, NULL);
    stage_await_ready(rondo);
    kill_at_random(rondo, at, kills, &strike);
    assert_int_equal(stage_wait(rondo), 0);
    assert_int_equal(card_read_record(&stage->card, &bytes, &size), 0);
    strike.heard =
        heard_compare(sound.bytes, sound.size, bytes, size, sound_frame_bytes(&sound), held);
    if (!strike.heard.nothing_skipped)
        print_message("%s from %u s: at frame %llu comes %llu instead of %llu\n", sample, start,
                      (unsigned long long)strike.heard.wrong_at,
                      (unsigned long long)strike.heard.found,
                      (unsigned long long)strike.heard.expected);
    free(bytes);
    sound_free(&sound);
    sound_free(&whole);
    assert_true(strike.heard.nothing_skipped);
    assert_true(strike.heard.longest <= held);
    return strike;
}
