/*
 * spool.c - the table of spools: who gets a file at once, who has to wait, what is thrown away.
 */
#include "player/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "player/audiofile.h"
#include "player/session.h"
#include "player/spool_fill.h"

uint32_t spool_index(const struct session *s, const struct spool *spool)
{
    return (uint32_t)(spool - s->spools.one);
}

int spools_watch(struct spools *spools, int file, uint32_t events, uint32_t what)
{
    struct epoll_event event = {.events = events, .data.u32 = what};

    return epoll_ctl(spools->poll, EPOLL_CTL_ADD, file, &event) < 0 ? -errno : 0;
}

int spools_open(struct spools *spools)
{
    int error;

    spools->poll = epoll_create1(EPOLL_CLOEXEC);
    if (spools->poll < 0)
        return -errno;
    spools->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    error = spools->timer < 0 ? -errno : spools_watch(spools, spools->timer, EPOLLIN, SPOOLS_TIMER);
    return error;
}

void spool_stop_reading(struct spools *spools, struct spool *spool)
{
    if (spool->input < 0)
        return;
    /* Where it is a duplicate of standard input, closing it would not end the watching. */
    epoll_ctl(spools->poll, EPOLL_CTL_DEL, spool->input, NULL);
    close(spool->input);
    spool->input = -1;
    spool->held = false;
}

void spool_hold(struct session *s, struct spool *spool, bool hold)
{
    if (spool->input < 0 || hold == spool->held)
        return;
    if (hold)
        epoll_ctl(s->spools.poll, EPOLL_CTL_DEL, spool->input, NULL);
    else
        spools_watch(&s->spools, spool->input, EPOLLIN, SPOOLS_INPUTS + spool_index(s, spool));
    spool->held = hold;
}

void spool_no_stream(struct spool *spool)
{
    spool->stream = (struct stream){
        .feed = -1, .sound = -1, .words = -1, .window = -1, .segment_end = UINT64_MAX};
}

void spool_end_helper(struct session *s, struct spool *spool)
{
    struct spools *spools = &s->spools;
    struct spawn_end end;

    if (spool->helper.pid == 0)
        return;
    /* A child of ours that has not come to its exec yet would keep it watched. */
    epoll_ctl(spools->poll, EPOLL_CTL_DEL, spool->helper.pidfd, NULL);
    spawn_signal(&spool->helper, SIGKILL);
    spawn_wait(&spool->helper, -1);
    spawn_reap(&spool->helper, &end);
}

void spool_empty(struct session *s, struct spool *spool)
{
    if (spool->state == SPOOL_FREE)
        return;
    spool_end_helper(s, spool);
    spool_stop_reading(&s->spools, spool);
    stream_close(s, spool);
    if (spool->source >= 0)
        close(spool->source);
    close(spool->file);
    *spool = (struct spool){0};
}

void spools_close(struct session *s)
{
    for (int i = 0; i < SPOOLS; i++)
        spool_empty(s, &s->spools.one[i]);
    close(s->spools.timer);
    close(s->spools.poll);
}

/* A stream of which enough lies ahead needs nothing as long as nobody hears it. */
static bool needs_timer(const struct session *s, const struct spool *spool)
{
    bool decodes = spool->stream.step == STREAM_DECODES || spool->stream.step == STREAM_RESTS;

    if (spool->state == SPOOL_FREE || (stream_rests(spool) && s->state != STATE_PLAYING))
        return false;
    return (spool->state == SPOOL_RUNNING && !spool->link.over) || decodes ||
           (spool->stream.titles > 0 && s->state == STATE_PLAYING);
}

void spools_run_timer(struct session *s)
{
    struct spools *spools = &s->spools;
    struct itimerspec every = {0};
    bool run = false;

    for (int i = 0; i < SPOOLS; i++)
        run = run || needs_timer(s, &spools->one[i]);
    if (run == spools->timer_runs)
        return;
    if (run)
        every.it_value.tv_nsec = every.it_interval.tv_nsec = 1000000000L / SPOOL_TICKS_PER_S;
    timerfd_settime(spools->timer, 0, &every, NULL);
    spools->timer_runs = run;
}

