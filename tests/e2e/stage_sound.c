/*
 * stage_sound.c - decodes with other people's programs, and compares byte by byte.
 */
#include "tests/e2e/stage_sound.h"

#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/block.h"

enum { WAV_HEADER = 44, WAV_PCM = 1, WAV_FLOAT = 3 };

const struct sound_sample sound_samples[SOUND_SAMPLES] = {
    {"rondo-s16.wav", 44100, 2, SAMPLE_S16},  {"rondo-s16.flac", 44100, 2, SAMPLE_S16},
    {"rondo-s24.wav", 44100, 2, SAMPLE_S24},  {"rondo-s32.wav", 44100, 2, SAMPLE_S32},
    {"rondo-f32.wav", 44100, 2, SAMPLE_F32},  {"rondo-s24.flac", 44100, 2, SAMPLE_S24},
    {"rondo-s16.aiff", 44100, 2, SAMPLE_S16}, {"rondo-s24.aiff", 44100, 2, SAMPLE_S24},
    {"rondo-s32.aiff", 44100, 2, SAMPLE_S32}, {"rondo-f32.aiff", 44100, 2, SAMPLE_F32},
    {"rondo-s16.au", 44100, 2, SAMPLE_S16},   {"rondo.ogg", 44100, 2, SAMPLE_F32},
    {"rondo.opus", 48000, 2, SAMPLE_F32},     {"rondo.mp3", 44100, 2, SAMPLE_F32},
    {"mono.wav", 44100, 1, SAMPLE_S16},       {"mono.flac", 44100, 1, SAMPLE_S16},
    {"surround.wav", 44100, 6, SAMPLE_S16},   {"surround.flac", 44100, 6, SAMPLE_S16},
    {"8k.wav", 8000, 2, SAMPLE_S16},          {"8k.flac", 8000, 2, SAMPLE_S16},
    {"96k.wav", 96000, 2, SAMPLE_S16},        {"96k.flac", 96000, 2, SAMPLE_S24},
};

const struct sound_sample *sound_sample(const char *path)
{
    const char *slash = strrchr(path, '/');

    for (int i = 0; i < SOUND_SAMPLES; i++)
        if (strcmp(sound_samples[i].file, slash ? slash + 1 : path) == 0)
            return &sound_samples[i];
    fail_msg("%s is none of the samples", path);
    return NULL;
}

static uint32_t bytes_of_sample(uint32_t format)
{
    return format == SAMPLE_S24 ? 3 : sample_bytes(format);
}

uint32_t sound_frame_bytes(const struct sound *sound)
{
    return bytes_of_sample(sound->format) * sound->channels;
}

/* sox knows no floats inside, and so would round them; sndfile-convert takes them as they are. */
static struct stage_process *run_decoder(struct stage *stage, const char *path, uint16_t format,
                                         const char *raw)
{
    static const char *const bits[SAMPLE_FORMATS] = {
        [SAMPLE_S16] = "16", [SAMPLE_S24] = "24", [SAMPLE_S32] = "32"};
    const char *ending = strrchr(path, '.');

    if (format == SAMPLE_F32)
        return stage_run(stage, "sndfile-convert", "-float32", "-endian=little", path, raw, NULL);
    if (strcmp(ending, ".flac") == 0)
        return stage_run(stage, "flac", "-d", "-s", "-f", "--force-raw-format", "--endian=little",
                         "--sign=signed", "-o", raw, path, NULL);
    return stage_run(stage, "sox", "-D", path, "-t", "raw", "-e", "signed-integer", "-b",
                     bits[format], "-L", raw, NULL);
}

/* What lossy formats sound like, their decoders do not agree on: libsndfile's word counts. */
static void decode_lossy(const char *path, struct sound *sound)
{
    SF_INFO info = {0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);

    assert_non_null(file);
    sound->size = (size_t)info.frames * sound_frame_bytes(sound);
    sound->bytes = malloc(sound->size + 1);
    assert_non_null(sound->bytes);
    assert_int_equal(sf_readf_float(file, (float *)(void *)sound->bytes, info.frames), info.frames);
    sf_close(file);
}

