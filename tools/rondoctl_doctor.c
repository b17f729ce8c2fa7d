/*
 * rondoctl_doctor.c - a diagnosis as lines for people.
 *
 * Each instance has its name and state, its seats, its objects, and at the end a sentence on
 * what has happened and what is to be done. What is printed comes from the kernel and from
 * names that were checked, so it holds no control characters.
 */
#include "tools/rondoctl_doctor.h"

#include <errno.h>
#include <inttypes.h>

#include "shmring/doctor.h"

static const char *const states[] = {
    [DOCTOR_RUNNING] = "running", [DOCTOR_STARTING] = "starting", [DOCTOR_DAMAGED] = "damaged",
    [DOCTOR_ENDING] = "ending",   [DOCTOR_DEAD] = "dead",         [DOCTOR_REFUSED] = "refused",
};

static const char *const roles[DOCTOR_SEATS] = {
    [DOCTOR_PLAYER] = "player",
    [DOCTOR_PRODUCER] = "producer",
    [DOCTOR_CONSUMER] = "consumer",
};

static const struct {
    const char *label;
    const char *name;
} kinds[DOCTOR_OBJECTS] = {
    [DOCTOR_SEGMENT] = {"segment", "segment"},
    [DOCTOR_SET] = {"semaphores", "semaphore set"},
    [DOCTOR_REQUESTS] = {"requests", "request queue"},
    [DOCTOR_REPLIES] = {"replies", "reply queue"},
};

static void write_label(const char *label, FILE *out)
{
    fprintf(out, "  %-10s  ", label);
}

/* The kernel vacates a seat at the end of whoever sits there: who left it vacant has ended. */
static void write_seat(const char *role, const struct doctor_seat *seat, FILE *out)
{
    write_label(role, out);
    if (seat->last == 0)
        fputs(seat->taken ? "a process that cannot be seen from here\n" : "none\n", out);
    else if (seat->taken)
        fprintf(out, "process %d%s\n", (int)seat->last, seat->lives ? "" : ", not to be seen here");
    else
        fprintf(out, "process %d, ended\n", (int)seat->last);
}

static void write_seats(const struct doctor_finding *finding, FILE *out)
{
    if (finding->objects[DOCTOR_SET].there) {
        for (int i = 0; i < DOCTOR_SEATS; i++)
            write_seat(roles[i], &finding->seats[i], out);
    } else if (finding->player > 0) {
        write_label(roles[DOCTOR_PLAYER], out);
        fprintf(out, "process %d%s\n", (int)finding->player,
                doctor_is_dead(finding) ? ", ended" : "");
    }
}

static void write_size(uint64_t bytes, FILE *out)
{
    fprintf(out, "%.1f MiB", (double)bytes / (1 << 20));
}

static void write_values(const struct semset_snapshot *values, FILE *out)
{
    for (int i = 0; i < SEM_COUNT; i++)
        fprintf(out, "%s%s %u", i == 0 ? "" : ", ", semset_name((enum sem_index)i),
                values->value[i]);
}

static void write_messages(const struct doctor_object *queue, FILE *out)
{
    if (queue->messages == 0)
        fputs("empty", out);
    else
        fprintf(out, "%" PRIu32 " waiting, %" PRIu64 " bytes", queue->messages, queue->bytes);
}

static void write_object(const struct doctor_finding *finding, int kind, FILE *out)
{
    const struct doctor_object *object = &finding->objects[kind];

    write_label(kinds[kind].label, out);
    if (object->id < 0) {
        fputs("none\n", out);
        return;
    }
    fprintf(out, "id %d, key 0x%08x: ", object->id, (unsigned)object->key);
    if (!object->there) {
        fputs("gone", out);
    } else if (kind == DOCTOR_SEGMENT) {
        write_size(object->bytes, out);
        fprintf(out, ", attached %" PRIu32 " times", object->attached);
    } else if (kind == DOCTOR_SET) {
        write_values(&finding->values, out);
    } else {
        write_messages(object, out);
    }
    fputc('\n', out);
}

