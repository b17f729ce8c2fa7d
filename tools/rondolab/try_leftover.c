/*
 * try_leftover.c - all three processes are killed at once; the next start finds what is left.
 *
 * rondo is stopped first, so that it starts no new child in between; killed, it goes at once.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>

#include "shmring/doctor.h"
#include "shmring/ring_view.h"
#include "tools/rondolab/await.h"
#include "tools/rondolab/experiment.h"
#include "tools/rondolab/leftover_draw.h"
#include "tools/rondolab/live.h"

enum { BLOCKS = 3, PAUSE_MS = 150 };

/* Notes the time, for the picture. */
static void kill_all(struct live *live, struct leftover_story *story)
{
    pid_t pids[] = {0, 0, live->pid};

    kill(live->pid, SIGSTOP);
    await_process(live->pid, "T");
    pids[0] = live_child(live, FLIGHT_PRODUCER);
    pids[1] = live_child(live, FLIGHT_CONSUMER);
    story->killed_ns = flight_now_ns();
    for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++)
        if (pids[i] > 0)
            kill(pids[i], SIGKILL);
    for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++)
        await_process(pids[i], "ZX");
    live_bury(live);
}

/* The lab itself is attached: so a segment that is removed goes only later, but is marked. */
static bool segment_there(int id)
{
    struct shmid_ds status;

    return shmctl(id, IPC_STAT, &status) == 0 && !(status.shm_perm.mode & SHM_DEST);
}

static int objects_there(const struct instance_record *record)
{
    struct msqid_ds queue;

    return segment_there(record->segment) + (semctl(record->set, 0, GETVAL) >= 0) +
           (msgctl(record->requests, IPC_STAT, &queue) == 0) +
           (msgctl(record->replies, IPC_STAT, &queue) == 0);
}

static const char *state_of_instance(void)
{
    static const char *const words[] = {
        [DOCTOR_RUNNING] = "running", [DOCTOR_STARTING] = "starting", [DOCTOR_DAMAGED] = "damaged",
        [DOCTOR_ENDING] = "ending",   [DOCTOR_DEAD] = "dead",         [DOCTOR_REFUSED] = "refused",
    };
    const char *state = "not found";
    struct doctor_findings findings;

    if (doctor_find(&findings) < 0)
        return state;
    for (size_t i = 0; i < findings.count; i++)
        if (findings.list[i].filed && strcmp(findings.list[i].name, LIVE_NAME) == 0)
            state = words[findings.list[i].state];
    doctor_free(&findings);
    return state;
}

static void compare_left(struct trial *trial, const struct live *live)
{
    struct semset_snapshot now = live_look(live);
    struct ring_claims claims = {.producer = -1, .consumer = -1};
    char observed[96];

    ring_claims(ring_slots(live->ring), &now, &claims);
    snprintf(observed, sizeof(observed), "seats %u %u %u, claims %d and %d",
             now.value[SEM_PRODUCER], now.value[SEM_CONSUMER], now.value[SEM_PLAYER],
             claims.producer, claims.consumer);
    report_case(&trial->report, "rondo and its children are killed, all at once, with SIGKILL");
    report_number(&trial->report, "of its four objects, left in the kernel", REPORT_EXACTLY,
                  INSTANCE_KEYS, objects_there(&live->record), NULL);
    report_text(&trial->report, "seats 1 1 1, claims 0 and 0", observed,
                "the kernel has paid all debts: three vacant seats, no claim");
    report_text(&trial->report, "dead", state_of_instance(), "the doctor calls the instance");
}

/* The last event of a log, by whoever wrote it. */
static void compare_last_words(struct trial *trial, const struct live *live)
{
    int readable = 0;

    for (int role = 0; role < FLIGHT_ROLES; role++)
        readable += recorder_count(live->ring, (enum flight_role)role, &(struct recorder_wanted){0},
                                   NULL, NULL) > 0;
    report_case(&trial->report, "the flight recorder, in the segment that nobody uses any more");
    report_number(&trial->report, "logs of the dead that can be read", REPORT_EXACTLY, FLIGHT_ROLES,
                  readable, NULL);
}

static void compare_reaped(struct trial *trial, const struct live *dead, const struct live *next)
{
    report_case(&trial->report, "the next rondo of that name is started, and plays");
    report_number(&trial->report, "of the dead one's objects, left", REPORT_EXACTLY, 0,
                  objects_there(&dead->record), NULL);
    report_number(&trial->report, "objects of its own", REPORT_EXACTLY, INSTANCE_KEYS,
                  objects_there(&next->record), NULL);
    report_text(&trial->report, "running", state_of_instance(), "the doctor calls the instance");
}

static void compare_end(struct trial *trial, const struct live *next)
{
    report_case(&trial->report, "it is told to quit");
    report_number(&trial->report, "of its objects, left", REPORT_EXACTLY, 0,
                  objects_there(&next->record), NULL);
    report_text(&trial->report, "not found", state_of_instance(), "the doctor calls the instance");
}

static int run(struct trial *trial)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L}; /* for the picture */
    struct leftover_story story = {0};
    struct live dead, next = {0};
    int error = live_start(trial, NULL, &dead);

    if (error < 0)
        return error;
    live_await_blocks(&dead, BLOCKS);
    kill_all(&dead, &story);
    story.objects_left = objects_there(&dead.record);
    compare_left(trial, &dead);
    compare_last_words(trial, &dead);
    nanosleep(&pause, NULL);
    story.started_ns = flight_now_ns();
    error = live_start(trial, NULL, &next);
    if (error < 0)
        goto out_close;
    story.playing_ns = flight_now_ns();
    compare_reaped(trial, &dead, &next);
    live_await_blocks(&next, BLOCKS);
    live_end(&next);
    story.over_ns = flight_now_ns();
    compare_end(trial, &next);
    error = live_compare_heard(&next, 0);
    if (error == 0)
        error = leftover_draw(&story, dead.ring, next.ring, &trial->sequence);
out_close:
    live_close(&next);
    live_close(&dead);
    return error;
}

const struct experiment try_leftover = {
    .name = "leftover",
    .question = "All three are killed at once: what is left, and who takes it away?",
    .doing = "A real rondo plays. It and both its children are killed with SIGKILL, so that nobody "
             "can clean up. What is left is counted, and looked at as rondoctl doctor does. Then "
             "another rondo of the same name is started, plays, and is told to quit.",
    .predicted =
        "System V objects belong to no process: they stay until somebody removes them, or the "
        "machine is started anew. Four are left, and the file that leads to them. The set tells "
        "that nobody lives: SEM_UNDO has vacated all three seats, for that is what a seat is for. "
        "The flight recorder is in the segment, and can still be read.\n"
        "The next player of the name takes the file's lock, sees that it is a dead one's record, "
        "waits until both children's seats are vacant, and removes what is certainly its own "
        "predecessor's, by key, owner and traces. Then it makes its own. At its own end nothing is "
        "left.",
    .plot = "A sequence diagram: the dead player, its children, its objects, the next player.",
    .read = "shmring/README.md, \"Instances\" and \"Orphans\"; instance_create() and "
            "instance_reap(); shmring/doctor.h; tests/e2e/test_leftovers*.c.",
    .run = run,
};