static struct sound decode(struct stage *stage, const char *path, struct sound shape)
{
    static const char file[] = "decoded.raw";
    const char *ending = strrchr(path, '.');

    if (strcmp(ending, ".ogg") == 0 || strcmp(ending, ".opus") == 0 ||
        strcmp(ending, ".mp3") == 0) {
        decode_lossy(path, &shape);
        return shape;
    }

    struct stage_process *decoder = run_decoder(stage, path, shape.format, file);
    if (decoder->status != 0)
        fail_msg("%s cannot be decoded: %s%s", path, stage_errors(decoder), stage_out(decoder));
    shape.bytes = stage_read(stage, file, &shape.size);
    assert_int_equal(shape.size % sound_frame_bytes(&shape), 0);
    return shape;
}

struct sound sound_decode(struct stage *stage, const char *path)
{
    const struct sound_sample *sample = sound_sample(path);

    return decode(stage, path,
                  (struct sound){
                      .rate = sample->rate,
                      .channels = sample->channels,
                      .format = sample->format,
                  });
}

struct sound sound_join(const struct sound *first, const struct sound *second)
{
    struct sound sound = *first;

    assert_true(first->rate == second->rate && first->channels == second->channels &&
                first->format == second->format);
    sound.size = first->size + second->size;
    sound.bytes = malloc(sound.size + 1);
    assert_non_null(sound.bytes);
    memcpy(sound.bytes, first->bytes, first->size);
    memcpy(sound.bytes + first->size, second->bytes, second->size);
    return sound;
}

struct sound sound_part(const struct sound *sound, uint64_t first, uint64_t count)
{
    struct sound part = *sound;
    uint32_t frame = sound_frame_bytes(sound);

    assert_true((first + count) * frame <= sound->size);
    part.size = count * frame;
    part.bytes = malloc(part.size + 1);
    assert_non_null(part.bytes);
    memcpy(part.bytes, sound->bytes + first * frame, part.size);
    return part;
}

struct sound sound_widen(const struct sound *sound)
{
    struct sound wide = *sound;

    wide.format = SAMPLE_S32;
    wide.size = sound->size / 3 * 4;
    wide.bytes = calloc(1, wide.size + 1);
    assert_non_null(wide.bytes);
    for (size_t i = 0; i < sound->size / 3; i++)
        memcpy(wide.bytes + i * 4 + 1, sound->bytes + i * 3, 3);
    return wide;
}

/* One of sndfile-info's lines, such as "Channels    : 2". */
static void assert_line(const char *text, const char *name, unsigned number)
{
    const char *line = strstr(text, name);
    const char *colon = line ? strchr(line, ':') : NULL;

    if (!colon || strtoul(colon + 1, NULL, 10) != number)
        fail_msg("%s is to be %u, but the file is: %s", name, number, text);
}

struct sound sound_of_wav(struct stage *stage, const char *file, const struct sound *like)
{
    struct stage_process *info = stage_run(stage, "sndfile-info", file, NULL);
    const char *text = stage_out(info);

    assert_int_equal(info->status, 0);
    assert_line(text, "Sample Rate", like->rate);
    assert_line(text, "Channels", like->channels);
    assert_line(text, "Bit Width", bytes_of_sample(like->format) * 8);
    assert_line(text, "Frames", (unsigned)(like->size / sound_frame_bytes(like)));
    return decode(stage, file, *like);
}

uint64_t sound_assert_wav_begins(struct stage *stage, const struct sound *sound, const char *file)
{
    char path[PATH_MAX];
    SF_INFO info = {0};
    SNDFILE *wav = sf_open(stage_path(stage, file, path), SFM_READ, &info);
    struct sound begin, heard;

    assert_non_null(wav);
    sf_close(wav);
    begin = sound_part(sound, 0, (uint64_t)info.frames);
    heard = sound_of_wav(stage, file, &begin);
    sound_assert_bytes(&begin, heard.bytes, heard.size, file);
    sound_free(&heard);
    sound_free(&begin);
    return (uint64_t)info.frames;
}

