/*
 * stage_control.c - what a test does to a running rondo from outside, and sees of it there.
 *
 * The card's position moves only when its program looks at it, so a silent card is one whose
 * record stands still after it was stopped.
 */
#include "tests/e2e/stage_control.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STILL_MS = 60 };

void control_signal(struct stage_process *rondo, int number)
{
    assert_int_equal(kill(rondo->pid, number), 0);
}

void control_signal_value(struct stage_process *rondo, int offset, int value)
{
    const union sigval carried = {.sival_int = value};

    assert_int_equal(sigqueue(rondo->pid, SIGRTMIN + offset, carried), 0);
}

/* The letter behind the name in brackets; 0: there is no such process. */
static char process_state(pid_t pid)
{
    char path[64], text[512] = "";
    const char *name_end;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    file = fopen(path, "re");
    if (!file)
        return 0;
    if (!fgets(text, sizeof(text), file))
        text[0] = '\0';
    fclose(file);
    name_end = strrchr(text, ')');
    return name_end && name_end[1] ? name_end[2] : '\0';
}

void control_await_state(pid_t pid, const char *states)
{
    uint64_t begin = stage_now_ms();
    char state = process_state(pid);

    for (; state == 0 || !strchr(states, state); state = process_state(pid)) {
        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("process %d is in state %c, not one of %s", (int)pid, state, states);
        poll(NULL, 0, STAGE_POLL_MS);
    }
}

struct control_pids control_pids(struct stage_process *rondo)
{
    const char *status = stage_status(rondo);
    const struct control_pids pids = {
        .rondo = (pid_t)stage_number(status, "pid"),
        .producer = (pid_t)stage_number(status, "pids.producer"),
        .consumer = (pid_t)stage_number(status, "pids.consumer"),
    };

    assert_true(pids.rondo > 0 && pids.producer > 0 && pids.consumer > 0);
    return pids;
}

static uint64_t thread_sleeps(pid_t pid, const char *thread)
{
    static const char label[] = "voluntary_ctxt_switches:";
    char path[300], line[256];
    uint64_t sleeps = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/task/%s/status", (int)pid, thread);
    file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file))
        if (strncmp(line, label, strlen(label)) == 0)
            sleeps = strtoull(line + strlen(label), NULL, 10);
    fclose(file);
    return sleeps;
}

static uint64_t process_sleeps(pid_t pid)
{
    char path[64];
    uint64_t sleeps = 0;
    DIR *folder;

    snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
    folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (isdigit((unsigned char)entry->d_name[0]))
            sleeps += thread_sleeps(pid, entry->d_name);
    closedir(folder);
    return sleeps;
}

uint64_t control_sleeps(const struct control_pids *pids)
{
    return process_sleeps(pids->rondo) + process_sleeps(pids->producer) +
           process_sleeps(pids->consumer);
}

void control_await_more(struct stage *stage, size_t bytes)
{
    size_t now = card_recorded(&stage->card);

    if (!card_await_recorded(&stage->card, now + bytes, STAGE_TIMEOUT_MS))
        fail_msg("the card stands still at %zu bytes", card_recorded(&stage->card));
}

struct control_event control_last(struct stage *stage, const char *event)
{
    struct control_event last = {0};
    char path[PATH_MAX], line[128];
    size_t length = strlen(event);
    FILE *log;

    snprintf(path, sizeof(path), "%s/log", stage->card.folder);
    log = fopen(path, "re");
    assert_non_null(log);
    while (fgets(line, sizeof(line), log)) {
        struct control_event now;
        int what = 0;

        sscanf(line, "%" SCNu64 " %" SCNu64 " %n", &now.ms, &now.frames, &what);
        if (strncmp(line + what, event, length) == 0 && strchr(" \n", line[(size_t)what + length]))
            last = now;
    }
    fclose(log);
    return last;
}

/* Whether the card runs, by the last line of its log. */
static bool runs(struct stage *stage)
{
    char path[PATH_MAX], line[128], what[32] = "";
    FILE *log;

    snprintf(path, sizeof(path), "%s/log", stage->card.folder);
    log = fopen(path, "re");
    while (log && fgets(line, sizeof(line), log))
        sscanf(line, "%*s %*s %31s", what);
    if (log)
        fclose(log);
    return strcmp(what, "start") == 0 || strcmp(what, "run") == 0;
}

size_t control_await_silence(struct stage *stage)
{
    uint64_t begin = stage_now_ms(), still_since = begin;
    size_t recorded = card_recorded(&stage->card);

    while (stage_now_ms() - still_since < STILL_MS) {
        size_t now = card_recorded(&stage->card);

        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("the card does not fall silent");
        if (runs(stage) || now != recorded)
            still_since = stage_now_ms();
        recorded = now;
        poll(NULL, 0, STAGE_POLL_MS);
    }
    return recorded;
}
