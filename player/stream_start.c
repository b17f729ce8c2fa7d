/*
 * stream_start.c - ffprobe on the beginning of what comes, then ffmpeg on all of it.
 *
 * ffprobe reads what is there by now as a file. Then ffmpeg reads a pipe, is told what form it has,
 * so that it need not look long, and writes samples of one shape, even where those of a radio
 * change on the way.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"
#include "player/spool_helper.h"
#include "player/stream_parts.h"
#include "shmring/block.h"

#define HLS_PATIENCE_US "15000000" /* with a server that says nothing */

enum { FEED_BYTES = 8192, MIB_SHIFT = 20 };

/* Words of its own, empty; a negative errno. */
static int begin_words(struct stream *stream)
{
    if (stream->words < 0) {
        stream->words = memfd_create("rondo", MFD_CLOEXEC);
        if (stream->words < 0)
            return -errno;
        fcntl(stream->words, F_SETFL, O_APPEND);
    }
    return ftruncate(stream->words, 0) < 0 ? -errno : 0;
}

static int start(struct session *s, struct spool *spool, struct spool_helper *helper)
{
    struct stream *stream = &spool->stream;
    int error;

    helper->words = helper->memory = stream->words;
    helper->limit = (uint64_t)s->options->spool_limit_mib << MIB_SHIFT;
    error = spool_helper_start(helper, &stream->decoder);
    if (error == 0)
        error = spools_watch(&s->spools, stream->decoder.pidfd, EPOLLIN,
                             SPOOLS_DECODERS + spool_index(s, spool));
    return error;
}

/* What it may open: the pieces of a stream lie where others say, but never on this machine. */
static char *protocols(const struct spool *spool, char *usual)
{
    return spool->link.hls ? "http,https,tcp,tls,crypto,hls" : usual;
}

/* What ffmpeg reads. */
static char *input_of(struct session *s, const struct spool *spool, char *usual)
{
    uint32_t index;

    if (!spool->link.hls || playlist_find(&s->list, spool->track, &index) < 0)
        return usual;
    return s->list.entries[index].path;
}

int stream_start_probe(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    char *const argv[] = {"ffprobe",
                          "-v",
                          "repeat+error",
                          "-protocol_whitelist",
                          protocols(spool, "file"),
                          "-select_streams",
                          "a:0",
                          "-show_entries",
                          "stream=codec_name,sample_fmt,bits_per_raw_sample,sample_rate,channels:"
                          "stream_tags=title,artist,album:format=format_name:"
                          "format_tags=title,artist,album",
                          "-of",
                          "default=noprint_wrappers=1",
                          input_of(s, spool, SPOOL_SOURCE),
                          NULL};
    struct spool_helper helper = {.argv = argv, .input = spool->file, .network = spool->link.hls};
    int error = begin_words(stream);

    helper.output = stream->words;
    return error < 0 ? error : start(s, spool, &helper);
}

static const char *coder(const struct stream *stream)
{
    static const char *const coders[SAMPLE_FORMATS] = {
        [SAMPLE_S16] = "s16le",
        [SAMPLE_S24] = "s32le",
        [SAMPLE_S32] = "s32le",
        [SAMPLE_F32] = "f32le",
    };

    return coders[stream->raw.format];
}

/* Ours do not block; its own do. */
static int open_pipes(struct stream *stream, int theirs[2])
{
    int feed[2], sound[2];

    if (pipe2(feed, O_CLOEXEC) < 0)
        return -errno;
    if (pipe2(sound, O_CLOEXEC) < 0) {
        close(feed[0]);
        close(feed[1]);
        return -EMFILE;
    }
    fcntl(feed[1], F_SETFL, O_NONBLOCK);
    fcntl(feed[1], F_SETPIPE_SZ, FEED_BYTES); /* what is in it is heard only later */
    fcntl(sound[0], F_SETFL, O_NONBLOCK);
    stream->feed = feed[1];
    stream->sound = sound[0];
    theirs[0] = feed[0];
    theirs[1] = sound[1];
    return 0;
}

