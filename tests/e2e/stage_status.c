/*
 * stage_status.c - asks a rondo through rondoctl, and waits for what it is to say.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/stage.h"

struct stage_process *stage_ctl(struct stage_process *rondo, ...)
{
    struct stage_process *process = stage_prepare(rondo->stage);
    const char *word[6] = {NULL};
    va_list more;

    va_start(more, rondo);
    for (int i = 0; i < 6 && (i == 0 || word[i - 1]); i++)
        word[i] = va_arg(more, const char *);
    va_end(more);
    assert_null(word[5]);
    /* A sanitizer's build on a busy machine may need longer than people would wait. */
    stage_start(process, "rondoctl", "--timeout", "20", "-n", rondo->name, word[0], word[1],
                word[2], word[3], word[4], NULL);
    stage_wait(process);
    return process;
}

const char *stage_status(struct stage_process *rondo)
{
    struct stage_process *asked = stage_ctl(rondo, "status", NULL);

    return asked->status == 0 ? stage_out(asked) : NULL;
}

/* Where the member's value begins. */
static const char *find(const char *status, const char *member)
{
    while (status) {
        size_t length = strcspn(member, ".");
        char key[64];

        snprintf(key, sizeof(key), "\"%.*s\":", (int)length, member);
        status = strstr(status, key);
        status = status ? status + strlen(key) : NULL;
        if (!member[length])
            break;
        member += length + 1;
    }
    return status;
}

double stage_number(const char *status, const char *member)
{
    const char *value = find(status, member);
    char *end;
    double number;

    if (!value)
        return -1;
    number = strtod(value, &end);
    return end == value ? -1 : number;
}

const char *stage_text(const char *status, const char *member, char *text, size_t size)
{
    const char *value = find(status, member);
    size_t length = value && value[0] == '"' ? strcspn(value + 1, "\"") : 0;

    snprintf(text, size, "%.*s", (int)length, length > 0 ? value + 1 : "");
    return text;
}

void stage_await_number(struct stage_process *rondo, const char *member, double at_least)
{
    uint64_t since = 0;

    while (stage_number(stage_status(rondo), member) < at_least)
        stage_tick(rondo, &since, member);
}

void stage_await_text(struct stage_process *rondo, const char *member, const char *text)
{
    uint64_t since = 0;
    char has[256];

    while (strcmp(stage_text(stage_status(rondo), member, has, sizeof(has)), text) != 0)
        stage_tick(rondo, &since, text);
}

void stage_await_ready(struct stage_process *rondo)
{
    uint64_t since = 0;
    bool ready = false;

    while (!ready) {
        const char *status = stage_status(rondo);

        ready = stage_number(status, "pids.producer") > 0 && stage_number(status, "rate") > 0 &&
                stage_number(status, "pids.consumer") > 0;
        stage_tick(rondo, &since, "its children"); /* which notes its objects, too */
    }
}

void stage_await_errors(struct stage_process *process, const char *text)
{
    uint64_t since = 0;

    while (!strstr(stage_errors(process), text))
        stage_tick(process, &since, text);
}

void stage_await_shown(struct stage_process *process, const char *text)
{
    uint64_t since = 0;

    while (!strstr(stage_shown(process), text))
        stage_tick(process, &since, text);
}

/*
 * One that has ended may not yet be reaped. It has lost its program before the kernel settles its
 * debts in semaphores and lets go of its segments, so only a zombie whose threads are all gone is.
 */
static bool gone(pid_t pid)
{
    char path[64], line[512];
    const char *rest;
    char state = 'Z';
    long threads = 1;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    file = fopen(path, "re");
    if (!file)
        return errno == ENOENT;
    rest = fgets(line, sizeof(line), file) ? strrchr(line, ')') : NULL;
    fclose(file);
    if (rest) /* proc(5): state is field 3, num_threads 20 */
        sscanf(rest, ") %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld",
               &state, &threads);
    return (state == 'Z' || state == 'X') && threads <= 1;
}

void stage_await_gone(pid_t pid)
{
    uint64_t begin = stage_now_ms();

    while (!gone(pid)) {
        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("process %d is still there", (int)pid);
        poll(NULL, 0, STAGE_POLL_MS);
    }
}
