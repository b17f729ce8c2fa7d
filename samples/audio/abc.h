/*
 * abc.h - reads one voice written in a small part of the ABC notation.
 *
 * C D ... B is the octave from middle C, c d ... b the one above; each ' after a letter raises
 * it by an octave, each comma lowers it. The key is D major, so F and C are sharp; ^ sharpens,
 * _ flattens and = makes natural the one note that follows. A number is a length in eighths
 * (1 where there is none), a lone / is half an eighth. z rests, [ ] holds the notes of a
 * chord, lowest first, with its length behind it. Spaces and bar lines are for the eye.
 */
#ifndef SAMPLES_AUDIO_ABC_H
#define SAMPLES_AUDIO_ABC_H

#include <stddef.h>
#include <stdint.h>

enum { ABC_PER_EIGHTH = 2 }; /* ticks: the unit of time is a sixteenth */

struct abc_note {
    uint32_t start_ticks;
    uint32_t length_ticks;
    int pitch;     /* as MIDI counts: 60 is middle C, 69 is the A of 440 Hz */
    uint32_t rank; /* 0: a single note, or the lowest of its chord */
};

/*
 * Reads `text` into notes[room], in the order of their beginning. 0, or a negative errno:
 * -EINVAL, what the text holds is not music; -ENOBUFS, it has more than `room` notes.
 */
int abc_read(const char *text, struct abc_note *notes, size_t room, size_t *ret_count,
             uint32_t *ret_ticks);

#endif
