/*
 * proc.c - reads /proc/PID/task: a status file for each thread.
 *
 * A thread or the process may end between two reads; what is missing is left out, and a process
 * of which nothing can be read is not there. Reading wakes nobody: the kernel answers from its
 * own tables.
 */
#include "tools/rondoscope/proc.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_MAX = 4096, HEXADECIMAL = 16, DECIMAL = 10 };

/* What stands behind a label at the beginning of a line, or "". */
static const char *behind(const char *text, const char *label)
{
    size_t length = strlen(label);

    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += line[0] == '\n';
        if (strncmp(line, label, length) == 0)
            return line + length;
    }
    return "";
}

static uint64_t mask(const char *text, const char *label)
{
    return strtoull(behind(text, label), NULL, HEXADECIMAL);
}

void proc_add_thread(const char *status, bool first, struct proc_facts *facts)
{
    const char *state = behind(status, "State:");

    facts->threads++;
    facts->pending |= mask(status, "SigPnd:") | mask(status, "ShdPnd:");
    facts->sleeps += strtoull(behind(status, "voluntary_ctxt_switches:"), NULL, DECIMAL);
    if (!first)
        return;
    state += strspn(state, " \t");
    facts->state = isalpha((unsigned char)*state) ? *state : '?';
    facts->blocked = mask(status, "SigBlk:");
    facts->ignored = mask(status, "SigIgn:");
    facts->caught = mask(status, "SigCgt:");
}

static int read_status(int tasks, const char *thread, char text[STATUS_MAX])
{
    char path[300];
    ssize_t count;
    int file;

    snprintf(path, sizeof(path), "%s/status", thread);
    file = openat(tasks, path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -errno;
    count = read(file, text, STATUS_MAX - 1);
    close(file);
    if (count <= 0)
        return -ESRCH;
    text[count] = '\0';
    return 0;
}

static uint64_t cpu_ns(pid_t pid)
{
    struct timespec used;
    clockid_t clock;

    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) < 0)
        return 0;
    return (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
}

int proc_read(pid_t pid, struct proc_facts *ret_facts)
{
    struct proc_facts facts = {0};
    char path[64], text[STATUS_MAX];
    DIR *tasks;

    snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
    tasks = opendir(path);
    if (!tasks)
        return errno == ENOENT ? -ESRCH : -errno;
    for (struct dirent *entry; facts.threads < PROC_THREADS_MAX && (entry = readdir(tasks));) {
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        if (read_status(dirfd(tasks), entry->d_name, text) == 0)
            proc_add_thread(text, atoi(entry->d_name) == (int)pid, &facts);
    }
    closedir(tasks);
    if (facts.state == 0)
        return -ESRCH;
    facts.cpu_ns = cpu_ns(pid);
    *ret_facts = facts;
    return 0;
}

bool proc_has_thread(pid_t pid, pid_t thread)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/%d/task/%d", (int)pid, (int)thread);
    return access(path, F_OK) == 0;
}
