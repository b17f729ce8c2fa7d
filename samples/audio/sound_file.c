/*
 * sound_file.c - converts a few thousand frames at a time and hands them to libsndfile.
 *
 * The gain is applied in double precision, so 32 bit samples really need their 32 bits. What
 * libsndfile would write differently each time is kept out: the time stamp of a PEAK chunk,
 * and the serial number of an Ogg stream.
 */
#include "samples/audio/sound_file.h"

#include <errno.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "samples/audio/ogg_serial.h"
#include "samples/audio/prng.h"

enum { CHUNK_FRAMES = 2048 };

static const double begin_s = 0.005; /* how long it takes from nothing to all */
static const double end_s = 0.100;   /* and back */

static const struct sound_kind kinds[] = {
    {
        .ending = "wav",
        .format = SF_FORMAT_WAV,
        .rate = 44100,
        .tags = true,
    },
    {
        .ending = "flac",
        .format = SF_FORMAT_FLAC,
        .rate = 44100,
        .compression = 1,
        .tags = true,
    },
    {
        .ending = "aiff",
        .format = SF_FORMAT_AIFF,
        .rate = 44100,
        .tags = true,
    },
    {
        .ending = "au",
        .format = SF_FORMAT_AU,
        .rate = 44100,
    },
    {
        .ending = "ogg",
        .format = SF_FORMAT_OGG | SF_FORMAT_VORBIS,
        .rate = 44100,
        .compression = 0.9,
        .lossy = true,
        .tags = true,
        .ogg = true,
    },
    {
        .ending = "opus",
        .format = SF_FORMAT_OGG | SF_FORMAT_OPUS,
        .rate = 48000,
        .rates = {8000, 12000, 16000, 24000, 48000},
        .compression = 0.88,
        .lossy = true,
        .tags = true,
        .ogg = true,
    },
    {
        .ending = "mp3",
        .format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
        .rate = 44100,
        .rates = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000},
        .compression = 0.8,
        .lossy = true,
        .tags = true,
    },
};

static const int subformats[] = {
    [SOUND_NONE] = 0,
    [SOUND_S16] = SF_FORMAT_PCM_16,
    [SOUND_S24] = SF_FORMAT_PCM_24,
    [SOUND_S32] = SF_FORMAT_PCM_32,
    [SOUND_F32] = SF_FORMAT_FLOAT,
};

const struct sound_kind *sound_kind_of(const char *path)
{
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot && i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(dot + 1, kinds[i].ending) == 0)
            return &kinds[i];
    }
    return NULL;
}

static double rise(double s, double length_s)
{
    return s < length_s ? 0.5 - 0.5 * cos(M_PI * s / length_s) : 1.0;
}

/* Below 1 only next to the beginning and the end of the stretch. */
static double edge(const struct piece *piece, const struct sound_stretch *stretch, uint64_t i)
{
    double since_s = (double)i / piece->rate;
    double left_s = (double)(stretch->frames - 1 - i) / piece->rate;

    return rise(since_s, begin_s) * rise(left_s, end_s);
}

static double sample_at(const struct piece *piece, const struct sound_stretch *stretch, uint64_t i,
                        uint32_t channel)
{
    uint64_t frame = (stretch->from + i) % piece->frames;

    return piece->samples[frame * piece->channels + channel] * piece->gain;
}

/* A whole number of `bits` bits, in the upper bits of an int, as libsndfile takes it. */
static int quantised(double value, int bits, double dither)
{
    double full = ldexp(1, bits - 1);
    double steps = fmax(-full, fmin(full - 1, nearbyint(value * full + dither)));

    return (int)(steps * ldexp(1, 32 - bits));
}

static sf_count_t write_integers(SNDFILE *file, const struct piece *piece,
                                 const struct sound_stretch *stretch, uint64_t first,
                                 sf_count_t frames, struct prng *prng)
{
    int bits = stretch->bits == SOUND_S16 ? 16 : stretch->bits == SOUND_S24 ? 24 : 32;
    int chunk[CHUNK_FRAMES * PIECE_CHANNELS_MAX];
    int *to = chunk;

    for (uint64_t i = first; i < first + (uint64_t)frames; i++) {
        double gain = edge(piece, stretch, i);

        for (uint32_t c = 0; c < piece->channels; c++) {
            double dither = bits == 16 ? prng_unit(prng) - prng_unit(prng) : 0;

            *to++ = quantised(gain * sample_at(piece, stretch, i, c), bits, dither);
        }
    }
    return sf_writef_int(file, chunk, frames);
}

