/*
 * spool_convert.c - what the producer does not know, decoded by ffmpeg.
 *
 * ffprobe tells how the samples are, and then ffmpeg writes a WAV file of just such samples into
 * the spool's memory. Both read the open file as their standard input, under its name in /proc, so
 * that they can seek in it. One that is killed from outside is started again, on empty memory; one
 * that does nothing for too long is killed. Only a conversion that came to its end is played.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"
#include "player/spool_helper.h"

#define SOURCE "file:/proc/self/fd/0"
#define MEMORY "file:/proc/self/fd/3"

enum { DEATHS = 4, MIB_SHIFT = 20 };

/* WAV's names for what ffmpeg decodes to; planar ones ("fltp") are the same samples. */
static const char *samples_of(const char *said)
{
    const char *format = strstr(said, "sample_fmt=");
    const char *bits = strstr(said, "bits_per_raw_sample=");

    if (!format)
        return NULL;
    format += strlen("sample_fmt=");
    if (strncmp(format, "u8", 2) == 0 || strncmp(format, "s16", 3) == 0)
        return "pcm_s16le";
    if (strncmp(format, "s32", 3) != 0 && strncmp(format, "s64", 3) != 0)
        return "pcm_f32le";
    return bits && atoi(bits + strlen("bits_per_raw_sample=")) == 24 ? "pcm_s24le" : "pcm_s32le";
}

/* "aac, by ffmpeg" */
static void name_codec(struct spool *spool)
{
    const char *name = strstr(spool->said, "codec_name=");

    name = name ? name + strlen("codec_name=") : "";
    snprintf(spool->codec, sizeof(spool->codec), "%.*s, by ffmpeg", (int)strcspn(name, "\n"), name);
}

static int start(struct session *s, struct spool *spool, char *const argv[])
{
    uint32_t index = (uint32_t)(spool - s->spools.one);
    struct spool_helper helper = {
        .argv = argv,
        .input = spool->source,
        .memory = spool->file,
        .limit = (uint64_t)s->options->spool_limit_mib << MIB_SHIFT,
    };
    int ends[2];
    int error;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    helper.words = ends[1];
    error = spool_helper_start(&helper, &spool->helper);
    close(ends[1]);
    spool->input = ends[0];
    if (error == 0)
        error = spools_watch(&s->spools, spool->input, index);
    if (error == 0)
        error = spools_watch(&s->spools, spool->helper.pidfd, index + SPOOLS_ENDS);
    return error;
}

/* Starts what is to be done now, from its beginning. */
static int start_step(struct session *s, struct spool *spool)
{
    char *const probe[] = {"ffprobe",
                           "-v",
                           "repeat+error",
                           "-protocol_whitelist",
                           "file",
                           "-select_streams",
                           "a:0",
                           "-show_entries",
                           "stream=codec_name,sample_fmt,bits_per_raw_sample",
                           "-of",
                           "default=noprint_wrappers=1",
                           SOURCE,
                           NULL};
    char *const convert[] = {"ffmpeg",
                             "-nostdin",
                             "-v",
                             "repeat+error",
                             "-protocol_whitelist",
                             "file",
                             "-i",
                             SOURCE,
                             "-map",
                             "0:a:0",
                             "-c:a",
                             spool->samples,
                             "-rf64",
                             "auto",
                             "-f",
                             "wav",
                             "-y",
                             MEMORY,
                             NULL};

    spool->said[0] = '\0';
    spool->bytes = 0;
    spool->idle_ticks = 0;
    if (ftruncate(spool->file, 0) < 0)
        return -errno;
    return start(s, spool, spool->step == SPOOL_PROBES ? probe : convert);
}

int spool_convert(struct session *s, uint32_t track, int file, const char *refusal)
{
    struct spool *spool = spool_find(&s->spools, track);
    int memory, source, error;

    if (spool && spool->converted)
        return -EALREADY;
    if (!spool)
        spool = spools_free_one(s);
    memory = spool ? memfd_create("rondo", MFD_CLOEXEC | MFD_ALLOW_SEALING) : -1;
    source = spool ? fcntl(file, F_DUPFD_CLOEXEC, 0) : -1;
    if (memory < 0 || source < 0) {
        close(memory);
        close(source);
        return -EMFILE;
    }
    spool_empty(&s->spools, spool);
    *spool = (struct spool){.state = SPOOL_RUNNING,
                            .step = SPOOL_PROBES,
                            .track = track,
                            .converted = true,
                            .source = source,
                            .input = -1,
                            .file = memory,
                            .used = ++s->spools.uses};
    snprintf(spool->refusal, sizeof(spool->refusal), "%s", refusal);
    error = start_step(s, spool);
    if (error < 0)
        spool_empty(&s->spools, spool);
    spools_run_timer(&s->spools);
    return error;
}

