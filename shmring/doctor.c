/*
 * doctor.c - the list of findings, and the removal of what is dead.
 *
 * Instances begin and end meanwhile. So the segments are listed before the files: one that
 * appears later has its file already. They are examined after the files: what has ended is
 * gone by then. And the lock of a file is asked after its text: if nobody holds it, nobody lived
 * who could still have changed what was read.
 */
#include "shmring/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shmring/doctor_look.h"
#include "shmring/instance_file.h"

static int is_name(const struct dirent *entry)
{
    return instance_name_valid(entry->d_name);
}

static int add(struct doctor_findings *findings, const struct doctor_finding *finding)
{
    struct doctor_finding *list =
        realloc(findings->list, (findings->count + 1) * sizeof(*findings->list));

    if (!list)
        return -ENOMEM;
    findings->list = list;
    list[findings->count++] = *finding;
    return 0;
}

/* The ids: of what is there, else of what was. */
static int fill_objects(const char *path, const struct instance_record *recorded,
                        const struct instance_record *left, struct doctor_finding *finding)
{
    const int id[DOCTOR_OBJECTS] = {recorded->segment, recorded->set, recorded->requests,
                                    recorded->replies};
    const int there[DOCTOR_OBJECTS] = {left->segment, left->set, left->requests, left->replies};

    for (int i = 0; i < DOCTOR_OBJECTS; i++) {
        struct doctor_object *object = &finding->objects[i];
        int error = instance_key(path, recorded->project, i, &object->key);

        if (error < 0)
            return error;
        object->there = there[i] >= 0;
        object->id = object->there ? there[i] : id[i];
    }
    return 0;
}

/* Removed, with its name still in the list that the directory gave. */
static bool removed(int file)
{
    struct stat status;

    return fstat(file, &status) == 0 && status.st_nlink == 0;
}

static void examine_open(int file, const char *path, struct doctor_finding *finding)
{
    struct instance_record recorded, left;
    int error = instance_objects(file, path, finding->name, &recorded, &left);
    pid_t owner = instance_file_owner(file);

    if (error == 0)
        error = fill_objects(path, &recorded, &left, finding);
    if (error < 0 && error != -EBADMSG) {
        finding->state = DOCTOR_REFUSED;
        finding->error = error;
        return;
    }
    doctor_look(finding);
    finding->player = owner > 0 ? owner : error == 0 ? recorded.pid : 0;
    /* A player that has just begun finds its predecessor's record in the file, or none. */
    if (owner != 0 && (error < 0 || finding->player != recorded.pid))
        finding->state = DOCTOR_STARTING;
    else
        finding->state = doctor_judge(finding, owner != 0);
}

/* -ENOENT: it has gone meanwhile. */
static int examine_file(const char *name, struct doctor_finding *ret_finding)
{
    struct doctor_finding finding = {.filed = true, .state = DOCTOR_REFUSED};
    char path[PATH_MAX];
    bool gone;
    int file = instance_file_open(name, path);

    if (file == -ENOENT)
        return file;
    memcpy(finding.name, name, strlen(name) + 1);
    for (int i = 0; i < DOCTOR_OBJECTS; i++)
        finding.objects[i].id = -1;
    if (file < 0) {
        finding.error = file;
        *ret_finding = finding;
        return 0;
    }
    examine_open(file, path, &finding);
    gone = removed(file);
    close(file);
    if (gone)
        return -ENOENT;
    *ret_finding = finding;
    return 0;
}

static int find_files(struct doctor_findings *findings)
{
    char directory[PATH_MAX];
    struct dirent **entries;
    struct doctor_finding finding;
    int count;
    int error = instance_directory(false, directory);

    if (error < 0)
        return error == -ENOENT ? 0 : error;
    count = scandir(directory, &entries, is_name, alphasort);
    if (count < 0)
        return -errno;
    for (int i = 0; i < count; i++) {
        if (error == 0 && examine_file(entries[i]->d_name, &finding) == 0)
            error = add(findings, &finding);
        free(entries[i]);
    }
    free(entries);
    return error;
}

static bool has_file(const struct doctor_findings *findings, int segment)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->list[i].objects[DOCTOR_SEGMENT].there &&
            findings->list[i].objects[DOCTOR_SEGMENT].id == segment)
            return true;
    return false;
}

static int find_strays(const int *ids, size_t count, struct doctor_findings *findings)
{
    struct doctor_finding finding;
    int error = 0;

    for (size_t i = 0; i < count && error == 0; i++)
        if (!has_file(findings, ids[i]) && doctor_stray_examine(ids[i], &finding) == 0)
            error = add(findings, &finding);
    return error;
}

int doctor_find(struct doctor_findings *ret_findings)
{
    struct doctor_findings findings = {0};
    int *ids = NULL;
    size_t count = 0;
    int error = doctor_stray_candidates(&ids, &count);

    if (error == 0)
        error = find_files(&findings);
    if (error == 0)
        error = find_strays(ids, count, &findings);
    free(ids);
    if (error < 0)
        doctor_free(&findings);
    else
        *ret_findings = findings;
    return error;
}

void doctor_free(struct doctor_findings *findings)
{
    free(findings->list);
    *findings = (struct doctor_findings){0};
}

bool doctor_is_dead(const struct doctor_finding *finding)
{
    return finding->state == DOCTOR_DEAD || finding->state == DOCTOR_ENDING;
}

int doctor_reap(const struct doctor_finding *finding, bool ret_removed[DOCTOR_OBJECTS])
{
    int error = finding->filed ? instance_reap(finding->name, INSTANCE_REAP_MS)
                               : doctor_stray_reap(finding->objects[DOCTOR_SEGMENT].id);

    for (int i = 0; i < DOCTOR_OBJECTS; i++) {
        const struct doctor_object *object = &finding->objects[i];

        ret_removed[i] = object->there && !doctor_exists((enum doctor_object_kind)i, object->id);
    }
    return error == -ENOENT ? 0 : error;
}
