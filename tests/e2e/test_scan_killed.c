/*
 * test_scan_killed.c - rondo --scan, when its scanners are killed, and when it is itself.
 */
#include "tests/e2e/scan_world.h"

#include <dirent.h>
#include <signal.h>
#include <unistd.h>

enum { FILES = 80 };

/* A list of one sample, again and again. */
static void write_list(struct stage *stage)
{
    char path[PATH_MAX], *list = malloc(FILES * PATH_MAX);
    size_t length = 0;

    for (int i = 0; i < FILES; i++)
        length += (size_t)snprintf(list + length, PATH_MAX, "%s\n",
                                   stage_sample(i % 2 ? "rondo.ogg" : "rondo-s24.flac", path));
    stage_write(stage, "list.m3u", list, length);
    free(list);
}

/* A child of it that is a scanner by now; 0: there is none. */
static pid_t scanner_of(pid_t rondo)
{
    char path[64], text[4096], name[64] = "";
    FILE *file;
    pid_t child = 0;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", rondo, rondo);
    file = fopen(path, "re");
    text[0] = '\0';
    if (file && !fgets(text, sizeof(text), file))
        text[0] = '\0';
    if (file)
        fclose(file);
    child = (pid_t)atoi(text);
    if (child == 0)
        return 0;
    snprintf(path, sizeof(path), "/proc/%d/comm", child);
    file = fopen(path, "re");
    if (file && !fgets(name, sizeof(name), file))
        name[0] = '\0';
    if (file)
        fclose(file);
    return strcmp(name, "rondo-scanner\n") == 0 ? child : 0;
}

static pid_t await_scanner(struct stage_process *rondo)
{
    uint64_t since = 0;
    pid_t scanner;

    while ((scanner = scanner_of(rondo->pid)) == 0)
        stage_tick(rondo, &since, "a scanner");
    return scanner;
}

static void a_killed_scanner_costs_nothing_but_time(void **state)
{
    struct stage *stage = *state;
    struct stage_process *whole, *rondo;
    char *expected;

    write_list(stage);
    whole = stage_run(stage, "rondo", "--scan", "list.m3u", NULL);
    assert_int_equal(whole->status, 0);
    expected = strdup(stage_out(whole));
    rondo = stage_prepare(stage);
    stage_start(rondo, "rondo", "--scan", "list.m3u", NULL);
    for (int kills = 0; kills < 2; kills++)
        kill(await_scanner(rondo), SIGKILL);
    assert_int_equal(stage_wait(rondo), 0);
    assert_string_equal(stage_out(rondo), expected);
    assert_string_equal(stage_errors(rondo), "");
    free(expected);
}

static void ctrl_c_leaves_nothing_behind(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo = stage_prepare(stage);
    uint64_t since = 0;
    pid_t scanner;

    write_list(stage);
    stage_start(rondo, "rondo", "--scan", "list.m3u", "list.m3u", "list.m3u", NULL);
    scanner = await_scanner(rondo);
    while (!strchr(stage_out(rondo), '\n'))
        stage_tick(rondo, &since, "its first line");
    kill(rondo->pid, SIGINT);
    assert_int_equal(stage_wait(rondo), 128 + SIGINT);
    stage_await_gone(scanner);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(a_killed_scanner_costs_nothing_but_time),
        ON_STAGE(ctrl_c_leaves_nothing_behind),
    };

    return cmocka_run_group_tests_name("scan_killed", tests, NULL, NULL);
}