static sf_count_t write_floats(SNDFILE *file, const struct piece *piece,
                               const struct sound_stretch *stretch, uint64_t first,
                               sf_count_t frames)
{
    float chunk[CHUNK_FRAMES * PIECE_CHANNELS_MAX];
    float *to = chunk;

    for (uint64_t i = first; i < first + (uint64_t)frames; i++) {
        double gain = edge(piece, stretch, i);

        for (uint32_t c = 0; c < piece->channels; c++)
            *to++ = (float)(gain * sample_at(piece, stretch, i, c));
    }
    return sf_writef_float(file, chunk, frames);
}

static int write_samples(SNDFILE *file, const struct piece *piece,
                         const struct sound_stretch *stretch)
{
    struct prng prng = {.state = stretch->from};
    bool integers = stretch->bits != SOUND_NONE && stretch->bits != SOUND_F32;

    for (uint64_t i = 0; i < stretch->frames; i += CHUNK_FRAMES) {
        uint64_t left = stretch->frames - i;
        sf_count_t frames = (sf_count_t)(left < CHUNK_FRAMES ? left : CHUNK_FRAMES);
        sf_count_t written = integers ? write_integers(file, piece, stretch, i, frames, &prng)
                                      : write_floats(file, piece, stretch, i, frames);

        if (written != frames)
            return -EIO;
    }
    return 0;
}

/* What goes before the samples. */
static int describe(SNDFILE *file, const struct piece *piece, const struct sound_stretch *stretch)
{
    static int map[] = {SF_CHANNEL_MAP_LEFT, SF_CHANNEL_MAP_RIGHT,     SF_CHANNEL_MAP_CENTER,
                        SF_CHANNEL_MAP_LFE,  SF_CHANNEL_MAP_REAR_LEFT, SF_CHANNEL_MAP_REAR_RIGHT};
    double compression = stretch->kind->compression;
    char track[16];
    int r = 0;

    sf_command(file, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE);
    if (compression > 0)
        sf_command(file, SFC_SET_COMPRESSION_LEVEL, &compression, sizeof(compression));
    if (piece->channels == 6)
        sf_command(file, SFC_SET_CHANNEL_MAP_INFO, map, sizeof(map));
    if (!stretch->kind->tags)
        return 0;
    snprintf(track, sizeof(track), "%u", (unsigned)stretch->track);
    r |= sf_set_string(file, SF_STR_TITLE, "A Little Rondo");
    r |= sf_set_string(file, SF_STR_ARTIST, "Rondo");
    r |= sf_set_string(file, SF_STR_ALBUM, "Samples");
    r |= sf_set_string(file, SF_STR_DATE, "2026");
    r |= sf_set_string(file, SF_STR_TRACKNUMBER, track);
    return r == 0 ? 0 : -EIO;
}

static int format_of(const struct piece *piece, const struct sound_kind *kind, enum sound_bits bits)
{
    int format = kind->format;

    if (format == SF_FORMAT_WAV && piece->channels > 2)
        format = SF_FORMAT_WAVEX;
    return format | subformats[bits];
}

static bool has_shape(const struct sound_kind *kind, SF_INFO *info, enum sound_bits bits)
{
    bool has_rate = kind->rates[0] == 0;

    for (size_t i = 0; i < SOUND_RATES_MAX && kind->rates[i] != 0; i++)
        has_rate = has_rate || (int)kind->rates[i] == info->samplerate;
    return has_rate && kind->lossy == (bits == SOUND_NONE) && sf_format_check(info);
}

/* Once the file is open, a failure removes it. */
static int write_file(const char *path, SF_INFO *info, const struct piece *piece,
                      const struct sound_stretch *stretch, char *why, size_t why_size)
{
    SNDFILE *file = sf_open(path, SFM_WRITE, info);
    int r;

    if (!file) {
        snprintf(why, why_size, "%s", sf_strerror(NULL));
        return -EIO;
    }
    r = describe(file, piece, stretch);
    if (r == 0)
        r = write_samples(file, piece, stretch);
    snprintf(why, why_size, "%s", sf_strerror(file));
    if (sf_close(file) != 0 && r == 0)
        r = -EIO;
    if (r == 0 && stretch->kind->ogg) {
        r = ogg_serial_set(path, stretch->track);
        if (r < 0)
            snprintf(why, why_size, "%s", strerror(-r));
    }
    if (r < 0)
        unlink(path);
    return r;
}

int sound_file_write(const char *path, const struct piece *piece,
                     const struct sound_stretch *stretch, char *why, size_t why_size)
{
    const struct sound_kind *kind = stretch->kind;
    SF_INFO info = {
        .samplerate = (int)piece->rate,
        .channels = (int)piece->channels,
        .format = format_of(piece, kind, stretch->bits),
    };

    if (!has_shape(kind, &info, stretch->bits)) {
        snprintf(why, why_size, "a .%s file cannot have this rate, number of channels or bits",
                 kind->ending);
        return -EINVAL;
    }
    return write_file(path, &info, piece, stretch, why, why_size);
}
