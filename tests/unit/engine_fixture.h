/*
 * engine_fixture.h - the engine in a process of its own, on a device whose time the test owns.
 *
 * The device lives in memory that both processes share. It plays a frame only when the engine
 * calls it, and only as long as fewer than `allowed` frames have been played; what it played is
 * in `record`. With that the test halts the music at any frame, gives orders, and lets it go
 * on. A block's samples say where they belong: track * 1000000 + position.
 */
#ifndef TESTS_UNIT_ENGINE_FIXTURE_H
#define TESTS_UNIT_ENGINE_FIXTURE_H

#include "tests/unit/ring_fixture.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>

#include "player/consumer/engine.h"

enum {
    STAGE_SLOTS = 16,
    STAGE_RATE = 10000,    /* 20 ms, the most that is written at once, are 200 frames */
    STAGE_FRAMES = 500,    /* in a block */
    STAGE_CAPACITY = 1000, /* of the device */
    STAGE_RECORD_MAX = 200000,
    STAGE_TRACK = 1000000,
    STAGE_PATIENCE_MS = 30000
};

/* Who is the child's device; its calls take it as their struct output. */
struct output {
    _Atomic uint64_t allowed;
    _Atomic uint64_t played;
    int32_t record[STAGE_RECORD_MAX];

    int32_t buffer[STAGE_CAPACITY];
    uint32_t fill;
    bool started;
    struct output_format format;

    /* Set by the test before the engine starts. */
    uint64_t fail_at;          /* it is gone when so many frames were played; 0: never */
    uint32_t refused_starts;   /* so many starts fail */
    uint32_t unsupported_rate; /* a rate that it does not take */
    int write_error;           /* of an output that is not in real time */
    _Atomic uint32_t underruns;
    uint32_t hungry; /* wait() feeds it silence, and says so */

    _Atomic uint32_t starts;
    _Atomic uint32_t stops;
    _Atomic uint32_t drops;
    uint64_t played_at_stop;
    bool gone;
};

struct stage {
    struct ring *ring;
    struct output *output; /* shared */
    pid_t engine;
    int reports;
    const struct output_ops *ops;
};

static inline void device_play(struct output *device, uint64_t frames)
{
    while (frames-- > 0 && device->fill > 0) {
        uint64_t played = atomic_load(&device->played);

        if (device->gone || played >= atomic_load(&device->allowed))
            return;
        if (played < STAGE_RECORD_MAX)
            device->record[played] = device->buffer[0];
        device->fill--;
        memmove(device->buffer, device->buffer + 1, device->fill * sizeof(device->buffer[0]));
        atomic_store(&device->played, played + 1);
        device->gone = device->fail_at > 0 && played + 1 == device->fail_at;
    }
}

static inline void device_moment(void)
{
    nanosleep(&(const struct timespec){.tv_nsec = 500000}, NULL);
}

static inline int device_start(struct output *device, const struct output_format *format, char *why,
                               uint32_t why_size)
{
    atomic_fetch_add(&device->starts, 1);
    if (device->refused_starts > 0) {
        device->refused_starts--;
        snprintf(why, why_size, "nobody at home");
        return -ENODEV;
    }
    if (device->unsupported_rate == format->rate) {
        snprintf(why, why_size, "not at this rate");
        return -ENOTSUP;
    }
    device->format = *format;
    device->started = true;
    device->gone = false;
    device->fill = 0;
    if (device->fail_at <= atomic_load(&device->played))
        device->fail_at = 0;
    return 0;
}

static inline int device_write(struct output *device, const void *samples, uint32_t frames)
{
    const int32_t *from = samples;

    for (uint32_t i = 0; i < frames; i++) {
        while (device->fill == STAGE_CAPACITY && !device->gone) {
            device_play(device, 50);
            if (device->fill == STAGE_CAPACITY && !device->gone)
                device_moment();
        }
        if (device->gone) {
            device->fill -= i < device->fill ? i : device->fill; /* nothing of it was taken */
            return -ENODEV;
        }
        device->buffer[device->fill++] = from[i];
    }
    return 0;
}

