/*
 * compose.c - rondo-compose: renders "A Little Rondo" into a sound file.
 *
 *     rondo-compose [--rate N] [--channels 1|2|6] [--bits s16|s24|s32|f32]
 *                   [--from S] [--seconds S] [--track N] FILE
 *
 * The file's ending chooses its format. Exit status: 0 written, 1 not written, 2 usage.
 */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "samples/audio/piece.h"
#include "samples/audio/sound_file.h"

struct request {
    const char *path;
    const struct sound_kind *kind;
    uint32_t rate; /* 0: what the kind prefers */
    uint32_t channels;
    enum sound_bits bits; /* SOUND_NONE: what the kind prefers */
    double from_s;
    double seconds; /* 0: to the end of the piece */
    uint32_t track;
};

enum { LONGEST_S = 86400 };

static bool read_number(const char *text, double low, double high, double *ret_number)
{
    char *end;
    double number = strtod(text, &end);

    if (end == text || *end != '\0' || !(number >= low && number <= high))
        return false;
    *ret_number = number;
    return true;
}

static bool read_whole(const char *text, uint32_t low, uint32_t high, uint32_t *ret_number)
{
    double number;

    if (!read_number(text, low, high, &number) || number != floor(number))
        return false;
    *ret_number = (uint32_t)number;
    return true;
}

static bool read_channels(const char *text, uint32_t *ret_channels)
{
    return read_whole(text, 1, 6, ret_channels) &&
           (*ret_channels == 1 || *ret_channels == 2 || *ret_channels == 6);
}

static bool read_bits(const char *text, enum sound_bits *ret_bits)
{
    static const char *const names[] = {
        [SOUND_S16] = "s16",
        [SOUND_S24] = "s24",
        [SOUND_S32] = "s32",
        [SOUND_F32] = "f32",
    };

    for (enum sound_bits bits = SOUND_S16; bits <= SOUND_F32; bits++) {
        if (strcmp(text, names[bits]) == 0) {
            *ret_bits = bits;
            return true;
        }
    }
    return false;
}

static bool read_value(struct request *request, char option, const char *value)
{
    switch (option) {
    case 'r':
        return read_whole(value, PIECE_RATE_MIN, PIECE_RATE_MAX, &request->rate);
    case 'c':
        return read_channels(value, &request->channels);
    case 'b':
        return read_bits(value, &request->bits);
    case 'f':
        return read_number(value, 0, LONGEST_S, &request->from_s);
    case 's':
        return read_number(value, 0.001, LONGEST_S, &request->seconds);
    default:
        return read_whole(value, 1, 999, &request->track);
    }
}

static bool read_options(struct request *request, int argc, char **argv)
{
    static const struct option options[] = {
        {"rate", required_argument, NULL, 'r'},
        {"channels", required_argument, NULL, 'c'},
        {"bits", required_argument, NULL, 'b'},
        {"from", required_argument, NULL, 'f'},
        {"seconds", required_argument, NULL, 's'},
        {"track", required_argument, NULL, 't'},
        {NULL, 0, NULL, 0},
    };
    static const char *const accepts[] = {
        ['r'] = "from 8000 to 192000 frames a second",
        ['c'] = "1, 2 or 6",
        ['b'] = "s16, s24, s32 or f32",
        ['f'] = "from 0 to 86400 seconds",
        ['s'] = "from 0.001 to 86400 seconds",
        ['t'] = "from 1 to 999",
    };
    int index = 0;
    int option;

    while ((option = getopt_long(argc, argv, "", options, &index)) != -1) {
        if (option == '?')
            return false;
        if (!read_value(request, (char)option, optarg)) {
            fprintf(stderr, "rondo-compose: --%s %s: must be %s\n", options[index].name, optarg,
                    accepts[option]);
            return false;
        }
    }
    return true;
}

static bool read_arguments(struct request *request, int argc, char **argv)
{
    if (!read_options(request, argc, argv))
        return false;
    if (optind + 1 != argc) {
        fprintf(stderr, "usage: rondo-compose [--rate N] [--channels 1|2|6] "
                        "[--bits s16|s24|s32|f32] [--from S] [--seconds S] [--track N] FILE\n");
        return false;
    }
    request->path = argv[optind];
    request->kind = sound_kind_of(request->path);
    if (!request->kind) {
        fprintf(stderr, "rondo-compose: %s: its ending must be " SOUND_ENDINGS "\n", request->path);
        return false;
    }
    if (request->bits == SOUND_NONE && !request->kind->lossy)
        request->bits = SOUND_S16;
    return true;
}

static int write_piece(const struct request *request, const struct piece *piece, char *why,
                       size_t why_size)
{
    struct sound_stretch stretch = {
        .kind = request->kind,
        .bits = request->bits,
        .from = (uint64_t)llround(request->from_s * piece->rate) % piece->frames,
        .track = request->track,
    };

    stretch.frames = request->seconds > 0 ? (uint64_t)llround(request->seconds * piece->rate)
                                          : piece->frames - stretch.from;
    return sound_file_write(request->path, piece, &stretch, why, why_size);
}

int main(int argc, char **argv)
{
    struct request request = {.channels = 2, .track = 1};
    struct piece piece;
    char why[256];
    int r;

    if (!read_arguments(&request, argc, argv))
        return 2;
    r = piece_render(request.rate ? request.rate : request.kind->rate, request.channels, &piece);
    if (r < 0) {
        fprintf(stderr, "rondo-compose: %s\n", strerror(-r));
        return 1;
    }
    r = write_piece(&request, &piece, why, sizeof(why));
    if (r < 0)
        fprintf(stderr, "rondo-compose: %s: %s\n", request.path, why);
    piece_destroy(&piece);
    return r == 0 ? 0 : r == -EINVAL ? 2 : 1;
}
