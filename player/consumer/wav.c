/*
 * wav.c - the output wav:FILE: bit for bit, as fast as the disk takes it. What follows the
 * colon is the file's name, commas and all, so there are no options.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/output.h"
#include "player/consumer/wavfile.h"

struct output {
    struct wavfile wav;
    const char *path;
};

static int wav_create(const struct output_config *config, struct output **ret_output, char *why,
                      uint32_t why_size)
{
    if (config->argument[0] == '\0') {
        snprintf(why, why_size, "wav needs the name of a file: wav:FILE");
        return -EINVAL;
    }
    struct output *output = malloc(sizeof(*output));
    if (output == NULL) {
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -ENOMEM;
    }
    int r = wavfile_open(config->argument, config->resume ? &config->resume_frames : NULL,
                         &output->wav, why, why_size);
    if (r < 0) {
        free(output);
        return r;
    }
    output->path = config->argument;
    *ret_output = output;
    return 0;
}

static int wav_start(struct output *output, const struct output_format *format, char *why,
                     uint32_t why_size)
{
    return wavfile_start(&output->wav, format, why, why_size);
}

static int wav_offer(struct output *output, const struct output_format *refused,
                     struct output_format *ret_offer)
{
    (void)refused;
    if (!output->wav.begun)
        return -ENOTSUP;
    *ret_offer = output->wav.header.format;
    return 0;
}

static int wav_write(struct output *output, const void *samples, uint32_t frames)
{
    return wavfile_write(&output->wav, samples, frames);
}

static int wav_stop(struct output *output)
{
    return wavfile_finish(&output->wav);
}

static void wav_destroy(struct output *output)
{
    if (output == NULL)
        return;
    wavfile_close(&output->wav);
    free(output);
}

static const char *wav_name(struct output *output)
{
    return output->path;
}

const struct output_ops output_wav = {
    .kind = "wav",
    .realtime = false,
    .fixed_format = true,
    .create = wav_create,
    .start = wav_start,
    .offer = wav_offer,
    .write = wav_write,
    .stop = wav_stop,
    .destroy = wav_destroy,
    .name = wav_name,
};
