/*
 * run.c - one session from the first object made to the last one removed.
 *
 * Signals are blocked before anything else exists, so that none can end the player with its
 * objects left behind. The end is one path for all ways to end: remove the ring and the
 * queues, which wakes everyone who sleeps in them, wait for the children, give back the
 * terminal.
 */
#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "player/audiofile.h"
#include "player/session_list.h"
#include "shmring/layers.h"

enum {
    SLOT_BYTES = 121 * 4096, /* RING_BLOCK_MS of 192 kHz, 8 channels, 32 bit */
    GRACE_LAST_MS = 10000,   /* at the list's end: an output may have much to complete */
    GRACE_STOP_MS = 150      /* somebody wants it to end now */
};

static int open_timers(struct session *s)
{
    int error;

    s->fade_timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (s->fade_timer < 0)
        return -errno;
    s->screen.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (s->screen.timer < 0)
        return -errno;
    s->restart_timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (s->restart_timer < 0)
        return -errno;
    error = memory_open(&s->memory);
    return error < 0 ? error : watchdog_open(s);
}

/* For what is decoded ahead, for what the device holds, and one for each side to work on. */
static uint32_t count_slots(const struct options *options)
{
    return (options->buffer_ms + options->latency_ms + RING_BLOCK_MS - 1) / RING_BLOCK_MS + 2;
}

static void say_refused(struct session *s, const char *refused, int error)
{
    char directory[PATH_MAX] = "";

    if (error == -EPERM || error == -EACCES) {
        instance_directory(false, directory);
        screen_say(s, "cannot use %s: %s", directory, instance_explain(error));
    } else {
        screen_say(s, "cannot make the %s: %s", refused, instance_explain(error));
    }
}

static int make_instance(struct session *s)
{
    uint32_t slots = count_slots(s->options);
    const char *refused = "instance";
    pid_t owner = 0;
    int error = instance_create(s->options->name, (uint16_t)slots, SLOT_BYTES, &s->instance, &owner,
                                &refused);

    if (error == -EBUSY)
        screen_say(s, "an instance named '%s' is running already (pid %d); choose another --name",
                   s->options->name, (int)owner);
    else if (error < 0)
        say_refused(s, refused, error);
    return error;
}

/* What stands between a hostile file and the listener's account is worth a line if it does not. */
static void warn_of_sandbox(struct session *s)
{
    bool seccomp = layers_seccomp(), landlock = layers_landlock() > 0;

    if (!s->options->sandbox)
        screen_say(s, "--no-sandbox: a hostile file can make the decoder do whatever you can do");
    else if (!seccomp || !landlock)
        screen_note(s,
                    "the decoder's sandbox is weaker than it could be: this kernel has no %s%s%s",
                    seccomp ? "" : "seccomp", seccomp || landlock ? "" : " and no ",
                    landlock ? "" : "Landlock");
}

/* Where to begin: where the last session left off, or the first entry that is there. */
static void begin(struct session *s, const struct memory_start *start)
{
    int error;

    warn_of_sandbox(s);
    atomic_store(&ring_segment(s->instance.ring)->volume, s->volume * 10);
    error = slow_begin(s);
    if (error < 0)
        screen_say(s, "no slow motion: %s", strerror(-error));
    /* The producer first: it has the longer way to the first sound. */
    if (children_start_producer(s) < 0 || children_start_consumer(s, false) < 0) {
        session_fail(s, SESSION_NO_IPC);
        session_event(s, EVENT_BROKEN);
        return;
    }
    session_begin(s, start);
    memory_begin(s);
}

static void play(struct session *s, const struct memory_start *start)
{
    int error = listener_start(&s->listener, &s->instance.queues);
    bool listening = error == 0;
    int grace_ms;

    if (listening) {
        begin(s, start);
    } else {
        screen_say(s, "cannot start the thread for its requests: %s", strerror(-error));
        session_fail(s, SESSION_NO_IPC);
    }
    screen_enter(s);
    loop_animate(s, s->state == STATE_PLAYING);
    if (listening)
        loop_run(s);
    memory_leave(s);
    ring_remove(s->instance.ring);
    grace_ms = s->hurry ? GRACE_STOP_MS : GRACE_LAST_MS;
    children_end_consumer(s, grace_ms);
    memory_end(s);
    cmdq_remove(&s->instance.queues);
    children_end_producer(s, grace_ms);
    if (listening)
        listener_stop(&s->listener);
    screen_leave(s);
    feeder_close(s);
}

/* Then the keys come from somewhere else. */
static bool takes_stdin(const struct playlist *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (strcmp(list->entries[i].path, AUDIOFILE_STDIN) == 0)
            return true;
    return false;
}

int session_run(const struct options *options, struct playlist *list,
                const struct memory_start *start)
{
    struct session s = {
        .current = *options,
        .output_option = options->output,
        .list = *list,
        .volume = start->volume,
        .slow.factor = 1,
        .producer.channel = -1,
        .consumer.channel = -1,
        .listener.outside = -1,
        .signal_file = -1,
        .fade_timer = -1,
        .restart_timer = -1,
        .spools = {.poll = -1, .timer = -1},
        .watchdog.timer = -1,
        .memory.timer = -1,
    };
    int error;

    s.options = &s.current;
    screen_init(&s.screen, options->screen, options->quiet, takes_stdin(list));
    error = signals_open(&s.signal_file);
    if (error == 0)
        error = spools_open(&s.spools);
    if (error == 0)
        error = open_timers(&s);
    if (error < 0)
        screen_say(&s, "cannot begin: %s", strerror(-error));
    else
        error = make_instance(&s);
    if (error == 0) {
        play(&s, start);
        instance_remove(&s.instance);
    } else {
        session_fail(&s, SESSION_NO_IPC);
    }
    close(s.signal_file);
    close(s.fade_timer);
    screen_close(&s.screen);
    spools_close(&s);
    close(s.restart_timer);
    close(s.watchdog.timer);
    close(s.memory.timer);
    order_changed(&s.order);
    *list = s.list;
    return s.status;
}
