/*
 * work_fixture.h - the producer's work in a process of its own; the test is player and consumer.
 */
#ifndef TESTS_UNIT_WORK_FIXTURE_H
#define TESTS_UNIT_WORK_FIXTURE_H

#include "tests/unit/decoder_fixture.h"
#include "tests/unit/ring_fixture.h"
#include "tests/unit/scratch.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>

#include "producer/work.h"

enum { SHOP_SLOTS = 8, SHOP_SLOT_BYTES = 16384, SHOP_BURST = 4, SHOP_PATIENCE_MS = 30000 };

struct shop {
    struct ring *ring;
    pid_t worker;
    int socket;
    uint32_t sequence; /* of the block taken last */
    struct scratch *scratch;
};

/* Another worker; its exit status is what work_run() returns, without the sign. */
static inline void shop_hire(struct shop *shop)
{
    int sockets[2];

    if (jobs_socketpair(sockets) < 0)
        abort();
    shop->worker = child_fork();
    if (shop->worker == 0) {
        struct ring *ring = NULL;
        pid_t holder;

        close(sockets[0]);
        if (ring_attach(ring_segment_id(shop->ring), ring_set_id(shop->ring), false, &ring) < 0 ||
            ring_take_seat(ring, SEM_PRODUCER, &holder) < 0)
            _exit(99);
        _exit(-work_run(ring, sockets[1], SHOP_BURST));
    }
    close(sockets[1]);
    shop->socket = sockets[0];
}

static inline void shop_fire(struct shop *shop)
{
    child_kill(shop->worker);
    shop->worker = 0;
    close(shop->socket);
}

static inline int shop_open(void **state)
{
    static struct shop shop;
    int error = ring_fixture_create(SHOP_SLOTS, SHOP_SLOT_BYTES, &shop.ring);

    shop = (struct shop){.ring = shop.ring};
    if (error == 0)
        error = scratch_setup((void **)&shop.scratch);
    if (error == 0)
        error = ring_set_orders(shop.ring, &(const struct ring_orders){.epoch = 1});
    if (error == 0)
        shop_hire(&shop);
    *state = &shop;
    return error;
}

static inline int shop_close(void **state)
{
    struct shop *shop = *state;

    if (shop->worker > 0)
        shop_fire(shop);
    ring_remove(shop->ring);
    ring_detach(shop->ring);
    return scratch_teardown((void **)&shop->scratch);
}

