/*
 * test_violation.c - the producer at work in its sandbox: what it wears, what it holds, and what
 * the listener is told.
 */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shmring/layers.h"
#include "tests/e2e/preload.h"
#include "tests/e2e/stage.h"
#include "tests/e2e/stage_sound.h"

enum { CHUNK_HEADER = 8, DESCRIPTORS = 32 };

static void needs_sandbox(void)
{
#ifdef RONDO_SANITIZE
    skip();
#endif
    if (!layers_seccomp())
        skip();
}

/* What /proc says after `label` in that file of the process. */
static unsigned long proc_number(pid_t pid, const char *file, const char *label)
{
    char path[64], text[8192] = "";
    const char *line;
    FILE *proc;

    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
    proc = fopen(path, "re");
    assert_non_null(proc);
    text[fread(text, 1, sizeof(text) - 1, proc)] = '\0';
    fclose(proc);
    line = strstr(text, label);
    if (!line)
        fail_msg("%s has no %s", path, label);
    return strtoul(line + strlen(label), NULL, 10);
}

static pid_t pid_of(struct stage_process *rondo, const char *member)
{
    return (pid_t)stage_number(stage_status(rondo), member);
}

/* A rondo that plays for half a minute, with those options; NULL: none. */
static struct stage_process *play_long(struct stage *stage, const char *first, const char *second)
{
    char sample[PATH_MAX];
    struct stage_process *rondo =
        stage_play(stage, "-o", "sim", stage_sample("rondo-s16.flac", sample), first, second, NULL);

    stage_await_ready(rondo);
    stage_await_number(rondo, "position", 0.1);
    return rondo;
}

static void quit(struct stage_process *rondo)
{
    assert_int_equal(stage_ctl(rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(rondo), 0);
}

static void kill_producer(struct stage_process *rondo)
{
    kill(pid_of(rondo, "pids.producer"), SIGKILL);
    stage_await_number(rondo, "restarts.producer", 1);
}

static void the_running_producer_wears_every_layer(void **state)
{
    struct stage_process *rondo;
    unsigned long filters;
    pid_t pid;

    needs_sandbox();
    rondo = play_long(*state, NULL, NULL);
    pid = pid_of(rondo, "pids.producer");
    filters = proc_number(rondo->pid, "status", "Seccomp_filters:");
    assert_int_equal(proc_number(pid, "status", "NoNewPrivs:"), 1);
    assert_int_equal(proc_number(pid, "status", "Seccomp:"), 2);
    assert_int_equal(proc_number(pid, "status", "Seccomp_filters:"), filters + 1);
    assert_int_equal(proc_number(pid, "limits", "Max core file size"), 0);
    assert_int_equal(proc_number(pid, "limits", "Max processes"), 0);
    assert_int_equal(proc_number(pid, "limits", "Max open files"), 16);
    assert_in_range(proc_number(pid, "limits", "Max address space"), 1 << 28, 1 << 30);
    assert_int_equal(proc_number(pid, "status", "Threads:"), 1);
    quit(rondo);
}

/* Fails unless what that descriptor is, if it is open, is what a producer may have there. */
static void check_descriptor(pid_t pid, int descriptor, const char *sample)
{
    const char *expected = descriptor < 3 ? "/dev/null" : descriptor == 3 ? "socket:[" : sample;
    char path[64], target[PATH_MAX] = "";

    snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)pid, descriptor);
    if (readlink(path, target, sizeof(target) - 1) < 0 && descriptor > 3)
        return;
    if (strncmp(target, expected, strlen(expected)) != 0)
        fail_msg("descriptor %d is '%s', not '%s'", descriptor, target, expected);
}

static void the_running_producer_holds_its_file_and_nothing_else(void **state)
{
    struct stage *stage = *state;
    struct stage_process *rondo;
    char sample[PATH_MAX], real[PATH_MAX], path[PATH_MAX];
    int inherited;
    pid_t pid;

    needs_sandbox();
    stage_write(stage, "secret", "secret", 6);
    inherited = open(stage_path(stage, "secret", path), O_RDONLY); /* without O_CLOEXEC */
    assert_true(inherited >= 0 && inherited < DESCRIPTORS);
    rondo = play_long(stage, NULL, NULL);
    pid = pid_of(rondo, "pids.producer");
    assert_non_null(realpath(stage_sample("rondo-s16.flac", sample), real));
    for (int i = 0; i < DESCRIPTORS; i++)
        check_descriptor(pid, i, real);
    close(inherited);
    quit(rondo);
}

