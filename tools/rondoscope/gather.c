/*
 * gather.c - finds an instance, and takes its picture part by part.
 *
 * First the set, in one snapshot: from it follow the slots, the claims and who lives. Then what
 * belongs to it: headers, orders, events, queues, processes. A part that vanishes meanwhile keeps
 * its last values. Once nobody lives there any more the segment is detached, for a removed
 * segment exists as long as somebody is attached, and an attached one counts as in use.
 * Our own death leaves nothing: the kernel detaches.
 */
#include "tools/rondoscope/gather_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>

#include "tools/rondoscope/proc.h"

static bool has_ring(const struct doctor_finding *finding)
{
    return finding->objects[DOCTOR_SEGMENT].there && finding->objects[DOCTOR_SET].there;
}

/* Rather one that runs than one that has ended; one that cannot be looked at comes last. */
static bool better(const struct doctor_finding *finding, const struct doctor_finding *than)
{
    if (!than || has_ring(finding) != has_ring(than))
        return !than || has_ring(finding);
    return finding->state < than->state;
}

static int find(const char *name, struct doctor_finding *ret_finding)
{
    const struct doctor_finding *best = NULL;
    struct doctor_findings findings;
    int error = doctor_find(&findings);

    if (error < 0)
        return error;
    for (size_t i = 0; i < findings.count; i++)
        if (strcmp(findings.list[i].name, name) == 0 && better(&findings.list[i], best))
            best = &findings.list[i];
    if (!best)
        error = -ENOENT;
    else if (best->state == DOCTOR_REFUSED)
        error = best->error;
    else
        *ret_finding = *best;
    doctor_free(&findings);
    return error;
}

static struct picture_object object(const struct doctor_object *found)
{
    return (struct picture_object){.id = found->id, .key = found->key, .there = found->there};
}

/* Attaches to what was found, and begins a picture of it. */
static int attach(struct gather *gather, const struct doctor_finding *found)
{
    struct ring *ring;
    int error =
        ring_attach(found->objects[DOCTOR_SEGMENT].id, found->objects[DOCTOR_SET].id, true, &ring);

    if (error < 0)
        return error == -EINVAL || error == -EIDRM ? -ENOENT : error;
    ring_detach(gather->ring);
    gather_forget_processes(gather);
    gather->ring = ring;
    gather->found = *found;
    memset(&gather->picture, 0, sizeof(gather->picture));
    strcpy(gather->picture.name, gather->name);
    gather->picture.state = found->state;
    gather->picture.segment = object(&found->objects[DOCTOR_SEGMENT]);
    gather->picture.set = object(&found->objects[DOCTOR_SET]);
    gather->picture.slots = ring_slots(ring);
    gather->picture.slot_bytes = ring_slot_bytes(ring);
    gather->picture.slot = gather->slot;
    gather->picture.news = gather->news;
    memset(gather->slot, 0, sizeof(gather->slot));
    memset(gather->reading, 0, sizeof(gather->reading));
    return 0;
}

int gather_open(const char *name, struct gather **ret_gather)
{
    struct doctor_finding found;
    struct gather *gather;
    int error = find(name, &found);

    if (error < 0)
        return error;
    gather = calloc(1, sizeof(*gather));
    if (!gather)
        return -ENOMEM;
    for (int role = 0; role < FLIGHT_ROLES; role++)
        gather->process[role].file = -1;
    memcpy(gather->name, found.name, sizeof(gather->name));
    error = attach(gather, &found);
    if (error < 0) {
        gather_close(gather);
        return error;
    }
    *ret_gather = gather;
    return 0;
}

void gather_close(struct gather *gather)
{
    if (!gather)
        return;
    ring_detach(gather->ring);
    gather_forget_processes(gather);
    free(gather);
}

static void look_at_segment(struct gather *gather)
{
    struct picture *picture = &gather->picture;
    struct shmid_ds status;

    picture->segment.there =
        shmctl(picture->segment.id, IPC_STAT, &status) == 0 && !(status.shm_perm.mode & SHM_DEST);
    if (!picture->segment.there)
        return;
    picture->segment_bytes = status.shm_segsz;
    picture->attached = (uint32_t)status.shm_nattch;
}

/* Without the set nobody's seat can be seen; then only its process tells whether he lives. */
static enum doctor_state judge(const struct gather *gather)
{
    const struct picture *picture = &gather->picture;
    const struct picture_process *process = picture->process;
    bool whole =
        picture->segment.there && picture->requests.object.there && picture->replies.object.there;

    if (!picture->set.there)
        return process[FLIGHT_PLAYER].taken ? DOCTOR_DAMAGED : DOCTOR_DEAD;
    if (process[FLIGHT_PLAYER].taken)
        return whole ? DOCTOR_RUNNING : DOCTOR_DAMAGED;
    if (process[FLIGHT_PRODUCER].taken || process[FLIGHT_CONSUMER].taken)
        return DOCTOR_ENDING;
    return DOCTOR_DEAD;
}

/* It is dead: has another player of that name begun? */
static void look_for_another(struct gather *gather)
{
    struct doctor_finding found;
    struct cmdq queues;
    pid_t player;

    if (instance_open_queues(gather->name, &queues, &player) == 0 &&
        find(gather->name, &found) == 0 && found.state == DOCTOR_RUNNING)
        attach(gather, &found);
}

/* A sleeper to whom a message was handed is told by the number of his thread. */
static void name_receiver(const struct picture *picture, struct picture_queue *queue)
{
    for (int role = 0; queue->receiver > 0 && role < FLIGHT_ROLES; role++) {
        const struct picture_process *process = &picture->process[role];

        if (process->seen && proc_has_thread(process->pid, queue->receiver))
            queue->receiver = process->pid;
    }
}

static void debts(struct picture *picture)
{
    for (int role = 0; role < FLIGHT_ROLES; role++)
        picture_debts(picture, (enum flight_role)role, &picture->process[role].debts);
}

int gather_take(struct gather *gather, const struct picture **ret_picture)
{
    struct picture *picture = &gather->picture;

    if (!gather->ring)
        look_for_another(gather);
    picture->time_ns = flight_now_ns();
    picture->news_count = 0;
    picture->news_lost = 0;
    gather_set(gather);
    if (gather->ring) {
        gather_ring(gather);
        gather_news(gather);
    }
    look_at_segment(gather);
    gather_queue(&gather->found.objects[DOCTOR_REQUESTS], &picture->requests);
    gather_queue(&gather->found.objects[DOCTOR_REPLIES], &picture->replies);
    gather_processes(gather);
    name_receiver(picture, &picture->requests);
    name_receiver(picture, &picture->replies);
    debts(picture);
    picture->state = judge(gather);
    if (picture->state == DOCTOR_DEAD) {
        ring_detach(gather->ring);
        gather->ring = NULL;
    }
    *ret_picture = picture;
    return 0;
}

int gather_process(const struct gather *gather, enum flight_role role, pid_t *ret_pid)
{
    if (ret_pid)
        *ret_pid = gather->process[role].pid;
    return gather->process[role].file;
}

int gather_snapshot(const struct gather *gather, struct semset_snapshot *ret_snapshot)
{
    return semset_snapshot(gather->picture.set.id, ret_snapshot);
}
