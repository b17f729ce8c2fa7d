/*
 * outfile.c - bytes to a file or a stream, all of them or an error.
 *
 * A file is written with pwrite at a place kept here, so a failed write is undone by cutting
 * the file where it began. A process that dies in a write leaves at most a piece of that write
 * at the end; its successor cuts the file to whole frames.
 */
#include "player/consumer/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/block.h"

_Static_assert(sizeof(off_t) == 8, "files pass 2 GiB");

enum { PACK_SAMPLES = 4096, PACKED_BYTES = 3 };

/* The descriptor that the path is another name for, or -1. */
static int given_descriptor(const char *path)
{
    static const char prefix[] = "/dev/fd/";
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strncmp(path, prefix, strlen(prefix)) != 0)
        return -1;
    const char *number = path + strlen(prefix);
    size_t digits = strspn(number, "0123456789");
    return digits >= 1 && digits <= 6 && number[digits] == '\0' ? atoi(number) : -1;
}

static int duplicate_given(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0)
        return -errno;
    if ((flags & O_ACCMODE) == O_RDONLY)
        return -EBADF;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return copy < 0 ? -errno : copy;
}

/* O_NONBLOCK: a named pipe without a reader is to be refused, not waited for. */
static int open_path(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, 0666);
    return fd < 0 ? -errno : fd;
}

static int examine(int fd, bool given, struct outfile *ret_file)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    if (S_ISBLK(status.st_mode))
        return -ENOTBLK;
    bool stream = given || !S_ISREG(status.st_mode);
    *ret_file = (struct outfile){fd, stream, stream ? 0 : (uint64_t)status.st_size};
    return 0;
}

static const char *reason(int error)
{
    switch (error) {
    case ENXIO:
        return "nobody reads from this pipe";
    case ENOTBLK:
        return "a disk is not written to";
    default:
        return strerror(error);
    }
}

int outfile_open(const char *path, struct outfile *ret_file, char *why, uint32_t why_size)
{
    int given = given_descriptor(path);
    int fd = given >= 0 ? duplicate_given(given) : open_path(path);
    int r = fd < 0 ? fd : examine(fd, given >= 0, ret_file);
    if (r < 0) {
        snprintf(why, why_size, "%s: %s", path, reason(-r));
        if (fd >= 0)
            close(fd);
    }
    return r;
}

static int write_all(struct outfile *file, const void *bytes, size_t size)
{
    const uint8_t *next = bytes;
    while (size > 0) {
        ssize_t n = file->stream ? write(file->fd, next, size)
                                 : pwrite(file->fd, next, size, (off_t)file->end);
        if (n > 0) {
            next += n;
            size -= (size_t)n;
            file->end += (uint64_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            struct pollfd full = {.fd = file->fd, .events = POLLOUT};
            poll(&full, 1, -1);
        } else if (n == 0 || errno != EINTR) {
            return n == 0 ? -EIO : -errno;
        }
    }
    return 0;
}

static void pack(const int32_t *samples, size_t count, uint8_t *ret_bytes)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t sample = (uint32_t)samples[i];
        *ret_bytes++ = (uint8_t)(sample >> 8);
        *ret_bytes++ = (uint8_t)(sample >> 16);
        *ret_bytes++ = (uint8_t)(sample >> 24);
    }
}

static int write_packed(struct outfile *file, const int32_t *samples, size_t count)
{
    uint8_t packed[PACK_SAMPLES * PACKED_BYTES];
    int r = 0;
    while (r == 0 && count > 0) {
        size_t piece = count < PACK_SAMPLES ? count : PACK_SAMPLES;
        pack(samples, piece, packed);
        r = write_all(file, packed, piece * PACKED_BYTES);
        samples += piece;
        count -= piece;
    }
    return r;
}

/* The error of the write is the one worth reporting, not that of undoing it. */
static int undo_failed(struct outfile *file, uint64_t before, int r)
{
    if (r < 0 && !file->stream)
        outfile_cut(file, before);
    return r;
}

int outfile_write(struct outfile *file, const void *bytes, size_t size)
{
    uint64_t before = file->end;
    return undo_failed(file, before, write_all(file, bytes, size));
}

int outfile_write_samples(struct outfile *file, const void *samples, size_t count, uint32_t format)
{
    uint64_t before = file->end;
    if (format == SAMPLE_S24)
        return undo_failed(file, before, write_packed(file, samples, count));
    return outfile_write(file, samples, count * sample_bytes(format));
}

uint32_t outfile_sample_bytes(uint32_t format)
{
    return format == SAMPLE_S24 ? PACKED_BYTES : sample_bytes(format);
}

int outfile_cut(struct outfile *file, uint64_t size)
{
    struct stat status;
    if (fstat(file->fd, &status) < 0)
        return -errno;
    if ((uint64_t)status.st_size > size && ftruncate(file->fd, (off_t)size) < 0)
        return -errno;
    file->end = size;
    return 0;
}

int outfile_patch(const struct outfile *file, const void *bytes, size_t size)
{
    struct outfile beginning = {.fd = file->fd, .end = 0};
    return write_all(&beginning, bytes, size);
}

int outfile_refuse_format(const struct output_format *has, const struct output_format *wanted,
                          char *why, uint32_t why_size)
{
    snprintf(why, why_size, "the file has %u Hz, %u channels, %s; not %u Hz, %u channels, %s",
             has->rate, has->channels, sample_format_name(has->sample), wanted->rate,
             wanted->channels, sample_format_name(wanted->sample));
    return -ENOTSUP;
}

void outfile_close(struct outfile *file)
{
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
}