static bool has_objects(const struct doctor_finding *finding)
{
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        if (finding->objects[i].there)
            return true;
    return false;
}

static const char *explain_dead(const struct doctor_finding *finding)
{
    if (!finding->filed)
        return "Nobody uses these objects any more, and the file that led to them is gone.\n"
               "  \"rondoctl doctor --reap\" removes them.";
    if (!has_objects(finding))
        return "Its player died, and all its objects are gone. Only the file is left, which the\n"
               "  next player of this name takes over, and \"rondoctl doctor --reap\" removes.";
    return "Player and children died before they could clean up; this is what they left. The\n"
           "  next player of this name removes it, and so does \"rondoctl doctor --reap\".";
}

/* What has happened, and what is to be done. */
static const char *explain(const struct doctor_finding *finding)
{
    switch (finding->state) {
    case DOCTOR_RUNNING:
        if (finding->filed)
            return "It is running. Nothing is to be done.";
        return "It is running, but without a file in this runtime directory: it was started with\n"
               "  another XDG_RUNTIME_DIR, or the file was removed. rondoctl does not reach it\n"
               "  from here; kill with the player's number ends it.";
    case DOCTOR_STARTING:
        return "It is just beginning. Nothing is to be done.";
    case DOCTOR_DAMAGED:
        return "The player lives, but not all of its objects are there: it is just ending, or\n"
               "  somebody removed them (ipcrm, or systemd's RemoveIPC at logout). It ends when\n"
               "  it notices that, at the latest when it is to do something; kill with its number\n"
               "  hurries it.";
    case DOCTOR_ENDING:
        return "The player died, but its objects are still in use: its children end within a\n"
               "  second and remove them. Should a process above still be there then (it may be\n"
               "  stopped), kill -9 with its number ends it.";
    default:
        return explain_dead(finding);
    }
}

static void write_finding(const struct doctor_finding *finding, FILE *out)
{
    fprintf(out, "%s: %s\n", finding->name, states[finding->state]);
    if (finding->state == DOCTOR_REFUSED) {
        fprintf(out, "  Its file is left alone: %s.\n", instance_explain(finding->error));
        return;
    }
    write_seats(finding, out);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        write_object(finding, i, out);
    fprintf(out, "  %s\n", explain(finding));
}

static bool reap_one(const struct doctor_finding *finding, FILE *out)
{
    bool removed[DOCTOR_OBJECTS];
    int error = doctor_reap(finding, removed);

    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        if (removed[i])
            fprintf(out, "  Removed: %s %d\n", kinds[i].name, finding->objects[i].id);
    if (error == -EBUSY)
        fputs("  Not removed: it is in use.\n", out);
    else if (error < 0)
        fprintf(out, "  Not removed: %s\n", instance_explain(error));
    else if (finding->filed)
        fputs("  Removed: its file\n", out);
    return error == 0;
}

static enum rondoctl_doctor_result refuse(int error, FILE *err)
{
    char directory[PATH_MAX] = "";

    instance_directory(false, directory);
    fprintf(err, "rondoctl: cannot look into %s: %s\n", directory, instance_explain(error));
    return RONDOCTL_DOCTOR_REFUSED;
}

enum rondoctl_doctor_result rondoctl_doctor(bool reap, FILE *out, FILE *err)
{
    struct doctor_findings findings;
    enum rondoctl_doctor_result result = RONDOCTL_DOCTOR_CLEAN;
    int error = doctor_find(&findings);

    if (error < 0)
        return refuse(error, err);
    if (findings.count == 0)
        fputs("There is no instance, and nothing left of any.\n", out);
    for (size_t i = 0; i < findings.count; i++) {
        const struct doctor_finding *finding = &findings.list[i];

        write_finding(finding, out);
        if (doctor_is_dead(finding) && !(reap && reap_one(finding, out)))
            result = RONDOCTL_DOCTOR_DEAD;
    }
    doctor_free(&findings);
    return result;
}
