/*
 * stage_tmux.c - one tmux server without a client, and short calls of tmux to act on it.
 *
 * -D keeps the server in the foreground, where PR_SET_PDEATHSIG reaches it. All calls run in the
 * stage's folder, so the socket needs no path.
 */
#include "tests/e2e/stage_tmux.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SOCKET "tmux.socket"
#define TMUX   "tmux", "-S", SOCKET, "-f", "/dev/null"

struct tmux tmux_start(struct stage *stage, unsigned columns, unsigned rows, const char *script)
{
    struct tmux tmux = {.stage = stage, .server = stage_prepare(stage)};
    char path[PATH_MAX], width[16], height[16];
    struct stage_process *call;

    stage_start(tmux.server, TMUX, "-D", NULL);
    for (uint64_t since = 0; access(stage_path(stage, SOCKET, path), F_OK) < 0;)
        stage_tick(tmux.server, &since, "tmux");
    snprintf(width, sizeof(width), "%u", columns);
    snprintf(height, sizeof(height), "%u", rows);
    call = stage_run(stage, TMUX, "new-session", "-d", "-x", width, "-y", height, script, NULL);
    if (call->status != 0)
        fail_msg("tmux: %s%s", stage_out(call), stage_errors(call));
    return tmux;
}

void tmux_end(struct tmux *tmux)
{
    stage_run(tmux->stage, TMUX, "kill-server", NULL);
    stage_wait(tmux->server);
}

const char *tmux_screen(struct tmux *tmux)
{
    return stage_out(stage_run(tmux->stage, TMUX, "capture-pane", "-p", NULL));
}

static void await(struct tmux *tmux, const char *text, bool there)
{
    uint64_t begin = stage_now_ms();
    const char *screen = tmux_screen(tmux);

    while (!strstr(screen, text) == there) {
        if (stage_now_ms() - begin > STAGE_TIMEOUT_MS)
            fail_msg("\"%s\" is %s:\n%s", text, there ? "not shown" : "still shown", screen);
        screen = tmux_screen(tmux);
    }
}

void tmux_await(struct tmux *tmux, const char *text)
{
    await(tmux, text, true);
}

void tmux_await_not(struct tmux *tmux, const char *text)
{
    await(tmux, text, false);
}

void tmux_press(struct tmux *tmux, const char *key)
{
    assert_int_equal(stage_run(tmux->stage, TMUX, "send-keys", key, NULL)->status, 0);
}

void tmux_resize(struct tmux *tmux, unsigned columns, unsigned rows)
{
    char width[16], height[16];

    snprintf(width, sizeof(width), "%u", columns);
    snprintf(height, sizeof(height), "%u", rows);
    assert_int_equal(
        stage_run(tmux->stage, TMUX, "resize-window", "-x", width, "-y", height, NULL)->status, 0);
}
