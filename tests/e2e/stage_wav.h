/*
 * stage_wav.h - WAV files as a test wants them, 44100 Hz and two channels.
 */
#ifndef TESTS_E2E_STAGE_WAV_H
#define TESTS_E2E_STAGE_WAV_H

#include "tests/e2e/stage.h"

enum { WAV_HEADER = 44, WAV_RATE = 44100, WAV_CHANNELS = 2 };

/* 16 bits, or 32 bits of floating point. */
uint32_t wav_sample_bytes(bool is_float);

/* All that comes before the samples. */
void wav_header(uint8_t header[WAV_HEADER], bool is_float, uint32_t frames);

/* Makes a file in which each channel has one value for good. */
void wav_write_level(struct stage *stage, const char *file, bool is_float, uint32_t frames,
                     const double level[WAV_CHANNELS]);

/* Reads the sample at that place. */
double wav_sample(bool is_float, const uint8_t *at);

#endif
