/*
 * stage_screen.c - the shell around rondo -u, and looks at single rows.
 */
#include "tests/e2e/stage_screen.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/stage_control.h"

struct screen_stage screen_start(struct stage *stage, unsigned columns, unsigned rows,
                                 const char *before, const char *words)
{
    struct screen_stage screen = {.rondo = stage_prepare(stage)};
    char script[PATH_MAX + 1024];

    /* It is tmux's, so there is nothing to wait for or to end. */
    screen.rondo->ended = true;
    strcpy(screen.rondo->name, stage->name);
    snprintf(script, sizeof(script),
             "echo the shell; stty -g >before; %s%s/rondo -u --no-config -n %s %s; echo status $?; "
             "stty -g >after; echo back again; exec cat",
             before, stage->programs, stage->name, words);
    screen.tmux = tmux_start(stage, columns, rows, script);
    stage_await_ready(screen.rondo);
    return screen;
}

/* The child of rondo of that name; 0: there is none. */
static pid_t find_child(pid_t parent)
{
    char line[128], path[64];
    pid_t found = 0;
    FILE *list;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)parent, (int)parent);
    list = fopen(path, "re");
    while (list && found == 0 && fscanf(list, "%100s", line) == 1) {
        char name[64] = "";
        FILE *comm;

        snprintf(path, sizeof(path), "/proc/%.20s/comm", line);
        comm = fopen(path, "re");
        if (comm && fgets(name, sizeof(name), comm) && strcmp(name, "rondo-screen\n") == 0)
            found = (pid_t)strtol(line, NULL, 10);
        if (comm)
            fclose(comm);
    }
    if (list)
        fclose(list);
    return found;
}

pid_t screen_pid(struct screen_stage *screen, pid_t former)
{
    pid_t rondo = control_pids(screen->rondo).rondo, found;
    uint64_t since = 0;

    while ((found = find_child(rondo)) == 0 || found == former)
        stage_tick(screen->rondo, &since, "rondo-screen");
    return found;
}

static bool row_has(const char *picture, unsigned row, const char *text)
{
    const char *found;

    for (; row > 0 && picture; row--)
        picture = (picture = strchr(picture, '\n')) ? picture + 1 : NULL;
    found = picture ? strstr(picture, text) : NULL;
    return found && found < picture + strcspn(picture, "\n");
}

void screen_await_row(struct screen_stage *screen, unsigned row, const char *text)
{
    uint64_t begin = stage_now_ms();

    while (!row_has(tmux_screen(&screen->tmux), row, text))
        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("\"%s\" is not in row %u:\n%s", text, row, tmux_screen(&screen->tmux));
}

void screen_click(struct screen_stage *screen, unsigned row, unsigned column, bool twice)
{
    char once[64], bytes[2 * sizeof(once)];

    snprintf(once, sizeof(once), "\033[<0;%u;%uM\033[<0;%u;%um", column + 1, row + 1, column + 1,
             row + 1);
    snprintf(bytes, sizeof(bytes), "%s%s", once, twice ? once : "");
    tmux_press(&screen->tmux, bytes);
}

void screen_await_end(struct screen_stage *screen, int status)
{
    struct stage *stage = screen->tmux.stage;
    char line[32], *before, *after;
    size_t size;

    snprintf(line, sizeof(line), "status %d\n", status);
    tmux_await(&screen->tmux, line);
    tmux_await(&screen->tmux, "back again");
    before = (char *)stage_read(stage, "before", &size);
    after = (char *)stage_read(stage, "after", &size);
    assert_string_equal(before, after);
    free(before);
    free(after);
    tmux_end(&screen->tmux);
}
