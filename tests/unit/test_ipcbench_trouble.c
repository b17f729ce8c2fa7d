/*
 * test_ipcbench_trouble.c - how a measurement ends when a block is wrong, a side dies, a signal
 * comes, the system refuses, or the parent is killed.
 *
 * The transports that misbehave are pipes, or queues, with one function put before another.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/msg.h>

#include <cmocka.h>

#include "tests/unit/child_process.h"
#include "tests/unit/ipcbench_fixture.h"

enum { BAD = 5 }; /* the block at which it happens */

/* How often the function was called in this process. */
static unsigned calls;

static struct run_trouble failed(const struct ipcbench_fixture *fixture,
                                 const struct transport *transport, enum run_result expected)
{
    const struct side_plan plan = ipcbench_plan(fixture, transport);
    struct run_outcome outcome;
    struct run_trouble trouble = {0};

    assert_int_equal(run(&plan, &fixture->signals, &outcome, &trouble), expected);
    return trouble;
}

/* One bit of a block in the middle is lost. */
static int receive_spoiled(void *channel, const void **ret_block)
{
    static uint8_t block[FIXTURE_SIZE];
    int error = transport_pipe.receive(channel, ret_block);

    if (error == 0 && calls++ == FIXTURE_WARM + BAD) {
        memcpy(block, *ret_block, FIXTURE_SIZE);
        block[FIXTURE_SIZE - 1] ^= 1;
        *ret_block = block;
    }
    return error;
}

/* Two blocks change places. */
static int receive_swapped(void *channel, const void **ret_block)
{
    static uint8_t block[FIXTURE_SIZE];
    int error;

    if (calls++ != FIXTURE_WARM + BAD)
        return transport_pipe.receive(channel, ret_block);
    error = transport_pipe.receive(channel, ret_block);
    if (error < 0)
        return error;
    memcpy(block, *ret_block, FIXTURE_SIZE);
    return transport_pipe.receive(channel, ret_block);
}

static int send_and_die(void *channel, const void *block)
{
    if (calls++ == FIXTURE_WARM + BAD)
        raise(SIGKILL);
    return transport_pipe.send(channel, block);
}

static int receive_and_die(void *channel, const void **ret_block)
{
    if (calls++ == BAD) /* while it warms up */
        raise(SIGKILL);
    return transport_sysv_queue.receive(channel, ret_block);
}

static int send_nothing(void *channel, const void *block)
{
    (void)channel;
    (void)block;
    return calls++ == FIXTURE_WARM + BAD ? -ENETDOWN : transport_pipe.send(channel, block);
}

static int send_and_signal(void *channel, const void *block)
{
    if (calls++ == FIXTURE_WARM + BAD)
        kill(getppid(), SIGTERM);
    return transport_sysv_queue.send(channel, block);
}

static int open_nothing(const struct transport_shape *shape, void **ret_channel)
{
    (void)shape;
    (void)ret_channel;
    return -ENOSPC;
}

static void a_wrong_block_is_found_and_named(void **state)
{
    struct transport pipe = transport_pipe;
    struct run_trouble trouble;

    pipe.receive = receive_spoiled;
    trouble = failed(*state, &pipe, RUN_FAILED);
    assert_int_equal(trouble.error, -EBADMSG);
    assert_int_equal(trouble.side, TRANSPORT_RECEIVER);
    assert_int_equal(trouble.block, BAD);
}

static void blocks_in_another_order_are_wrong(void **state)
{
    struct transport pipe = transport_pipe;
    struct run_trouble trouble;

    pipe.receive = receive_swapped;
    trouble = failed(*state, &pipe, RUN_FAILED);
    assert_int_equal(trouble.error, -EBADMSG);
    assert_int_equal(trouble.block, BAD);
}

static void an_error_of_a_side_ends_both(void **state)
{
    struct transport pipe = transport_pipe;
    struct run_trouble trouble;

    pipe.send = send_nothing;
    trouble = failed(*state, &pipe, RUN_FAILED);
    assert_int_equal(trouble.error, -ENETDOWN);
    assert_int_equal(trouble.side, TRANSPORT_SENDER);
    assert_int_equal(trouble.block, BAD);
}

static void a_side_that_is_killed_ends_the_other(void **state)
{
    struct transport pipe = transport_pipe, queue = transport_sysv_queue;
    struct run_trouble trouble;

    pipe.send = send_and_die;
    trouble = failed(*state, &pipe, RUN_FAILED);
    assert_int_equal(trouble.signal, SIGKILL);
    assert_int_equal(trouble.side, TRANSPORT_SENDER);
    queue.receive = receive_and_die;
    trouble = failed(*state, &queue, RUN_FAILED);
    assert_int_equal(trouble.signal, SIGKILL);
    assert_int_equal(trouble.side, TRANSPORT_RECEIVER);
}

