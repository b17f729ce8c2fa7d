/*
 * volume_fixture.h - samples of all formats for the tests of the volume.
 */
#ifndef TESTS_UNIT_VOLUME_FIXTURE_H
#define TESTS_UNIT_VOLUME_FIXTURE_H

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "player/consumer/volume.h"
#include "shmring/layout.h"

enum { RATE = 48000, RAMP = RATE * VOLUME_RAMP_MS / 1000, SAMPLES = 2 * 1000 };

static const uint32_t formats[] = {SAMPLE_S16, SAMPLE_S24, SAMPLE_S32, SAMPLE_F32};

/* Room for so many samples of any format. */
union samples {
    int16_t s16[SAMPLES];
    int32_t s32[SAMPLES];
    float f32[SAMPLES];
    uint8_t bytes[SAMPLES * 4];
};

#endif
