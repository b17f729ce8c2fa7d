/*
 * test_ipcbench_transport.c - each transport by itself, between this process and a child: every
 * byte arrives, in order; who has nothing to do sleeps; and a refusal leaves nothing.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include <cmocka.h>

#include "tests/unit/child_process.h"
#include "tools/ipcbench/transport.h"

enum { FAR_TOO_MANY = 700 }; /* blocks: more than any transport has under way */

static const uint32_t sizes[] = {16, 64, 1024, 8192, 8196, 14112, 65536, TRANSPORT_SIZE_MAX};

/* Block i of the stream, of which every byte depends on its place. */
static void fill(uint8_t *block, uint32_t size, uint32_t i)
{
    for (uint32_t at = 0; at < size; at++)
        block[at] = (uint8_t)(at * 31 + at / 251 + i * 7 + (i >> 8));
}

static void *open_channel(const struct transport *transport, uint32_t size)
{
    const struct transport_shape shape = {.size = size, .blocks = transport_blocks(size)};
    void *channel = NULL;
    int error = transport->open(&shape, &channel);

    if (error < 0)
        fail_msg("%s, %u bytes: %s", transport->name, size, strerror(-error));
    return channel;
}

/* A child that sends so many blocks and ends with status 0. */
static pid_t start_sender(const struct transport *transport, void *channel, uint32_t size,
                          uint32_t count)
{
    pid_t child = child_fork();
    uint8_t *block;

    if (child != 0)
        return child;
    block = malloc(size);
    if (!block || transport->begin(channel, TRANSPORT_SENDER) < 0)
        _exit(1);
    for (uint32_t i = 0; i < count; i++) {
        fill(block, size, i);
        if (transport->send(channel, block) < 0)
            _exit(1);
        memset(block, 0, size); /* it is ours again, whatever has been read so far */
    }
    _exit(0);
}

/* From block `first` on; this process has begun as the receiver. */
static void receive_all(const struct transport *transport, void *channel, uint32_t size,
                        uint32_t count)
{
    uint8_t *expected = malloc(size);

    assert_non_null(expected);
    for (uint32_t i = 0; i < count; i++) {
        const void *block = NULL;
        int error = transport->receive(channel, &block);

        fill(expected, size, i);
        if (error < 0 || memcmp(block, expected, size) != 0)
            fail_msg("%s, %u bytes, block %u: %s", transport->name, size, i,
                     error < 0 ? strerror(-error) : "its bytes are wrong");
        if (transport->release)
            assert_int_equal(transport->release(channel), 0);
    }
    free(expected);
}

static void assert_transports(const struct transport *transport, uint32_t size, uint32_t count)
{
    void *channel = open_channel(transport, size);
    pid_t child = start_sender(transport, channel, size, count);

    assert_int_equal(transport->begin(channel, TRANSPORT_RECEIVER), 0);
    receive_all(transport, channel, size, count);
    assert_int_equal(child_wait(child), 0);
    transport->close(channel);
}

static void every_byte_arrives_in_order_in_blocks_of_any_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < TRANSPORT_COUNT; i++)
        for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++)
            assert_transports(transport_all[i], sizes[k], sizes[k] > 16384 ? 30 : 150);
}

static void many_blocks_go_round_and_round(void **state)
{
    (void)state;
    for (size_t i = 0; i < TRANSPORT_COUNT; i++)
        assert_transports(transport_all[i], 64, 20000);
}

static void a_sender_sleeps_while_there_is_no_room(void **state)
{
    (void)state;
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        const struct transport *transport = transport_all[i];
        void *channel = open_channel(transport, 4096);
        pid_t child = start_sender(transport, channel, 4096, FAR_TOO_MANY);

        child_wait_asleep(child);
        if (child_state(child) != 'S')
            fail_msg("with %s the sender does not sleep", transport->name);
        assert_int_equal(transport->begin(channel, TRANSPORT_RECEIVER), 0);
        receive_all(transport, channel, 4096, FAR_TOO_MANY);
        assert_int_equal(child_wait(child), 0);
        transport->close(channel);
    }
}

/* A child that receives one block, compares it and ends with status 0. */
static pid_t start_receiver(const struct transport *transport, void *channel, uint32_t size)
{
    pid_t child = child_fork();
    const void *block;
    uint8_t *expected;

    if (child != 0)
        return child;
    expected = malloc(size);
    if (!expected || transport->begin(channel, TRANSPORT_RECEIVER) < 0 ||
        transport->receive(channel, &block) < 0)
        _exit(1);
    fill(expected, size, 3);
    _exit(memcmp(block, expected, size) == 0 ? 0 : 2);
}

