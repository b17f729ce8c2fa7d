/*
 * requests_wave.c - the waveform of what sounds, for those who draw it.
 *
 * A scanner is asked for it when somebody first asks here. Peaks are as they are heard, with the
 * track's gain, two hexadecimal digits each; they stand for equal parts of it.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "player/json.h"
#include "player/requests_verbs.h"

enum { FULL_SCALE = 255 };

static void write_peaks(struct json *json, const struct loud_wave *found, int32_t gain_mdb)
{
    const struct scan_wave *wave = &found->wave;
    double gain = pow(10, gain_mdb / 20000.0);
    char digits[2 * SCANS_WAVE + 1] = "";

    for (uint32_t i = 0; i < wave->count; i++) {
        double peak = fmin(wave->peak[i] * gain, FULL_SCALE);

        snprintf(digits + (size_t)i * 2, 3, "%02x", (unsigned int)lround(peak));
    }
    json_string(json, "peaks", digits);
    /* The last part is shorter than the others. */
    json_decimal(json, "parts", wave->count > 0 ? (double)found->frames / wave->frames : 0, 6);
}

int requests_waveform(struct session *s, const char *id, const char *argument,
                      char text[CMDQ_TEXT_MAX], char why[REQUESTS_WHY])
{
    const struct feeder_track *now = s->feeder.count > 0 ? &s->feeder.line[0] : NULL;
    const struct loud_wave *wave = NULL;
    int error = now ? loud_wave(s, &wave) : -ENOENT;
    struct json json;

    (void)argument;
    (void)why;
    json_begin(&json, text, CMDQ_TEXT_MAX);
    json_object(&json, NULL);
    json_string(&json, "id", id);
    json_bool(&json, "ok", true);
    json_object(&json, "status");
    json_string(&json, "waveform",
                error == 0         ? "known"
                : error == -EAGAIN ? "being measured"
                                   : "none");
    if (now)
        json_integer(&json, "handed", now->track);
    if (error == 0)
        write_peaks(&json, wave, now->loud.mdb);
    json_close(&json);
    json_close(&json);
    return json_end(&json);
}
