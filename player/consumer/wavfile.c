/*
 * wavfile.c - a WAV file as it grows: header, samples, and the sizes at the end.
 *
 * header.data_bytes always says how much of the file's end is samples. While the file is
 * written its header says "to the file's end", so whoever dies leaves a file whose samples are
 * all there, with at most a torn frame behind them; resuming cuts that off.
 */
#include "player/consumer/wavfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static uint32_t frame_bytes(const struct wavfile *wav)
{
    const struct output_format *format = &wav->header.format;
    return outfile_sample_bytes(format->sample) * format->channels;
}

/* How many bytes the file begins with, or a negative errno. */
static ssize_t read_beginning(const char *path, uint8_t ret_bytes[WAVHEADER_MAX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t n = pread(fd, ret_bytes, WAVHEADER_MAX, 0);
    if (n < 0)
        n = -errno;
    close(fd);
    return n;
}

/* Finds the end of the samples in a file that is there, or of those that count. */
static int resume_file(struct wavfile *wav, const char *path, uint64_t frames)
{
    uint8_t bytes[WAVHEADER_MAX];
    ssize_t size = read_beginning(path, bytes);
    if (size < 0)
        return (int)size;
    struct wavheader header;
    int r = wavheader_parse(bytes, (size_t)size, &header);
    if (r < 0)
        return r;

    wav->header = header;
    wav->begun = true;
    uint64_t samples = wav->file.end - header.bytes;
    if (samples > header.data_bytes)
        samples = header.data_bytes;
    wav->header.data_bytes = samples - samples % frame_bytes(wav);
    if (wavfile_frames(wav) > frames)
        wav->header.data_bytes = frames * frame_bytes(wav);
    return 0;
}

int wavfile_open(const char *path, const uint64_t *resume, struct wavfile *ret_wav, char *why,
                 uint32_t why_size)
{
    struct wavfile wav = {.riff_max = WAVHEADER_RIFF_MAX};
    int r = outfile_open(path, &wav.file, why, why_size);
    if (r < 0)
        return r;
    if (resume && wav.file.stream) {
        wav.begun = true;
    } else if (resume && wav.file.end > 0) {
        r = resume_file(&wav, path, *resume);
        if (r < 0) {
            const char *reason = r == -EBADMSG ? "not a WAV file of ours" : strerror(-r);
            snprintf(why, why_size, "%s cannot be continued: %s", path, reason);
            outfile_close(&wav.file);
            return r;
        }
    }
    *ret_wav = wav;
    return 0;
}

static int begin(struct wavfile *wav, const struct output_format *format)
{
    struct wavheader header = {.format = *format, .data_bytes = WAVHEADER_UNKNOWN};
    uint8_t bytes[WAVHEADER_MAX];
    wavheader_build(&header, wav->riff_max, bytes);
    int r = wav->file.stream ? 0 : outfile_cut(&wav->file, 0);
    if (r == 0)
        r = outfile_write(&wav->file, bytes, header.bytes);
    if (r < 0)
        return r;
    wav->header = header;
    wav->header.data_bytes = 0;
    wav->begun = true;
    return 0;
}

/* Opens the sizes of a file again and goes on behind its last whole frame. */
static int go_on(struct wavfile *wav)
{
    struct wavheader open_header = {.format = wav->header.format, .data_bytes = WAVHEADER_UNKNOWN};
    uint8_t bytes[WAVHEADER_MAX];
    wavheader_build(&open_header, wav->riff_max, bytes);
    int r = outfile_cut(&wav->file, wav->header.bytes + wav->header.data_bytes);
    return r < 0 ? r : outfile_patch(&wav->file, bytes, open_header.bytes);
}

int wavfile_start(struct wavfile *wav, const struct output_format *format, char *why,
                  uint32_t why_size)
{
    int r;
    if (!wav->begun) {
        r = begin(wav, format);
    } else if (wav->header.format.rate == 0) { /* a stream: only its reader knows what it is */
        wav->header.format = *format;
        return 0;
    } else if (!output_format_equal(&wav->header.format, format)) {
        return outfile_refuse_format(&wav->header.format, format, why, why_size);
    } else {
        r = wav->file.stream ? 0 : go_on(wav);
    }
    if (r < 0)
        snprintf(why, why_size, "the WAV file's header: %s", strerror(-r));
    return r;
}

int wavfile_write(struct wavfile *wav, const void *samples, uint32_t frames)
{
    const struct output_format *format = &wav->header.format;
    int r = outfile_write_samples(&wav->file, samples, (size_t)frames * format->channels,
                                  format->sample);
    if (r == 0)
        wav->header.data_bytes += (uint64_t)frames * frame_bytes(wav);
    return r;
}

int wavfile_finish(struct wavfile *wav)
{
    if (!wav->begun || wav->file.stream)
        return 0;
    uint8_t bytes[WAVHEADER_MAX];
    wavheader_build(&wav->header, wav->riff_max, bytes);
    int r = outfile_cut(&wav->file, wav->header.bytes + wav->header.data_bytes);
    if (r == 0)
        r = outfile_patch(&wav->file, bytes, wav->header.bytes);
    if (r == 0 && wav->header.data_bytes % 2 != 0)
        r = outfile_write(&wav->file, "", 1);
    return r;
}

uint64_t wavfile_frames(const struct wavfile *wav)
{
    return wav->header.format.rate == 0 ? 0 : wav->header.data_bytes / frame_bytes(wav);
}

void wavfile_close(struct wavfile *wav)
{
    outfile_close(&wav->file);
}