static uint8_t *put(uint8_t *place, uint32_t value, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++)
        *place++ = (uint8_t)(value >> 8 * i);
    return place;
}

void sound_write_wav(struct stage *stage, const struct sound *sound, const char *file)
{
    uint32_t sample = bytes_of_sample(sound->format), frame = sound_frame_bytes(sound);
    uint8_t *bytes = malloc(WAV_HEADER + sound->size);
    uint8_t *place = bytes;

    assert_non_null(bytes);
    memcpy(place, "RIFF", 4);
    place = put(place + 4, (uint32_t)(WAV_HEADER - 8 + sound->size), 4);
    memcpy(place, "WAVEfmt ", 8);
    place = put(place + 8, 16, 4);
    place = put(place, sound->format == SAMPLE_F32 ? WAV_FLOAT : WAV_PCM, 2);
    place = put(place, sound->channels, 2);
    place = put(place, sound->rate, 4);
    place = put(place, sound->rate * frame, 4);
    place = put(place, frame, 2);
    place = put(place, sample * 8, 2);
    memcpy(place, "data", 4);
    place = put(place + 4, (uint32_t)sound->size, 4);
    memcpy(place, sound->bytes, sound->size);
    stage_write(stage, file, bytes, WAV_HEADER + sound->size);
    free(bytes);
}

void sound_free(struct sound *sound)
{
    free(sound->bytes);
    sound->bytes = NULL;
}

void sound_assert_bytes(const struct sound *shape, const uint8_t *bytes, size_t size,
                        const char *what)
{
    uint32_t frame = sound_frame_bytes(shape);
    size_t least = size < shape->size ? size : shape->size;

    for (size_t i = 0; i < least; i++)
        if (bytes[i] != shape->bytes[i])
            fail_msg("%s: frame %zu differs, the first of %zu", what, i / frame,
                     shape->size / frame);
    if (size != shape->size)
        fail_msg("%s: %zu bytes, not %zu; what is there is right", what, size, shape->size);
}

void sound_assert_file(struct stage *stage, const struct sound *sound, const char *file)
{
    size_t size;
    uint8_t *bytes = stage_read(stage, file, &size);

    sound_assert_bytes(sound, bytes, size, file);
    free(bytes);
}

static size_t leading_zeros(const uint8_t *bytes, size_t size)
{
    size_t count = 0;

    while (count < size && bytes[count] == 0)
        count++;
    return count;
}

/*
 * Where the sound ends in the record if it begins at `from`, or later behind zeros. It may itself
 * begin with zeros, so what tells its place is the first byte of both that is none.
 */
static size_t find_sound(const struct sound *sound, const uint8_t *bytes, size_t size, size_t from)
{
    size_t first = from + leading_zeros(bytes + from, size - from);
    size_t zeros = leading_zeros(sound->bytes, sound->size);
    struct sound rest = *sound;

    if (first < from + zeros || size - first < sound->size - zeros)
        fail_msg("the card has %zu bytes from byte %zu on, too few for a sound of %zu", size - from,
                 from, sound->size);
    rest.bytes += zeros;
    rest.size -= zeros;
    sound_assert_bytes(&rest, bytes + first, rest.size, "the card's record");
    return first + rest.size;
}

void sound_assert_recorded(struct stage *stage, const struct sound *first, ...)
{
    const struct sound *sound = first;
    uint8_t *bytes;
    size_t at = 0, size;
    va_list more;

    assert_int_equal(card_read_record(&stage->card, &bytes, &size), 0);
    va_start(more, first);
    for (; sound; sound = va_arg(more, const struct sound *))
        at = find_sound(sound, bytes, size, at);
    va_end(more);
    for (size_t i = at; i < size; i++)
        if (bytes[i] != 0)
            fail_msg("byte %zu of the record, behind the last sound, is not 0", i);
    free(bytes);
}
