/*
 * level.h - how loud samples become between themselves.
 */
#ifndef SAMPLES_AUDIO_LEVEL_H
#define SAMPLES_AUDIO_LEVEL_H

#include <stddef.h>
#include <stdint.h>

/*
 * The largest value, of any channel, of the curve through the samples, taken at four places a
 * frame as ITU-R BS.1770 asks. Never less than the largest sample.
 */
double level_true_peak(const float *samples, size_t frames, uint32_t channels);

#endif
