/*
 * sim_fixture.h - a simulated device that records, for tests.
 *
 * At speed 0 and 1000 frames a second a frame is a millisecond, and every run is the same.
 * Each frame's sample is its number, so the recording shows which frames were heard, and in
 * which order.
 */
#ifndef TESTS_UNIT_SIM_FIXTURE_H
#define TESTS_UNIT_SIM_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "player/consumer/output.h"
#include "shmring/layout.h"
#include "tests/unit/scratch.h"

enum { SIM_LATENCY = 100, SIM_HEADER = 116, SIM_FRAMES_MAX = 20000 };

static const struct output_format sim_format = {1000, 1, SAMPLE_S32};

static inline struct output *sim_create(struct scratch *scratch, const char *options, bool resume)
{
    char text[3 * SCRATCH_PATH_MAX];
    snprintf(text, sizeof(text), "%s,record=%s", options, scratch_path(scratch, "heard.wav"));
    const struct output_config config = {.argument = "",
                                         .options = text,
                                         .latency_ms = SIM_LATENCY,
                                         .resume = resume,
                                         .resume_frames = UINT64_MAX};
    struct output *output = NULL;
    char reason[400] = "";
    int r = output_sim.create(&config, &output, reason, sizeof(reason));
    if (r < 0)
        fail_msg("%s: %d", reason, r);
    return output;
}

static inline void sim_start(struct output *output)
{
    char reason[400] = "";
    int r = output_sim.start(output, &sim_format, reason, sizeof(reason));
    if (r < 0)
        fail_msg("%s: %d", reason, r);
}

static inline struct output *sim_create_and_start(void **state, const char *options)
{
    struct output *output = sim_create(*state, options, false);
    sim_start(output);
    return output;
}

/* Writes the frames of these numbers in one call. */
static inline int sim_try_write(struct output *output, int32_t first, uint32_t frames)
{
    static int32_t samples[SIM_FRAMES_MAX];
    for (uint32_t i = 0; i < frames; i++)
        samples[i] = first + (int32_t)i;
    return output_sim.write(output, samples, frames);
}

/* Writes `frames` frames from that number on, 20 at a time as a caller should. */
static inline void sim_write_from(struct output *output, int32_t first, uint32_t frames)
{
    for (uint32_t n; frames > 0; frames -= n, first += (int32_t)n) {
        n = frames < 20 ? frames : 20;
        assert_int_equal(sim_try_write(output, first, n), 0);
    }
}

static inline void sim_wait_for(struct output *output, uint32_t frames)
{
    uint32_t silence = 99;
    assert_int_equal(output_sim.wait(output, frames, &silence), 0);
    assert_int_equal(silence, 0);
}

static inline uint64_t sim_drop(struct output *output)
{
    uint64_t unheard = 12345;
    assert_int_equal(output_sim.drop(output, &unheard), 0);
    assert_int_equal(output_sim.delay(output), 0);
    return unheard;
}

/* What a caller does at the end of the music. */
static inline void sim_play_out(struct output *output)
{
    while (output_sim.delay(output) > 0)
        sim_wait_for(output, 20);
}

static inline void sim_stop_and_destroy(struct output *output)
{
    assert_int_equal(output_sim.stop(output), 0);
    output_sim.destroy(output);
}

static inline void sim_assert_report(struct output *output, const char *part)
{
    const char *text = output_sim.report(output);
    if (strstr(text, part) == NULL)
        fail_msg("not '%s' in\n%s", part, text);
}

/* The recording has frames 0 to `until`, each once, in order, and no other. */
static inline void sim_assert_heard(void **state, uint32_t until)
{
    size_t size;
    uint8_t *bytes = scratch_read(scratch_path(*state, "heard.wav"), &size);
    assert_non_null(bytes);
    assert_int_equal((size - SIM_HEADER) / 4, until);
    uint32_t told;
    memcpy(&told, bytes + SIM_HEADER - 4, 4);
    assert_int_equal(told, 4 * until);
    for (uint32_t i = 0; i < until; i++) {
        int32_t sample;
        memcpy(&sample, bytes + SIM_HEADER + 4 * i, 4);
        if (sample != (int32_t)i)
            fail_msg("frame %d was heard as number %u", sample, i);
    }
    free(bytes);
}

#endif
