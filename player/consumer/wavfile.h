/*
 * wavfile.h - writes one WAV file: 16, 24 or 32 bit PCM or 32 bit float.
 *
 * The order of calls: open, then start, write ... and finish as often as wanted, then close.
 * Every start after the first goes on behind the samples that are there. A header that leaves
 * the sizes open is written at start and completed at finish, so a writer that is killed leaves
 * a file that plays. On a stream nothing is ever completed. All return 0 or a negative errno.
 */
#ifndef PLAYER_CONSUMER_WAVFILE_H
#define PLAYER_CONSUMER_WAVFILE_H

#include "player/consumer/outfile.h"
#include "player/consumer/wavheader.h"

struct wavfile {
    struct outfile file;
    struct wavheader header;
    bool begun;        /* there is a header in the file, or was one sent to the stream */
    uint64_t riff_max; /* WAVHEADER_RIFF_MAX, unless a test lowers it: above it RF64 */
};

/*
 * Opens the file, makes it if need be, and leaves what is in it until the first start.
 * resume: goes on with a file that this wrote before, whether it was finished or not, behind at
 * most so many frames; an empty one is begun. NULL: does not. -EBADMSG: this did not write it.
 * why[] as in output.h.
 */
int wavfile_open(const char *path, const uint64_t *resume, struct wavfile *ret_wav, char *why,
                 uint32_t why_size);

/* -ENOTSUP: the file has another format; why[] as in output.h. */
int wavfile_start(struct wavfile *wav, const struct output_format *format, char *why,
                  uint32_t why_size);

/* Where a file does not take all of it (-ENOSPC), it is left with what it had before. */
int wavfile_write(struct wavfile *wav, const void *samples, uint32_t frames);

/* Completes the header. The file stays open. */
int wavfile_finish(struct wavfile *wav);

/* How many frames there are so far. */
uint64_t wavfile_frames(const struct wavfile *wav);

void wavfile_close(struct wavfile *wav);

#endif
