/*
 * decoder.c - libsndfile: opening, facts, reading, and whether an end is the true one.
 */
#include "producer/decoder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "producer/container.h"
#include "producer/decoder_state.h"
#include "shmring/layout.h"

/* Some encoders count the frame in which they say the length. */
enum { MPEG_SLACK = 1152 };

static enum sample_format sample_format_of(int subformat)
{
    switch (subformat) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_ALAC_16:
    case SF_FORMAT_ULAW:
    case SF_FORMAT_ALAW:
    case SF_FORMAT_IMA_ADPCM:
    case SF_FORMAT_MS_ADPCM:
    case SF_FORMAT_GSM610:
    case SF_FORMAT_VOX_ADPCM:
    case SF_FORMAT_G721_32:
    case SF_FORMAT_G723_24:
    case SF_FORMAT_G723_40:
    case SF_FORMAT_NMS_ADPCM_16:
    case SF_FORMAT_NMS_ADPCM_24:
    case SF_FORMAT_NMS_ADPCM_32:
    case SF_FORMAT_DPCM_8:
    case SF_FORMAT_DPCM_16:
    case SF_FORMAT_DWVW_12:
    case SF_FORMAT_DWVW_16:
        return SAMPLE_S16;
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_ALAC_20:
    case SF_FORMAT_ALAC_24:
    case SF_FORMAT_DWVW_24:
        return SAMPLE_S24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_ALAC_32:
        return SAMPLE_S32;
    default:
        return SAMPLE_F32;
    }
}

static int check_shape(const struct decoder *d, char *why, uint32_t why_size)
{
    if (d->info.channels > BLOCK_CHANNELS_MAX || d->info.samplerate < BLOCK_RATE_MIN ||
        d->info.samplerate > BLOCK_RATE_MAX) {
        snprintf(why, why_size, "%d Hz with %d channels is more than Rondo plays",
                 d->info.samplerate, d->info.channels);
        return -EBADMSG;
    }
    if (d->info.frames <= 0) {
        snprintf(why, why_size, "it holds no sound");
        return -ENODATA;
    }
    return 0;
}

/* A reason that speaks of a path means that the file was taken for another format and failed. */
static void explain(char *why, uint32_t why_size)
{
    const char *reason = sf_strerror(NULL);

    if (sf_error(NULL) == SF_ERR_UNRECOGNISED_FORMAT || strstr(reason, "not exist"))
        snprintf(why, why_size, JOBS_NOT_AUDIO);
    else
        snprintf(why, why_size, JOBS_NOT_AUDIO ": %s", reason);
    why[strcspn(why, "\n")] = '\0';
}

int decoder_open(int file, struct decoder **ret_decoder, char *why, uint32_t why_size)
{
    struct decoder *d = calloc(1, sizeof(*d));
    int error = -EBADMSG;

    if (!d) {
        close(file);
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -ENOMEM;
    }
    d->descriptor = file;
    if (lseek(file, 0, SEEK_END) == 0) {
        snprintf(why, why_size, "it is empty");
        error = -ENODATA;
        goto err_close;
    }
    lseek(file, 0, SEEK_SET);
    d->file = sf_open_fd(file, SFM_READ, &d->info, SF_FALSE);
    if (!d->file) {
        explain(why, why_size);
        goto err_close;
    }
    error = check_shape(d, why, why_size);
    if (error < 0)
        goto err_file;
    d->format = sample_format_of(decoder_subformat(d));
    d->exact = true;
    d->end = UINT64_MAX;
    *ret_decoder = d;
    return 0;

err_file:
    sf_close(d->file);
err_close:
    close(file);
    free(d);
    return error;
}

void decoder_close(struct decoder *decoder)
{
    if (!decoder)
        return;
    if (decoder->file)
        sf_close(decoder->file);
    close(decoder->descriptor);
    free(decoder);
}

/* Ogg that does not end in its last page, and FLAC that was written to a pipe, have no length. */
static bool length_known(const struct decoder *d)
{
    return d->info.frames < SF_COUNT_MAX;
}

