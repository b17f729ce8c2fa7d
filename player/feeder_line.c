/*
 * feeder_line.c - questions about the line, and what becomes of a track that is opened.
 */
#include "player/feeder.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "player/session.h"

struct feeder_track *feeder_now(struct session *s)
{
    return s->feeder.count > 0 ? &s->feeder.line[0] : NULL;
}

struct feeder_track *feeder_decoding(struct session *s)
{
    for (uint32_t i = 0; i < s->feeder.count; i++)
        if (!s->feeder.line[i].done)
            return s->feeder.line[i].file < 0 ? NULL : &s->feeder.line[i];
    return NULL;
}

uint64_t feeder_start_frame(const struct feeder_start *start, uint32_t rate)
{
    uint64_t frame = start->frame, hz = start->hz;

    if (hz > 0 && hz != rate)
        frame = frame / hz * rate + (frame % hz * rate + hz / 2) / hz;
    return frame + (uint64_t)start->ms * rate / 1000;
}

bool feeder_wants(struct session *s, const struct spool *spool)
{
    for (uint32_t i = 0; i < s->feeder.count; i++)
        if (spool_serves(s, spool, s->feeder.line[i].entry))
            return true;
    return false;
}

uint32_t feeder_undone(const struct feeder *f)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < f->count; i++)
        count += !f->line[i].done;
    return count;
}

void feeder_opened(struct session *s, struct feeder_track *t, const struct job_reply *reply)
{
    bool again = t->opened;

    t->facts = *reply;
    t->opened = true;
    if (!again)
        feeder_fix_sound(s, t);
    spool_describe(s, t->entry, t->raw.rate > 0, &t->facts);
    feeder_show_titles(s);
}

int feeder_open(struct session *s, struct feeder_track *t, const char **ret_why)
{
    uint32_t index;
    int error = playlist_find(&s->list, t->entry, &index);

    *ret_why = "it is no longer in the list";
    if (error == 0)
        error = spool_open(s, &s->list.entries[index], &t->file, &t->raw, ret_why);
    return error == -EINPROGRESS ? 0 : error;
}

/* An entry may stand in the line once more, or other parts of its file: they get the same. */
bool feeder_convert(struct session *s, struct feeder_track *t, const struct job_reply *reply)
{
    bool unknown = !t->opened && strncmp(reply->text, JOBS_NOT_AUDIO, strlen(JOBS_NOT_AUDIO)) == 0;
    const struct spool *spool;

    if (!unknown || spool_convert(s, t->entry, t->file, reply->text) < 0)
        return false;
    spool = spool_find(s, t->entry);
    for (uint32_t i = 0; i < s->feeder.count; i++) {
        t = &s->feeder.line[i];
        if (t->opened || t->file < 0 || !spool_serves(s, spool, t->entry))
            continue;
        close(t->file);
        t->file = -1;
        t->raw = (struct job_raw){0};
        t->sent = false;
    }
    return true;
}
