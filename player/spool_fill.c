/*
 * spool_fill.c - what flows becomes a file.
 *
 * One descriptor for the loop, an epoll: a pipe that has something, or the timer. Each wake-up
 * reads a pipe once, so that signals and keys never wait for long. At the end the memory is
 * sealed, so that not even a producer that was taken over can change it, and it leaves this
 * process only as a description that cannot write. A death of the player leaves nothing: the
 * memory goes with its last descriptor.
 */
#include "player/spool_fill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/session.h"

enum { AT_ONCE = 256 * 1024 };

void spool_fail(struct session *s, struct spool *spool, const char *why)
{
    const struct spool gone = *spool;

    spool_empty(&s->spools, spool);
    spools_run_timer(&s->spools);
    feeder_spooled(s, &gone, why);
}

void spool_fail_full(struct session *s, struct spool *spool)
{
    char why[96];

    snprintf(why, sizeof(why), "it is more than the %u MiB of --spool-limit",
             s->options->spool_limit_mib);
    spool_fail(s, spool, why);
}

void spool_measure(struct spool *spool)
{
    struct stat status;

    if (fstat(spool->file, &status) == 0)
        spool->bytes = (uint64_t)status.st_size;
}

void spool_complete(struct session *s, struct spool *spool)
{
    spool_stop_reading(&s->spools, spool);
    if (spool->source >= 0)
        close(spool->source);
    spool->source = -1;
    fcntl(spool->file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
    spool->state = SPOOL_COMPLETE;
    spools_run_timer(&s->spools);
    feeder_spooled(s, spool, NULL);
}

/* 0, or a negative errno: the memory takes no more. */
static int store(struct spool *spool, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(spool->file, bytes, count);

        if (written < 0)
            return -errno;
        bytes += written;
        count -= (size_t)written;
        spool->bytes += (uint64_t)written;
    }
    return 0;
}

void spool_copied(struct session *s, struct spool *spool)
{
    if (spool->input >= 0 || spool->helper.pid > 0)
        return; /* the other one of the two will tell */
    if (spool->bytes > 0)
        spool_complete(s, spool);
    else
        spool_fail(s, spool, "nothing came from there");
}

static void copy(struct session *s, struct spool *spool)
{
    static char bytes[AT_ONCE];
    ssize_t count = read(spool->input, bytes, sizeof(bytes));
    int error = count < 0 ? -errno : 0;

    if (error == -EAGAIN || error == -EINTR)
        return;
    if (count == 0) {
        spool_stop_reading(&s->spools, spool);
        spool_copied(s, spool);
        return;
    }
    if (spool_is_radio(spool)) {
        spool_fail(s, spool, "it is an internet radio, which has no end; it cannot be played yet");
        return;
    }
    if (error == 0 && !spools_make_room(s, (uint64_t)count)) {
        spool_fail_full(s, spool);
        return;
    }
    if (error == 0)
        error = store(spool, bytes, (size_t)count);
    if (error < 0)
        spool_fail(s, spool, strerror(-error));
}

/* Where no line shows it. */
static void tell(struct session *s, const struct spool *spool)
{
    char text[SPOOL_PROGRESS_MAX];
    uint32_t index;

    if (!s->screen.line && playlist_find(&s->list, spool->track, &index) == 0 &&
        spool_progress(s, spool->track, text))
        screen_note(s, "%s: %s", s->list.entries[index].path, text);
}

static void tick(struct session *s)
{
    uint64_t times;

    if (read(s->spools.timer, &times, sizeof(times)) < 0)
        return;
    for (int i = 0; i < SPOOLS; i++) {
        struct spool *spool = &s->spools.one[i];

        if (spool->state != SPOOL_RUNNING)
            continue;
        if (spool->helper.pid > 0)
            spool_watch_helper(s, spool);
        if (spool->ticks++ == 0)
            tell(s, spool);
    }
    screen_draw(s);
}

void spools_take(struct session *s)
{
    struct epoll_event event;
    struct spool *spool;

    if (epoll_wait(s->spools.poll, &event, 1, 0) < 1)
        return;
    if (event.data.u32 == SPOOLS_TIMER) {
        tick(s);
        return;
    }
    spool = &s->spools.one[event.data.u32 % SPOOLS];
    if (event.data.u32 >= SPOOLS_ENDS)
        spool_helper_ended(s, spool);
    else if (spool->step == SPOOL_COPIES)
        copy(s, spool);
    else
        spool_listen(s, spool);
}

bool spool_progress(struct session *s, uint32_t track, char text[SPOOL_PROGRESS_MAX])
{
    const struct spool *spool = spool_find(s, track);

    if (!spool || spool->state != SPOOL_RUNNING || spool->ticks == 0)
        return false;
    if (spool->converted)
        snprintf(text, SPOOL_PROGRESS_MAX, "%.1f MiB have been decoded by ffmpeg",
                 (double)spool->bytes / (1 << 20));
    else if (spool->bytes == 0)
        snprintf(text, SPOOL_PROGRESS_MAX, "nothing has come yet");
    else
        snprintf(text, SPOOL_PROGRESS_MAX, "%.1f MiB have come", (double)spool->bytes / (1 << 20));
    return true;
}
