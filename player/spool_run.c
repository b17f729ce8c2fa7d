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

enum { DEATHS = 4, MIB_SHIFT = 20, CURL_PARTIAL = 18, CURL_RECEIVE = 56 };

static const char *name(const struct spool *spool)
{
    return spool->step == SPOOL_COPIES ? "curl" : "ffmpeg";
}

int spool_run(struct session *s, struct spool *spool, struct spool_helper *helper)
{
    uint32_t index = (uint32_t)(spool - s->spools.one);
    int ends[2];
    int error;

    spool->said[0] = '\0';
    spool->bytes = 0;
    spool->idle_ticks = 0;
    if (ftruncate(spool->file, 0) < 0 || lseek(spool->file, 0, SEEK_SET) < 0 ||
        pipe2(ends, O_CLOEXEC) < 0)
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
        error = spools_watch(&s->spools, spool->input, index);
    if (error == 0)
        error = spools_watch(&s->spools, spool->helper.pidfd, index + SPOOLS_ENDS);
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

static void died(struct session *s, struct spool *spool, int number)
{
    bool outside = number == SIGKILL || number == SIGTERM;

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

/* A connection that was lost half-way is made anew. */
static bool lost(const struct spool *spool, int status)
{
    return spool->step == SPOOL_COPIES && (status == CURL_PARTIAL || status == CURL_RECEIVE);
}

static void exited(struct session *s, struct spool *spool, int status)
{
    if (status == 0)
        spool_helper_done(s, spool);
    else if (status == HELPER_NOT_FOUND)
        missing(s, spool);
    else if (!lost(spool, status) || ++spool->deaths == DEATHS || start_again(s, spool) < 0)
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
    spool->idle_ticks = spool->bytes == before ? spool->idle_ticks + 1 : 0;
    if (spool->idle_ticks * 1000 < s->options->producer_timeout_ms || spool->condemned)
        return;
    spool->condemned = true;
    spawn_signal(&spool->helper, SIGKILL);
}
