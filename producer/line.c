/*
 * line.c - see line.h. A job of a higher epoch voids all before it. Facts are told when a track is
 * opened, which happens before the one before it is at its end, so that no gap comes of it.
 */
#include "producer/line.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void drop_entry(struct line *line, uint32_t i)
{
    struct line_entry *e = &line->entries[i];

    chain_close(e->chain);
    seam_tail_close(&e->seam.tail);
    if (e->file >= 0)
        close(e->file);
    line->count--;
    memmove(e, e + 1, (line->count - i) * sizeof(*e));
}

static int reply(struct line *line, const struct line_entry *e, enum job_reply_kind kind)
{
    struct job_reply reply = e->facts;

    reply.kind = kind;
    reply.epoch = e->job.epoch;
    reply.track = e->job.track;
    return jobs_send_reply(line->socket, &reply);
}

/* Says why, and gives the job up. */
static int fail(struct line *line, uint32_t i)
{
    struct line_entry *e = &line->entries[i];
    int error;

    e->facts.frames = e->begun ? chain_position(e->chain) : 0;
    error = reply(line, e, JOB_FAILED);
    drop_entry(line, i);
    return error;
}

static int open_entry(struct line *line, uint32_t i)
{
    struct line_entry *e = &line->entries[i];
    int file = e->file;
    int error;

    e->file = -1;
    if (chain_open(file, &e->job, &e->facts, &e->chain) < 0)
        return fail(line, i);
    error = reply(line, e, JOB_OPENED);
    if (error < 0)
        return error;
    if (!e->job.over && chain_start(e->chain, &e->job, &e->facts) < 0)
        return fail(line, i);
    seam_open(&e->seam, &e->job, &e->facts, e->chain);
    return 0;
}

/* It comes first, where a producer goes on for a dead one. What cannot be opened again is silent.
 */
static void take_tail(struct line *line, const struct job *job, int file)
{
    struct job_reply facts = {0};
    struct chain *chain = NULL;

    seam_tail_close(&line->tail);
    if (file >= 0 && chain_open(file, job, &facts, &chain) == 0 &&
        chain_start(chain, job, &facts) < 0) {
        chain_close(chain);
        chain = NULL;
    }
    line->tail = (struct seam_tail){.chain = chain,
                                    .fade = job->join.fade,
                                    .rate = job->join.rate,
                                    .track = job->track,
                                    .next = job->join.next};
}

static void take_join(struct line *line, const struct job *job)
{
    for (uint32_t i = 0; i < line->count; i++) {
        struct line_entry *e = &line->entries[i];

        if (e->job.track == job->track && e->chain && !e->seam.join.known)
            seam_join(&e->seam, &job->join);
    }
}

/* A job that cannot even wait in line: it came without its file, or the line is full. */
static int refuse(struct line *line, const struct job *job, int file)
{
    struct line_entry e = {.job = *job, .file = file};

    snprintf(e.facts.text, sizeof(e.facts.text), "%s",
             file < 0 ? "its file did not reach the decoder" : "too many tracks at once");
    if (file >= 0)
        close(file);
    return reply(line, &e, JOB_FAILED);
}

static void take_news(struct line *line, const struct job *job)
{
    for (uint32_t i = 0; i < line->count; i++) {
        struct line_entry *e = &line->entries[i];

        if (e->job.epoch == job->epoch && e->job.track == job->track)
            e->job.more = job->more;
    }
}

int line_take(struct line *line, const struct job *job, int file)
{
    line->hungry = false;
    if (job->kind == JOB_MORE)
        take_news(line, job);
    if (job->epoch > line->epoch) {
        while (line->count > 0)
            drop_entry(line, 0);
        seam_tail_close(&line->tail);
        line->epoch = job->epoch;
    }
    if (job->kind == JOB_TAIL && job->epoch == line->epoch) {
        take_tail(line, job, file);
        return 0;
    }
    if (job->kind == JOB_JOIN && job->epoch == line->epoch)
        take_join(line, job);
    if (job->kind == JOB_FORGET)
        while (line->count > 0 && !line->entries[line->count - 1].begun)
            drop_entry(line, line->count - 1);
    if (job->kind != JOB_PLAY || job->epoch < line->epoch) {
        if (file >= 0)
            close(file);
        return 0;
    }
    if (file < 0 || line->count == LINE_MAX_JOBS)
        return refuse(line, job, file);
    line->entries[line->count++] = (struct line_entry){.job = *job, .file = file};
    return 0;
}

int line_open_all(struct line *line)
{
    int error = 0;

    for (uint32_t i = 0; i < line->count && error == 0;) {
        uint32_t before = line->count;
        if (!line->entries[i].chain)
            error = open_entry(line, i);
        i += line->count == before;
    }
    return error;
}

void line_take_over(struct line *line)
{
    struct line_entry *e = &line->entries[0];

    if (e->begun || line->tail.fade == 0)
        return;
    if (line->tail.next == e->job.track)
        seam_take_tail(&e->seam, &line->tail);
    else
        seam_tail_close(&line->tail);
    line->tail = (struct seam_tail){0};
}

int line_ask(struct line *line)
{
    struct line_entry *e = &line->entries[0];
    const struct job_reply reply = {
        .kind = JOB_ASKED, .epoch = e->job.epoch, .track = e->job.track, .frames = e->seam.length};

    e->asked = true;
    return jobs_send_reply(line->socket, &reply);
}

/* Of what still flows only so many are taken at once, until it is at its end. */
int line_check_hunger(struct line *line, uint32_t frames)
{
    const struct line_entry *e = &line->entries[0];
    struct job_reply said = {.kind = JOB_HUNGRY, .epoch = e->job.epoch, .track = e->job.track};

    line->hungry = e->job.more && !chain_has(e->chain, frames);
    if (!line->hungry)
        return 0;
    said.frames = chain_came_to(e->chain);
    return jobs_send_reply(line->socket, &said);
}

int line_tell_tail(struct line *line)
{
    const struct line_entry *e = &line->entries[0];
    struct job_reply reply;

    if (!seam_tail_failed(&line->entries[0].seam, &reply))
        return 0;
    reply.epoch = e->job.epoch;
    return jobs_send_reply(line->socket, &reply);
}

/* Where the next one fades from it, what is left of its sound is kept. */
int line_end(struct line *line)
{
    struct line_entry *e = &line->entries[0];
    const struct seam *seam = &e->seam;
    int error;

    if (seam->damaged && chain_ended(e->chain, e->facts.text, sizeof(e->facts.text)) < 0)
        return fail(line, 0);
    error = reply(line, e, JOB_DONE);
    if (seam->join.fade > 0) {
        seam_tail_close(&line->tail);
        line->tail = (struct seam_tail){.chain = e->chain,
                                        .fade = seam->join.fade,
                                        .rate = seam->shape.rate,
                                        .track = e->job.track,
                                        .next = seam->join.next};
        e->chain = NULL;
    }
    drop_entry(line, 0);
    return error;
}

void line_drop(struct line *line)
{
    drop_entry(line, 0);
}

void line_clear(struct line *line)
{
    while (line->count > 0)
        drop_entry(line, 0);
    seam_tail_close(&line->tail);
}