static void a_signal_interrupts_it(void **state)
{
    struct transport queue = transport_sysv_queue;

    queue.send = send_and_signal;
    assert_int_equal(failed(*state, &queue, RUN_INTERRUPTED).signal, SIGTERM);
}

static void what_the_system_refuses_is_told(void **state)
{
    struct transport pipe = transport_pipe;

    pipe.open = open_nothing;
    assert_int_equal(failed(*state, &pipe, RUN_REFUSED).error, -ENOSPC);
}

/* Shared with the processes that a killed parent leaves: who they are, and their queue. */
static struct left {
    _Atomic pid_t sender, receiver;
    int queue;
} * left;

static int open_and_tell(const struct transport_shape *shape, void **ret_channel)
{
    struct orphan_objects objects = {0};
    int error = transport_sysv_queue.open(shape, ret_channel);

    if (error == 0) {
        transport_sysv_queue.objects(*ret_channel, &objects);
        left->queue = objects.requests;
    }
    return error;
}

/* Its parent is killed by it. To die takes time, in which both sides could come to their end. */
static int send_and_kill(void *channel, const void *block)
{
    struct msqid_ds status;

    if (calls++ == FIXTURE_WARM + BAD) {
        left->sender = getpid();
        kill(getppid(), SIGKILL);
        while (msgctl(left->queue, IPC_STAT, &status) == 0)
            sched_yield();
    }
    return transport_sysv_queue.send(channel, block);
}

/* A process that measures that queue, and does not come to its end. */
static pid_t start_parent(const struct ipcbench_fixture *fixture, struct transport *queue)
{
    pid_t parent;

    left = mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(left, MAP_FAILED);
    queue->open = open_and_tell;
    parent = fork();
    if (parent == 0) {
        failed(fixture, queue, RUN_FAILED);
        _exit(1);
    }
    return parent;
}

static void await_removal(void)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    struct msqid_ds status;

    for (int i = 0; i < 30000 && msgctl(left->queue, IPC_STAT, &status) == 0; i++)
        nanosleep(&moment, NULL);
    assert_int_equal(msgctl(left->queue, IPC_STAT, &status), -1);
}

static void await_end(pid_t process)
{
    while (child_state(process) != 'X' && child_state(process) != 'Z')
        sched_yield();
}

static void children_of_a_killed_parent_remove_the_objects(void **state)
{
    struct transport queue = transport_sysv_queue;
    pid_t parent;

    queue.send = send_and_kill;
    parent = start_parent(*state, &queue);
    assert_int_equal(child_wait(parent), SIGKILL);
    assert_true(left->sender > 0);
    await_removal();
    await_end(left->sender);
    munmap(left, sizeof(*left));
}

static int send_and_stop(void *channel, const void *block)
{
    if (calls++ == 0) {
        left->sender = getpid();
        kill(getppid(), SIGSTOP);
    }
    return transport_sysv_queue.send(channel, block);
}

static int receive_and_tell(void *channel, const void **ret_block)
{
    left->receiver = getpid();
    return transport_sysv_queue.receive(channel, ret_block);
}

/* Stopped, it does not know yet that both sides have come to their end. */
static void a_parent_that_is_killed_behind_its_children_leaves_nothing(void **state)
{
    struct transport queue = transport_sysv_queue;
    pid_t parent;

    queue.send = send_and_stop;
    queue.receive = receive_and_tell;
    parent = start_parent(*state, &queue);
    while (left->sender == 0 || left->receiver == 0)
        sched_yield();
    await_end(left->sender);
    await_end(left->receiver);
    kill(parent, SIGKILL);
    assert_int_equal(child_wait(parent), SIGKILL);
    await_removal();
    munmap(left, sizeof(*left));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        RUN_TEST(a_wrong_block_is_found_and_named),
        RUN_TEST(blocks_in_another_order_are_wrong),
        RUN_TEST(an_error_of_a_side_ends_both),
        RUN_TEST(a_side_that_is_killed_ends_the_other),
        RUN_TEST(a_signal_interrupts_it),
        RUN_TEST(what_the_system_refuses_is_told),
        RUN_TEST(children_of_a_killed_parent_remove_the_objects),
        RUN_TEST(a_parent_that_is_killed_behind_its_children_leaves_nothing),
    };
    return cmocka_run_group_tests_name("ipcbench_trouble", tests, NULL, NULL);
}