/* Keeps the last of it. */
void spool_listen(struct session *s, struct spool *spool)
{
    char more[sizeof(spool->said) / 2];
    ssize_t count;
    size_t kept;

    while ((count = read(spool->input, more, sizeof(more))) > 0) {
        kept = strlen(spool->said);
        if (kept + (size_t)count >= sizeof(spool->said)) {
            memmove(spool->said, spool->said + kept / 2, kept - kept / 2 + 1);
            kept -= kept / 2;
        }
        if (kept + (size_t)count >= sizeof(spool->said))
            kept = 0;
        for (ssize_t i = 0; i < count; i++)
            spool->said[kept++] = more[i] ? more[i] : '?';
        spool->said[kept] = '\0';
    }
    if (count == 0)
        spool_stop_reading(&s->spools, spool);
}

/* The last line of what it said, without the file's name, which is ours. */
static const char *last_line(struct spool *spool)
{
    char *text = spool->said, *line;
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    line = strrchr(text, '\n');
    line = line ? line + 1 : text;
    text = strstr(line, SOURCE ": ");
    return text ? text + strlen(SOURCE ": ") : line;
}

static void refuse(struct session *s, struct spool *spool, const char *format, const char *reason)
{
    char why[sizeof(spool->refusal) + sizeof(spool->said) + 64];
    int length = snprintf(why, sizeof(why), "%s", spool->refusal);

    snprintf(why + length, sizeof(why) - (size_t)length, format, reason);
    spool_fail(s, spool, why);
}

static void finish(struct session *s, struct spool *spool)
{
    const char *warning = last_line(spool);
    uint32_t index;

    spool_measure(spool);
    if (!spools_make_room(s, 0)) {
        spool_fail_full(s, spool);
        return;
    }
    if (*warning && playlist_find(&s->list, spool->track, &index) == 0)
        screen_note(s, "%s: ffmpeg: %s", s->list.entries[index].path, warning);
    spool_complete(s, spool);
}

static void go_on(struct session *s, struct spool *spool)
{
    const char *samples = spool->step == SPOOL_PROBES ? samples_of(spool->said) : NULL;
    int error;

    if (spool->step == SPOOL_CONVERTS) {
        finish(s, spool);
        return;
    }
    if (!samples) {
        refuse(s, spool, " (ffmpeg: %s)", "there is no sound in it");
        return;
    }
    snprintf(spool->samples, sizeof(spool->samples), "%s", samples);
    name_codec(spool);
    spool->step = SPOOL_CONVERTS;
    error = start_step(s, spool);
    if (error < 0)
        spool_fail(s, spool, strerror(-error));
}

static void died(struct session *s, struct spool *spool, int number)
{
    bool outside = number == SIGKILL || number == SIGTERM;

    if (number == SIGXFSZ) {
        spool_fail_full(s, spool);
        return;
    }
    if (outside && !spool->condemned && ++spool->deaths < DEATHS && start_step(s, spool) == 0)
        return;
    if (spool->condemned)
        refuse(s, spool, " (ffmpeg did nothing for too long%s)", "");
    else
        refuse(s, spool, " (ffmpeg was ended by SIG%s)", sigabbrev_np(number));
}

void spool_helper_ended(struct session *s, struct spool *spool)
{
    struct spawn_end end;

    epoll_ctl(s->spools.poll, EPOLL_CTL_DEL, spool->helper.pidfd, NULL);
    if (spool->input >= 0)
        spool_listen(s, spool);
    spool_stop_reading(&s->spools, spool);
    spawn_reap(&spool->helper, &end);
    if (end.signal > 0)
        died(s, spool, end.signal);
    else if (end.status == HELPER_NOT_FOUND)
        refuse(s, spool, "; for more formats install %s", "ffmpeg");
    else if (end.status != 0)
        refuse(s, spool, " (ffmpeg: %s)", last_line(spool));
    else
        go_on(s, spool);
}

void spool_watch_helper(struct session *s, struct spool *spool)
{
    uint64_t before = spool->bytes;

    spool_measure(spool);
    spool->idle_ticks = spool->bytes == before ? spool->idle_ticks + 1 : 0;
    if (spool->idle_ticks * 1000 < s->options->producer_timeout_ms || spool->condemned)
        return;
    spool->condemned = true;
    spawn_signal(&spool->helper, SIGKILL);
}

void spool_name_codec(struct session *s, uint32_t track, char *codec, size_t size)
{
    const struct spool *spool = spool_find(&s->spools, track);

    if (spool && spool->converted)
        snprintf(codec, size, "%s", spool->codec);
}
