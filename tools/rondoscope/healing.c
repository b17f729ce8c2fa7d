/*
 * healing.c - begins the list, fills it from picture to picture, and notices when it is over.
 *
 * Only what happened since the beginning gets into it, and nothing from the future, which also
 * bounds what a hostile producer's clock can do.
 */
#include "tools/rondoscope/healing.h"

#include <signal.h>

#include "tools/rondoscope/healing_list.h"

static void note_objects(const struct picture *picture, bool there[DOCTOR_OBJECTS])
{
    there[DOCTOR_SEGMENT] = picture->segment.there;
    there[DOCTOR_SET] = picture->set.there;
    there[DOCTOR_REQUESTS] = picture->requests.object.there;
    there[DOCTOR_REPLIES] = picture->replies.object.there;
}

static void begin(struct healing *healing, const struct picture *picture,
                  const struct semset_snapshot *values, enum flight_role role, pid_t pid)
{
    healing->begun = true;
    healing->over = healing->died = healing->continued = false;
    healing->role = role;
    healing->pid = pid;
    healing->successor = 0;
    healing->lost = 0;
    healing->count = 0;
    note_objects(picture, healing->there);
    healing->replayable = replay_begin(picture->slots, values, &healing->before);
}

void healing_signal(struct healing *healing, const struct picture *picture,
                    const struct semset_snapshot *values, enum flight_role role, int number,
                    uint64_t now_ns)
{
    pid_t pid = picture->process[role].pid;
    bool goes_on = healing->begun && !healing->over && healing->role == role &&
                   healing->pid == pid && !healing->died;

    if (!goes_on) {
        begin(healing, picture, values, role, pid);
        healing->begin_ns = healing->zero_ns = now_ns;
    }
    healing->continued = number == SIGCONT;
    healing_list_add(
        healing,
        &(struct healing_entry){
            .kind = HEALING_SIGNAL, .time_ns = now_ns, .role = role, .pid = pid, .number = number});
}

void healing_end(struct healing *healing, const struct picture *picture, enum flight_role role,
                 pid_t pid, uint64_t now_ns)
{
    if (healing->begun && !healing->over)
        return;
    begin(healing, picture, &picture->values, role, pid);
    healing->begin_ns = picture->time_ns;
    healing->zero_ns = now_ns;
}

/* By its own last word, or by the snapshot before. */
static int claims_of(const struct healing *healing, const struct picture *picture,
                     enum flight_role role, pid_t pid)
{
    const struct picture_process *process = &picture->process[role];

    if (process->spoke && process->word.pid == (uint32_t)pid)
        return process->word.held;
    if (!healing->replayable || role == FLIGHT_PLAYER)
        return 0;
    return role == FLIGHT_PRODUCER ? healing->before.claimed : healing->before.held;
}

/* The player may have noted the end before we came to it; the kernel had paid by then. */
static uint64_t moment_of_death(const struct healing *healing, enum flight_role role, pid_t pid,
                                uint64_t now_ns)
{
    for (size_t i = 0; i < healing->count; i++) {
        const struct healing_entry *e = &healing->entry[i];

        if (e->kind == HEALING_EVENT && e->event.kind == FLIGHT_ENDED && e->event.step == role &&
            e->event.value == (uint32_t)pid && e->time_ns < now_ns)
            return e->time_ns - 1;
    }
    return now_ns;
}

void healing_death(struct healing *healing, const struct picture *picture, enum flight_role role,
                   pid_t pid, const struct semset_snapshot *after, uint64_t now_ns)
{
    struct healing_entry entry = {.kind = HEALING_DEATH, .role = role, .pid = pid};

    if (role == healing->role && pid == healing->pid)
        healing->died = true;
    entry.time_ns = moment_of_death(healing, role, pid, now_ns);
    entry.paid = after != NULL;
    if (after) {
        entry.after = *after;
        entry.owed = claims_of(healing, picture, role, pid);
    }
    healing_list_add(healing, &entry);
}

/* What came later belongs to it no more. */
static void finish(struct healing *healing, uint64_t at_ns)
{
    healing->over = true;
    while (healing->count > 0 && healing->entry[healing->count - 1].time_ns > at_ns)
        healing->count--;
    healing_list_add(healing, &(struct healing_entry){
                                  .kind = HEALING_OVER, .time_ns = at_ns, .role = healing->role});
}

/* A block has gone on its way through a process that is well. */
static bool hands_on(const struct flight_event *event)
{
    return event->kind == FLIGHT_END && event->result == 0 &&
           (event->step == STEP_PRODUCER_COMMIT || event->step == STEP_PRODUCER_COMMIT_CLAIM ||
            event->step == STEP_CONSUMER_COMMIT);
}