static void a_receiver_sleeps_until_there_is_a_block(void **state)
{
    uint8_t block[1024];

    (void)state;
    fill(block, sizeof(block), 3);
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        const struct transport *transport = transport_all[i];
        void *channel = open_channel(transport, sizeof(block));
        pid_t child = start_receiver(transport, channel, sizeof(block));

        child_wait_asleep(child);
        if (child_state(child) != 'S')
            fail_msg("with %s the receiver does not sleep", transport->name);
        assert_int_equal(transport->begin(channel, TRANSPORT_SENDER), 0);
        assert_int_equal(transport->send(channel, block), 0);
        assert_int_equal(child_wait(child), 0);
        transport->close(channel);
    }
}

static void blocks_beyond_the_size_of_a_message_go_in_pieces(void **state)
{
    static const struct transport *const queues[] = {&transport_sysv_queue, &transport_posix_queue};

    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
            void *channel = open_channel(queues[i], sizes[k]);
            struct transport_limit limit = {0};

            queues[i]->limit(channel, &limit);
            assert_true(limit.pieces >= 1 && limit.pieces <= sizes[k] / 16);
            assert_true(limit.bytes >= (sizes[k] + limit.pieces - 1) / limit.pieces);
            queues[i]->close(channel);
        }
}

static void what_may_be_under_way_is_told(void **state)
{
    (void)state;
    assert_int_equal(transport_blocks(64), 64);
    assert_int_equal(transport_blocks(16384), 16);
    assert_int_equal(transport_blocks(TRANSPORT_SIZE_MAX), 8);
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        void *channel = open_channel(transport_all[i], 4096);
        struct transport_limit limit = {0};

        transport_all[i]->limit(channel, &limit);
        assert_true(limit.bytes >= 4096);
        assert_true(limit.pieces >= 1);
        if (transport_all[i]->in_place)
            assert_int_equal(limit.messages, 64);
        transport_all[i]->close(channel);
    }
}

/* The System V objects of a channel, or 0 where they are gone. */
static int objects_there(const struct orphan_objects *objects)
{
    struct shmid_ds segment;
    struct msqid_ds queue;

    return (objects->segment >= 0 && shmctl(objects->segment, IPC_STAT, &segment) == 0) +
           (objects->set >= 0 && semctl(objects->set, 0, GETVAL) >= 0) +
           (objects->requests >= 0 && msgctl(objects->requests, IPC_STAT, &queue) == 0);
}

static void closing_removes_the_objects_that_a_child_would_have_to_remove(void **state)
{
    static const int expected[TRANSPORT_COUNT] = {[0] = 2, [7] = 1}; /* ring, sysv-queue */

    (void)state;
    for (size_t i = 0; i < TRANSPORT_COUNT; i++) {
        struct orphan_objects objects = {.segment = -1, .set = -1, .requests = -1, .replies = -1};
        void *channel = open_channel(transport_all[i], 64);

        if (transport_all[i]->objects)
            transport_all[i]->objects(channel, &objects);
        assert_int_equal(objects_there(&objects), expected[i]);
        transport_all[i]->close(channel);
        assert_int_equal(objects_there(&objects), 0);
        transport_all[i]->close(NULL);
    }
}

/* In a child, since a limit cannot be raised again. Status 0: refused with that error. */
static int refused_without_files(const struct transport *transport, int error)
{
    static const struct rlimit none;
    const struct transport_shape shape = {.size = 64, .blocks = 64};
    void *channel;
    pid_t child = child_fork();

    if (child != 0)
        return child_wait(child);
    if (setrlimit(RLIMIT_NOFILE, &none) < 0)
        _exit(1);
    _exit(transport->open(&shape, &channel) == error ? 0 : 2);
}

static void without_descriptors_they_are_refused_and_leave_nothing(void **state)
{
    static const struct transport *const transports[] = {
        &transport_pipe,          &transport_fifo,           &transport_unix_stream,
        &transport_unix_datagram, &transport_unix_seqpacket, &transport_tcp,
        &transport_posix_queue,
    };
    char folder[] = "/tmp/rondo-test-XXXXXX";

    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
    for (size_t i = 0; i < sizeof(transports) / sizeof(transports[0]); i++)
        if (refused_without_files(transports[i], -EMFILE) != 0)
            fail_msg("%s is not refused", transports[i]->name);
    assert_transports(&transport_fifo, 64, 10);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
    assert_int_equal(transport_fifo.open(&(struct transport_shape){64, 64}, &(void *){NULL}),
                     -ENOENT);
    unsetenv("TMPDIR");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_arrives_in_order_in_blocks_of_any_size),
        cmocka_unit_test(many_blocks_go_round_and_round),
        cmocka_unit_test(a_sender_sleeps_while_there_is_no_room),
        cmocka_unit_test(a_receiver_sleeps_until_there_is_a_block),
        cmocka_unit_test(blocks_beyond_the_size_of_a_message_go_in_pieces),
        cmocka_unit_test(what_may_be_under_way_is_told),
        cmocka_unit_test(closing_removes_the_objects_that_a_child_would_have_to_remove),
        cmocka_unit_test(without_descriptors_they_are_refused_and_leave_nothing),
    };
    return cmocka_run_group_tests_name("ipcbench_transport", tests, NULL, NULL);
}
