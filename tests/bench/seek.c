/*
 * seek.c - how long a seek takes, to the first block after it, in each format: the first one so far
 * into a file that has just been opened, the median of those that follow it, and one that has to be
 * exact to the bit; beside the time in which the same decoder gives one second of sound. Prints,
 * and judges nothing.
 */
#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "producer/decoder.h"

enum { RATE = 48000, CHANNELS = 2, BLOCK = RATE * 80 / 1000, PIECE = 4096, SEEKS = 15 };

static const struct {
    const char *name;
    int format;
} kinds[] = {
    {"wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16},          {"flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
    {"vorbis", SF_FORMAT_OGG | SF_FORMAT_VORBIS},       {"opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
    {"mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
};

static float room[BLOCK * CHANNELS];

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Two gliding notes. */
static int compose(const char *path, int format, int seconds)
{
    SF_INFO info = {.samplerate = RATE, .channels = CHANNELS, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    float piece[PIECE * CHANNELS];
    double phase = 0;

    if (!file)
        return -1;
    for (int64_t at = 0; at < (int64_t)seconds * RATE; at += PIECE) {
        for (int i = 0; i < PIECE; i++) {
            phase += 0.03 + 0.02 * sin((double)at * 1e-5);
            piece[CHANNELS * i] = (float)(0.4 * sin(phase));
            piece[CHANNELS * i + 1] = (float)(0.3 * sin(1.5 * phase));
        }
        sf_writef_float(file, piece, PIECE);
    }
    return sf_close(file);
}

static struct decoder *open_decoder(const char *path)
{
    struct decoder *decoder = NULL;
    char why[256];

    return decoder_open(open(path, O_RDONLY | O_CLOEXEC), &decoder, why, sizeof(why)) == 0 ? decoder
                                                                                           : NULL;
}

static double seek_ms(struct decoder *decoder, double second, bool exact)
{
    double began = now_ms();

    decoder_seek(decoder, (uint64_t)(second * RATE), exact);
    decoder_read(decoder, room, BLOCK);
    return now_ms() - began;
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

static double second_of_sound_ms(const char *path)
{
    struct decoder *decoder = open_decoder(path);
    double began = now_ms();

    for (int i = 0; i < 10 * RATE / BLOCK; i++)
        decoder_read(decoder, room, BLOCK);
    decoder_close(decoder);
    return (now_ms() - began) / 10;
}

static void measure(const char *name, const char *path, int place, double second_ms)
{
    struct decoder *decoder = open_decoder(path);
    double first = seek_ms(decoder, place, false), times[SEEKS], exact;

    for (int i = 0; i < SEEKS; i++)
        times[i] = seek_ms(decoder, place * (1 + i % 5) / 6.0 + 0.1 * i, false);
    qsort(times, SEEKS, sizeof(times[0]), compare);
    decoder_close(decoder);
    decoder = open_decoder(path);
    exact = seek_ms(decoder, place, true);
    decoder_close(decoder);
    printf("%-7s to %4d s: first %6.2f ms (%5.1f), then %5.2f ms (%4.1f), exact %7.1f ms\n", name,
           place, first, first / second_ms, times[SEEKS / 2], times[SEEKS / 2] / second_ms, exact);
}

int main(int argc, char **argv)
{
    static const int places[] = {10, 100, 1000, 3000};
    int seconds = argc > 1 ? atoi(argv[1]) : 1010;
    char path[] = "/tmp/rondo-bench-XXXXXX";
    int file = mkstemp(path);

    if (file < 0)
        return EXIT_FAILURE;
    close(file);
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("in brackets: in times of what one second of sound takes to be decoded\n");
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        double second_ms;

        if (compose(path, kinds[k].format, seconds) != 0)
            continue;
        second_ms = second_of_sound_ms(path);
        for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
            if (places[i] < seconds)
                measure(kinds[k].name, path, places[i], second_ms);
    }
    unlink(path);
    return EXIT_SUCCESS;
}