static void follow(struct healing *healing, const struct picture_event *news)
{
    const struct flight_event *event = &news->event;

    if (news->role == FLIGHT_PLAYER && event->step == healing->role) {
        if (event->kind == FLIGHT_ENDED && event->value == (uint32_t)healing->pid)
            healing->died = true;
        if (event->kind == FLIGHT_STARTED && healing->died)
            healing->successor = (pid_t)event->value;
    }
    if (news->role != healing->role)
        return;
    if (healing->died && healing->successor > 0 && event->pid == (uint32_t)healing->successor &&
        hands_on(event))
        finish(healing, event->time_ns);
    else if (!healing->died && healing->continued && event->kind == FLIGHT_END)
        finish(healing, event->time_ns);
}

/* It sleeps in a step that its semaphore knows of, so it has nothing more to do for now. */
static bool rests(const struct healing *healing, const struct picture *picture)
{
    const struct picture_process *process = &picture->process[healing->role];
    const struct picture_semaphore *of = picture->semaphore;
    pid_t pid = healing->died ? healing->successor : healing->pid;

    if (healing->role == FLIGHT_PLAYER || !(healing->died || healing->continued) || pid <= 0 ||
        process->state != 'S' || !process->spoke || process->word.pid != (uint32_t)pid ||
        process->word.kind != FLIGHT_BEGIN)
        return false;
    if (healing->role == FLIGHT_PRODUCER)
        return of[SEM_FREE].grow > 0;
    return of[SEM_FILLED].grow > 0 || of[SEM_PAUSED].zero > 0;
}

/* It may have slept there all the while, as one that was stopped and goes on. */
static uint64_t rests_since(const struct healing *healing, const struct picture *picture)
{
    uint64_t since = picture->process[healing->role].word.time_ns;

    for (size_t i = 0; i < healing->count; i++)
        if (healing->entry[i].kind != HEALING_EVENT && healing->entry[i].time_ns >= since)
            return picture->time_ns;
    return since;
}

static void note_gone(struct healing *healing, const struct picture *picture)
{
    bool there[DOCTOR_OBJECTS], any = false, alive = false;

    note_objects(picture, there);
    for (int i = 0; i < DOCTOR_OBJECTS; i++) {
        if (healing->there[i] && !there[i])
            healing_list_add(healing, &(struct healing_entry){.kind = HEALING_GONE,
                                                              .time_ns = picture->time_ns,
                                                              .number = i});
        healing->there[i] = there[i];
        any = any || there[i];
    }
    for (int role = 0; role < FLIGHT_ROLES; role++)
        alive = alive || picture->process[role].taken || picture->process[role].ended;
    /* On a slow machine all may be gone before the last ends come to be told. */
    if (!any && !alive && (healing->died || healing->role != FLIGHT_PLAYER))
        finish(healing, picture->time_ns);
}

/* A death that nobody here has seen, but the player has. */
static void begin_late(struct healing *healing, const struct picture *picture)
{
    for (size_t i = 0; i < picture->news_count; i++) {
        const struct flight_event *event = &picture->news[i].event;

        if (event->kind != FLIGHT_ENDED || picture->news[i].role != FLIGHT_PLAYER ||
            (healing->begun && event->time_ns <= healing->entry[healing->count - 1].time_ns))
            continue;
        begin(healing, picture, &picture->values, (enum flight_role)event->step,
              (pid_t)event->value);
        healing->begin_ns = healing->zero_ns = event->time_ns;
        healing->replayable = false; /* these values came later */
        return;
    }
}

void healing_take(struct healing *healing, const struct picture *picture)
{
    if (!healing->begun || healing->over)
        begin_late(healing, picture);
    if (!healing->begun || healing->over)
        return;
    healing->lost += picture->news_lost;
    for (size_t i = 0; i < picture->news_count && !healing->over; i++) {
        const struct picture_event *news = &picture->news[i];

        if (news->event.time_ns < healing->begin_ns || news->event.time_ns > flight_now_ns())
            continue;
        healing_list_add_event(healing, news);
        follow(healing, news);
    }
    if (!healing->over && rests(healing, picture))
        finish(healing, rests_since(healing, picture));
    if (!healing->over)
        note_gone(healing, picture);
}

bool healing_replay(const struct healing *healing, size_t at, struct replay *ret_replay)
{
    struct replay now = healing->before;

    if (!healing->begun || !healing->replayable)
        return false;
    for (size_t i = 0; i <= at && i < healing->count; i++) {
        const struct healing_entry *entry = &healing->entry[i];

        if (entry->kind == HEALING_DEATH && entry->paid)
            replay_death(&now, entry->role);
        else if (entry->kind == HEALING_EVENT)
            replay_event(&now, &(struct picture_event){entry->role, entry->event});
    }
    *ret_replay = now;
    return true;
}