static inline int device_wait(struct output *device, uint32_t frames, uint32_t *ret_silence)
{
    if (device->gone)
        return -ENODEV;
    if (device->hungry && device->fill + frames <= STAGE_CAPACITY) {
        memset(device->buffer + device->fill, 0, frames * sizeof(device->buffer[0]));
        device->fill += frames;
        *ret_silence = frames;
    }
    device_play(device, frames);
    device_moment();
    return 0;
}

/* Time goes by between two looks, too. */
static inline uint64_t device_delay(struct output *device)
{
    device_play(device, 50);
    return device->fill;
}

static inline int device_drop(struct output *device, uint64_t *ret_unheard)
{
    atomic_fetch_add(&device->drops, 1);
    *ret_unheard = device->fill;
    device->fill = 0;
    return 0;
}

static inline int device_stop(struct output *device)
{
    atomic_fetch_add(&device->stops, 1);
    device->played_at_stop = atomic_load(&device->played);
    device->started = false;
    device->fill = 0;
    return 0;
}

static inline uint32_t device_underruns(struct output *device)
{
    return atomic_load(&device->underruns);
}

static inline const char *device_name(struct output *device)
{
    (void)device;
    return "the fake";
}

/* What takes all at once: each frame is "played" as it is written. */
static inline int file_write(struct output *device, const void *samples, uint32_t frames)
{
    const int32_t *from = samples;

    if (device->write_error < 0)
        return device->write_error;
    for (uint32_t i = 0; i < frames; i++)
        device->record[atomic_fetch_add(&device->played, 1)] = from[i];
    return 0;
}

static const struct output_ops stage_device = {
    .kind = "fake",
    .realtime = true,
    .start = device_start,
    .write = device_write,
    .wait = device_wait,
    .delay = device_delay,
    .drop = device_drop,
    .stop = device_stop,
    .underruns = device_underruns,
    .name = device_name,
};

static const struct output_ops stage_file = {
    .kind = "file",
    .fixed_format = true,
    .start = device_start,
    .write = file_write,
    .stop = device_stop,
};

