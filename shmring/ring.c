/*
 * ring.c - the ring's life: made, attached, looked at, paused, removed.
 *
 * ring_create() makes the segment, then the set, so that an id of the set is known only when
 * all is in place; a death in between leaves a segment with a key that the next start finds
 * (instance.h). The player is the one that removes; whoever sleeps then wakes with -EIDRM.
 */
#include "shmring/ring.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>

#include "shmring/ring_handle.h"

static uint64_t total_bytes(uint16_t slots, uint32_t slot_bytes)
{
    return RING_SLOTS_OFFSET + (uint64_t)slots * slot_bytes;
}

static bool shape_valid(uint32_t slots, uint32_t slot_bytes)
{
    return slots >= RING_SLOTS_MIN && slots <= RING_SLOTS_MAX &&
           slot_bytes >= RING_SLOT_BYTES_MIN && slot_bytes <= RING_SLOT_BYTES_MAX &&
           slot_bytes % RING_SLOT_BYTES_MIN == 0;
}

static int attach_segment(int id, int flags, struct ring_segment **ret_segment)
{
    void *memory = shmat(id, NULL, flags);

    if (memory == (void *)-1)
        return -errno;
    *ret_segment = memory;
    return 0;
}

static void write_identity(struct ring_segment *segment, const struct ring_config *config)
{
    segment->version = RING_VERSION;
    segment->slots = config->slots;
    segment->slot_bytes = config->slot_bytes;
    segment->total_bytes = total_bytes(config->slots, config->slot_bytes);
    strncpy(segment->name, config->name, sizeof(segment->name) - 1);
    atomic_init(&segment->epoch, 0);
    atomic_init(&segment->volume, 1000);
    segment->magic = RING_MAGIC;
}

int ring_create(const struct ring_config *config, struct ring **ret_ring)
{
    struct ring *ring;
    int error;

    if (!shape_valid(config->slots, config->slot_bytes))
        return -EINVAL;
    error = semset_allowed(STEP_OPERATIONS_MAX);
    if (error < 0)
        return error;
    ring = calloc(1, sizeof(*ring));
    if (!ring)
        return -ENOMEM;
    ring->slots = config->slots;
    ring->slot_bytes = config->slot_bytes;

    ring->segment_id = shmget(config->segment_key, total_bytes(config->slots, config->slot_bytes),
                              IPC_CREAT | IPC_EXCL | SHM_NORESERVE | 0600);
    if (ring->segment_id < 0) {
        error = -errno;
        goto err_free;
    }
    error = attach_segment(ring->segment_id, 0, &ring->segment);
    if (error < 0)
        goto err_remove;
    write_identity(ring->segment, config);
    error = semset_create(config->set_key, config->slots, &ring->set_id);
    if (error < 0)
        goto err_detach;
    *ret_ring = ring;
    return 0;

err_detach:
    shmdt(ring->segment);
err_remove:
    shmctl(ring->segment_id, IPC_RMID, NULL);
err_free:
    free(ring);
    return error;
}

/* Only what this version of Rondo made, and whole: sizes are checked against the kernel's word. */
static int check_segment(struct ring *ring)
{
    struct shmid_ds status;
    const struct ring_segment *segment = ring->segment;

    if (shmctl(ring->segment_id, IPC_STAT, &status) < 0)
        return -errno;
    if (status.shm_segsz < RING_SLOTS_OFFSET || segment->magic != RING_MAGIC ||
        segment->version != RING_VERSION)
        return -EPROTO;
    if (!shape_valid(segment->slots, segment->slot_bytes))
        return -EPROTO;
    ring->slots = (uint16_t)segment->slots;
    ring->slot_bytes = segment->slot_bytes;
    if (!shape_valid(ring->slots, ring->slot_bytes) ||
        status.shm_segsz < total_bytes(ring->slots, ring->slot_bytes))
        return -EPROTO;
    return 0;
}

