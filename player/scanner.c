/*
 * scanner.c - the line of requests, and a process that works it off.
 *
 * The line is what has not been answered, and each request keeps its file. So a scanner's death
 * loses nothing but time: the next one gets all of it again. The blame goes to what the dead one
 * must have been at, by the order in which scanners work.
 */
#include "player/scanner.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shmring/child.h"
#include "shmring/packet.h"

enum { STRIKES = 3, GRACE_MS = 100 };

void scanner_init(struct scanner *scanner, bool sandbox)
{
    *scanner = (struct scanner){.channel = -1, .sandbox = sandbox};
}

int scanner_reopen(int file)
{
    char path[32];
    int again;

    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    again = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    return again < 0 ? -errno : again;
}

static int start(struct scanner *s)
{
    const struct child self = {
        .objects = {-1, -1, -1, -1}, .player = getpid(), .channel = CHILD_CHANNEL};
    char words[CHILD_ARGUMENTS][16], path[PATH_MAX], name[] = "rondo-scanner", free[] = "free";
    char *argv[1 + CHILD_ARGUMENTS + 2] = {name};
    int pair[2];
    int error = spawn_find(name, path, sizeof(path));

    if (error == 0)
        error = packet_socketpair(pair);
    if (error < 0)
        return error;
    child_format(&self, words);
    for (int i = 0; i < CHILD_ARGUMENTS; i++)
        argv[1 + i] = words[i];
    if (!s->sandbox)
        argv[1 + CHILD_ARGUMENTS] = free;
    error = spawn_start(path, argv, pair[1], &s->process);
    close(pair[1]);
    if (error < 0) {
        close(pair[0]);
        return error;
    }
    s->channel = pair[0];
    s->starts++;
    for (uint32_t i = 0; i < s->count; i++)
        s->line[i].sent = false;
    return 0;
}

/* What finds no room is sent when an answer has made some. */
static void send_all(struct scanner *s)
{
    if (s->channel < 0 && (s->count == 0 || start(s) < 0))
        return;
    for (uint32_t i = 0; i < s->count; i++) {
        struct scanner_request *r = &s->line[i];

        if (!r->sent && r->strikes < STRIKES)
            r->sent = scans_send(s->channel, &r->scan, r->file) == 0;
    }
}

static void drop(struct scanner *s, uint32_t i)
{
    close(s->line[i].file);
    s->count--;
    memmove(&s->line[i], &s->line[i + 1], (s->count - i) * sizeof(s->line[0]));
}

int scanner_ask(struct scanner *s, const struct scan *scan, int file, uint32_t *ret_id)
{
    struct scanner_request *r = &s->line[s->count];
    int error = s->count == SCANS_LINE ? -EAGAIN : 0;

    if (error == 0 && s->channel < 0)
        error = start(s);
    if (error < 0) {
        close(file);
        return error;
    }
    *r = (struct scanner_request){.scan = *scan, .file = file};
    r->scan.id = *ret_id = ++s->next_id;
    s->count++;
    send_all(s);
    return 0;
}

void scanner_forget(struct scanner *s, uint32_t id)
{
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->line[i].scan.id != id)
            continue;
        if (s->line[i].sent)
            scans_send(s->channel, &(struct scan){.kind = SCAN_FORGET, .id = id}, -1);
        drop(s, i);
        return;
    }
}

/* The answer to a request of which one scanner after the other died. */
static int give_up(struct scanner *s, struct scan *ret_scan, struct scan_reply *ret_reply)
{
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->line[i].strikes < STRIKES)
            continue;
        *ret_scan = s->line[i].scan;
        memset(ret_reply, 0, sizeof(*ret_reply));
        ret_reply->kind = SCAN_FAILED;
        ret_reply->id = ret_scan->id;
        snprintf(ret_reply->text, sizeof(ret_reply->text), "its scanner failed %d times", STRIKES);
        drop(s, i);
        return 0;
    }
    return -EAGAIN;
}

/* Whether that kind of answer ends a request; one of the wrong kind is no scanner's of ours. */
static bool answers(const struct scan *scan, const struct scan_reply *reply)
{
    return reply->kind == SCAN_FAILED ||
           reply->kind == (scan->kind == SCAN_TAGS ? (uint32_t)SCAN_TAGGED : SCAN_MEASURED);
}

int scanner_take(struct scanner *s, struct scan *ret_scan, struct scan_reply *ret_reply)
{
    int error = give_up(s, ret_scan, ret_reply);

    while (error < 0 && s->channel >= 0) {
        int received = scans_receive_reply(s->channel, ret_reply);

        if (received == -EBADMSG) { /* it lies: it has been taken over, or is broken */
            spawn_signal(&s->process, SIGKILL);
            break;
        }
        if (received < 0) /* its end is told by its pidfd */
            break;
        s->heard = true;
        for (uint32_t i = 0; i < s->count && error < 0; i++) {
            if (s->line[i].scan.id != ret_reply->id)
                continue;
            *ret_scan = s->line[i].scan;
            if (ret_reply->kind == SCAN_PROGRESS)
                return 0;
            if (!answers(&s->line[i].scan, ret_reply))
                continue;
            drop(s, i);
            error = 0;
        }
    }
    if (error == 0)
        send_all(s);
    return error;
}

/* As scanners choose what to do. */
static struct scanner_request *at_work(struct scanner *s)
{
    struct scanner_request *best = NULL;

    for (uint32_t i = 0; i < s->count; i++) {
        struct scanner_request *r = &s->line[i];
        bool tags = r->scan.kind == SCAN_TAGS;

        if (!r->sent)
            continue;
        if (!best || (tags && best->scan.kind != SCAN_TAGS) ||
            (tags == (best->scan.kind == SCAN_TAGS) && r->scan.priority > best->scan.priority))
            best = r;
    }
    return best;
}

static void hang_up(struct scanner *s)
{
    struct spawn_end end;

    if (s->channel >= 0)
        close(s->channel);
    s->channel = -1;
    if (s->process.pid > 0)
        spawn_reap(&s->process, &end);
}

void scanner_ended(struct scanner *s)
{
    struct scanner_request *guilty = at_work(s);

    hang_up(s);
    if (guilty)
        guilty->strikes++;
    send_all(s);
}

void scanner_watch(struct scanner *s)
{
    if (!s->heard && at_work(s))
        spawn_signal(&s->process, SIGKILL);
    s->heard = false;
}

void scanner_close(struct scanner *s)
{
    while (s->count > 0)
        drop(s, 0);
    if (s->process.pid > 0) {
        close(s->channel);
        s->channel = -1;
        if (spawn_wait(&s->process, GRACE_MS) < 0)
            spawn_signal(&s->process, SIGKILL);
        spawn_wait(&s->process, -1);
    }
    hang_up(s);
}
