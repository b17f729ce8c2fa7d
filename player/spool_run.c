/*
 * spool_run.c - a helper at work on a spool: what it says, how it ends.
 *
 * Its words come through a pipe, or, where its output does, lie in memory until it has ended. One
 * that is killed from outside is started again, on empty memory; one that does nothing for too long
 * is killed. Only what came to its end is played.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "player/session.h"
#include "player/spool_fill.h"
#include "player/spool_helper.h"

enum { DEATHS = 4, MIB_SHIFT = 20, CURL_RANGE = 33 };

static const char *name(const struct spool *spool)
{
    return spool->step == SPOOL_COPIES ? "curl" : "ffmpeg";
}

int spool_run(struct session *s, struct spool *spool, struct spool_helper *helper)
{
    uint32_t index = spool_index(s, spool);
    int ends[2];
    int error;

    spool->said[0] = '\0';
    spool->idle_ticks = 0;
    spool->condemned = false;
    if (spool->step != SPOOL_COPIES) {
        spool->bytes = 0;
        if (ftruncate(spool->file, 0) < 0 || lseek(spool->file, 0, SEEK_SET) < 0)
            return -errno;
    }
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    helper->limit = (uint64_t)s->options->spool_limit_mib << MIB_SHIFT;
    helper->output = ends[1];
    if (spool->step != SPOOL_COPIES)
        helper->words = ends[1];
    error = spool_helper_start(helper, &spool->helper);
    close(ends[1]);
    spool->input = ends[0];
    if (error == 0)
        error = spools_watch(&s->spools, spool->input, EPOLLIN, SPOOLS_INPUTS + index);
    if (error == 0)
        error = spools_watch(&s->spools, spool->helper.pidfd, EPOLLIN, SPOOLS_ENDS + index);
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

/* The last line of what it said, without its own name and that of the file. */
const char *spool_last_words(struct spool *spool)
{
    char *text = spool->said, *line;
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    line = strrchr(text, '\n');
    line = line ? line + 1 : text;
    if (strncmp(line, "curl: ", 6) == 0)
        line += 6;
    text = strstr(line, SPOOL_SOURCE ": ");
    return text ? text + strlen(SPOOL_SOURCE ": ") : line;
}

void spool_refuse(struct session *s, struct spool *spool, const char *format, ...)
{
    char what[sizeof(spool->said) + 64], why[sizeof(what) + sizeof(spool->refusal) + 4];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    if (spool->refusal[0])
        snprintf(why, sizeof(why), "%s (%s)", spool->refusal, what);
    else
        snprintf(why, sizeof(why), "%s", what);
    spool_fail(s, spool, why);
}

static int start_again(struct session *s, struct spool *spool)
{
    spool_stop_reading(&s->spools, spool);
    return spool->step == SPOOL_COPIES ? spool_start_fetching(s, spool)
                                       : spool_start_conversion(s, spool);
}

/* A connection that has brought something is made anew. */
static bool is_lost(struct session *s, struct spool *spool)
{
    if (spool->step != SPOOL_COPIES || spool->bytes == 0)
        return false;
    spool->link.lost = true;
    spool_copied(s, spool);
    return true;
}

static void died(struct session *s, struct spool *spool, int number)
{
    bool outside = number == SIGKILL || number == SIGTERM;

    if (number != SIGXFSZ && is_lost(s, spool))
        return;
    if (number == SIGXFSZ)
        spool_fail_full(s, spool);
    else if (spool->condemned)
        spool_refuse(s, spool, "%s did nothing for too long", name(spool));
    else if (!outside || ++spool->deaths == DEATHS || start_again(s, spool) < 0)
        spool_refuse(s, spool, "%s was ended by SIG%s", name(spool), sigabbrev_np(number));
}

static void missing(struct session *s, struct spool *spool)
{
    char why[sizeof(spool->refusal) + 64];

    if (spool->step == SPOOL_COPIES)
        snprintf(why, sizeof(why), "to read from the network install curl");
    else
        snprintf(why, sizeof(why), "%s; for more formats install ffmpeg", spool->refusal);
    spool_fail(s, spool, why);
}

/* It cannot begin where it is told to; so it begins at the beginning. */
static bool lacks_ranges(struct session *s, struct spool *spool, int status)
{
    if (spool->step != SPOOL_COPIES || status != CURL_RANGE || spool->link.no_range)
        return false;
    spool->link.no_range = true;
    spool->link.wait_ticks = 1;
    spool_stop_reading(&s->spools, spool);
    return true;
}

/* What has no end cannot have come to it. */
static bool is_done(const struct spool *spool, int status)
{
    return status == 0 && !(spool->step == SPOOL_COPIES && spool->link.station.is);
}

static void exited(struct session *s, struct spool *spool, int status)
{
    if (is_done(spool, status))
        spool_helper_done(s, spool);
    else if (status == HELPER_NOT_FOUND)
        missing(s, spool);
    else if (!lacks_ranges(s, spool, status) && !is_lost(s, spool))
        spool_refuse(s, spool, "%s: %s", name(spool), spool_last_words(spool));
}

void spool_helper_ended(struct session *s, struct spool *spool)
{
    struct spawn_end end;

    epoll_ctl(s->spools.poll, EPOLL_CTL_DEL, spool->helper.pidfd, NULL);
    if (spool->step == SPOOL_COPIES) {
        spool_read_words(spool);
    } else {
        if (spool->input >= 0)
            spool_listen(s, spool);
        spool_stop_reading(&s->spools, spool);
    }
    spawn_reap(&spool->helper, &end);
    if (end.signal > 0)
        died(s, spool, end.signal);
    else
        exited(s, spool, end.status);
}

void spool_watch_helper(struct session *s, struct spool *spool)
{
    uint64_t before = spool->bytes;

    spool_measure(spool);
    if (spool->step == SPOOL_COPIES)
        before = spool->watched;
    spool->watched = spool->bytes;
    spool->idle_ticks = spool->bytes == before && !spool->held ? spool->idle_ticks + 1 : 0;
    if (spool->idle_ticks * (1000 / SPOOL_TICKS_PER_S) < s->options->producer_timeout_ms ||
        spool->condemned)
        return;
    spool->condemned = true;
    spawn_signal(&spool->helper, SIGKILL);
}
