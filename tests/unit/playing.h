/*
 * playing.h - for tests: pseudo-random samples, played by the output portaudio on a virtual card.
 *
 * `next` counts what has been handed over and is not to be handed over again. Teardown gives
 * fd 2 back, on which cmocka says what failed.
 */
#ifndef TESTS_UNIT_PLAYING_H
#define TESTS_UNIT_PLAYING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "player/consumer/output.h"
#include "shmring/block.h"
#include "tests/card/card.h"

enum { PLAYING_LATENCY_MS = 100, PLAYING_TIMEOUT_MS = 60000 };

struct playing {
    struct card card;
    bool has_card;
    struct output *output;
    struct output_format format;
    uint32_t frame_bytes;
    uint8_t *samples;
    uint32_t frames;
    uint32_t next;
    uint64_t random;
    char why[256];
};

static inline int playing_setup(void **state)
{
    struct playing *playing = calloc(1, sizeof(*playing));

    *state = playing;
    return playing ? 0 : -1;
}

static inline int playing_teardown(void **state)
{
    struct playing *playing = *state;

    if (playing->output)
        output_portaudio.destroy(playing->output);
    if (playing->has_card)
        card_remove(&playing->card);
    free(playing->samples);
    free(playing);
    return 0;
}

static inline uint32_t playing_random(struct playing *playing)
{
    playing->random = playing->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(playing->random >> 32);
}

static inline void playing_insert(struct playing *playing, const struct card_options *options)
{
    assert_int_equal(card_create(options, &playing->card), 0);
    playing->has_card = true;
}

static inline int playing_create(struct playing *playing, const char *argument)
{
    const struct output_config config = {
        .argument = argument, .options = "", .latency_ms = PLAYING_LATENCY_MS};

    return output_portaudio.create(&config, &playing->output, playing->why, sizeof(playing->why));
}

static inline int playing_start(struct playing *playing)
{
    return output_portaudio.start(playing->output, &playing->format, playing->why,
                                  sizeof(playing->why));
}

static inline void playing_fill(struct playing *playing)
{
    uint32_t count = playing->frames * playing->format.channels;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t value = playing_random(playing);

        if (playing->format.sample == SAMPLE_S16)
            ((uint16_t *)(void *)playing->samples)[i] = (uint16_t)value;
        else if (playing->format.sample == SAMPLE_F32)
            ((float *)(void *)playing->samples)[i] = (float)(int32_t)value / 1.5e9f;
        else
            ((uint32_t *)(void *)playing->samples)[i] =
                playing->format.sample == SAMPLE_S24 ? value & 0xffffff00 : value;
    }
}

/* Inserts the card, opens the default device, and has `ms` of samples ready to be played. */
static inline void playing_begin(struct playing *playing, const struct card_options *options,
                                 const struct output_format *format, uint32_t ms)
{
    playing_insert(playing, options);
    assert_int_equal(playing_create(playing, ""), 0);
    playing->format = *format;
    playing->frame_bytes = block_frame_bytes(format->sample, format->channels);
    playing->frames = format->rate / 1000 * ms;
    playing->samples = calloc(playing->frames, playing->frame_bytes);
    assert_non_null(playing->samples);
    playing_fill(playing);
    assert_int_equal(playing_start(playing), 0);
}

/* Hands over pieces of up to 20 ms until `until` frames have been; 0 or what write() says. */
static inline int playing_write(struct playing *playing, uint32_t until)
{
    while (playing->next < until) {
        uint32_t count = 1 + playing_random(playing) % (playing->format.rate / 50);
        int r;

        if (count > until - playing->next)
            count = until - playing->next;
        r = output_portaudio.write(playing->output,
                                   playing->samples + (size_t)playing->next * playing->frame_bytes,
                                   count);
        if (r < 0)
            return r;
        playing->next += count;
    }
    return 0;
}

/* Feeds silence until the card has played all samples, of frame_bytes bytes there. */
static inline void playing_finish(struct playing *playing, uint32_t frame_bytes)
{
    while (card_recorded(&playing->card) < (size_t)playing->frames * frame_bytes) {
        uint32_t silence = 0;

        assert_int_equal(output_portaudio.wait(playing->output, 960, &silence), 0);
        assert_true(silence > 0);
    }
}

/* What the card has played; the caller frees it. */
static inline uint8_t *playing_record(struct playing *playing, size_t *ret_size)
{
    uint8_t *record = NULL;

    assert_int_equal(card_read_record(&playing->card, &record, ret_size), 0);
    return record;
}

/* The card has played every sample as it was, and nothing else but silence after the last. */
static inline void playing_assert_exact(struct playing *playing)
{
    size_t wanted = (size_t)playing->frames * playing->frame_bytes;
    size_t size;
    uint8_t *record = playing_record(playing, &size);

    assert_true(size >= wanted);
    assert_memory_equal(record, playing->samples, wanted);
    while (size > wanted)
        assert_int_equal(record[--size], 0);
    free(record);
}

#define PLAYING_TEST(function)                                                                     \
    cmocka_unit_test_setup_teardown(function, playing_setup, playing_teardown)

#endif
