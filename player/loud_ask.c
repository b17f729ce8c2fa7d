/*
 * loud_ask.c - which file says how loud a track is.
 *
 * Its own file, by name, where it has one: that has the tags, and the time of its change makes the
 * key. The sound may be elsewhere, in the memory into which ffmpeg has decoded it; and of what came
 * through a pipe or from the network, the memory is all there is.
 */
#include "player/loud_ask.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/audiofile.h"
#include "player/feeder_plan.h"

bool loud_subject_of(struct session *s, const struct feeder_track *t,
                     struct loud_subject *ret_subject)
{
    const struct spool *spool = spool_find(s, t->entry);
    struct loud_subject subject = {.memory = -1};
    struct stat status;
    uint32_t index;

    if (playlist_find(&s->list, t->entry, &index) < 0)
        return false;
    if (spool && spool->state == SPOOL_COMPLETE) {
        subject.memory = spool->file;
        subject.decoded = spool->converted;
    }
    subject.path = s->list.entries[index].path;
    subject.named = strcmp(subject.path, AUDIOFILE_STDIN) != 0 &&
                    stat(subject.path, &status) == 0 && S_ISREG(status.st_mode);
    if (!subject.named && (subject.memory < 0 || fstat(subject.memory, &status) < 0))
        return false;
    loud_cache_key(&subject.key, &status, &t->range);
    *ret_subject = subject;
    return true;
}

static bool asked(const struct loud *l, const struct loud_key *key, enum scan_kind kind)
{
    for (uint32_t i = 0; i < l->task_count; i++) {
        if (memcmp(&l->task[i].key, key, sizeof(*key)) != 0)
            continue;
        for (uint32_t k = 0; k < l->scanner.count; k++)
            if (l->scanner.line[k].scan.id == l->task[i].id &&
                l->scanner.line[k].scan.kind == (uint32_t)kind)
                return true;
    }
    return false;
}

static int open_subject(const struct loud_subject *subject, bool memory, int *ret_file)
{
    bool flows = false;
    int error;

    if (memory) {
        error = scanner_reopen(subject->memory);
        *ret_file = error;
        return error < 0 ? error : 0;
    }
    error = audiofile_open(subject->path, &flows, ret_file);
    if (error == 0 && flows) {
        close(*ret_file);
        error = -ESPIPE;
    }
    return error;
}

void loud_ask(struct session *s, struct loud_facts *facts, const struct loud_subject *subject,
              enum scan_kind kind, uint32_t priority)
{
    struct loud *l = &s->loud;
    bool memory = !subject->named || (kind == SCAN_MEASURE && subject->decoded);
    struct scan scan = {.kind = kind, .priority = priority, .range = subject->key.range};
    int file, error;
    uint32_t id;

    if (l->scanner.count == SCANS_LINE || l->task_count == SCANS_LINE ||
        asked(l, &subject->key, kind) || (kind == SCAN_MEASURE && facts->foreign && !memory))
        return;
    error = open_subject(subject, memory, &file);
    if (error == 0)
        error = scanner_ask(&l->scanner, &scan, file, &id);
    if (error == 0)
        l->task[l->task_count++] =
            (struct loud_task){.id = id, .key = subject->key, .decoded = memory};
    else if (error != -EAGAIN) {
        facts->hopeless = true; /* it cannot be opened, or there is no scanner */
        facts->tags.track_gain = facts->tags.album_gain = SCAN_UNKNOWN;
        facts->tagged = true;
    }
}

bool loud_ask_done(struct loud *l, uint32_t id, struct loud_task *ret_task)
{
    for (uint32_t i = 0; i < l->task_count; i++) {
        if (l->task[i].id != id)
            continue;
        *ret_task = l->task[i];
        l->task[i] = l->task[--l->task_count];
        return true;
    }
    return false;
}
