/*
 * instance_client.c - how others find a living instance.
 *
 * The lock tells whether the player lives, the record where its queues are. Either may change
 * at any moment, so the two have to agree, and the keys have to lead to the recorded ids.
 */
#include <errno.h>
#include <unistd.h>

#include "shmring/instance_file.h"

int instance_read(const char *name, struct instance_record *ret_record)
{
    char path[PATH_MAX];
    int file = instance_file_open(name, path);
    int error;

    if (file < 0)
        return file;
    error = instance_file_read(file, ret_record);
    close(file);
    return error;
}

static int open_recorded(const char *path, const struct instance_record *record,
                         struct cmdq *ret_queues)
{
    struct cmdq queues;
    key_t requests, replies;
    int error = instance_key(path, record->project, 2, &requests);

    if (error == 0)
        error = instance_key(path, record->project, 3, &replies);
    if (error == 0)
        error = cmdq_open(requests, replies, &queues);
    if (error != 0)
        return error;
    if (queues.requests != record->requests || queues.replies != record->replies)
        return -ENOENT;
    *ret_queues = queues;
    return 0;
}

int instance_open_queues(const char *name, struct cmdq *ret_queues, pid_t *ret_player)
{
    struct instance_record record;
    char path[PATH_MAX];
    pid_t owner;
    int file = instance_file_open(name, path);
    int error;

    if (file < 0)
        return file;
    owner = instance_file_owner(file);
    error = instance_file_read(file, &record);
    close(file);
    /* Dead; or just beginning, its predecessor's record still in the file. */
    if (error == -EBADMSG || (error == 0 && record.pid != owner))
        return -ENOENT;
    if (error == 0)
        error = open_recorded(path, &record, ret_queues);
    if (error == 0)
        *ret_player = owner;
    return error;
}