static inline int shop_exit_status(struct shop *shop)
{
    int status = child_wait(shop->worker);

    shop->worker = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Until shop_go_on() it does nothing, so that all it is told in between reaches it at once. */
static inline void shop_hold(const struct shop *shop)
{
    kill(shop->worker, SIGSTOP);
    waitpid(shop->worker, NULL, WUNTRACED);
}

static inline void shop_go_on(const struct shop *shop)
{
    kill(shop->worker, SIGCONT);
}

/* A sample file's path, or that of a file of the scratch folder. */
static inline const char *shop_path(struct shop *shop, const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", SAMPLES_DIR, name);
    return access(path, R_OK) == 0 ? path : scratch_path(shop->scratch, name);
}

static inline void shop_send(struct shop *shop, const struct job *job, const char *name)
{
    int file = name ? open(shop_path(shop, name), O_RDONLY | O_CLOEXEC) : -1;

    assert_int_equal(jobs_send(shop->socket, job, file), 0);
    if (file >= 0)
        close(file);
}

static inline void shop_ask(struct shop *shop, uint32_t epoch, uint32_t track, const char *name)
{
    const struct job job = {.kind = JOB_PLAY, .epoch = epoch, .track = track};

    shop_send(shop, &job, name);
}

static inline struct job_reply shop_reply(struct shop *shop)
{
    struct pollfd socket = {.fd = shop->socket, .events = POLLIN};
    struct job_reply reply;

    assert_int_equal(poll(&socket, 1, SHOP_PATIENCE_MS), 1);
    assert_int_equal(jobs_receive_reply(shop->socket, &reply), 0);
    return reply;
}

static inline struct job_reply shop_expect(struct shop *shop, enum job_reply_kind kind,
                                           uint32_t epoch, uint32_t track)
{
    struct job_reply reply = shop_reply(shop);

    if (reply.kind != (uint32_t)kind || reply.epoch != epoch || reply.track != track)
        fail_msg("reply %u of epoch %u, track %u: %s", reply.kind, reply.epoch, reply.track,
                 reply.text);
    return reply;
}

/* Takes the next block and frees its slot; its samples go behind those of *sound, if given. */
static inline struct block_header shop_take(struct shop *shop, struct sound *sound)
{
    const struct timespec patience = {.tv_sec = SHOP_PATIENCE_MS / 1000};
    struct block_header *shared, header;
    size_t bytes;

    assert_int_equal(ring_consumer_claim(shop->ring, 1, &patience), 0);
    shared = ring_block(shop->ring, ring_consumer_slot(shop->ring, 0));
    assert_int_equal(block_read(shared, SHOP_SLOT_BYTES, &header), 0);
    assert_int_equal(header.sequence, ++shop->sequence);
    if (sound) {
        sound->frame_bytes = block_frame_bytes(header.format, header.channels);
        bytes = sound->frames * sound->frame_bytes;
        sound->frames += header.frames;
        sound->bytes = realloc(sound->bytes, sound->frames * sound->frame_bytes + 1);
        memcpy(sound->bytes + bytes, block_samples(shared),
               (size_t)header.frames * sound->frame_bytes);
    }
    assert_int_equal(ring_consumer_commit(shop->ring, 1), 0);
    return header;
}

/* Takes what is left of that track, from that frame on; returns the frame of its end. */
static inline uint64_t shop_take_rest(struct shop *shop, uint32_t epoch, uint32_t track,
                                      uint64_t from, struct sound *sound)
{
    struct block_header header;
    uint64_t next = from;

    do {
        header = shop_take(shop, sound);
        assert_int_equal(header.epoch, epoch);
        assert_int_equal(header.track, track);
        assert_int_equal(header.position, next);
        assert_int_equal(header.flags & BLOCK_START, 0);
        next += header.frames;
    } while (!(header.flags & BLOCK_END));
    return next;
}

/* The same with the block that begins it. */
static inline uint64_t shop_take_track(struct shop *shop, uint32_t epoch, uint32_t track,
                                       uint64_t from, struct sound *sound)
{
    struct block_header first = shop_take(shop, sound);

    assert_int_equal(first.epoch, epoch);
    assert_int_equal(first.track, track);
    assert_int_equal(first.position, from);
    assert_int_equal(first.flags & BLOCK_START, BLOCK_START);
    if (first.flags & BLOCK_END)
        return from + first.frames;
    return shop_take_rest(shop, epoch, track, from + first.frames, sound);
}

/* The sound is the file's from that frame on, and nothing else. */
static inline void shop_expect_sound(struct shop *shop, struct sound *sound, const char *name,
                                     uint64_t from)
{
    struct sound whole = decoder_whole(shop_path(shop, name));

    assert_int_equal(sound->frames, whole.frames - from);
    assert_memory_equal(sound->bytes, whole.bytes + from * whole.frame_bytes,
                        sound->frames * whole.frame_bytes);
    sound_free(&whole);
    sound_free(sound);
}

/* How many descriptors the worker has. */
static inline int shop_files(const struct shop *shop)
{
    char path[64];
    int count = 0;
    DIR *folder;

    snprintf(path, sizeof(path), "/proc/%d/fd", shop->worker);
    folder = opendir(path);
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

#define SHOP_TEST(function) cmocka_unit_test_setup_teardown(function, shop_open, shop_close)

#endif
