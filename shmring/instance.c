/*
 * instance.c - how a player comes into being and goes.
 *
 * In this order: the file's lock, the reaping of a dead predecessor, then for one project
 * number after the other the record that announces it, ring, record, seat, queues, record,
 * until no key is taken. At the end everything goes before the file, and the file before the
 * lock. So a death at any moment leaves a file that tells the next player where to look.
 */
#include "shmring/instance.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "shmring/instance_file.h"

_Static_assert(INSTANCE_PROJECT_FIRST % INSTANCE_KEYS != 0, "ftok takes no project 0");
_Static_assert(INSTANCE_NAME_MAX < RING_NAME_MAX, "the segment holds the whole name");

static const struct instance empty = {
    .file = -1,
    .record = {.segment = -1, .set = -1, .requests = -1, .replies = -1},
    .queues = {.requests = -1, .replies = -1},
};

bool instance_name_valid(const char *name)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = strlen(name);

    return length > 0 && length <= INSTANCE_NAME_MAX && strspn(name, allowed) == length;
}

/* Makes what the record announces; on failure none of it is left. */
static int make_objects(struct instance *instance, struct ring_config *config, pid_t *ret_owner,
                        const char **ret_refused)
{
    struct instance_record *record = &instance->record;
    key_t key[INSTANCE_KEYS];
    int error = 0;

    for (int i = 0; i < INSTANCE_KEYS && error == 0; i++)
        error = instance_key(instance->path, record->project, i, &key[i]);
    if (error == 0)
        error = instance_file_write(instance->file, record);
    if (error < 0)
        return error;

    *ret_refused = "shared memory and semaphores";
    config->segment_key = key[0];
    config->set_key = key[1];
    error = ring_create(config, &instance->ring);
    if (error < 0)
        return error;
    record->segment = ring_segment_id(instance->ring);
    record->set = ring_set_id(instance->ring);
    error = instance_file_write(instance->file, record);
    if (error == 0)
        error = ring_take_seat(instance->ring, SEM_PLAYER, ret_owner);
    if (error < 0)
        goto err_ring;

    *ret_refused = "message queues";
    error = cmdq_create(key[2], key[3], &instance->queues);
    if (error < 0)
        goto err_ring;
    record->requests = instance->queues.requests;
    record->replies = instance->queues.replies;
    error = instance_file_write(instance->file, record);
    if (error < 0)
        goto err_queues;
    return 0;

err_queues:
    cmdq_remove(&instance->queues);
err_ring:
    ring_remove(instance->ring);
    ring_detach(instance->ring);
    return error;
}

/* The next four of the project numbers 1 to 255, beginning again after the last. */
static int next_project(int project)
{
    int next = project + INSTANCE_KEYS;

    return next + INSTANCE_KEYS - 1 <= UCHAR_MAX ? next : INSTANCE_PROJECT_FIRST % INSTANCE_KEYS;
}

int instance_create(const char *name, uint16_t slots, uint32_t slot_bytes,
                    struct instance *ret_instance, pid_t *ret_owner, const char **ret_refused)
{
    struct ring_config config = {.name = name, .slots = slots, .slot_bytes = slot_bytes};
    struct instance instance = empty;
    int project = INSTANCE_PROJECT_FIRST;
    int error;

    *ret_refused = "instance's file";
    error = instance_file_lock(name, true, instance.path, &instance.file, ret_owner);
    if (error < 0)
        return error;
    error = instance_reap_file(instance.file, instance.path, name, INSTANCE_REAP_MS, ret_owner);
    if (error < 0) {
        close(instance.file);
        return error;
    }
    do {
        instance.record = empty.record;
        instance.record.pid = getpid();
        instance.record.project = project;
        error = make_objects(&instance, &config, ret_owner, ret_refused);
        project = next_project(project);
    } while (error == -EEXIST && project != INSTANCE_PROJECT_FIRST);
    if (error < 0) {
        instance_file_remove(instance.file, instance.path);
        return error;
    }
    memcpy(instance.name, name, strlen(name) + 1);
    *ret_instance = instance;
    return 0;
}

void instance_remove(struct instance *instance)
{
    if (!instance || instance->file < 0)
        return;
    cmdq_remove(&instance->queues);
    ring_remove(instance->ring);
    ring_detach(instance->ring);
    instance_file_remove(instance->file, instance->path);
    *instance = empty;
}
