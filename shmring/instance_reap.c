/*
 * instance_reap.c - removes what a dead player left, and nothing else.
 *
 * The caller holds the lock of the instance's file, so the player that wrote the record is
 * dead, or about to find out that another one removed its file. Its children may live a
 * moment longer: as long as one of them has a seat, nothing is removed. An object counts as
 * the instance's when it has the key that the file gives it, belongs to this user, and looks
 * as only this instance's can. A death while the objects were being made leaves the last of
 * them without an id in the record; such a one is looked up by its key, and has to prove more.
 */
#include <errno.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/instance_file.h"
#include "shmring/step.h"

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

/* What is known of the dead. */
struct dead {
    struct instance_record record;
    const char *name;
    time_t written; /* the record */
};

bool instance_object_belongs(const struct ipc_perm *permissions, key_t key)
{
    return permissions->__key == key && permissions->uid == geteuid() &&
           permissions->cuid == geteuid();
}

static bool segment_named(int id, const char *name)
{
    const struct ring_segment *segment = shmat(id, NULL, SHM_RDONLY);
    bool named;

    if (segment == (void *)-1)
        return false;
    named =
        segment->magic == RING_MAGIC && strncmp(segment->name, name, sizeof(segment->name)) == 0;
    shmdt(segment);
    return named;
}

/* Its creator is known to the kernel; the name serves where PIDs have changed their meaning. */
static bool segment_is_his(int id, key_t key, const struct dead *dead)
{
    struct shmid_ds status;

    if (shmctl(id, IPC_STAT, &status) < 0 || !instance_object_belongs(&status.shm_perm, key) ||
        status.shm_segsz < sizeof(struct ring_segment))
        return false;
    return status.shm_cpid == dead->record.pid ||
           (dead->record.segment >= 0 && segment_named(id, dead->name));
}

/* Without an id in the record it was never known to anyone but the player. */
static bool set_is_his(int id, key_t key, const struct dead *dead)
{
    struct semid_ds status = {0};

    if (semctl(id, 0, IPC_STAT, (union semun){.buf = &status}) < 0 ||
        !instance_object_belongs(&status.sem_perm, key) || status.sem_nsems != SEM_COUNT)
        return false;
    if (dead->record.set >= 0)
        return true;
    for (int i = 0; i < SEM_COUNT; i++) {
        int pid = semset_last_pid(id, (enum sem_index)i);

        if (pid != 0 && pid != dead->record.pid)
            return false;
    }
    return instance_object_announced(status.sem_ctime, dead->written);
}

/* Without an id in the record it was never used, and made after the ring. */
static bool queue_is_his(int id, key_t key, const struct dead *dead)
{
    struct msqid_ds status;

    if (msgctl(id, IPC_STAT, &status) < 0 || !instance_object_belongs(&status.msg_perm, key))
        return false;
    if (dead->record.requests >= 0)
        return true;
    return dead->record.set >= 0 && status.msg_qnum == 0 && status.msg_lspid == 0 &&
           status.msg_lrpid == 0 && instance_object_announced(status.msg_ctime, dead->written);
}

/* The record's ids, each -1 unless that object is there and his. */
static int identify(const char *path, const struct dead *dead, struct instance_record *ret_left)
{
    struct instance_record left = dead->record;
    key_t key[INSTANCE_KEYS];

    for (int i = 0; i < INSTANCE_KEYS; i++) {
        int error = instance_key(path, left.project, i, &key[i]);

        if (error != 0)
            return error;
    }
    if (left.segment < 0)
        left.segment = shmget(key[0], 0, 0);
    if (left.set < 0)
        left.set = semget(key[1], 0, 0);
    if (left.requests < 0)
        left.requests = msgget(key[2], 0);
    if (left.replies < 0)
        left.replies = msgget(key[3], 0);

    if (!segment_is_his(left.segment, key[0], dead))
        left.segment = -1;
    if (!set_is_his(left.set, key[1], dead))
        left.set = -1;
    if (!queue_is_his(left.requests, key[2], dead))
        left.requests = -1;
    if (!queue_is_his(left.replies, key[3], dead))
        left.replies = -1;
    *ret_left = left;
    return 0;
}

/* A player in his seat is not waited for: he has lost the lock, but lives. */
static int wait_for_seats(int set, uint32_t timeout_ms, pid_t *ret_owner)
{
    static const enum sem_index seats[] = {SEM_PLAYER, SEM_PRODUCER, SEM_CONSUMER};
    const struct step_arguments none = {0};
    const struct timespec timeout = {
        .tv_sec = timeout_ms / 1000,
        .tv_nsec = (long)(timeout_ms % 1000) * 1000000,
    };
    int error = -EAGAIN;

    if (semset_value(set, SEM_PLAYER) != 0)
        error = step_do(set, STEP_VACANT, &none, &timeout);
    if (error == -EIDRM || error == -EINVAL)
        return 0;
    for (size_t i = 0; error == -EAGAIN && i < sizeof(seats) / sizeof(seats[0]); i++)
        if (semset_value(set, seats[i]) == 0) {
            *ret_owner = semset_last_pid(set, seats[i]);
            return -EBUSY;
        }
    return error == -EAGAIN ? 0 : error;
}

int instance_objects(int file, const char *path, const char *name,
                     struct instance_record *ret_recorded, struct instance_record *ret_left)
{
    struct dead dead = {.name = name};
    struct stat status;
    int error = instance_file_read(file, &dead.record);

    if (error < 0)
        return error;
    if (fstat(file, &status) < 0)
        return -errno;
    dead.written = status.st_mtime;
    error = identify(path, &dead, ret_left);
    if (error == 0)
        *ret_recorded = dead.record;
    return error;
}

int instance_reap_file(int file, const char *path, const char *name, uint32_t timeout_ms,
                       pid_t *ret_owner)
{
    struct instance_record recorded, left;
    int error = instance_objects(file, path, name, &recorded, &left);

    if (error == -EBADMSG) /* new, or no file of ours: it names nothing */
        return 0;
    if (error < 0)
        return error;
    if (left.set >= 0 && recorded.set >= 0)
        error = wait_for_seats(left.set, timeout_ms, ret_owner);
    if (error < 0)
        return error;
    cmdq_remove(&(struct cmdq){.requests = left.requests, .replies = left.replies});
    semset_remove(left.set);
    shmctl(left.segment, IPC_RMID, NULL);
    return 0;
}

int instance_reap(const char *name, uint32_t timeout_ms)
{
    char path[PATH_MAX];
    pid_t owner;
    int file;
    int error = instance_file_lock(name, false, path, &file, &owner);

    if (error < 0)
        return error;
    error = instance_reap_file(file, path, name, timeout_ms, &owner);
    if (error == 0)
        instance_file_remove(file, path);
    else
        close(file);
    return error;
}
