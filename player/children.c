/*
 * children.c - starts the producer and the consumer, and starts them again.
 *
 * Whichever dies, the ring is whole: a new producer goes on after the newest block, a new
 * consumer with the first unheard one. A child that dies again and again without progress is
 * given up.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "player/session.h"
#include "shmring/child.h"

enum { DEATHS_IN_A_ROW = 5, EXIT_OUTPUT_FAILED = 1, MORE = 5 };

static void close_channel(struct session_child *child)
{
    if (child->channel >= 0)
        close(child->channel);
    child->channel = -1;
    child->hung_up = false;
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
    for (int i = 0; i < MORE && more; i++)
        argv[1 + CHILD_ARGUMENTS + i] = more[i];
    if (error == 0)
        error = spawn_start(path, argv, channel, &child->process);
    if (error < 0)
        screen_say(s, "cannot start %s: %s", path, strerror(-error));
    return error;
}

static int start_producer(struct session *s)
{
    int pair[2];
    int error = jobs_socketpair(pair);

    if (error < 0)
        return error;
    error = start(s, &s->producer, "rondo-producer", pair[1], NULL);
    close(pair[1]);
    if (error < 0)
        close(pair[0]);
    else
        s->producer.channel = pair[0];
    return error;
}

static int start_consumer(struct session *s, bool resume)
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

int children_start(struct session *s)
{
    int error = start_consumer(s, false);

    return error < 0 ? error : start_producer(s);
}

/* Too many deaths in a row, with nothing done in between? */
static bool give_up(struct session_child *child, uint64_t progress)
{
    child->in_a_row = progress == child->progress ? child->in_a_row + 1 : 1;
    child->progress = progress;
    child->restarts++;
    return child->in_a_row > DEATHS_IN_A_ROW;
}

static const char *how_it_ended(const struct spawn_end *end, char *text, size_t size)
{
    if (end->signal > 0)
        snprintf(text, size, "SIG%s", sigabbrev_np(end->signal));
    else
        snprintf(text, size, "exit status %d", end->status);
    return text;
}

/* The ring is gone, whoever removed it: both children end by themselves then. */
static bool ring_gone(struct session *s)
{
    int paused = ring_paused(s->instance.ring);

    if (paused >= 0)
        return false;
    screen_say(s, "%s", instance_explain(paused == -EINVAL ? -EIDRM : paused));
    session_fail(s, SESSION_NO_IPC);
    session_event(s, EVENT_BROKEN);
    return true;
}

static void broken(struct session *s, const char *program, const struct spawn_end *end)
{
    char how[32];

    screen_say(s, "%s cannot be kept running (%s)", program, how_it_ended(end, how, sizeof(how)));
    session_fail(s, SESSION_NO_IPC);
    session_event(s, EVENT_BROKEN);
}

void children_producer_ended(struct session *s)
{
    struct ring_resume_point point = {0};
    struct spawn_end end;

    spawn_reap(&s->producer.process, &end);
    close_channel(&s->producer);
    if (s->state == STATE_OVER || ring_gone(s))
        return;
    ring_resume_point(s->instance.ring, &point);
    if (give_up(&s->producer, (uint64_t)point.track << 40 ^ point.frame) || start_producer(s) < 0)
        broken(s, "rondo-producer", &end);
    else if (feeder_resume(s) < 0)
        ring_gone(s);
}

void children_consumer_ended(struct session *s)
{
    struct spawn_end end;

    reports_take(s);
    spawn_reap(&s->consumer.process, &end);
    close_channel(&s->consumer);
    if (s->state == STATE_OVER || ring_gone(s))
        return;
    if (s->state == STATE_FADING) {
        session_event(s, EVENT_FADED);
        return;
    }
    if (end.signal == 0 && end.status == EXIT_OUTPUT_FAILED) {
        session_event(s, EVENT_BROKEN); /* its report has said why */
        return;
    }
    if (give_up(&s->consumer, atomic_load(&ring_segment(s->instance.ring)->heard)) ||
        start_consumer(s, true) < 0)
        broken(s, "rondo-consumer", &end);
}

static void end_child(struct session_child *child, int grace_ms)
{
    struct spawn_end end;

    if (spawn_wait(&child->process, grace_ms) < 0) {
        spawn_signal(&child->process, SIGKILL);
        spawn_wait(&child->process, -1);
    }
    spawn_reap(&child->process, &end);
    close_channel(child);
}

void children_end(struct session *s, int grace_ms)
{
    /* The consumer's last reports come through the channel until it has ended. */
    if (spawn_wait(&s->consumer.process, grace_ms) == 0 && s->consumer.channel >= 0)
        reports_take(s);
    end_child(&s->consumer, 0);
    close_channel(&s->producer);
    end_child(&s->producer, grace_ms);
}
