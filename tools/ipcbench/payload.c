/*
 * payload.c - reads or makes the sound, and adds it up.
 *
 * The sum is Fletcher's: a second sum adds up the first after each word, which makes it depend on
 * their order. Four such pairs side by side keep up with memory, so that adding up costs no more
 * than reading does.
 */
#include "tools/ipcbench/payload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "samples/audio/prng.h"

enum { SEED = 1, WAV_HEADER = 12, CHUNK_HEADER = 8, LANES = 4 };

static const uint64_t sum_factor = 0x9e3779b97f4a7c15u; /* odd, so nothing is lost */

int payload_generate(struct payload *ret_sound)
{
    struct prng prng = {.state = SEED};
    uint8_t *bytes = malloc(PAYLOAD_GENERATED_BYTES);

    if (!bytes)
        return -ENOMEM;
    for (size_t i = 0; i < PAYLOAD_GENERATED_BYTES; i += sizeof(uint64_t)) {
        uint64_t number = prng_next(&prng);

        memcpy(bytes + i, &number, sizeof(number));
    }
    *ret_sound = (struct payload){.bytes = bytes, .size = PAYLOAD_GENERATED_BYTES};
    return 0;
}

static uint32_t little_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

/* Moves the samples of a WAV file to the front. Sizes beyond the end mean: to the end. */
static int keep_samples(struct payload *sound)
{
    const uint8_t *bytes = sound->bytes;
    size_t at = WAV_HEADER;

    if (sound->size < WAV_HEADER || memcmp(bytes + 8, "WAVE", 4) != 0 ||
        (memcmp(bytes, "RIFF", 4) != 0 && memcmp(bytes, "RF64", 4) != 0))
        return 0;
    while (sound->size - at >= CHUNK_HEADER) {
        const uint8_t *chunk = bytes + at;
        size_t size = little_endian(chunk + 4);
        size_t left = sound->size - at - CHUNK_HEADER;

        if (size > left)
            size = left;
        if (memcmp(chunk, "data", 4) == 0) {
            memmove(sound->bytes, chunk + CHUNK_HEADER, size);
            sound->size = size;
            return 0;
        }
        /* An odd chunk is padded. */
        at += CHUNK_HEADER + size + (size % 2 && size < left);
    }
    return -ENODATA;
}

static int read_all(int file, struct payload *sound)
{
    while (sound->size < PAYLOAD_BYTES_MAX) {
        ssize_t count = read(file, sound->bytes + sound->size, PAYLOAD_BYTES_MAX - sound->size);

        if (count < 0 && errno != EINTR)
            return -errno;
        if (count == 0)
            break;
        if (count > 0)
            sound->size += (size_t)count;
    }
    return 0;
}

int payload_load(const char *path, struct payload *ret_sound)
{
    struct payload sound = {.bytes = malloc(PAYLOAD_BYTES_MAX)};
    int file, error;

    if (!sound.bytes)
        return -ENOMEM;
    file = open(path, O_RDONLY | O_CLOEXEC);
    error = file < 0 ? -errno : read_all(file, &sound);
    if (file >= 0)
        close(file);
    if (error == 0)
        error = keep_samples(&sound);
    if (error == 0 && sound.size == 0)
        error = -ENODATA;
    if (error < 0) {
        payload_free(&sound);
        return error;
    }
    *ret_sound = sound;
    return 0;
}

void payload_free(struct payload *sound)
{
    if (!sound)
        return;
    free(sound->bytes);
    *sound = (struct payload){0};
}

struct lane {
    uint64_t first;
    uint64_t second;
};

static inline void add(struct lane *lane, uint64_t word)
{
    lane->first += word;
    lane->second += lane->first;
}

/* Written out, so that compilers keep the lanes in registers. */
static inline void add_all(struct lane lanes[LANES], const uint64_t words[LANES])
{
    add(&lanes[0], words[0]);
    add(&lanes[1], words[1]);
    add(&lanes[2], words[2]);
    add(&lanes[3], words[3]);
}

/* The upper half into the lower one, too: a difference in the highest bit alone would stay there,
 * and a second one cancel it. */
static uint64_t mix(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * sum_factor;
    return sum ^ sum >> 32;
}

uint64_t payload_sum(const void *block, size_t size)
{
    const uint8_t *bytes = block;
    struct lane lanes[LANES] = {{1, 0}, {2, 0}, {3, 0}, {4, 0}};
    uint64_t words[LANES];
    uint64_t sum = 0;

    for (; size >= sizeof(words); size -= sizeof(words), bytes += sizeof(words)) {
        memcpy(words, bytes, sizeof(words));
        add_all(lanes, words);
    }
    memset(words, 0, sizeof(words));
    memcpy(words, bytes, size);
    add_all(lanes, words);
    for (size_t i = 0; i < LANES; i++)
        sum = mix(mix(sum, lanes[i].second), lanes[i].first);
    return sum;
}

int payload_cut(const struct payload *sound, uint32_t size, struct payload_cut *ret_cut)
{
    struct payload_cut cut = {.bytes = sound->bytes, .size = size, .count = sound->size / size};

    if (cut.count == 0)
        return -ENODATA;
    cut.sums = calloc(cut.count, sizeof(*cut.sums));
    if (!cut.sums)
        return -ENOMEM;
    for (size_t i = 0; i < cut.count; i++)
        cut.sums[i] = payload_sum(payload_block(&cut, i), size);
    *ret_cut = cut;
    return 0;
}

void payload_cut_free(struct payload_cut *cut)
{
    if (!cut)
        return;
    free(cut->sums);
    *cut = (struct payload_cut){0};
}
