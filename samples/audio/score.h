/*
 * score.h - the piece: when which string is plucked, how hard, and for how long.
 */
#ifndef SAMPLES_AUDIO_SCORE_H
#define SAMPLES_AUDIO_SCORE_H

#include <stddef.h>
#include <stdint.h>

enum part { PART_MELODY, PART_MIDDLE, PART_BASS, PART_COUNT };

struct note {
    double start_s;
    double length_s;
    double strength; /* above 0, at most 1 */
    int pitch;       /* as MIDI counts: 69 is the A of 440 Hz */
    enum part part;
    uint32_t seed; /* differs from note to note */
};

enum { SCORE_NOTES_MAX = 768 };

struct score {
    struct note notes[SCORE_NOTES_MAX]; /* in no particular order */
    size_t count;
    double seconds; /* to the end of the last note's ringing */
};

/*
 * Fills *score, the same way every time. 0, or a negative errno: -EINVAL, the voices of a
 * section differ in length or cannot be read; -ENOBUFS, too many notes.
 */
int score_read(struct score *score);

#endif
