/*
 * doctor_stray.c - segments of Rondo's whose instance has no file.
 *
 * The name is in the segment, and the other keys follow from its own: ftok() puts the project
 * number into the top eight bits, and an instance has four in a row. While the segment has its
 * key no other instance takes the three that follow, so a set of the right size, or a queue,
 * that was made by this user just after the segment belongs to it.
 *
 * A player is attached before it writes the magic and until it has removed the segment. So a
 * segment that has the magic, and then nobody but us attached, is dead, and stays it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include "shmring/doctor_look.h"
#include "shmring/instance_file.h"

enum { PROJECT_SHIFT = 24 };

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static bool is_own(const struct ipc_perm *permissions)
{
    return permissions->__key != IPC_PRIVATE &&
           instance_object_belongs(permissions, permissions->__key);
}

int doctor_stray_candidates(int **ret_ids, size_t *ret_count)
{
    struct shm_info info;
    struct shmid_ds status;
    int last = shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info);
    size_t count = 0;
    int *ids;

    if (last < 0)
        return -errno;
    ids = calloc((size_t)last + 1, sizeof(*ids));
    if (!ids)
        return -ENOMEM;
    for (int i = 0; i <= last; i++) {
        int id = shmctl(i, SHM_STAT, &status);

        if (id >= 0 && is_own(&status.shm_perm) && status.shm_segsz >= RING_SLOTS_OFFSET)
            ids[count++] = id;
    }
    *ret_ids = ids;
    *ret_count = count;
    return 0;
}

/* Copies the name of a segment that is Rondo's, and then asks the kernel about the segment. */
static int read_segment(int id, char ret_name[INSTANCE_NAME_MAX + 1], struct shmid_ds *ret_status)
{
    const struct ring_segment *segment = shmat(id, NULL, SHM_RDONLY);
    char name[RING_NAME_MAX];
    int error = 0;

    if (segment == (void *)-1)
        return -ENOENT;
    memcpy(name, segment->name, sizeof(name));
    name[sizeof(name) - 1] = '\0';
    if (segment->magic != RING_MAGIC || !instance_name_valid(name) ||
        shmctl(id, IPC_STAT, ret_status) < 0)
        error = -ENOENT;
    else
        memcpy(ret_name, name, strlen(name) + 1);
    shmdt(segment);
    return error;
}

static bool find_set(key_t key, time_t announced, int *ret_id)
{
    struct semid_ds status;

    *ret_id = semget(key, 0, 0);
    return *ret_id >= 0 && semctl(*ret_id, 0, IPC_STAT, (union semun){.buf = &status}) == 0 &&
           instance_object_belongs(&status.sem_perm, key) && status.sem_nsems == SEM_COUNT &&
           instance_object_announced(status.sem_ctime, announced);
}

static bool find_queue(key_t key, time_t announced, int *ret_id)
{
    struct msqid_ds status;

    *ret_id = msgget(key, 0);
    return *ret_id >= 0 && msgctl(*ret_id, IPC_STAT, &status) == 0 &&
           instance_object_belongs(&status.msg_perm, key) &&
           instance_object_announced(status.msg_ctime, announced);
}

static void find_object(struct doctor_finding *finding, int kind, time_t announced)
{
    const key_t first = finding->objects[DOCTOR_SEGMENT].key;
    struct doctor_object *object = &finding->objects[kind];

    object->key = (key_t)((uint32_t)first + ((uint32_t)kind << PROJECT_SHIFT));
    object->there = kind == DOCTOR_SET ? find_set(object->key, announced, &object->id)
                                       : find_queue(object->key, announced, &object->id);
    if (!object->there)
        object->id = -1;
}

int doctor_stray_examine(int id, struct doctor_finding *ret_finding)
{
    struct doctor_finding finding = {0};
    struct shmid_ds status;
    int error = read_segment(id, finding.name, &status);

    if (error < 0 || !is_own(&status.shm_perm))
        return -ENOENT;
    finding.objects[DOCTOR_SEGMENT] =
        (struct doctor_object){.id = id, .key = status.shm_perm.__key, .there = true};
    for (int kind = DOCTOR_SET; kind < DOCTOR_OBJECTS; kind++)
        find_object(&finding, kind, status.shm_ctime);
    doctor_look(&finding);
    finding.objects[DOCTOR_SEGMENT].attached = (uint32_t)status.shm_nattch - 1;
    finding.player = finding.seats[DOCTOR_PLAYER].last;
    finding.state = doctor_judge(&finding, false);
    if (finding.state == DOCTOR_DEAD && finding.objects[DOCTOR_SEGMENT].attached > 0)
        finding.state = DOCTOR_ENDING;
    *ret_finding = finding;
    return 0;
}

/* The segment last, since it is what leads to the others. */
int doctor_stray_reap(int id)
{
    struct doctor_finding finding;
    const struct doctor_object *objects = finding.objects;
    int error = doctor_stray_examine(id, &finding);

    if (error < 0)
        return error;
    if (finding.state != DOCTOR_DEAD)
        return -EBUSY;
    cmdq_remove(&(struct cmdq){.requests = objects[DOCTOR_REQUESTS].id,
                               .replies = objects[DOCTOR_REPLIES].id});
    semset_remove(objects[DOCTOR_SET].id);
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
