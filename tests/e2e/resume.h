/*
 * resume.h - what a rondo has kept, and a rondo that is killed with all that belongs to it.
 */
#ifndef TESTS_E2E_RESUME_H
#define TESTS_E2E_RESUME_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"
#include "tests/e2e/stage_numbers.h"

enum { FRAMES = 60 * NUMBERS_RATE, LAST_SECOND = 59 * NUMBERS_RATE, SOME = NUMBERS_RATE / 5 };

#define RESUME_FOLDER ".local/state/rondo"

static inline const char *resume_kept(struct stage *stage, const char *ending, char path[PATH_MAX])
{
    char file[128];

    snprintf(file, sizeof(file), RESUME_FOLDER "/%s.%s", stage->name, ending);
    return stage_path(stage, file, path);
}

/* A line of the kept place, or -1. */
static inline int64_t resume_kept_number(struct stage *stage, const char *line)
{
    char path[PATH_MAX], text[8192] = "", wanted[32];
    FILE *file = fopen(resume_kept(stage, "place", path), "re");
    const char *at;

    if (!file)
        return -1;
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    snprintf(wanted, sizeof(wanted), "\n%s ", line);
    at = strstr(text, wanted);
    return at ? strtoll(at + strlen(wanted), NULL, 10) : -1;
}

static inline void resume_await_kept(struct stage_process *rondo, const char *line, int64_t number)
{
    uint64_t since = 0;

    while (resume_kept_number(rondo->stage, line) != number)
        stage_tick(rondo, &since, line);
}

static inline void resume_prepare(struct stage *stage)
{
    stage_card(stage, &(struct card_options){0});
    numbers_write(stage, "numbers.wav", 0, FRAMES);
    numbers_write(stage, "second.wav", 1, FRAMES);
}

static inline void resume_kill_all(struct stage_process *rondo)
{
    const struct control_pids pids = control_pids(rondo);

    kill(rondo->pid, SIGKILL);
    stage_wait(rondo);
    stage_await_gone(pids.producer);
    stage_await_gone(pids.consumer);
}

#endif
