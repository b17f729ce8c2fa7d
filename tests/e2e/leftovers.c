/*
 * leftovers.c - starts players for the tests of what they leave.
 */
#include "tests/e2e/leftovers.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char *const outputs[SITUATIONS] = {
    [SIM_PLAYING] = "sim,report=report",
    [SIM_PAUSED] = "sim,report=report",
    [CARD_PLAYING] = "portaudio",
};

/* Whether it is a timer that runs, as /proc/PID/fdinfo tells of it. */
static bool is_running_timer(pid_t pid, const char *descriptor)
{
    static const char label[] = "it_value: (";
    char path[300], line[128];
    bool runs = false;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", (int)pid, descriptor);
    file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, label, strlen(label)) == 0)
            runs = strncmp(line + strlen(label), "0, 0)", 5) != 0;
    if (file)
        fclose(file);
    return runs;
}

static bool has_running_timer(pid_t pid)
{
    char path[64];
    bool runs = false;
    DIR *folder;

    snprintf(path, sizeof(path), "/proc/%d/fdinfo", (int)pid);
    folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        runs = runs || is_running_timer(pid, entry->d_name);
    closedir(folder);
    return runs;
}

/* Paused, and with a full ring: from now on it sleeps until somebody wants something. */
static void await_rest(struct stage_process *rondo)
{
    uint64_t since = 0;

    assert_int_equal(stage_ctl(rondo, "pause", NULL)->status, 0);
    while (has_running_timer(rondo->pid))
        stage_tick(rondo, &since, "its watchdog to rest");
}

static struct leftovers begin(struct stage_process *rondo, enum situation situation)
{
    struct leftovers l = {.rondo = rondo, .situation = situation};

    stage_await_ready(rondo);
    stage_await_number(rondo, "frame", 1);
    if (situation == SIM_PAUSED)
        await_rest(rondo);
    l.pids = control_pids(rondo);
    assert_int_equal(stage_objects(rondo->stage), INSTANCE_KEYS);
    return l;
}

static const char *prepare(struct stage *stage, enum situation situation, char path[PATH_MAX])
{
    if (situation == CARD_PLAYING)
        stage_card(stage, &(struct card_options){0});
    return stage_sample("rondo-s16.flac", path);
}

struct leftovers leftovers_play(struct stage *stage, enum situation situation,
                                const char *const options[LEFTOVERS_OPTIONS])
{
    static const char *const none[LEFTOVERS_OPTIONS];
    char path[PATH_MAX];
    const char *file = prepare(stage, situation, path);

    options = options ? options : none;
    return begin(stage_play(stage, "-q", "-o", outputs[situation], file, options[0], options[1],
                            options[2], options[3], NULL),
                 situation);
}

struct leftovers leftovers_play_in_terminal(struct stage *stage, enum situation situation)
{
    char path[PATH_MAX];
    const char *file = prepare(stage, situation, path);
    struct stage_process *rondo = stage_prepare(stage);

    rondo->columns = 80;
    stage_start(rondo, "rondo", "-o", outputs[situation], file, NULL);
    return begin(rondo, situation);
}

/* Stopped, rondo neither notices nor replaces its children. */
void leftovers_kill_all(const struct leftovers *l)
{
    kill(l->pids.rondo, SIGSTOP);
    control_await_state(l->pids.rondo, "T");
    kill(l->pids.producer, SIGKILL);
    kill(l->pids.consumer, SIGKILL);
    kill(l->pids.rondo, SIGKILL);
    assert_int_equal(stage_wait(l->rondo), 128 + SIGKILL);
    stage_await_gone(l->pids.producer);
    stage_await_gone(l->pids.consumer);
}

void leftovers_await_end(const struct leftovers *l)
{
    stage_wait(l->rondo);
    stage_await_gone(l->pids.producer);
    stage_await_gone(l->pids.consumer);
    kernel_await_empty(l->rondo);
}

void leftovers_play_again(struct stage *stage)
{
    char path[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-q", "-o", "null", stage_sample("mono.wav", path), NULL);

    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_errors(rondo), "");
    assert_true(stage_is_empty(stage));
    kernel_await_empty(rondo);
}

const char *leftovers_doctor(struct stage *stage, const char *option, int status)
{
    struct stage_process *doctor = stage_run(stage, "rondoctl", "doctor", option, NULL);

    if (doctor->status != status)
        fail_msg("the doctor exits with %d: %s%s", doctor->status, stage_out(doctor),
                 stage_errors(doctor));
    assert_string_equal(stage_errors(doctor), "");
    return stage_out(doctor);
}
