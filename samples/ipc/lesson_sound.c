/*
 * lesson_sound.c - decodes the sound into blocks, once, before the lesson forks.
 *
 * Every child has the same copy, so each may send any block; what counts is what arrived.
 */
#include <errno.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "samples/ipc/lesson_board.h"

enum { BLOCK_SAMPLES = LESSON_BLOCK_BYTES / sizeof(int16_t) };

static int16_t (*blocks)[BLOCK_SAMPLES];
static unsigned char (*places)[LESSON_BLOCK_BYTES]; /* shared */
static uint32_t block_count;
static char line[256];

static void describe(const char *path, const SF_INFO *info)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    double seconds = (double)block_count * BLOCK_SAMPLES / info->channels / info->samplerate;

    snprintf(line, sizeof(line), "%u blocks of %d bytes: %.1f s of %s", (unsigned)block_count,
             LESSON_BLOCK_BYTES, seconds, lesson_harmless(name));
}

static void map_places(void)
{
    places = mmap(NULL, (size_t)block_count * LESSON_BLOCK_BYTES, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (places == MAP_FAILED)
        lesson_fail("mmap: %s", strerror(errno));
}

void lesson_load(const char *path, uint32_t wanted)
{
    SF_INFO info = {0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);
    sf_count_t samples;

    if (!file)
        lesson_fail("cannot read the sound: %s: %s", lesson_harmless(path), sf_strerror(NULL));
    sf_command(file, SFC_SET_SCALE_FLOAT_INT_READ, NULL, SF_TRUE);
    blocks = calloc(wanted, sizeof(*blocks));
    if (!blocks)
        lesson_fail("no memory for %u blocks", (unsigned)wanted);
    samples = (sf_count_t)wanted * BLOCK_SAMPLES;
    samples -= samples % info.channels; /* libsndfile reads whole frames */
    samples = sf_read_short(file, blocks[0], samples);
    sf_close(file);
    block_count = (uint32_t)((samples + BLOCK_SAMPLES - 1) / BLOCK_SAMPLES);
    if (block_count < LESSON_BLOCKS_MIN)
        lesson_fail("the sound has %u blocks, and a lesson needs %d", (unsigned)block_count,
                    LESSON_BLOCKS_MIN);
    describe(path, &info);
    map_places();
}

const char *lesson_sound(void)
{
    return line;
}

uint32_t lesson_blocks(void)
{
    return block_count;
}

const void *lesson_block(uint32_t i)
{
    return blocks[i];
}

void *lesson_place(uint32_t i)
{
    return places[i];
}
