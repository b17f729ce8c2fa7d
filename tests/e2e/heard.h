/*
 * heard.h - what a listener heard, held against what he should have.
 */
#ifndef TESTS_E2E_HEARD_H
#define TESTS_E2E_HEARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How what was heard differs from the sound, in frames. */
struct heard {
    uint64_t repeated;    /* all frames that came again */
    uint64_t longest;     /* the most that came again at one place */
    uint32_t places;      /* where something came again */
    bool nothing_skipped; /* from the first frame to the last, in order */
    uint64_t wrong_at;    /* else: the frame that nothing explains, */
    uint64_t expected;    /* the frame of the sound that should have come, */
    uint64_t found;       /* and the one that is there instead; expected: none */
};

/*
 * Reads `heard` from its beginning, and where it goes wrong, looks whether frames of the sound
 * come again that were heard just before, at most `window` frames back. Silence, frames of
 * zeros, may stand between.
 */
struct heard heard_compare(const uint8_t *sound, size_t sound_bytes, const uint8_t *heard,
                           size_t heard_bytes, uint32_t frame_bytes, uint64_t window);

#endif