static inline int stage_open(void **state)
{
    static struct stage stage;
    void *shared = mmap(NULL, sizeof(struct output), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (shared == MAP_FAILED)
        return -1;
    stage = (struct stage){.output = shared, .reports = -1, .ops = &stage_device};
    atomic_store(&stage.output->allowed, UINT64_MAX);
    *state = &stage;
    return ring_fixture_create(STAGE_SLOTS, 4096, &stage.ring);
}

/* The engine, as rondo-consumer runs it; its exit status is 0 when it ended as it should. */
static inline void stage_start(struct stage *stage)
{
    int ends[2];

    if (stage->reports >= 0)
        close(stage->reports);
    if (pipe(ends) < 0)
        abort();
    stage->reports = ends[0];
    stage->engine = child_fork();
    if (stage->engine == 0) {
        struct reporter reporter;
        struct ring *ring = NULL;
        pid_t holder;

        if (ring_attach(ring_segment_id(stage->ring), ring_set_id(stage->ring), false, &ring) < 0 ||
            ring_take_seat(ring, SEM_CONSUMER, &holder) < 0 ||
            reporter_init(&reporter, ends[1]) < 0)
            _exit(99);
        _exit(-engine_run(ring, stage->ops, stage->output, &reporter));
    }
    close(ends[1]);
}

/* The engine's exit status, after the ring has gone or it has ended by itself. */
static inline int stage_end(struct stage *stage)
{
    int status = child_wait(stage->engine);

    stage->engine = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline void stage_kill(struct stage *stage)
{
    child_kill(stage->engine);
    stage->engine = 0;
    /* The device of a dead process loses what it held. */
    stage->output->fill = 0;
    stage->output->started = false;
}

static inline int stage_close(void **state)
{
    struct stage *stage = *state;

    if (stage->engine > 0)
        child_kill(stage->engine);
    if (stage->reports >= 0)
        close(stage->reports);
    ring_remove(stage->ring);
    ring_detach(stage->ring);
    return munmap(stage->output, sizeof(*stage->output));
}

/* The next report; kind 0: there is none any more. */
static inline struct report stage_report(const struct stage *stage)
{
    struct pollfd reports = {.fd = stage->reports, .events = POLLIN};
    struct report report = {0};

    assert_int_equal(poll(&reports, 1, STAGE_PATIENCE_MS), 1);
    if (read(stage->reports, &report, sizeof(report)) != sizeof(report))
        report.kind = 0;
    return report;
}

static inline struct report stage_expect(const struct stage *stage, enum report_kind kind)
{
    struct report report = stage_report(stage);

    if (report.kind != (uint32_t)kind)
        fail_msg("report %u and not %u: %s", report.kind, kind, report.text);
    return report;
}

/* A block of STAGE_FRAMES frames, or of none where it is the end of its track. */
struct stage_block {
    uint32_t epoch;
    uint32_t track;
    uint64_t position;
    uint32_t frames;
    uint32_t flags;
    uint32_t rate;
};

static inline void stage_fill(struct ring *ring, const struct stage_block *wanted)
{
    struct block_header *block = ring_producer_block(ring);
    int32_t *sample = block_samples(block);

    block->epoch = wanted->epoch;
    block->track = wanted->track;
    block->flags = wanted->flags;
    block->position = wanted->position;
    block->frames = wanted->frames;
    block->rate = wanted->rate > 0 ? wanted->rate : STAGE_RATE;
    block->channels = 1;
    block->format = SAMPLE_S32;
    for (uint32_t i = 0; i < wanted->frames; i++)
        sample[i] = (int32_t)(wanted->track * STAGE_TRACK + wanted->position + i);
}

/* Commits it, sleeping until there is a slot. */
static inline void stage_put(struct stage *stage, const struct stage_block *wanted)
{
    assert_int_equal(ring_producer_claim(stage->ring), 0);
    stage_fill(stage->ring, wanted);
    assert_int_equal(ring_producer_commit(stage->ring), 0);
}

/* Blocks `from` to `until` of a track. */
static inline void stage_put_blocks(struct stage *stage, uint32_t epoch, uint32_t track,
                                    uint32_t from, uint32_t until)
{
    for (uint32_t i = from; i < until; i++)
        stage_put(stage, &(const struct stage_block){.epoch = epoch,
                                                     .track = track,
                                                     .position = (uint64_t)i * STAGE_FRAMES,
                                                     .frames = STAGE_FRAMES});
}

static inline void stage_put_end(struct stage *stage, uint32_t epoch, uint32_t track,
                                 uint32_t blocks)
{
    stage_put(stage, &(const struct stage_block){.epoch = epoch,
                                                 .track = track,
                                                 .position = (uint64_t)blocks * STAGE_FRAMES,
                                                 .flags = BLOCK_END});
}

static inline void stage_orders(struct stage *stage, uint32_t epoch)
{
    assert_int_equal(ring_set_orders(stage->ring, &(const struct ring_orders){.epoch = epoch}), 0);
}

/* Returns when so many frames have been played. */
static inline void stage_await_played(const struct stage *stage, uint64_t frames)
{
    for (int i = 0; i < STAGE_PATIENCE_MS * 2 && atomic_load(&stage->output->played) < frames; i++)
        device_moment();
    assert_true(atomic_load(&stage->output->played) >= frames);
}

/* Returns when nothing is left in the ring, nor in hand. */
static inline void stage_await_empty(const struct stage *stage)
{
    for (int i = 0; i < STAGE_PATIENCE_MS * 2; i++) {
        if (semset_value(ring_set_id(stage->ring), SEM_FREE) == STAGE_SLOTS)
            return;
        device_moment();
    }
    fail_msg("the ring is not empty");
}

/* From the record's place `at` on it has the track's frames from `from` to `until`, and only it. */
static inline void stage_expect_frames(const struct stage *stage, uint64_t at, uint32_t track,
                                       uint32_t from, uint32_t until)
{
    for (uint32_t i = from; i < until; i++) {
        int32_t wanted = (int32_t)(track * STAGE_TRACK + i);

        if (stage->output->record[at + i - from] != wanted)
            fail_msg("frame %llu is %d and not %d", (unsigned long long)(at + i - from),
                     stage->output->record[at + i - from], wanted);
    }
}

#define STAGE_TEST(function) cmocka_unit_test_setup_teardown(function, stage_open, stage_close)

#endif
