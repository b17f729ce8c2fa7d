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

enum {
    AT_ONCE = 256 * 1024,
    FORGET_AT_ONCE = 64 * 1024,
    FED_AHEAD = 128 * 1024,    /* bytes of what has no end that wait for ffmpeg, */
    PROBED_AHEAD = 4096 * 1024 /* and among which its beginning has to be */
};

void spool_fail(struct session *s, struct spool *spool, const char *why)
{
    const struct spool gone = *spool;

    spool_empty(s, spool);
    spools_run_timer(s);
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
    if (!spool->stream.ready) /* nobody hears that, and the file is better */
        stream_close(s, spool);
    else
        stream_source_ended(s, spool);
    spools_run_timer(s);
    feeder_spooled(s, spool, NULL);
}

/* Where there is no room for it, what is heard as a stream need not be kept. */
static int make_room(struct session *s, struct spool *spool, size_t bytes)
{
    if (spool->endless || spools_make_room(s, bytes))
        return 0;
    if (!spool->stream.ready || spool->stream.step != STREAM_DECODES)
        return -ENOSPC;
    spool->endless = true;
    return 0;
}

int spool_store(struct session *s, struct spool *spool, const char *bytes, size_t count)
{
    int error = make_room(s, spool, count);

    while (count > 0 && error == 0) {
        ssize_t written = write(spool->file, bytes, count);

        if (written < 0)
            return -errno;
        bytes += written;
        count -= (size_t)written;
        spool->bytes += (uint64_t)written;
    }
    return error;
}

static uint64_t wanted_ahead(const struct spool *spool)
{
    return spool->stream.step < STREAM_DECODES ? PROBED_AHEAD : FED_AHEAD;
}

void spool_forget(struct session *s, struct spool *spool, uint64_t bytes)
{
    uint64_t whole = bytes / FORGET_AT_ONCE * FORGET_AT_ONCE;

    if (!spool->endless)
        return;
    if (whole > spool->forgotten &&
        fallocate(spool->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)spool->forgotten,
                  (off_t)(whole - spool->forgotten)) == 0)
        spool->forgotten = whole;
    spool_hold(s, spool, spool->bytes - bytes >= wanted_ahead(spool));
}

void spool_can_be_heard(struct session *s, struct spool *spool)
{
    struct feeder_track *now = feeder_now(s);
    struct session_place place;

    /* It begins where it is now, whatever place was remembered. */
    if (now && now->file < 0 && spool_serves(s, spool, now->entry) &&
        (now->start.frame > 0 || now->start.ms > 0) && session_place(s, &place) == 0)
        session_move(s, &(struct order_place){place.index, place.round}, (struct feeder_start){0});
    else
        feeder_spooled(s, spool, NULL);
}

void spool_copied(struct session *s, struct spool *spool)
{
    if (spool->input >= 0 || spool->helper.pid > 0)
        return; /* the other one of the two will tell */
    if (spool->link.lost)
        spool_link_lost(s, spool);
    else if (spool->bytes == 0)
        spool_fail(s, spool, "nothing came from there");
    else if (spool->link.list)
        spool_list_complete(s, spool);
    else if (!spool->endless)
        spool_complete(s, spool);
    else {
        spool->link.over = true;
        stream_source_ended(s, spool);
    }
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
    if (error == 0)
        error = spool_link_take(s, spool, bytes, (size_t)count);
    if (error == -ENOSPC)
        spool_fail_full(s, spool);
    else if (error < 0)
        spool_give_up(s, spool,
                      error == -ESTALE ? "it is not the same any more as before the connection "
                                         "was lost"
                                       : strerror(-error));
    else {
        spool_forget(s, spool, spool->stream.fed);
        stream_follow(s, spool);
    }
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

        if (spool->state == SPOOL_RUNNING && spool->helper.pid > 0)
            spool_watch_helper(s, spool);
        if (spool->state == SPOOL_RUNNING && spool->step == SPOOL_COPIES)
            spool_link_tick(s, spool);
        if (spool->state != SPOOL_FREE)
            stream_tick(s, spool);
        if (spool->state == SPOOL_RUNNING && ++spool->ticks == SPOOL_TICKS_PER_S)
            tell(s, spool);
    }
    feeder_show_titles(s);
    spools_run_timer(s);
    screen_draw(s);
}

void spools_take(struct session *s)
{
    struct epoll_event event;
    struct spool *spool;

    if (epoll_wait(s->spools.poll, &event, 1, 0) < 1)
        return;
    spool = &s->spools.one[event.data.u32 % SPOOLS];
    switch (event.data.u32 - event.data.u32 % SPOOLS) {
    case SPOOLS_TIMER:
        tick(s);
        break;
    case SPOOLS_ENDS:
        spool_helper_ended(s, spool);
        break;
    case SPOOLS_DECODERS:
        stream_decoder_ended(s, spool);
        break;
    case SPOOLS_FEEDS:
        stream_feed(s, spool);
        break;
    case SPOOLS_SOUNDS:
        stream_take_sound(s, spool);
        break;
    default:
        if (spool->step == SPOOL_COPIES)
            copy(s, spool);
        else
            spool_listen(s, spool);
    }
}

/* What a stream waits for; false: it does not. */
static bool stream_progress(const struct spool *spool, char text[SPOOL_PROGRESS_MAX])
{
    const struct stream *stream = &spool->stream;

    if (stream->ready && !stream->starved)
        return false;
    if (spool->link.wait_ticks > 0)
        snprintf(text, SPOOL_PROGRESS_MAX, "connection lost, attempt %u in %u s",
                 spool->link.attempts,
                 (spool->link.wait_ticks + SPOOL_TICKS_PER_S - 1) / SPOOL_TICKS_PER_S);
    else
        snprintf(text, SPOOL_PROGRESS_MAX, "buffering %u%%", stream_filled(spool));
    return spool->endless || stream->step >= STREAM_DECODES || spool->link.wait_ticks > 0;
}

bool spool_progress(struct session *s, uint32_t track, char text[SPOOL_PROGRESS_MAX])
{
    const struct spool *spool = spool_find(s, track);

    if (!spool || spool->state == SPOOL_FREE || spool->ticks == 0)
        return false;
    if (stream_progress(spool, text))
        return true;
    if (spool->state != SPOOL_RUNNING || spool->stream.ready)
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
