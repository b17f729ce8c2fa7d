/*
 * tui_meter.c - peak and mean of samples; and the slow fall of what is shown.
 */
#include "player/tui/tui_meter.h"

#include <math.h>

static const float fall_db = 2.0f; /* a tick: 20 dB a second */

/* The amplitude of the i-th sample, 0 to 1, whatever its bits are. */
static float amplitude(enum sample_format format, const void *samples, uint32_t i)
{
    float value;

    switch (format) {
    case SAMPLE_S16:
        value = (float)((const int16_t *)samples)[i] / 32768.0f;
        break;
    case SAMPLE_S24:
    case SAMPLE_S32:
        value = (float)((const int32_t *)samples)[i] / 2147483648.0f;
        break;
    case SAMPLE_F32:
        value = ((const float *)samples)[i];
        break;
    default:
        return 0;
    }
    value = fabsf(value);
    return value <= 1 ? value : value > 1 ? 1 : 0; /* what is no number is nothing */
}

float tui_meter_peak(enum sample_format format, const void *samples, uint32_t count,
                     uint32_t stride)
{
    float peak = 0;

    for (uint32_t i = 0; i < count; i += stride) {
        float value = amplitude(format, samples, i);

        peak = value > peak ? value : peak;
    }
    return peak;
}

float tui_meter_db(float value)
{
    float db = value > 0 ? 20 * log10f(value) : TUI_METER_FLOOR;

    return db > 0 ? 0 : db < TUI_METER_FLOOR ? TUI_METER_FLOOR : db;
}

struct tui_meter_level tui_meter_measure(enum sample_format format, uint32_t channels,
                                         uint32_t channel, const void *samples, uint32_t frames)
{
    float peak = 0;
    double sum = 0;

    for (uint32_t i = 0; i < frames; i++) {
        float value = amplitude(format, samples, i * channels + channel);

        peak = value > peak ? value : peak;
        sum += (double)value * (double)value;
    }
    return (struct tui_meter_level){
        .peak = tui_meter_db(peak),
        .rms = frames > 0 ? tui_meter_db((float)sqrt(sum / frames)) : TUI_METER_FLOOR,
    };
}

static float fall(float shown, float now)
{
    shown -= fall_db;
    return now > shown ? now : shown;
}

void tui_meter_follow(struct tui_meter *meter, const struct tui_meter_level *level)
{
    const struct tui_meter_level silence = {TUI_METER_FLOOR, TUI_METER_FLOOR};

    if (!level) {
        *meter = (struct tui_meter){TUI_METER_FLOOR, TUI_METER_FLOOR, TUI_METER_FLOOR, 0};
        level = &silence;
    }
    meter->peak = fall(meter->peak, level->peak);
    meter->rms = fall(meter->rms, level->rms);
    if (level->peak >= meter->held || meter->age >= TUI_METER_HOLD) {
        meter->held = meter->peak;
        meter->age = 0;
    }
    meter->age++;
}

uint32_t tui_meter_cells(float db, uint32_t cells)
{
    float part = 1 - db / TUI_METER_FLOOR;

    return part <= 0 ? 0 : part >= 1 ? cells : (uint32_t)(part * (float)cells + 0.5f);
}