int decoder_cut(struct decoder *d, uint64_t first, uint64_t end)
{
    if (first >= end || (length_known(d) && first >= (uint64_t)d->info.frames))
        return -ENODATA;
    d->first = first;
    d->end = end;
    return 0;
}

/* The file's length or the part's, whichever is shorter; 0: unknown. */
static uint64_t length(const struct decoder *d)
{
    uint64_t end = d->end;

    if (length_known(d) && (uint64_t)d->info.frames < end)
        end = (uint64_t)d->info.frames;
    return end < UINT64_MAX ? end - d->first : 0;
}

/* libsndfile's name of a format, without what it adds in brackets. */
static const char *format_name(int format, char *name, size_t size)
{
    SF_FORMAT_INFO info = {.format = format};

    if (sf_command(NULL, SFC_GET_FORMAT_INFO, &info, sizeof(info)) != 0 || !info.name)
        return "unknown";
    snprintf(name, size, "%s", info.name);
    if (strstr(name, " ("))
        *strstr(name, " (") = '\0';
    return name;
}

static void copy_tag(const struct decoder *d, int tag, char *to, size_t size)
{
    const char *text = sf_get_string(d->file, tag);

    snprintf(to, size, "%s", text ? text : "");
}

void decoder_facts(const struct decoder *d, struct job_reply *ret_facts)
{
    char container[32], coding[32];

    ret_facts->rate = (uint32_t)d->info.samplerate;
    ret_facts->channels = (uint16_t)d->info.channels;
    ret_facts->frames = length(d);
    ret_facts->format = (uint16_t)d->format;
    if (!d->file) /* what it was before, others know */
        return;
    snprintf(ret_facts->codec, sizeof(ret_facts->codec), "%.30s, %.30s",
             format_name(d->info.format & SF_FORMAT_TYPEMASK, container, sizeof(container)),
             format_name(decoder_subformat(d), coding, sizeof(coding)));
    copy_tag(d, SF_STR_TITLE, ret_facts->title, sizeof(ret_facts->title));
    copy_tag(d, SF_STR_ARTIST, ret_facts->artist, sizeof(ret_facts->artist));
    copy_tag(d, SF_STR_ALBUM, ret_facts->album, sizeof(ret_facts->album));
    copy_tag(d, SF_STR_DATE, ret_facts->date, sizeof(ret_facts->date));
    copy_tag(d, SF_STR_TRACKNUMBER, ret_facts->number, sizeof(ret_facts->number));
}

uint32_t decoder_read(struct decoder *d, void *samples, uint32_t frames)
{
    sf_count_t got;

    if (d->end - d->position < frames)
        frames = (uint32_t)(d->end - d->position);
    if (!d->file) {
        frames = decoder_raw_read(d, samples, frames);
        d->position += frames;
        return frames;
    }
    switch (d->format) {
    case SAMPLE_S16:
        got = sf_readf_short(d->file, samples, frames);
        break;
    case SAMPLE_S24:
    case SAMPLE_S32:
        got = sf_readf_int(d->file, samples, frames);
        break;
    default:
        got = sf_readf_float(d->file, samples, frames);
    }
    if (got < 0)
        got = 0;
    d->position += (uint64_t)got;
    return (uint32_t)got;
}

uint64_t decoder_position(const struct decoder *d)
{
    return d->position - d->first;
}

int decoder_ended(const struct decoder *d, char *why, uint32_t why_size)
{
    if (!d->file || d->position == d->end)
        return 0;
    uint64_t slack = (d->info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG ? MPEG_SLACK : 0;
    enum container_end end = container_end(d->descriptor, d->info.format);
    double rate = d->info.samplerate;

    if (end != CONTAINER_OPEN && length_known(d) && d->position + slack < (uint64_t)d->info.frames)
        snprintf(why, why_size, "damaged or cut off: the sound ends at %.2f s of %.2f s",
                 (double)d->position / rate, (double)d->info.frames / rate);
    else if (end == CONTAINER_CUT)
        snprintf(why, why_size, "cut off: the sound ends at %.2f s, and there should be more",
                 (double)d->position / rate);
    else if (d->position == 0)
        snprintf(why, why_size, "it holds no sound");
    else
        return 0;
    return -EIO;
}