/* What flows from `input` is the track's; `input` is the spool's, or closed on failure. */
static int begin(struct session *s, uint32_t track, int input)
{
    struct spool *spool = spools_free_one(s);
    int file = spool ? memfd_create("rondo", MFD_CLOEXEC | MFD_ALLOW_SEALING) : -1;
    int error = !spool ? -EMFILE : file < 0 ? -errno : 0;

    if (error == 0)
        error = spools_watch(&s->spools, input, EPOLLIN, SPOOLS_INPUTS + spool_index(s, spool));
    if (error < 0) {
        close(input);
        if (file >= 0)
            close(file);
        return error;
    }
    *spool = (struct spool){.state = SPOOL_RUNNING,
                            .track = track,
                            .source = -1,
                            .input = input,
                            .file = file,
                            .used = ++s->spools.uses};
    spool_no_stream(spool);
    spool_share(s, spool);
    spools_run_timer(s);
    return 0;
}

/* The same file, with a place of its own to read at, and nothing but reading. */
static int reopen(int file)
{
    char path[64];
    int again;

    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    again = open(path, O_RDONLY | O_CLOEXEC);
    return again < 0 ? -errno : again;
}

/* The file where it is complete, else the window, where it can be heard already. */
static int open_filled(struct session *s, struct spool *spool, bool part, int *ret_file,
                       struct job_raw *ret_raw)
{
    bool complete = spool->state == SPOOL_COMPLETE;
    int file;

    spool->used = ++s->spools.uses;
    if (!complete && (!spool->stream.ready || part))
        return -EINPROGRESS;
    file = reopen(complete ? spool->file : spool->stream.window);
    if (file < 0)
        return file;
    if (!complete)
        *ret_raw = spool->stream.raw;
    *ret_file = file;
    return 0;
}

/* The spool has it now: who writes into it is to see the end when the spool does not go on. */
static void release_stdin(struct spools *spools)
{
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

    spools->stdin_taken = true;
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        close(null);
    }
}

static int open_fresh(struct session *s, const struct playlist_entry *entry, int *ret_file,
                      const char **ret_why)
{
    bool is_stdin = strcmp(entry->path, AUDIOFILE_STDIN) == 0, flows;
    int file;
    int error;

    if (is_stdin && s->spools.stdin_taken) {
        *ret_why = "standard input can be read only once";
        return -ESPIPE;
    }
    if (spool_is_address(entry->path)) {
        error = spool_fetch(s, entry->track);
        *ret_why = strerror(-error);
        return error == 0 ? -EINPROGRESS : error;
    }
    error = audiofile_open(entry->path, &flows, &file);
    if (error < 0) {
        *ret_why = audiofile_reason(error);
        return error;
    }
    if (!flows) {
        *ret_file = file;
        return 0;
    }
    if (is_stdin)
        release_stdin(&s->spools);
    error = begin(s, entry->track, file);
    *ret_why = error == -EMFILE ? "too many pipes at once" : strerror(-error);
    return error == 0 ? -EINPROGRESS : error;
}

int spool_open(struct session *s, const struct playlist_entry *entry, int *ret_file,
               struct job_raw *ret_raw, const char **ret_why)
{
    struct spool *spool = spool_find(s, entry->track);
    int error;

    if (spool && spool->link.over && spool_is_address(entry->path) && !feeder_wants(s, spool)) {
        spool_empty(s, spool); /* another attempt */
        spool = NULL;
    }
    if (!spool)
        return open_fresh(s, entry, ret_file, ret_why);
    error = open_filled(s, spool, entry->range.first > 0, ret_file, ret_raw);
    *ret_why = strerror(-error);
    return error;
}

/* Nobody hears it, and it can be had again. */
static bool is_idle(struct session *s, const struct spool *spool)
{
    bool renewable = spool->helper.pid > 0 || spool->link.answered;

    return spool->state == SPOOL_RUNNING && renewable && !feeder_wants(s, spool);
}

void spools_prune(struct session *s)
{
    for (int i = 0; i < SPOOLS; i++) {
        struct spool *spool = &s->spools.one[i];

        if (is_idle(s, spool))
            spool_empty(s, spool);
        else if (spool->state == SPOOL_COMPLETE && !feeder_streams(s, spool))
            stream_close(s, spool);
    }
    spools_run_timer(s);
}
