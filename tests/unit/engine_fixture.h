/*
 * engine_fixture.h - the engine in a process of its own, on the fake device, and the ring that
 * the test feeds. A block's samples say where they belong: track * 1000000 + position.
 */
#ifndef TESTS_UNIT_ENGINE_FIXTURE_H
#define TESTS_UNIT_ENGINE_FIXTURE_H

#include "tests/unit/fake_device.h"
#include "tests/unit/ring_fixture.h"

#include <poll.h>
#include <sys/mman.h>

#include "player/consumer/engine.h"

enum {
    STAGE_SLOTS = 16,
    STAGE_RATE = 10000, /* 20 ms, the most that is written at once, are 200 frames */
    STAGE_FRAMES = 500, /* in a block */
    STAGE_CAPACITY = DEVICE_CAPACITY,
    STAGE_TRACK = 1000000,
    STAGE_PATIENCE_MS = 30000
};

struct stage {
    struct ring *ring;
    struct output *output; /* shared */
    pid_t engine;
    int reports;
    const struct output_ops *ops;
};

static inline int stage_open(void **state)
{
    static struct stage stage;
    void *shared = mmap(NULL, sizeof(struct output), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (shared == MAP_FAILED)
        return -1;
    stage = (struct stage){.output = shared, .reports = -1, .ops = &fake_device};
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

/* Lets the device play until so many frames have been played. */
static inline void stage_let_play(struct stage *stage, uint64_t frames)
{
    atomic_store(&stage->output->allowed, frames);
    stage_await_played(stage, frames);
}

static inline void stage_let_all_play(struct stage *stage)
{
    atomic_store(&stage->output->allowed, UINT64_MAX);
}

/* Eight blocks of track 0 under epoch 1, of which `frames` frames have been played. */
static inline void stage_play_until(struct stage *stage, uint64_t frames)
{
    atomic_store(&stage->output->allowed, 0);
    stage_orders(stage, 1);
    stage_put_blocks(stage, 1, 0, 0, 8);
    stage_start(stage);
    stage_expect(stage, REPORT_STARTED);
    stage_let_play(stage, frames);
}

#define STAGE_TEST(function) cmocka_unit_test_setup_teardown(function, stage_open, stage_close)

#endif