int ring_attach(int segment_id, int set_id, bool read_only, struct ring **ret_ring)
{
    struct ring *ring = calloc(1, sizeof(*ring));
    int error;

    if (!ring)
        return -ENOMEM;
    ring->segment_id = segment_id;
    ring->set_id = set_id;
    error = attach_segment(segment_id, read_only ? SHM_RDONLY : 0, &ring->segment);
    if (error < 0)
        goto err_free;
    error = check_segment(ring);
    if (error == 0)
        error = semset_check(set_id);
    if (error < 0)
        goto err_detach;
    *ret_ring = ring;
    return 0;

err_detach:
    shmdt(ring->segment);
err_free:
    free(ring);
    return error;
}

void ring_detach(struct ring *ring)
{
    if (!ring)
        return;
    shmdt(ring->segment);
    free(ring);
}

int ring_remove(const struct ring *ring)
{
    int error = semset_remove(ring->set_id);

    if (shmctl(ring->segment_id, IPC_RMID, NULL) < 0 && errno != EIDRM && errno != EINVAL)
        return -errno;
    return error;
}

int ring_segment_id(const struct ring *ring)
{
    return ring->segment_id;
}

int ring_set_id(const struct ring *ring)
{
    return ring->set_id;
}

uint16_t ring_slots(const struct ring *ring)
{
    return ring->slots;
}

uint32_t ring_slot_bytes(const struct ring *ring)
{
    return ring->slot_bytes;
}

struct ring_segment *ring_segment(const struct ring *ring)
{
    return ring->segment;
}

struct block_header *ring_block(const struct ring *ring, uint32_t slot)
{
    char *base = (char *)ring->segment + RING_SLOTS_OFFSET;

    return (struct block_header *)(base + (size_t)(slot % ring->slots) * ring->slot_bytes);
}

int ring_take_seat(struct ring *ring, enum sem_index seat, pid_t *ret_holder)
{
    struct step_arguments arguments = {.seat = seat};
    int holder;
    /* Not ring_step(): until it has the seat it has no log. */
    int error = step_do(ring->set_id, STEP_TAKE_SEAT, &arguments, NULL);

    if (error == 0)
        ring_sit(ring, seat);
    if (error != -EAGAIN)
        return error;
    holder = semset_last_pid(ring->set_id, seat);
    if (holder < 0)
        return holder;
    *ret_holder = holder;
    return -EBUSY;
}

static struct timespec from_ms(uint32_t ms)
{
    return (struct timespec){.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
}

int ring_wait_vacant(struct ring *ring, uint32_t timeout_ms)
{
    const struct timespec timeout = from_ms(timeout_ms);

    return ring_step(ring, STEP_VACANT, &(struct step_arguments){0}, &timeout);
}

int ring_sleep(struct ring *ring, uint32_t timeout_ms)
{
    const struct timespec timeout = from_ms(timeout_ms);
    const struct step_arguments arguments = {.seat = SEM_CONSUMER};
    int error = ring_step(ring, STEP_SLEEP, &arguments, &timeout);

    if (error == 0)
        return -EPROTO;
    return error == -EAGAIN ? 0 : error;
}

int ring_snapshot(const struct ring *ring, struct semset_snapshot *ret_snapshot)
{
    return semset_snapshot(ring->set_id, ret_snapshot);
}

int ring_pause(struct ring *ring)
{
    int error = ring_step(ring, STEP_PAUSE, &(struct step_arguments){0}, NULL);

    return error == -EAGAIN ? -EALREADY : error;
}

int ring_resume(struct ring *ring)
{
    int error = ring_step(ring, STEP_RESUME, &(struct step_arguments){0}, NULL);

    return error == -EAGAIN ? -EALREADY : error;
}

int ring_paused(const struct ring *ring)
{
    int value = semset_value(ring->set_id, SEM_PAUSED);

    return value < 0 ? value : value > 0;
}
