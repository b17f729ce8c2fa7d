/*
 * instance_intact.c - has somebody removed an object of a living instance (ipcrm, RemoveIPC)?
 */
#include <errno.h>
#include <sys/msg.h>
#include <sys/shm.h>

#include "shmring/instance.h"

static int gone(int error)
{
    return error == EINVAL || error == EIDRM ? -EIDRM : -error;
}

static int queue_intact(int id)
{
    struct msqid_ds status;

    return msgctl(id, IPC_STAT, &status) < 0 ? gone(errno) : 0;
}

int instance_intact(const struct instance *instance)
{
    struct shmid_ds status;
    int error = ring_paused(instance->ring);

    if (error < 0)
        return gone(-error);
    if (shmctl(ring_segment_id(instance->ring), IPC_STAT, &status) < 0)
        return gone(errno);
    if (status.shm_perm.mode & SHM_DEST)
        return -EIDRM;
    error = queue_intact(instance->queues.requests);
    return error < 0 ? error : queue_intact(instance->queues.replies);
}
