/*
 * pluck.c - a string is a delay line as long as one period, fed back through a low-pass: each
 * round is one period of sound, a little weaker and duller than the one before.
 *
 * What goes round at first is one period of a plucked string's harmonics with random phases,
 * made for the note's pitch and strength, so it is band-limited at any rate. The low-pass
 * is computed from how long the fundamental and how long 3 kHz take to die away; an all-pass
 * makes up for the part of a frame by which the line and the low-pass miss the pitch.
 */
#include "samples/audio/pluck.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "samples/audio/prng.h"

struct string_kind {
    double ring_s;   /* until 60 dB down, at D4; longer below, shorter above */
    double bright_s; /* the same for 3 kHz, at any pitch */
    double place;    /* where it is plucked, as a part of its length */
    double dull_hz;  /* where the pluck of full strength has lost half its power */
    double attack_s; /* of the finger */
    double after_s;  /* sounds on so long after its written length */
    double fade_s;   /* and then is damped */
    double level;
};

static const struct string_kind kinds[PART_COUNT] = {
    [PART_MELODY] =
        {
            .ring_s = 3.8,
            .bright_s = 0.80,
            .place = 0.14,
            .dull_hz = 5200,
            .attack_s = 0.0015,
            .after_s = 0.10,
            .fade_s = 0.14,
            .level = 1.0,
        },
    [PART_MIDDLE] =
        {
            .ring_s = 4.0,
            .bright_s = 0.60,
            .place = 0.22,
            .dull_hz = 2800,
            .attack_s = 0.0025,
            .after_s = 0.15,
            .fade_s = 0.20,
            .level = 0.42,
        },
    [PART_BASS] =
        {
            .ring_s = 4.2,
            .bright_s = 0.45,
            .place = 0.18,
            .dull_hz = 500,
            .attack_s = 0.004,
            .after_s = 0.02,
            .fade_s = 0.10,
            .level = 0.58,
        },
};

struct string {
    float *line;
    size_t length; /* of the line, in frames */
    float feed;    /* the low-pass: low = feed * in + keep * low */
    float keep;
    float tune; /* the all-pass's coefficient */
};

static double hertz_of(int pitch)
{
    return 440.0 * exp2((pitch - 69) / 12.0);
}

/* The factor of one round for a sound that is 60 dB down after `seconds`. */
static double loss_of(double hertz, double seconds)
{
    return pow(10.0, -3.0 / (hertz * seconds));
}

/*
 * The one-pole low-pass whose gain is loss_of() both at the fundamental and at 3 kHz: its pole
 * solves a quadratic in the ratio of the two.
 */
static void set_loss(struct string *string, double hertz, const struct string_kind *kind,
                     double rate)
{
    double ring_s = kind->ring_s * pow(hertz_of(62) / hertz, 0.4);
    double low = loss_of(hertz, ring_s);
    double high = loss_of(hertz, fmin(kind->bright_s, 0.9 * ring_s));
    double ratio = high * high / (low * low);
    double cos_low = cos(2 * M_PI * hertz / rate);
    double cos_high = cos(2 * M_PI * 3000 / rate);
    double half = fmax(1.0, (cos_low - ratio * cos_high) / (1 - ratio));
    double pole = half - sqrt(half * half - 1);

    string->keep = (float)pole;
    string->feed =
        (float)fmin(low * sqrt(1 + pole * pole - 2 * pole * cos_low), 0.9995 * (1 - pole));
}

/* Divides the period into the line, the low-pass's delay, and the rest, for the all-pass. */
static void set_pitch(struct string *string, double hertz, double rate)
{
    double step = 2 * M_PI * hertz / rate;
    double keep = string->keep;
    double delay = atan2(keep * sin(step), 1 - keep * cos(step)) / step;
    double period = rate / hertz - delay;
    double rest;

    string->length = (size_t)(period - 0.4);
    rest = period - (double)string->length;
    string->tune = (float)(sin(step * (1 - rest) / 2) / sin(step * (1 + rest) / 2));
}

/* One period of the pluck: a cosine for each harmonic, turned on frame by frame. */
static void excite(struct string *string, double hertz, const struct note *note,
                   const struct string_kind *kind, double rate)
{
    struct prng prng = {.state = 0x52000000u + note->seed};
    double top = fmin(0.45 * rate, 11000.0);
    double dull = kind->dull_hz * (0.4 + 0.6 * note->strength);
    double power = 0.0;
    float scale;

    for (int k = 1; k * hertz < top; k++) {
        double f = k * hertz;
        double amplitude = sin(M_PI * k * kind->place) / k / sqrt(1 + f * f / (dull * dull));
        double phase = 2 * M_PI * prng_unit(&prng);
        double step = 2 * M_PI * f / rate;
        double re = amplitude * cos(phase);
        double im = amplitude * sin(phase);
        double turn_re = cos(step);
        double turn_im = sin(step);

        power += amplitude * amplitude / 2;
        for (size_t i = 0; i < string->length; i++) {
            double next = re * turn_re - im * turn_im;

            string->line[i] += (float)re;
            im = re * turn_im + im * turn_re;
            re = next;
        }
    }
    scale = (float)(kind->level * note->strength * note->strength / sqrt(power));
    for (size_t i = 0; i < string->length; i++)
        string->line[i] *= scale;
}

static void sound(const struct string *string, float *samples, size_t count)
{
    float low = 0;
    float before = 0;
    float tuned = 0;
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        float out = string->line[at];

        samples[i] = out;
        low = string->feed * out + string->keep * low;
        tuned = string->tune * (low - tuned) + before;
        before = low;
        string->line[at] = tuned;
        at = at + 1 == string->length ? 0 : at + 1;
    }
}

/* The halves of a cosine: the finger lets go, and later lies on the string again. */
static void shape(float *samples, size_t count, size_t attack, size_t fade)
{
    for (size_t i = 0; i < attack && i < count; i++)
        samples[i] *= (float)(0.5 - 0.5 * cos(M_PI * (double)i / (double)attack));
    for (size_t i = 0; i < fade && i < count; i++)
        samples[count - 1 - i] *= (float)(0.5 - 0.5 * cos(M_PI * (double)i / (double)fade));
}

size_t pluck_frames(const struct note *note, uint32_t rate)
{
    const struct string_kind *kind = &kinds[note->part];

    return (size_t)((note->length_s + kind->after_s + kind->fade_s) * rate);
}

int pluck_play(const struct note *note, uint32_t rate, float *samples)
{
    const struct string_kind *kind = &kinds[note->part];
    double hertz = hertz_of(note->pitch);
    size_t count = pluck_frames(note, rate);
    struct string string = {0};

    set_loss(&string, hertz, kind, rate);
    set_pitch(&string, hertz, rate);
    string.line = calloc(string.length, sizeof(*string.line));
    if (!string.line)
        return -ENOMEM;
    excite(&string, hertz, note, kind, rate);
    sound(&string, samples, count);
    shape(samples, count, (size_t)(kind->attack_s * rate), (size_t)(kind->fade_s * rate));
    free(string.line);
    return 0;
}