/* A WAV file whose first samples are the order to break out. */
static const char *write_evil(struct stage *stage, char path[PATH_MAX])
{
    size_t size;
    uint8_t *bytes = stage_read(stage, stage_sample("rondo-s16.wav", path), &size);
    uint8_t *samples = memmem(bytes, size, "data", 4);

    assert_non_null(samples);
    memcpy(samples + CHUNK_HEADER, PRELOAD_ORDER, strlen(PRELOAD_ORDER));
    stage_write(stage, "evil.wav", bytes, size);
    free(bytes);
    return stage_path(stage, "evil.wav", path);
}

static void a_violation_is_reported_and_the_next_track_plays(void **state)
{
    struct stage *stage = *state;
    char sample[PATH_MAX], evil[PATH_MAX];
    struct stage_process *rondo;
    struct sound sound;

    needs_sandbox();
    sound = sound_decode(stage, stage_sample("rondo-s16.aiff", sample));
    write_evil(stage, evil);
    setenv("LD_PRELOAD", PRELOAD, 1);
    rondo = stage_play(stage, "-q", "-o", "raw:out.raw", evil, sample, NULL);
    unsetenv("LD_PRELOAD");
    assert_int_equal(stage_wait(rondo), 1);
    assert_non_null(strstr(stage_errors(rondo), "evil.wav: given up at 0:00: its decoder failed "
                                                "there 3 times (sandbox violation)\n"));
    sound_assert_file(stage, &sound, "out.raw");
    sound_free(&sound);
}

static void without_the_sandbox_it_says_so_even_when_quiet(void **state)
{
    struct stage_process *rondo = play_long(*state, "-q", NULL);
    pid_t pid;

    assert_string_equal(stage_errors(rondo), "");
    quit(rondo);

    rondo = play_long(*state, "-q", "--no-sandbox");
    pid = pid_of(rondo, "pids.producer");
    assert_int_equal(proc_number(pid, "status", "Seccomp_filters:"),
                     proc_number(rondo->pid, "status", "Seccomp_filters:"));
    kill_producer(rondo);
    quit(rondo);
    assert_string_equal(
        stage_errors(rondo),
        "rondo: --no-sandbox: a hostile file can make the decoder do whatever you can do\n");
}

/* Plays on such a kernel, with a restart of the producer; what was said of the sandbox. */
static void check_lacking(struct stage *stage, const char *layer, const char *option,
                          const char *expected)
{
    static const char about[] = "rondo: the decoder's sandbox";
    struct stage_process *rondo;
    const char *said;

    setenv("LD_PRELOAD", PRELOAD, 1);
    setenv("RONDO_KERNEL_LACKS", layer, 1);
    rondo = play_long(stage, option, NULL);
    kill_producer(rondo);
    quit(rondo);
    unsetenv("RONDO_KERNEL_LACKS");
    unsetenv("LD_PRELOAD");
    said = strstr(stage_errors(rondo), about);
    if (!expected) {
        assert_null(said);
        return;
    }
    assert_non_null(said);
    assert_memory_equal(said, expected, strlen(expected));
    assert_null(strstr(said + 1, about));
}

static void what_the_kernel_lacks_is_said_once_unless_quiet(void **state)
{
    needs_sandbox();
    if (layers_landlock() == 0)
        skip();
    check_lacking(*state, "seccomp", NULL,
                  "rondo: the decoder's sandbox is weaker than it could be: this kernel has no "
                  "seccomp\n");
    check_lacking(*state, "Landlock", NULL,
                  "rondo: the decoder's sandbox is weaker than it could be: this kernel has no "
                  "Landlock\n");
    check_lacking(*state, "both", NULL,
                  "rondo: the decoder's sandbox is weaker than it could be: this kernel has no "
                  "seccomp and no Landlock\n");
    check_lacking(*state, "both", "-q", NULL);
    check_lacking(*state, "nothing", NULL, NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_running_producer_wears_every_layer),
        ON_STAGE(the_running_producer_holds_its_file_and_nothing_else),
        ON_STAGE(a_violation_is_reported_and_the_next_track_plays),
        ON_STAGE(without_the_sandbox_it_says_so_even_when_quiet),
        ON_STAGE(what_the_kernel_lacks_is_said_once_unless_quiet),
    };

    return cmocka_run_group_tests_name("violation", tests, NULL, NULL);
}
