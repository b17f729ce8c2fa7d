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

enum { MIB_SHIFT = 20 };

int spools_watch(struct spools *spools, int file, uint32_t what)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = what};

    return epoll_ctl(spools->poll, EPOLL_CTL_ADD, file, &event) < 0 ? -errno : 0;
}

int spools_open(struct spools *spools)
{
    int error;

    spools->poll = epoll_create1(EPOLL_CLOEXEC);
    if (spools->poll < 0)
        return -errno;
    spools->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    error = spools->timer < 0 ? -errno : spools_watch(spools, spools->timer, SPOOLS_TIMER);
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
}

static void end_helper(struct spools *spools, struct spool *spool)
{
    struct spawn_end end;

    if (spool->helper.pid == 0)
        return;
    /* A child of ours that has not come to its exec yet would keep it watched. */
    epoll_ctl(spools->poll, EPOLL_CTL_DEL, spool->helper.pidfd, NULL);
    spawn_signal(&spool->helper, SIGKILL);
    spawn_wait(&spool->helper, -1);
    spawn_reap(&spool->helper, &end);
}

void spool_empty(struct spools *spools, struct spool *spool)
{
    if (spool->state == SPOOL_FREE)
        return;
    end_helper(spools, spool);
    spool_stop_reading(spools, spool);
    if (spool->source >= 0)
        close(spool->source);
    close(spool->file);
    *spool = (struct spool){0};
}

void spools_close(struct spools *spools)
{
    for (int i = 0; i < SPOOLS; i++)
        spool_empty(spools, &spools->one[i]);
    close(spools->timer);
    close(spools->poll);
}

void spools_run_timer(struct spools *spools)
{
    struct itimerspec every = {0};

    for (int i = 0; i < SPOOLS; i++)
        if (spools->one[i].state == SPOOL_RUNNING)
            every.it_value.tv_sec = every.it_interval.tv_sec = 1;
    timerfd_settime(spools->timer, 0, &every, NULL);
}

/* The complete one that nobody has asked for longest, and that nobody is to get now. */
static struct spool *oldest(struct session *s)
{
    struct spool *found = NULL;

    for (int i = 0; i < SPOOLS; i++) {
        struct spool *spool = &s->spools.one[i];

        if (spool->state == SPOOL_COMPLETE && !feeder_wants(s, spool) &&
            (!found || spool->used < found->used))
            found = spool;
    }
    return found;
}

static uint64_t all_bytes(const struct spools *spools)
{
    uint64_t bytes = 0;

    for (int i = 0; i < SPOOLS; i++)
        bytes += spools->one[i].bytes;
    return bytes;
}

/* Makes room for `bytes` more. False: all that is kept is needed. */
bool spools_make_room(struct session *s, uint64_t bytes)
{
    uint64_t limit = (uint64_t)s->options->spool_limit_mib << MIB_SHIFT;

    while (all_bytes(&s->spools) + bytes > limit) {
        struct spool *spool = oldest(s);

        if (!spool)
            return false;
        spool_empty(&s->spools, spool);
    }
    return true;
}

struct spool *spools_free_one(struct session *s)
{
    struct spool *spool;

    for (int i = 0; i < SPOOLS; i++)
        if (s->spools.one[i].state == SPOOL_FREE)
            return &s->spools.one[i];
    spool = oldest(s);
    if (spool)
        spool_empty(&s->spools, spool);
    return spool;
}

/* What flows from `input` is the track's; `input` is the spool's, or closed on failure. */
static int begin(struct session *s, uint32_t track, int input)
{
    struct spool *spool = spools_free_one(s);
    int file = spool ? memfd_create("rondo", MFD_CLOEXEC | MFD_ALLOW_SEALING) : -1;
    int error = !spool ? -EMFILE : file < 0 ? -errno : 0;

    if (error == 0)
        error = spools_watch(&s->spools, input, (uint32_t)(spool - s->spools.one));
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
    spool_share(s, spool);
    spools_run_timer(&s->spools);
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

static int open_complete(struct session *s, struct spool *spool, int *ret_file)
{
    int file;

    spool->used = ++s->spools.uses;
    if (spool->state == SPOOL_RUNNING)
        return -EINPROGRESS;
    file = reopen(spool->file);
    if (file < 0)
        return file;
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
               const char **ret_why)
{
    struct spool *spool = spool_find(s, entry->track);
    int error;

    if (!spool)
        return open_fresh(s, entry, ret_file, ret_why);
    error = open_complete(s, spool, ret_file);
    *ret_why = strerror(-error);
    return error;
}

void spools_prune(struct session *s)
{
    for (int i = 0; i < SPOOLS; i++) {
        struct spool *spool = &s->spools.one[i];

        if (spool->state == SPOOL_RUNNING && spool->helper.pid > 0 && !feeder_wants(s, spool))
            spool_empty(&s->spools, spool);
    }
    spools_run_timer(&s->spools);
}
