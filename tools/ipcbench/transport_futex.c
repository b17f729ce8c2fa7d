/*
 * transport_futex.c - a lock-free ring for one sender and one receiver: the limit.
 *
 * Two counters in shared memory say everything: `head` blocks have been handed over, `tail` given
 * back. Each has one writer; who finds nothing to do sleeps on the other's counter, and only then
 * is the kernel called: a side first writes down which count it wants to be woken at, then looks
 * at the counter again, while the other moves the counter, then looks whether that is the count
 * wanted. All four are sequentially consistent, so one of the two sees the other, and no wake-up
 * is lost. A sender without room sleeps until half of the slots are free.
 *
 * What it has not: it cannot give a block back. A receiver that dies takes what it had in hand
 * along, and nobody is told. The memory has no name and goes with the last process.
 */
#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools/ipcbench/transport.h"

enum { LINE = 64 }; /* of a cache: each writer has its own */

struct shared {
    _Alignas(LINE) _Atomic uint32_t head;        /* writer: the sender */
    _Alignas(LINE) _Atomic uint32_t tail;        /* writer: the receiver */
    _Alignas(LINE) _Atomic uint32_t wanted_head; /* writer: the receiver */
    _Alignas(LINE) _Atomic uint32_t wanted_tail; /* writer: the sender */
    _Alignas(LINE) uint8_t slots[];
};

struct channel {
    struct shared *shared;
    size_t bytes; /* of the mapping */
    uint32_t size;
    uint32_t stride; /* from slot to slot */
    uint32_t slots;
    /* The side's own. Counters go round at 2^32, which is no multiple of the slots. */
    uint32_t count;
    uint32_t slot;
};

/* Sleeps while the word has that value. Shared: the two have it at addresses of their own. */
static int futex_wait(_Atomic uint32_t *word, uint32_t value)
{
    if (syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0) < 0 && errno != EAGAIN &&
        errno != EINTR)
        return -errno;
    return 0;
}

static int futex_wake(_Atomic uint32_t *word)
{
    return syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0) < 0 ? -errno : 0;
}

static int open_futex(const struct transport_shape *shape, void **ret_channel)
{
    struct channel *channel = calloc(1, sizeof(*channel));

    if (!channel)
        return -ENOMEM;
    channel->size = shape->size;
    channel->slots = shape->blocks;
    channel->stride = (shape->size + LINE - 1) / LINE * LINE;
    channel->bytes = sizeof(struct shared) + (size_t)channel->stride * channel->slots;
    channel->shared =
        mmap(NULL, channel->bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (channel->shared == MAP_FAILED) {
        int error = -errno;

        free(channel);
        return error;
    }
    *ret_channel = channel;
    return 0;
}

static void limit_futex(const void *context, struct transport_limit *ret_limit)
{
    const struct channel *channel = context;

    *ret_limit = (struct transport_limit){
        .bytes = (uint64_t)channel->slots * channel->size, .messages = channel->slots, .pieces = 1};
}

static int begin_futex(void *context, enum transport_side side)
{
    (void)context;
    (void)side;
    return 0;
}

static uint8_t *place(const struct channel *channel)
{
    return channel->shared->slots + (size_t)channel->slot * channel->stride;
}

static void move_on(struct channel *channel)
{
    channel->count++;
    channel->slot = (channel->slot + 1) % channel->slots;
}

static int await_half(const struct channel *channel)
{
    struct shared *shared = channel->shared;
    const uint32_t wanted = channel->count - channel->slots / 2;
    int error = 0;

    atomic_store(&shared->wanted_tail, wanted);
    while (error == 0) {
        uint32_t tail = atomic_load(&shared->tail);

        if ((int32_t)(tail - wanted) >= 0)
            break;
        error = futex_wait(&shared->tail, tail);
    }
    return error;
}

static int send_futex(void *context, const void *block)
{
    struct channel *channel = context;
    struct shared *shared = channel->shared;
    int error = 0;

    if (channel->count - atomic_load(&shared->tail) == channel->slots)
        error = await_half(channel);
    if (error < 0)
        return error;
    memcpy(place(channel), block, channel->size);
    move_on(channel);
    atomic_store(&shared->head, channel->count);
    return atomic_load(&shared->wanted_head) == channel->count ? futex_wake(&shared->head) : 0;
}

static int receive_futex(void *context, const void **ret_block)
{
    struct channel *channel = context;
    struct shared *shared = channel->shared;
    int error = 0;

    if (atomic_load(&shared->head) == channel->count)
        atomic_store(&shared->wanted_head, channel->count + 1);
    while (error == 0 && atomic_load(&shared->head) == channel->count)
        error = futex_wait(&shared->head, channel->count);
    if (error == 0)
        *ret_block = place(channel);
    return error;
}

static int release_futex(void *context)
{
    struct channel *channel = context;
    struct shared *shared = channel->shared;

    move_on(channel);
    atomic_store(&shared->tail, channel->count);
    return atomic_load(&shared->wanted_tail) == channel->count ? futex_wake(&shared->tail) : 0;
}

static void close_futex(void *context)
{
    struct channel *channel = context;

    if (!channel)
        return;
    munmap(channel->shared, channel->bytes);
    free(channel);
}

const struct transport transport_futex = {
    .name = "futex",
    .limits = "memory",
    .in_place = true,
    .open = open_futex,
    .limit = limit_futex,
    .begin = begin_futex,
    .send = send_futex,
    .receive = receive_futex,
    .release = release_futex,
    .close = close_futex,
};
