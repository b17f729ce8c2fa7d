/*
 * loud.c - what the scanner is asked, and what becomes of its answers.
 *
 * Of each track that will be needed first its tags are asked for, then, where they give no gain,
 * a measurement. Answers go to the cache; then the feeder is told, for a track may wait for them.
 * What finds no room in the scanner's line is asked when an answer has made some. A scanner's
 * death is scanner.c's; a file that it dies of counts as one that cannot be measured.
 */
#include "player/loud.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "player/audiofile.h"
#include "player/feeder_plan.h"
#include "player/loud_ask.h"
#include "player/session_list.h"

enum { AHEAD = 3, URGENT = 100 };

static int watch(struct loud *l, int timer)
{
    struct epoll_event event = {.events = EPOLLIN};

    return epoll_ctl(l->poll, EPOLL_CTL_ADD, timer, &event) < 0 ? -errno : 0;
}

int loud_open(struct session *s)
{
    struct loud *l = &s->loud;
    int error;

    scanner_init(&l->scanner, s->options->sandbox);
    l->hold_timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    l->watch_timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    l->poll = epoll_create1(EPOLL_CLOEXEC);
    if (l->hold_timer < 0 || l->watch_timer < 0 || l->poll < 0)
        return -errno;
    error = watch(l, l->hold_timer);
    return error < 0 ? error : watch(l, l->watch_timer);
}

void loud_close(struct session *s)
{
    struct loud *l = &s->loud;

    scanner_close(&l->scanner);
    loud_cache_free(&l->cache);
    close(l->hold_timer);
    close(l->watch_timer);
    close(l->poll);
}

/* Runs only while there is something to be waited for. */
static void run_watch(struct loud *l)
{
    struct itimerspec every = {0};

    if (l->scanner.count > 0)
        every.it_value.tv_sec = every.it_interval.tv_sec = SCANNER_SILENCE_MS / 1000;
    timerfd_settime(l->watch_timer, 0, &every, NULL);
}

static struct loud_wave *find_wave(struct loud *l, const struct loud_key *key)
{
    uint32_t kept = l->wave_count < LOUD_WAVES ? l->wave_count : LOUD_WAVES;

    for (uint32_t i = 0; i < kept; i++)
        if (memcmp(&l->wave[i].key, key, sizeof(*key)) == 0)
            return &l->wave[i];
    return NULL;
}

static void keep_wave(struct loud *l, const struct loud_key *key, const struct scan_reply *reply)
{
    if (!find_wave(l, key))
        l->wave[l->wave_count++ % LOUD_WAVES] =
            (struct loud_wave){*key, reply->loudness.frames, reply->wave};
}

/* Asks for what is missing of it; `wave`: its waveform, too. */
static void want(struct session *s, const struct loud_subject *subject, uint32_t priority,
                 bool wave)
{
    struct loud *l = &s->loud;
    struct loud_facts *facts = loud_cache_get(&l->cache, &subject->key);
    struct loud_gain gain;
    bool measure;

    if (!facts)
        return;
    facts->kept = subject->named;
    wave = wave && !facts->hopeless && !find_wave(l, &subject->key);
    if (loud_gain_decide(s->options->replaygain, 0, facts, &gain, &measure) && !wave)
        return;
    if (!facts->tagged && s->options->replaygain != LOUD_OFF)
        loud_ask(s, facts, subject, SCAN_TAGS, priority);
    if (measure || wave)
        loud_ask(s, facts, subject, SCAN_MEASURE, priority);
    run_watch(l);
}

void loud_look_ahead(struct session *s)
{
    struct feeder *f = &s->feeder;
    struct loud_subject subject;
    struct feeder_track after;
    struct feeder_step step;
    uint32_t urgency = URGENT;

    if (s->state == STATE_OVER || s->options->replaygain == LOUD_OFF)
        return;
    loud_cache_load(&s->loud.cache);
    for (uint32_t i = 0; i < f->count; i++)
        if (loud_subject_of(s, &f->line[i], &subject))
            want(s, &subject, urgency--, false);
    if (f->count == 0)
        return;
    after = f->line[f->count - 1];
    for (int i = 0; i < AHEAD && feeder_after(s, &after, &step); i++) {
        const struct playlist_entry *entry = &s->list.entries[step.place.index];

        after = (struct feeder_track){.entry = entry->track,
                                      .round = step.place.round,
                                      .range = feeder_range(s, step.place.index),
                                      .file = -1};
        if (loud_subject_of(s, &after, &subject))
            want(s, &subject, urgency--, false);
    }
}

static void take_answer(struct session *s, const struct loud_task *task, const struct scan *scan,
                        const struct scan_reply *reply)
{
    struct loud_facts *facts = loud_cache_get(&s->loud.cache, &task->key);
    bool unknown = strncmp(reply->text, JOBS_NOT_AUDIO, strlen(JOBS_NOT_AUDIO)) == 0;

    if (!facts)
        return;
    if (reply->kind == SCAN_TAGGED) {
        facts->tags = reply->tags;
        facts->tagged = true;
        if (reply->tags.track_gain != SCAN_UNKNOWN || reply->tags.album_gain != SCAN_UNKNOWN)
            loud_cache_keep(facts);
    } else if (reply->kind == SCAN_MEASURED) {
        facts->measured = true;
        facts->integrated = reply->loudness.integrated;
        facts->true_peak = reply->loudness.true_peak;
        keep_wave(&s->loud, &task->key, reply);
        loud_cache_keep(facts);
    } else if (scan->kind == SCAN_TAGS) {
        const int32_t none = SCAN_UNKNOWN;

        facts->tags = (struct scan_tags){none, none, none, none, 0};
        facts->tagged = true;
    } else if (unknown && !task->decoded) {
        facts->foreign = true;
    } else {
        facts->hopeless = true;
    }
}

void loud_take(struct session *s)
{
    struct loud *l = &s->loud;
    struct scan_reply reply;
    struct scan scan;
    bool answered = false;

    while (scanner_take(&l->scanner, &scan, &reply) == 0) {
        struct loud_task task;

        if (reply.kind == SCAN_PROGRESS || !loud_ask_done(l, reply.id, &task))
            continue;
        take_answer(s, &task, &scan, &reply);
        answered = true;
    }
    if (!answered)
        return;
    run_watch(l);
    feeder_fill(s);
    screen_draw(s);
}

void loud_scanner_ended(struct session *s)
{
    scanner_ended(&s->loud.scanner);
    loud_take(s);
}

static bool ran_out(int timer)
{
    uint64_t times;

    return read(timer, &times, sizeof(times)) > 0;
}

void loud_tick(struct session *s)
{
    struct loud *l = &s->loud;

    if (ran_out(l->watch_timer)) {
        scanner_watch(&l->scanner);
        run_watch(l);
    }
    if (ran_out(l->hold_timer)) {
        l->expired = true;
        feeder_fill(s);
    }
}

int loud_wave(struct session *s, const struct loud_wave **ret_wave)
{
    struct feeder_track *now = feeder_now(s);
    struct loud_facts *facts;
    struct loud_subject subject;
    const struct loud_wave *found;

    if (!now || !loud_subject_of(s, now, &subject))
        return -ENOENT;
    found = find_wave(&s->loud, &subject.key);
    if (!found) {
        want(s, &subject, URGENT + 1, true);
        facts = loud_cache_find(&s->loud.cache, &subject.key);
        return facts && !facts->hopeless && (!facts->foreign || subject.decoded) ? -EAGAIN
                                                                                 : -ENOENT;
    }
    *ret_wave = found;
    return 0;
}
