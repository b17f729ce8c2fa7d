/*
 * piece.c - plucks the score's notes one by one into the channels, puts the sum into a room,
 * fades the end out and finds the level.
 *
 * Each voice has its seat: on two channels the melody a little right, the middle voice spread
 * over the left by pitch, the bass in the centre. Around the listener the melody is mostly in
 * FC, the middle voice in front and behind, the bass in front and in LFE.
 */
#include "samples/audio/piece.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "samples/audio/level.h"
#include "samples/audio/pluck.h"
#include "samples/audio/room.h"

struct seat {
    double pan;    /* -1: left, 1: right, for middle D */
    double spread; /* so much further right an octave above */
    double centre; /* the part of it in FC, in LFE, and in BL and BR; the rest is in FL and FR */
    double low;
    double back;
};

static const struct seat seats[PART_COUNT] = {
    [PART_MELODY] = {.pan = 0.05, .spread = 0.18, .centre = 0.75, .back = 0.10},
    [PART_MIDDLE] = {.pan = -0.30, .spread = 0.45, .centre = 0.05, .back = 0.50},
    [PART_BASS] = {.pan = -0.05, .spread = 0.05, .centre = 0.30, .low = 0.90, .back = 0.05},
};

static const double fade_s = 1.6;
static const double peak = 0.841395; /* -1.5 dBFS */

static void gains_of(const struct note *note, uint32_t channels, float gains[PIECE_CHANNELS_MAX])
{
    const struct seat *seat = &seats[note->part];
    double pan = fmax(-1, fmin(1, seat->pan + seat->spread * (note->pitch - 62) / 12.0));
    float left = (float)cos((pan + 1) * M_PI / 4);
    float right = (float)sin((pan + 1) * M_PI / 4);
    float front = (float)sqrt(fmax(0, 1 - seat->centre - seat->back));
    float back = (float)sqrt(seat->back);

    if (channels == 1) {
        gains[0] = 1;
    } else if (channels == 2) {
        gains[0] = left;
        gains[1] = right;
    } else {
        gains[0] = front * left;
        gains[1] = front * right;
        gains[2] = (float)sqrt(seat->centre);
        gains[3] = (float)seat->low;
        gains[4] = back * left;
        gains[5] = back * right;
    }
}

static void add_note(struct piece *piece, const struct note *note, const float *samples)
{
    float gains[PIECE_CHANNELS_MAX];
    uint32_t channels = piece->channels;
    size_t count = pluck_frames(note, piece->rate);
    size_t start = (size_t)(note->start_s * piece->rate);
    float *to;

    if (start >= piece->frames)
        return;
    if (count > piece->frames - start)
        count = piece->frames - start;
    to = piece->samples + start * channels;
    gains_of(note, channels, gains);
    for (size_t i = 0; i < count; i++) {
        for (uint32_t c = 0; c < channels; c++)
            to[i * channels + c] += gains[c] * samples[i];
    }
}

static int add_notes(struct piece *piece, const struct score *score)
{
    size_t longest = 0;
    float *samples;
    int r = 0;

    for (size_t i = 0; i < score->count; i++) {
        size_t frames = pluck_frames(&score->notes[i], piece->rate);

        longest = frames > longest ? frames : longest;
    }
    samples = malloc(longest * sizeof(*samples));
    if (!samples)
        return -ENOMEM;
    for (size_t i = 0; i < score->count && r == 0; i++) {
        r = pluck_play(&score->notes[i], piece->rate, samples);
        if (r == 0)
            add_note(piece, &score->notes[i], samples);
    }
    free(samples);
    return r;
}

/* Whatever still rings goes down to zero. */
static void fade_out(struct piece *piece)
{
    size_t fade = (size_t)(fade_s * piece->rate);
    size_t first = piece->frames - fade;

    for (size_t i = 0; i < fade; i++) {
        float gain = (float)(0.5 + 0.5 * cos(M_PI * (double)(i + 1) / (double)fade));

        for (uint32_t c = 0; c < piece->channels; c++)
            piece->samples[(first + i) * piece->channels + c] *= gain;
    }
}

static int make(struct piece *piece, const struct score *score)
{
    int r = add_notes(piece, score);

    if (r == 0)
        r = room_apply(piece->samples, piece->frames, piece->rate, piece->channels);
    if (r < 0)
        return r;
    fade_out(piece);
    piece->gain = peak / level_true_peak(piece->samples, piece->frames, piece->channels);
    return 0;
}

int piece_render(uint32_t rate, uint32_t channels, struct piece *ret_piece)
{
    struct piece piece = {.rate = rate, .channels = channels};
    struct score score;
    int r;

    if (rate < PIECE_RATE_MIN || rate > PIECE_RATE_MAX)
        return -EINVAL;
    if (channels != 1 && channels != 2 && channels != 6)
        return -EINVAL;
    r = score_read(&score);
    if (r < 0)
        return r;
    piece.frames = (size_t)(score.seconds * rate);
    piece.samples = calloc(piece.frames * channels, sizeof(*piece.samples));
    if (!piece.samples)
        return -ENOMEM;
    r = make(&piece, &score);
    if (r < 0) {
        piece_destroy(&piece);
        return r;
    }
    *ret_piece = piece;
    return 0;
}

void piece_destroy(struct piece *piece)
{
    free(piece->samples);
    piece->samples = NULL;
}