int stream_start_decoder(struct session *s, struct spool *spool)
{
    struct stream *stream = &spool->stream;
    char rate[16], channels[16];
    char *const argv[] = {"ffmpeg",
                          "-nostdin",
                          "-v",
                          "repeat+error",
                          "-protocol_whitelist",
                          protocols(spool, "pipe"),
                          spool->link.hls ? "-rw_timeout" : "-f",
                          spool->link.hls ? HLS_PATIENCE_US : stream->form,
                          "-f",
                          stream->form,
                          "-i",
                          input_of(s, spool, "pipe:0"),
                          "-map",
                          "0:a:0",
                          "-ar",
                          rate,
                          "-ac",
                          channels,
                          "-flush_packets",
                          "1",
                          "-f",
                          (char *)coder(stream),
                          "pipe:1",
                          NULL};
    struct spool_helper helper = {.argv = argv, .network = spool->link.hls};
    int theirs[2] = {-1, -1};
    int error = begin_words(stream);

    snprintf(rate, sizeof(rate), "%u", stream->raw.rate);
    snprintf(channels, sizeof(channels), "%u", stream->raw.channels);
    if (error == 0 && stream->window < 0) {
        stream->window = memfd_create("rondo", MFD_CLOEXEC);
        error = stream->window < 0 ? -errno : 0;
    }
    if (error == 0)
        error = open_pipes(stream, theirs);
    if (error < 0)
        return error;
    helper.input = theirs[0];
    helper.output = theirs[1];
    error = start(s, spool, &helper);
    close(theirs[0]);
    close(theirs[1]);
    stream->death = 0;
    return error;
}

void stream_read_words(const struct stream *stream, char *text, size_t size)
{
    char said[1024], *line;
    off_t end = lseek(stream->words, 0, SEEK_END);
    off_t wanted = (off_t)sizeof(said) - 1;
    ssize_t count = pread(stream->words, said, (size_t)wanted, end > wanted ? end - wanted : 0);

    said[count > 0 ? count : 0] = '\0';
    while (count > 0 && said[count - 1] == '\n')
        said[--count] = '\0';
    line = strrchr(said, '\n');
    line = line ? line + 1 : said;
    if (strncmp(line, "pipe:0: ", 8) == 0)
        line += 8;
    if (strncmp(line, SPOOL_SOURCE ": ", sizeof(SPOOL_SOURCE) + 1) == 0)
        line += sizeof(SPOOL_SOURCE) + 1;
    snprintf(text, size, "%s%s", *line ? "ffmpeg: " : "", line);
}

/* "key=value" in a line of its own: the value, up to its end. */
static bool find_value(const char *said, const char *key, char *value, size_t size)
{
    size_t length = strlen(key);

    for (const char *line = said; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncasecmp(line, key, length) == 0 && line[length] == '=') {
            snprintf(value, size, "%.*s", (int)strcspn(line + length + 1, "\n"), line + length + 1);
            return true;
        }
    }
    *value = '\0';
    return false;
}

static enum sample_format format_of(const char *name, const char *bits)
{
    if (strncmp(name, "u8", 2) == 0 || strncmp(name, "s16", 3) == 0)
        return SAMPLE_S16;
    if (strncmp(name, "s32", 3) != 0 && strncmp(name, "s64", 3) != 0)
        return SAMPLE_F32;
    return strcmp(bits, "24") == 0 ? SAMPLE_S24 : SAMPLE_S32;
}

bool stream_read_probe(struct stream *stream)
{
    char said[8192], value[64], bits[16];
    ssize_t count = pread(stream->words, said, sizeof(said) - 1, 0);

    said[count > 0 ? count : 0] = '\0';
    if (!find_value(said, "sample_fmt", value, sizeof(value)) || !*value ||
        strcmp(value, "unknown") == 0)
        return false;
    find_value(said, "bits_per_raw_sample", bits, sizeof(bits));
    stream->raw.format = (uint16_t)format_of(value, bits);
    find_value(said, "sample_rate", value, sizeof(value));
    stream->raw.rate = (uint32_t)strtoul(value, NULL, 10);
    find_value(said, "channels", value, sizeof(value));
    stream->raw.channels = (uint16_t)strtoul(value, NULL, 10);
    find_value(said, "codec_name", value, sizeof(value));
    snprintf(stream->codec, sizeof(stream->codec), "%.40s, by ffmpeg", value);
    find_value(said, "format_name", value, sizeof(value));
    snprintf(stream->form, sizeof(stream->form), "%.*s", (int)strcspn(value, ","), value);
    find_value(said, "TAG:title", stream->title, sizeof(stream->title));
    find_value(said, "TAG:artist", stream->artist, sizeof(stream->artist));
    find_value(said, "TAG:album", stream->album, sizeof(stream->album));
    return stream->form[0] && stream->raw.rate >= BLOCK_RATE_MIN &&
           stream->raw.rate <= BLOCK_RATE_MAX && stream->raw.channels > 0 &&
           stream->raw.channels <= BLOCK_CHANNELS_MAX;
}
