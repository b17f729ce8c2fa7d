/*
 * raw.c - the output raw:FILE: the samples and nothing else, interleaved, in the machine's byte
 * order, 24 bit packed into 3 bytes. raw:- is standard output, raw:/dev/fd/N a descriptor.
 * What follows the colon is the name, commas and all, so there are no options. A successor goes
 * on after the last frame that counts, or the last whole one that is there.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/outfile.h"
#include "player/consumer/output.h"

struct output {
    struct outfile file;
    struct output_format format; /* rate 0: never started */
    const char *path;
    bool resume;
    uint64_t resume_frames;
};

static int raw_create(const struct output_config *config, struct output **ret_output, char *why,
                      uint32_t why_size)
{
    if (config->argument[0] == '\0') {
        snprintf(why, why_size, "raw needs the name of a file, or - for standard output: raw:FILE");
        return -EINVAL;
    }
    struct output *output = calloc(1, sizeof(*output));
    if (output == NULL) {
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -ENOMEM;
    }
    int r = outfile_open(config->argument, &output->file, why, why_size);
    if (r < 0) {
        free(output);
        return r;
    }
    output->path = config->argument;
    output->resume = config->resume;
    output->resume_frames = config->resume_frames;
    *ret_output = output;
    return 0;
}

static int raw_start(struct output *output, const struct output_format *format, char *why,
                     uint32_t why_size)
{
    bool first = output->format.rate == 0;
    if (!first && !output_format_equal(&output->format, format))
        return outfile_refuse_format(&output->format, format, why, why_size);

    if (first && !output->file.stream) {
        uint32_t frame_bytes = outfile_sample_bytes(format->sample) * format->channels;
        uint64_t frames = output->file.end / frame_bytes;
        int r;
        if (frames > output->resume_frames)
            frames = output->resume_frames;
        r = outfile_cut(&output->file, output->resume ? frames * frame_bytes : 0);
        if (r < 0) {
            snprintf(why, why_size, "%s: %s", output->path, strerror(-r));
            return r;
        }
    }
    output->format = *format;
    return 0;
}

static int raw_write(struct output *output, const void *samples, uint32_t frames)
{
    return outfile_write_samples(&output->file, samples, (size_t)frames * output->format.channels,
                                 output->format.sample);
}

/* Nothing is held back, so there is nothing to complete. */
static int raw_stop(struct output *output)
{
    (void)output;
    return 0;
}

static void raw_destroy(struct output *output)
{
    if (output == NULL)
        return;
    outfile_close(&output->file);
    free(output);
}

static const char *raw_name(struct output *output)
{
    return output->path;
}

const struct output_ops output_raw = {
    .kind = "raw",
    .realtime = false,
    .fixed_format = true,
    .create = raw_create,
    .start = raw_start,
    .write = raw_write,
    .stop = raw_stop,
    .destroy = raw_destroy,
    .name = raw_name,
};
