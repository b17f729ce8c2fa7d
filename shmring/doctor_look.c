/*
 * doctor_look.c - what the kernel says of an instance's objects, and what follows from it.
 *
 * A seat that is taken has somebody alive in it, for the kernel vacates it at his end, however
 * he ends; who operated on a seat last is who sits there, or died there. The player made the
 * set, and so operated on all of it before anybody sat in it.
 */
#include "shmring/doctor_look.h"

#include <errno.h>
#include <signal.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static const enum sem_index seat_semaphore[DOCTOR_SEATS] = {
    [DOCTOR_PLAYER] = SEM_PLAYER,
    [DOCTOR_PRODUCER] = SEM_PRODUCER,
    [DOCTOR_CONSUMER] = SEM_CONSUMER,
};

static void look_at_segment(struct doctor_object *object)
{
    struct shmid_ds status;

    object->there = object->there && shmctl(object->id, IPC_STAT, &status) == 0;
    if (!object->there)
        return;
    object->bytes = status.shm_segsz;
    object->attached = (uint32_t)status.shm_nattch;
}

static void look_at_queue(struct doctor_object *object)
{
    struct msqid_ds status;

    object->there = object->there && msgctl(object->id, IPC_STAT, &status) == 0;
    if (!object->there)
        return;
    object->bytes = status.__msg_cbytes;
    object->messages = (uint32_t)status.msg_qnum;
}

static bool lives(pid_t pid)
{
    return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
}

static struct doctor_seat look_at_seat(const struct doctor_finding *finding, int which)
{
    int last = semset_last_pid(finding->objects[DOCTOR_SET].id, seat_semaphore[which]);
    bool taken = finding->values.value[seat_semaphore[which]] == 0;

    if (last < 0 || (which != DOCTOR_PLAYER && last == finding->seats[DOCTOR_PLAYER].last))
        last = 0;
    return (struct doctor_seat){.taken = taken, .last = last, .lives = lives(last)};
}

static void look_at_set(struct doctor_finding *finding)
{
    struct doctor_object *set = &finding->objects[DOCTOR_SET];

    set->there = set->there && semset_snapshot(set->id, &finding->values) == 0;
    for (int i = 0; set->there && i < DOCTOR_SEATS; i++)
        finding->seats[i] = look_at_seat(finding, i);
}

void doctor_look(struct doctor_finding *finding)
{
    look_at_segment(&finding->objects[DOCTOR_SEGMENT]);
    look_at_set(finding);
    look_at_queue(&finding->objects[DOCTOR_REQUESTS]);
    look_at_queue(&finding->objects[DOCTOR_REPLIES]);
}

enum doctor_state doctor_judge(const struct doctor_finding *finding, bool player_lives)
{
    bool used = false;

    for (int i = 0; i < DOCTOR_SEATS; i++)
        used = used || finding->seats[i].taken;
    if (!player_lives && !finding->seats[DOCTOR_PLAYER].taken)
        return used ? DOCTOR_ENDING : DOCTOR_DEAD;
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        if (!finding->objects[i].there)
            return finding->filed && finding->objects[i].id < 0 ? DOCTOR_STARTING : DOCTOR_DAMAGED;
    return DOCTOR_RUNNING;
}

bool doctor_exists(enum doctor_object_kind kind, int id)
{
    struct shmid_ds segment;
    struct msqid_ds queue;

    switch (kind) {
    case DOCTOR_SEGMENT:
        return shmctl(id, IPC_STAT, &segment) == 0;
    case DOCTOR_SET:
        return semset_check(id) == 0;
    default:
        return msgctl(id, IPC_STAT, &queue) == 0;
    }
}
