/*
 * source.c - finds an instance, attaches it, and waits for its end without ever asking twice.
 *
 * A pidfd tells the player's death. It is opened first, and then the player's seat is looked at:
 * if that is taken, the player lived after the pidfd was opened, so the pidfd is its own and no
 * namesake's. The children clean up when the player is gone, for a second at most, and what they
 * do is worth reading, so they are waited for in the same way. Their PIDs are from the log, which
 * may lie: then somebody else is waited for, and no longer.
 */
#include "tools/rondotrace/source.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

enum { CHILDREN_MS = 1500 };

static const struct doctor_finding *find(const struct doctor_findings *findings, const char *name)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->list[i].name, name) == 0)
            return &findings->list[i];
    return NULL;
}

static int attach(const struct doctor_finding *finding, struct source *source)
{
    const struct doctor_object *segment = &finding->objects[DOCTOR_SEGMENT];
    const struct doctor_object *set = &finding->objects[DOCTOR_SET];

    if (finding->state == DOCTOR_REFUSED)
        return finding->error;
    if (finding->state == DOCTOR_STARTING)
        return -EAGAIN;
    if (!segment->there || !set->there)
        return -ENOENT;
    source->player = finding->player;
    source->dead = doctor_is_dead(finding);
    return ring_attach(segment->id, set->id, true, &source->ring);
}

static bool player_sits(const struct ring *ring)
{
    struct semset_snapshot now;

    return ring_snapshot(ring, &now) == 0 && now.value[SEM_PLAYER] == 0;
}

int source_open(const char *name, struct source *ret_source)
{
    struct source source = {.process = -1};
    struct doctor_findings findings;
    const struct doctor_finding *finding;
    int error = doctor_find(&findings);

    if (error < 0)
        return error;
    finding = find(&findings, name);
    error = finding ? attach(finding, &source) : -ENOENT;
    doctor_free(&findings);
    if (error < 0)
        return error == -EINVAL || error == -EIDRM ? -ENOENT : error; /* it has just gone */
    if (!source.dead && source.player > 0)
        source.process = pidfd_open(source.player, 0);
    source.dead |= !player_sits(source.ring);
    *ret_source = source;
    return 0;
}

void source_close(struct source *source)
{
    if (source->process >= 0)
        close(source->process);
    ring_detach(source->ring);
    *source = (struct source){.process = -1};
}

int source_read(const struct source *source, struct merge *ret_merge)
{
    return merge_read(ring_segment(source->ring), ring_slots(source->ring), ret_merge);
}

/* 0: it can be read; -ETIMEDOUT; -EINTR: `stop`. */
static int await(int process, int stop, int timeout_ms)
{
    struct pollfd polled[] = {{.fd = process, .events = POLLIN}, {.fd = stop, .events = POLLIN}};
    int ready;

    do
        ready = poll(polled, 2, timeout_ms);
    while (ready < 0 && errno == EINTR);
    if (ready < 0)
        return -errno;
    if (polled[1].revents)
        return -EINTR;
    return ready > 0 ? 0 : -ETIMEDOUT;
}

/* The child that was started last, according to the player's log; 0: none. */
static pid_t newest(const struct merge *merge, enum flight_role role)
{
    pid_t pid = 0;

    for (size_t i = 0; i < merge->count; i++) {
        const struct flight_event *event = &merge->entry[i].event;

        if (event->kind == FLIGHT_STARTED && event->step == role)
            pid = event->value <= INT_MAX ? (pid_t)event->value : 0;
    }
    return pid;
}

static void await_children(const struct source *source, int stop)
{
    uint64_t end_ns = flight_now_ns() + CHILDREN_MS * UINT64_C(1000000);
    struct merge merge;

    if (source_read(source, &merge) < 0)
        return;
    for (enum flight_role role = 0; role < FLIGHT_PLAYER; role++) {
        pid_t pid = newest(&merge, role);
        int process = pid > 0 ? pidfd_open(pid, 0) : -1;
        uint64_t now_ns = flight_now_ns();

        if (process < 0)
            continue;
        await(process, stop, now_ns < end_ns ? (int)((end_ns - now_ns) / 1000000) : 0);
        close(process);
    }
    merge_free(&merge);
}

int source_await_end(struct source *source, int stop)
{
    int error = 0;

    if (source->dead)
        return 0;
    if (source->process < 0)
        return -ESRCH;
    error = await(source->process, stop, -1);
    if (error == 0) {
        source->dead = true;
        await_children(source, stop);
    }
    return error;
}

void source_names(char *text, size_t size)
{
    struct doctor_findings findings;
    size_t used = 0;

    text[0] = '\0';
    if (doctor_find(&findings) < 0)
        return;
    for (size_t i = 0; i < findings.count && used < size; i++)
        if (findings.list[i].objects[DOCTOR_SEGMENT].there)
            used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "",
                                     findings.list[i].name);
    doctor_free(&findings);
}
