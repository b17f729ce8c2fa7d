/*
 * decoder.h - one audio file, decoded from a descriptor, frame by frame.
 *
 * Samples come in the file's own format where that is 16, 24 or 32 bit integer or float
 * (shmring/layout.h says how they lie), else in the narrowest of these that loses nothing:
 * 8 bit and companded files as 16 bit, lossy codecs as float. Positions are in frames and
 * exact: the first sample that is read after a seek is that frame's. In all formats but Opus and
 * MP3 it is, to the bit, what an uninterrupted decode gives there, and in those it is for who asks
 * for that; else it is right for an ear (decoder_seek.c says how far).
 */
#ifndef PRODUCER_DECODER_H
#define PRODUCER_DECODER_H

#include <stdbool.h>
#include <stdint.h>

#include "producer/mix.h"
#include "shmring/jobs.h"

struct decoder;

/*
 * Takes over `file`, also on failure, and then why[why_size] has a reason for people, without a
 * newline. -EBADMSG: it is not audio, or damaged; -ENODATA: it holds no frames; -ENOMEM.
 */
int decoder_open(int file, struct decoder **ret_decoder, char *why, uint32_t why_size);

/* The same for a file of nothing but samples; decoder_raw.c. */
int decoder_open_raw(int file, const struct job_raw *raw, struct decoder **ret_decoder, char *why,
                     uint32_t why_size);

/* Raw: so many frames are there to be read. Of other files all that there is, is there. */
bool decoder_has(struct decoder *decoder, uint32_t frames);

/*
 * From now on the sound is only what is between these two frames of the file, end UINT64_MAX: up to
 * its end; places and lengths are counted from `first`, and the next call is decoder_seek().
 * -ENODATA: nothing is there.
 */
int decoder_cut(struct decoder *decoder, uint64_t first, uint64_t end);

/* Writes rate, frames, channels, format, codec and tags; leaves the other fields alone. */
void decoder_facts(const struct decoder *decoder, struct job_reply *ret_facts);

/* Which channel is which loudspeaker. */
void decoder_speakers(const struct decoder *decoder, struct mix_layout *ret_layout);

/*
 * A frame past the end is the end. exact: Opus and MP3 are decoded from the beginning, unless that
 * takes more than 2 s. -EIO: the file cannot be read there.
 */
int decoder_seek(struct decoder *decoder, uint64_t frame, bool exact);

/*
 * Decodes up to `frames` frames; fewer only at the end or before damage. Returns how many.
 */
uint32_t decoder_read(struct decoder *decoder, void *samples, uint32_t frames);

/* The place of the next frame that decoder_read() gives. */
uint64_t decoder_position(const struct decoder *decoder);

/*
 * After a short read: 0 at the file's true end, or -EIO where it is damaged or cut off, with
 * a reason in why.
 */
int decoder_ended(const struct decoder *decoder, char *why, uint32_t why_size);

/* NULL is allowed. */
void decoder_close(struct decoder *decoder);

#endif
