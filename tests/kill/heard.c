/*
 * heard.c - follows two recordings side by side.
 */
#include "tests/kill/heard.h"

#include <string.h>

/* Frames in a row that agree: so many are no accident, and so many are enough to choose by. */
enum { AGREE_MIN = 16, AGREE_MAX = 512 };

struct pair {
    const uint8_t *sound;
    const uint8_t *heard;
    uint64_t sound_frames;
    uint64_t heard_frames;
    uint32_t frame;
};

static bool equal(const struct pair *p, uint64_t at, uint64_t in)
{
    return at < p->sound_frames && in < p->heard_frames &&
           memcmp(p->sound + at * p->frame, p->heard + in * p->frame, p->frame) == 0;
}

static uint64_t run(const struct pair *p, uint64_t at, uint64_t in)
{
    uint64_t frames = 0;

    while (frames < AGREE_MAX && equal(p, at + frames, in + frames))
        frames++;
    return frames;
}

static bool silent(const struct pair *p, uint64_t in)
{
    for (uint32_t i = 0; i < p->frame; i++)
        if (p->heard[in * p->frame + i])
            return false;
    return true;
}

/*
 * Where, looking back from `at`, the sound goes on as what is heard from `in` does, the longest
 * way; or at + 1. A piece may be short, where one death followed another.
 */
static uint64_t find_again(const struct pair *p, uint64_t at, uint64_t in, uint64_t window)
{
    uint64_t best = AGREE_MIN - 1, found = at + 1;

    for (uint64_t back = 0; back <= window && back <= at; back++) {
        uint64_t frames = run(p, at - back, in);

        if (frames > best) {
            best = frames;
            found = at - back;
        }
    }
    return found;
}

struct heard heard_compare(const uint8_t *sound, size_t sound_bytes, const uint8_t *heard,
                           size_t heard_bytes, uint32_t frame_bytes, uint64_t window)
{
    const struct pair p = {sound, heard, sound_bytes / frame_bytes, heard_bytes / frame_bytes,
                           frame_bytes};
    struct heard result = {0};
    uint64_t at = 0, in = 0;

    while (in < p.heard_frames) {
        uint64_t again;

        if (equal(&p, at, in)) {
            at++;
            in++;
            continue;
        }
        if (silent(&p, in)) {
            in++;
            continue;
        }
        again = find_again(&p, at, in, window);
        if (again > at) {
            result.wrong_at = in;
            return result;
        }
        result.places++;
        result.repeated += at - again;
        if (at - again > result.longest)
            result.longest = at - again;
        at = again;
    }
    result.nothing_skipped = at == p.sound_frames;
    result.wrong_at = in;
    return result;
}
