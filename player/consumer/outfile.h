/*
 * outfile.h - where an output that is no device puts its bytes: a file, or a stream.
 *
 * A file is opened by its path and can be cut and patched. A stream is a pipe, a character
 * device, or any descriptor that was given to the process: "-" and "/dev/stdout" are
 * descriptor 1, "/dev/fd/N" is N. What is in a stream, or was there before, is not touched.
 *
 * Nothing is held back in memory: what outfile_write() accepted is with the kernel.
 */
#ifndef PLAYER_CONSUMER_OUTFILE_H
#define PLAYER_CONSUMER_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "player/consumer/output.h"

struct outfile {
    int fd;
    bool stream;
    uint64_t end; /* of a file: where the next byte goes */
};

/*
 * Opens, or makes, what the path names, and leaves its bytes as they are: outfile_cut() before
 * the first write. `end` is the file's length. On failure why[] has one line with the path and
 * the reason. Never sleeps: -ENXIO is a named pipe that nobody reads.
 */
int outfile_open(const char *path, struct outfile *ret_file, char *why, uint32_t why_size);

/*
 * Appends bytes, or samples of a format; sleeps while a pipe is full. Where a file does not
 * take all of them (-ENOSPC), none of them is in it afterwards.
 */
int outfile_write(struct outfile *file, const void *bytes, size_t size);
int outfile_write_samples(struct outfile *file, const void *samples, size_t count, uint32_t format);

/* Bytes of a sample there: as in a slot, but 3 for s24, little-endian. */
uint32_t outfile_sample_bytes(uint32_t format);

/* Shortens a file to `size` bytes, if it is longer, and goes on there. Not for a stream. */
int outfile_cut(struct outfile *file, uint64_t size);

/* Writes over the bytes at the file's beginning. Not for a stream. */
int outfile_patch(const struct outfile *file, const void *bytes, size_t size);

/* A file of one format is asked for another: says so in why[] and returns -ENOTSUP. */
int outfile_refuse_format(const struct output_format *has, const struct output_format *wanted,
                          char *why, uint32_t why_size);

void outfile_close(struct outfile *file);

#endif
