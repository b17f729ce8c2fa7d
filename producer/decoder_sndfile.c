/*
 * decoder_sndfile.c - libsndfile: every format but those of which another library knows more.
 *
 * Seeks are exact in it, but for MP3: a frame's bits may lie in 20 frames before it, so
 * PREROLL_FRAMES are decoded before the place. In mono the filter's rounding depends on where it
 * began, which makes a difference of 1e-7 of full scale at the most.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "producer/decoder_state.h"

enum {
    PREROLL_FRAMES = 36864
}; /* at least 32 frames of MP3; the last wrong bits were in the 12th */

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

static sf_count_t size_of_bytes(void *source)
{
    return ((struct source *)source)->size;
}

static sf_count_t seek_bytes(sf_count_t offset, int whence, void *source)
{
    return source_seek(source, offset, whence);
}

static sf_count_t read_bytes(void *bytes, sf_count_t size, void *source)
{
    return size > 0 ? (sf_count_t)source_read(source, bytes, (size_t)size) : 0;
}

static sf_count_t tell_bytes(void *source)
{
    return ((struct source *)source)->place;
}

static SNDFILE *begin(struct decoder *d, SF_INFO *ret_info)
{
    SF_VIRTUAL_IO calls = {
        .get_filelen = size_of_bytes, .seek = seek_bytes, .read = read_bytes, .tell = tell_bytes};

    source_begin(&d->source, d->descriptor);
    return sf_open_virtual(&calls, SFM_READ, ret_info, &d->source);
}

static bool sndfile_knows(const uint8_t *head, size_t size)
{
    (void)head;
    (void)size;
    return true;
}

static int sndfile_open(struct decoder *d, char *why, uint32_t why_size)
{
    d->file = begin(d, &d->info);
    if (!d->file) {
        explain(why, why_size);
        return -EBADMSG;
    }
    d->format = sample_format_of(decoder_subformat(d));
    if ((d->info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG)
        d->preroll = PREROLL_FRAMES;
    return 0;
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

static void sndfile_facts(const struct decoder *d, struct job_reply *ret_facts)
{
    char container[32], coding[32];

    snprintf(ret_facts->codec, sizeof(ret_facts->codec), "%.30s, %.30s",
             format_name(d->info.format & SF_FORMAT_TYPEMASK, container, sizeof(container)),
             format_name(decoder_subformat(d), coding, sizeof(coding)));
    copy_tag(d, SF_STR_TITLE, ret_facts->title, sizeof(ret_facts->title));
    copy_tag(d, SF_STR_ARTIST, ret_facts->artist, sizeof(ret_facts->artist));
    copy_tag(d, SF_STR_ALBUM, ret_facts->album, sizeof(ret_facts->album));
    copy_tag(d, SF_STR_DATE, ret_facts->date, sizeof(ret_facts->date));
    copy_tag(d, SF_STR_TRACKNUMBER, ret_facts->number, sizeof(ret_facts->number));
}

static uint32_t sndfile_read(struct decoder *d, void *samples, uint32_t frames)
{
    sf_count_t got;

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
    return got > 0 ? (uint32_t)got : 0;
}

static int sndfile_jump(struct decoder *d, uint64_t frame)
{
    return sf_seek(d->file, (sf_count_t)frame, SEEK_SET) == (sf_count_t)frame ? 0 : -EIO;
}

static int sndfile_restart(struct decoder *d)
{
    SF_INFO info = {0};
    SNDFILE *file;

    file = begin(d, &info);
    if (!file)
        return -EIO;
    sf_close(d->file);
    d->file = file;
    return 0;
}

static void sndfile_close(struct decoder *d)
{
    sf_close(d->file);
}

const struct decoder_ops decoder_sndfile = {
    .knows = sndfile_knows,
    .open = sndfile_open,
    .facts = sndfile_facts,
    .read = sndfile_read,
    .jump = sndfile_jump,
    .restart = sndfile_restart,
    .close = sndfile_close,
};
