/*
 * spool_link.c - the connection to an address: what its answer says, and that it may be lost.
 *
 * What a radio sends between the sound is taken out before it comes to the memory. A connection
 * that is lost after it has brought something is made anew after 1, 2, 4 ... 30 s, ten times in a
 * row, which takes three minutes, while what is there plays on. A file goes on where it was, where
 * the server can do that; else it comes again from the beginning and is held against what is there.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"

enum {
    ATTEMPTS = 10,
    WAIT_MOST_S = 30,
    SUCCESS_BYTES = 16384, /* so many, and it counts as made */
    HEADERS_MAX = 16384
};

static void read_answer(struct session *s, struct spool *spool)
{
    struct spool_link *link = &spool->link;
    char headers[HEADERS_MAX];
    ssize_t count = pread(spool->source, headers, sizeof(headers) - 1, 0);

    headers[count > 0 ? count : 0] = '\0';
    link->answered = true;
    link->reconnects += link->attempts > 0;
    icy_read_headers(headers, &link->station);
    icy_begin(&link->icy, link->station.interval);
    spool->endless = spool->endless || link->station.is;
    link->list = !link->station.is && spool_list_begins(s, spool, headers);
}

static int take_radio(struct session *s, struct spool *spool, char *bytes, size_t count)
{
    const char *rest = bytes;
    int error = 0;

    while (count > 0 && error == 0) {
        char title[ICY_TITLE_MAX];
        bool titled;
        size_t sound = icy_take(&spool->link.icy, &rest, &count, bytes, &titled, title);

        error = spool_store(s, spool, bytes, sound);
        if (titled)
            stream_add_title(spool, title);
    }
    return error;
}

/* What is there already, once more. */
static int take_again(struct spool *spool, char *bytes, size_t *count)
{
    static char known[65536];
    struct spool_link *link = &spool->link;

    while (*count > 0 && link->again < link->began) {
        uint64_t left = link->began - link->again;
        size_t step = *count < sizeof(known) ? *count : sizeof(known);

        step = step < left ? step : (size_t)left;
        if (pread(spool->file, known, step, (off_t)link->again) != (ssize_t)step)
            return -EIO;
        if (memcmp(known, bytes, step) != 0)
            return -ESTALE;
        link->again += step;
        *count -= step;
        memmove(bytes, bytes + step, *count);
    }
    return 0;
}

/* It is another file, of which nobody has heard anything yet. */
static int begin_anew(struct spool *spool)
{
    if (spool->stream.step != STREAM_NONE)
        return -ESTALE;
    if (ftruncate(spool->file, 0) < 0 || lseek(spool->file, 0, SEEK_SET) < 0)
        return -errno;
    spool->bytes = spool->link.began = 0;
    return 0;
}

int spool_link_take(struct session *s, struct spool *spool, char *bytes, size_t count)
{
    struct spool_link *link = &spool->link;
    size_t kept = count;
    int error = 0;

    if (!link->answered)
        read_answer(s, spool);
    if (spool->endless && link->station.is)
        return take_radio(s, spool, bytes, count);
    if (link->no_range && link->again < link->began) {
        uint64_t before = link->again;

        error = take_again(spool, bytes, &count);
        if (error == -ESTALE && before == 0) {
            error = begin_anew(spool);
            count = kept;
        }
    }
    return error < 0 ? error : spool_store(s, spool, bytes, count);
}

static uint32_t pause_s(uint32_t attempt)
{
    uint32_t pause = attempt < 6 ? 1U << (attempt - 1) : WAIT_MOST_S;

    return pause < WAIT_MOST_S ? pause : WAIT_MOST_S;
}

static const char *path_of(struct session *s, const struct spool *spool)
{
    uint32_t index;

    return playlist_find(&s->list, spool->track, &index) == 0 ? s->list.entries[index].path : "";
}

/* "curl: (18) ..." in a line of its own, behind the headers; "": one that was killed says nothing.
 */
static void read_why(const struct spool *spool, char *why, size_t size)
{
    const char *words = strstr(spool->said, "\ncurl: (");

    snprintf(why, size, "%s%.*s", words ? ": " : "", words ? (int)strcspn(words + 1, "\n") : 0,
             words ? words + 1 : "");
}

void spool_link_lost(struct session *s, struct spool *spool)
{
    struct spool_link *link = &spool->link;
    char words[sizeof(spool->said)], why[sizeof(words) + 96];

    link->lost = false;
    read_why(spool, words, sizeof(words));
    if (spool->endless)
        stream_cut(s, spool);
    if (spool->state == SPOOL_FREE) /* ffmpeg could not be started */
        return;
    if (spool->bytes >= link->began + SUCCESS_BYTES)
        link->attempts = 0;
    if (link->attempts == ATTEMPTS) {
        snprintf(why, sizeof(why),
                 "the connection was lost, and %d attempts to make it anew failed%s", ATTEMPTS,
                 words);
        spool_give_up(s, spool, why);
        return;
    }
    if (link->attempts++ == 0)
        screen_note(s, "%s: the connection was lost%s; it is made anew", path_of(s, spool), words);
    link->wait_ticks = pause_s(link->attempts) * SPOOL_TICKS_PER_S;
    spools_run_timer(s);
}

void spool_link_tick(struct session *s, struct spool *spool)
{
    struct spool_link *link = &spool->link;

    if (link->wait_ticks == 0 || stream_rests(spool) || --link->wait_ticks > 0)
        return;
    if (spool_start_fetching(s, spool) < 0)
        spool_give_up(s, spool, "curl cannot be started");
}

void spool_give_up(struct session *s, struct spool *spool, const char *why)
{
    if (spool->stream.end == 0 || !spool->stream.ready) {
        spool_fail(s, spool, why);
        return;
    }
    spool->link.over = true;
    spool->link.wait_ticks = 0;
    session_track_failed(s, spool->track, why);
    spool_end_helper(s, spool);
    spool_stop_reading(&s->spools, spool);
    stream_source_ended(s, spool);
    spools_run_timer(s);
}
