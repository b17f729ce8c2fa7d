/*
 * children.c - starts the producer and the consumer, and ends them.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "player/session.h"
#include "shmring/child.h"

enum {
    MORE = 5,
    GRACE_PRODUCER_MS = 1000 /* it has nothing to complete */
};

static void close_channel(struct session_child *child)
{
    if (child->channel >= 0)
        close(child->channel);
    child->channel = -1;
    child->hung_up = false;
}

static enum flight_role role_of(const struct session *s, const struct session_child *child)
{
    return child == &s->producer ? FLIGHT_PRODUCER : FLIGHT_CONSUMER;
}

/* Starts `program` with the six words that every child gets, and those after them. */
static int start(struct session *s, struct session_child *child, const char *program, int channel,
                 char *const more[MORE])
{
    const struct child self = {
        .objects = {.segment = ring_segment_id(s->instance.ring),
                    .set = ring_set_id(s->instance.ring),
                    .requests = s->instance.queues.requests,
                    .replies = s->instance.queues.replies},
        .player = getpid(),
        .channel = CHILD_CHANNEL,
    };
    char words[CHILD_ARGUMENTS][16], path[PATH_MAX], name[32];
    char *argv[1 + CHILD_ARGUMENTS + MORE + 1] = {name};
    int error = spawn_find(program, path, sizeof(path));

    snprintf(name, sizeof(name), "%s", program);
    child_format(&self, words);
    for (int i = 0; i < CHILD_ARGUMENTS; i++)
        argv[1 + i] = words[i];
    for (int i = 0; i < MORE; i++)
        argv[1 + CHILD_ARGUMENTS + i] = more[i];
    if (error == 0)
        error = spawn_start(path, argv, channel, &child->process);
    if (error < 0)
        screen_say(s, "cannot start %s: %s", path, strerror(-error));
    else
        ring_note(s->instance.ring, FLIGHT_STARTED, role_of(s, child), 0,
                  (uint32_t)child->process.pid);
    return error;
}

int children_start_producer(struct session *s)
{
    char locked[] = "sandbox", loose[] = "free";
    char *const more[MORE] = {s->options->sandbox ? locked : loose};
    int pair[2];
    int error = jobs_socketpair(pair);

    if (error < 0)
        return error;
    error = start(s, &s->producer, "rondo-producer", pair[1], more);
    close(pair[1]);
    if (error < 0)
        close(pair[0]);
    else
        s->producer.channel = pair[0];
    return error;
}

int children_start_consumer(struct session *s, bool resume)
{
    struct options_output *output = &s->output_option;
    char latency[16], begins[] = "begin", resumes[] = "resume";
    char *const more[MORE] = {output->kind, output->argument, output->options, latency,
                              resume ? resumes : begins};
    int ends[2];
    int error;

    snprintf(latency, sizeof(latency), "%u", s->options->latency_ms);
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    error = start(s, &s->consumer, "rondo-consumer", ends[1], more);
    close(ends[1]);
    if (error < 0)
        close(ends[0]);
    else
        s->consumer.channel = ends[0];
    return error;
}

void children_condemn(struct session_child *child, const char *why)
{
    if (child->process.pid == 0 || child->condemned)
        return;
    child->condemned = why;
    spawn_signal(&child->process, SIGKILL);
}

void children_reap(struct session *s, struct session_child *child, struct spawn_end *ret_end)
{
    uint32_t pid = (uint32_t)child->process.pid;

    spawn_reap(&child->process, ret_end);
    if (pid > 0)
        ring_note(s->instance.ring, FLIGHT_ENDED, role_of(s, child), ret_end->signal, pid);
    close_channel(child);
    child->condemned = NULL;
}

static void end_child(struct session *s, struct session_child *child, int grace_ms)
{
    struct spawn_end end;

    if (spawn_wait(&child->process, grace_ms) < 0) {
        spawn_signal(&child->process, SIGKILL);
        spawn_wait(&child->process, -1);
    }
    children_reap(s, child, &end);
}

void children_end_consumer(struct session *s, int grace_ms)
{
    /* Its last reports come through the channel until it has ended. */
    if (spawn_wait(&s->consumer.process, grace_ms) == 0 && s->consumer.channel >= 0)
        reports_take(s);
    end_child(s, &s->consumer, 0);
}

void children_end_producer(struct session *s, int grace_ms)
{
    close_channel(&s->producer);
    end_child(s, &s->producer, grace_ms < GRACE_PRODUCER_MS ? grace_ms : GRACE_PRODUCER_MS);
}
