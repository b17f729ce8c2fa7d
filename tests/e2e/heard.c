/*
 * heard.c - follows two recordings side by side.
 */
#include "tests/e2e/heard.h"

#include <string.h>

enum { AGREE_MAX = 512 }; /* frames in a row that agree are enough to choose a place by */

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
 * Where, looking back from the furthest frame heard, the sound goes on as what is heard from
 * `in` does, the longest way; or furthest + 1. A piece may be as short as a frame, where one
 * death followed another.
 */
static uint64_t find_again(const struct pair *p, uint64_t furthest, uint64_t in, uint64_t window)
{
    uint64_t best = 0, found = furthest + 1;

    for (uint64_t back = 0; back <= window && back <= furthest; back++) {
        uint64_t frames = run(p, furthest - back, in);

        if (frames > best) {
            best = frames;
            found = furthest - back;
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
    uint64_t at = 0, furthest = 0, in = 0;

    for (; in < p.heard_frames; in++) {
        if (!equal(&p, at, in)) {
            if (silent(&p, in))
                continue;
            at = find_again(&p, furthest, in, window);
            if (at > furthest)
                break;
            result.places++;
            result.repeated += furthest - at;
            if (furthest - at > result.longest)
                result.longest = furthest - at;
        }
        at++;
        furthest = at > furthest ? at : furthest;
    }
    result.expected = result.found = furthest;
    if (in < p.heard_frames)
        result.found = find_again(&p, p.sound_frames, in, p.sound_frames);
    result.nothing_skipped = in == p.heard_frames && furthest == p.sound_frames;
    result.wrong_at = in;
    return result;
}
