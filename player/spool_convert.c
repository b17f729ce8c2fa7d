/*
 * spool_convert.c - what the producer does not know, decoded by ffmpeg.
 *
 * ffprobe tells how the samples are (spool_probe.c), and then ffmpeg writes a WAV file of just such
 * samples into the spool's memory. Both read the open file as their standard input, under its name
 * in /proc, so that they can seek in it. One that is killed from outside is started again, on empty
 * memory; one that does nothing for too long is killed. Only a conversion that came to its end is
 * played.
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

#define MEMORY "file:/proc/self/fd/3"

enum { DEATHS = 4, MIB_SHIFT = 20 };

/* Starts what is to be done now, from its beginning. */
int spool_start_conversion(struct session *s, struct spool *spool)
{
    struct spool_helper helper = {.input = spool->source, .output = -1, .memory = spool->file};
    char trim[64] = "anull";
    char *const probe[] = {"ffprobe",
                           "-v",
                           "repeat+error",
                           "-protocol_whitelist",
                           "file",
                           "-select_streams",
                           "a:0",
                           "-show_entries",
                           SPOOL_PROBED,
                           "-of",
                           "default=noprint_wrappers=1",
                           SPOOL_SOURCE,
                           NULL};
    char *const convert[] = {
        "ffmpeg", "-nostdin", "-v",         "repeat+error", "-protocol_whitelist",
        "file",   "-i",       SPOOL_SOURCE, "-map",         "0:a:0",
        "-af",    trim,       "-c:a",       spool->samples, "-rf64",
        "auto",   "-f",       "wav",        "-y",           MEMORY,
        NULL};

    if (spool->frames > 0)
        snprintf(trim, sizeof(trim), "atrim=end_sample=%llu", (unsigned long long)spool->frames);
    helper.argv = spool->step == SPOOL_PROBES ? probe : convert;
    return spool_run(s, spool, &helper);
}

int spool_convert(struct session *s, uint32_t track, int file, const char *refusal)
{
    struct spool *spool = spool_find(s, track);
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
    spool_empty(s, spool);
    *spool = (struct spool){.state = SPOOL_RUNNING,
                            .step = SPOOL_PROBES,
                            .track = track,
                            .converted = true,
                            .source = source,
                            .input = -1,
                            .file = memory,
                            .used = ++s->spools.uses};
    spool_no_stream(spool);
    snprintf(spool->refusal, sizeof(spool->refusal), "%s", refusal);
    spool_share(s, spool);
    error = spool_start_conversion(s, spool);
    if (error < 0)
        spool_empty(s, spool);
    spools_run_timer(s);
    return error;
}

static void finish(struct session *s, struct spool *spool)
{
    const char *warning = spool_last_words(spool);
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

void spool_helper_done(struct session *s, struct spool *spool)
{
    int error;

    if (spool->step == SPOOL_COPIES) {
        spool_copied(s, spool);
        return;
    }
    if (spool->step == SPOOL_CONVERTS) {
        finish(s, spool);
        return;
    }
    if (spool_probed(spool) < 0) {
        spool_refuse(s, spool, "ffmpeg: there is no sound in it");
        return;
    }
    spool->step = SPOOL_CONVERTS;
    error = spool_start_conversion(s, spool);
    if (error < 0)
        spool_fail(s, spool, strerror(-error));
}

void spool_describe(struct session *s, uint32_t track, bool raw, struct job_reply *facts)
{
    const struct spool *spool = spool_find(s, track);
    const struct stream *stream = spool ? &spool->stream : NULL;

    if (spool && spool->converted)
        snprintf(facts->codec, sizeof(facts->codec), "%s", spool->codec);
    if (!spool || !raw)
        return;
    snprintf(facts->codec, sizeof(facts->codec), "%s", stream->codec);
    snprintf(facts->title, sizeof(facts->title), "%s", stream->title);
    snprintf(facts->artist, sizeof(facts->artist), "%s", stream->artist);
    snprintf(facts->album, sizeof(facts->album), "%s", stream->album);
    if (!spool->link.station.is || !spool->link.station.name[0])
        return;
    snprintf(facts->title, sizeof(facts->title), "%s", spool->link.station.name);
    snprintf(facts->album, sizeof(facts->album), "%s", spool->link.station.name);
    facts->artist[0] = '\0';
}
