/*
 * instance_record.c - the seven lines of an instance's file, and the keys that follow from them.
 */
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <unistd.h>

#include "shmring/instance_file.h"

enum {
    RECORD_BYTES = 256, /* more than a record ever has */
    PROJECT_MAX = UCHAR_MAX - INSTANCE_KEYS + 1
};

static const char first_line[] = "rondo 1\n";

static const struct {
    const char *name;
    size_t offset;
    int min;
    int max;
} fields[] = {
    {.name = "pid", .offset = offsetof(struct instance_record, pid), .min = 1, .max = INT_MAX},
    {.name = "project",
     .offset = offsetof(struct instance_record, project),
     .min = 1,
     .max = PROJECT_MAX},
    {.name = "segment",
     .offset = offsetof(struct instance_record, segment),
     .min = -1,
     .max = INT_MAX},
    {.name = "set", .offset = offsetof(struct instance_record, set), .min = -1, .max = INT_MAX},
    {.name = "requests",
     .offset = offsetof(struct instance_record, requests),
     .min = -1,
     .max = INT_MAX},
    {.name = "replies",
     .offset = offsetof(struct instance_record, replies),
     .min = -1,
     .max = INT_MAX},
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

/* One line "NAME NUMBER"; returns what follows it, or NULL. */
static const char *parse_line(const char *text, const char *name, long *ret_number)
{
    size_t length = strlen(name);
    const char *number = text + length + 1;
    char *end;

    if (strncmp(text, name, length) != 0 || text[length] != ' ')
        return NULL;
    if (*number != '-' && (*number < '0' || *number > '9'))
        return NULL;
    *ret_number = strtol(number, &end, 10);
    return *end == '\n' ? end + 1 : NULL;
}

int instance_parse(const char *text, size_t bytes, struct instance_record *ret_record)
{
    char copy[RECORD_BYTES];
    struct instance_record record;
    const char *line = copy + strlen(first_line);

    if (bytes >= sizeof(copy))
        bytes = sizeof(copy) - 1;
    memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    if (strncmp(copy, first_line, strlen(first_line)) != 0)
        return -EBADMSG;
    for (size_t i = 0; i < FIELDS; i++) {
        long number;

        line = parse_line(line, fields[i].name, &number);
        if (!line || number < fields[i].min || number > fields[i].max)
            return -EBADMSG;
        *(int *)((char *)&record + fields[i].offset) = (int)number;
    }
    *ret_record = record;
    return 0;
}

int instance_file_read(int file, struct instance_record *ret_record)
{
    char text[RECORD_BYTES];
    ssize_t bytes = pread(file, text, sizeof(text), 0);

    return bytes < 0 ? -errno : instance_parse(text, (size_t)bytes, ret_record);
}

/* One write, so that a death leaves the old record or the new one, whatever stands behind it. */
int instance_file_write(int file, const struct instance_record *record)
{
    char text[RECORD_BYTES];
    int bytes = snprintf(text, sizeof(text),
                         "%spid %d\nproject %d\nsegment %d\nset %d\nrequests %d\nreplies %d\n",
                         first_line, record->pid, record->project, record->segment, record->set,
                         record->requests, record->replies);
    ssize_t written = pwrite(file, text, (size_t)bytes, 0);

    if (written < 0)
        return errno == ENOSPC ? -EDQUOT : -errno;
    if (written != bytes)
        return -EDQUOT;
    return ftruncate(file, bytes) < 0 ? -errno : 0;
}

/* A key may be -1, which ftok() also returns when it fails. */
int instance_key(const char *path, int project, int i, key_t *ret_key)
{
    key_t key;

    errno = 0;
    key = ftok(path, project + i);
    if (key == -1 && errno != 0)
        return -errno;
    *ret_key = key;
    return 0;
}
