/*
 * stage_process.c - starts programs, with files or a terminal around them, and waits for them.
 *
 * A program dies with the test program (PR_SET_PDEATHSIG), so not even a test that is killed
 * leaves it behind; a rondo's own children and objects go with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/e2e/stage.h"

enum { ARGUMENTS_MAX = 128, ROWS = 24 };
enum { TEXT_OUT, TEXT_ERRORS, TEXT_SHOWN };

static const char name_option[] = "--name=";

struct stage_process *stage_prepare(struct stage *stage)
{
    struct stage_process *process = calloc(1, sizeof(*process));

    assert_non_null(process);
    process->stage = stage;
    process->terminal = -1;
    process->number = stage->prepared++;
    process->next = stage->processes;
    stage->processes = process;
    return process;
}

static void file_path(const struct stage_process *process, const char *ending, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/%u.%s", process->stage->folder, process->number, ending);
}

/* In the child: the standard descriptors. */
static void redirect(const struct stage_process *process)
{
    char path[PATH_MAX];

    if (process->columns == 0) {
        dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
        file_path(process, "out", path);
        dup2(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), STDOUT_FILENO);
        file_path(process, "err", path);
        dup2(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600), STDERR_FILENO);
    }
    for (int i = 0; i < 3; i++)
        if (process->closed[i])
            close(i);
}

static void become(const struct stage_process *process, char *const arguments[])
{
    char path[PATH_MAX];

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (chdir(process->stage->folder) < 0)
        _exit(126);
    snprintf(path, sizeof(path), "%s/%s", process->stage->programs, arguments[0]);
    redirect(process);
    if (!strchr(arguments[0], '/') && access(path, X_OK) == 0)
        execv(path, arguments);
    else
        execvp(arguments[0], arguments);
    _exit(127);
}

static void launch(struct stage_process *process, char *const arguments[])
{
    const struct winsize size = {.ws_row = ROWS, .ws_col = (unsigned short)process->columns};

    fflush(NULL);
    if (process->columns > 0)
        process->pid = forkpty(&process->terminal, NULL, NULL, &size);
    else
        process->pid = fork();
    if (process->pid == 0)
        become(process, arguments);
    assert_true(process->pid > 0);
    if (process->terminal >= 0) {
        fcntl(process->terminal, F_SETFD, FD_CLOEXEC);
        fcntl(process->terminal, F_SETFL, O_NONBLOCK);
    }
}

static void take_name(struct stage_process *process, char *const arguments[])
{
    for (int i = 0; arguments[i]; i++)
        if (strncmp(arguments[i], name_option, strlen(name_option)) == 0)
            snprintf(process->name, sizeof(process->name), "%s",
                     arguments[i] + strlen(name_option));
}

static void start(struct stage_process *process, const char *program, va_list more)
{
    char *arguments[ARGUMENTS_MAX];
    char words[64], own[64];
    int count = 0;

    snprintf(words, sizeof(words), "%s", program);
    arguments[count++] = strchr(program, '/') ? (char *)(uintptr_t)program : words;
    if (strcmp(program, "rondo") == 0) {
        snprintf(own, sizeof(own), "%s%s", name_option, process->stage->name);
        arguments[count++] = own;
    }
    while ((arguments[count] = va_arg(more, char *)))
        assert_true(++count < ARGUMENTS_MAX);
    take_name(process, arguments);
    launch(process, arguments);
}

void stage_start(struct stage_process *process, const char *program, ...)
{
    va_list more;

    va_start(more, program);
    start(process, program, more);
    va_end(more);
}

struct stage_process *stage_play(struct stage *stage, ...)
{
    struct stage_process *process = stage_prepare(stage);
    va_list more;

    va_start(more, stage);
    start(process, "rondo", more);
    va_end(more);
    return process;
}

struct stage_process *stage_run(struct stage *stage, const char *program, ...)
{
    struct stage_process *process = stage_prepare(stage);
    va_list more;

    va_start(more, program);
    start(process, program, more);
    va_end(more);
    stage_wait(process);
    return process;
}

/* What the terminal has shown since the last look. */
static void read_terminal(struct stage_process *process)
{
    char *text = process->text[TEXT_SHOWN];
    char more[4096];
    ssize_t count;

    while (process->terminal >= 0 && (count = read(process->terminal, more, sizeof(more))) > 0) {
        text = realloc(text, process->shown + (size_t)count + 1);
        assert_non_null(text);
        memcpy(text + process->shown, more, (size_t)count);
        process->shown += (size_t)count;
        text[process->shown] = '\0';
        process->text[TEXT_SHOWN] = text;
    }
}

static void note_object(struct stage *stage, char kind, int id)
{
    for (unsigned i = 0; i < stage->object_count; i++)
        if (stage->objects[i].kind == kind && stage->objects[i].id == id)
            return;
    if (id < 0)
        return;
    assert_true(stage->object_count < STAGE_OBJECTS);
    stage->objects[stage->object_count++] = (struct stage_object){kind, id};
}

/* The ids that the instance's file names now. */
static void note_objects(struct stage_process *process)
{
    struct instance_record record;

    if (!process->name[0] || instance_read(process->name, &record) < 0)
        return;
    note_object(process->stage, 'm', record.segment);
    note_object(process->stage, 's', record.set);
    note_object(process->stage, 'q', record.requests);
    note_object(process->stage, 'q', record.replies);
}

static void look(struct stage_process *process)
{
    int status;

    note_objects(process);
    read_terminal(process);
    if (process->ended || waitpid(process->pid, &status, WNOHANG) != process->pid)
        return;
    process->ended = true;
    process->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    read_terminal(process);
}

uint64_t stage_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void stage_tick(struct stage_process *process, uint64_t *since, const char *what)
{
    look(process);
    if (*since == 0)
        *since = stage_now_ms();
    if (stage_now_ms() - *since > STAGE_TIMEOUT_MS)
        fail_msg("waited in vain for %s; it has %s, and said: %s%s", what,
                 process->ended ? "ended" : "not ended", stage_errors(process),
                 stage_shown(process));
    poll(NULL, 0, STAGE_POLL_MS);
}

int stage_wait(struct stage_process *process)
{
    uint64_t since = 0;

    look(process);
    while (!process->ended)
        stage_tick(process, &since, "its end");
    return process->status;
}

static const char *read_text(struct stage_process *process, int which, const char *ending)
{
    char path[PATH_MAX];
    size_t size;

    file_path(process, ending, path);
    free(process->text[which]);
    process->text[which] =
        access(path, R_OK) == 0 ? (char *)stage_read(process->stage, path, &size) : calloc(1, 1);
    return process->text[which];
}

const char *stage_out(struct stage_process *process)
{
    return read_text(process, TEXT_OUT, "out");
}

/*
 * A process that is killed while LeakSanitizer looks for its leaks leaves "==PID==Unable to get
 * registers from thread TID."; what it has to say of leaks, it says otherwise.
 */
const char *stage_errors(struct stage_process *process)
{
    static const char noise[] = "==Unable to get registers from thread ";
    const char *text = read_text(process, TEXT_ERRORS, "err");

    for (char *at; (at = strstr(text, noise));) {
        const char *end = strchrnul(at, '\n');

        while (at > text && at[-1] != '\n')
            at--;
        memmove(at, end + (*end == '\n'), strlen(end + (*end == '\n')) + 1);
    }
    return text;
}

const char *stage_shown(struct stage_process *process)
{
    read_terminal(process);
    return process->text[TEXT_SHOWN] ? process->text[TEXT_SHOWN] : "";
}

void stage_type(struct stage_process *process, const char *keys)
{
    assert_int_equal(write(process->terminal, keys, strlen(keys)), strlen(keys));
}

void stage_resize(struct stage_process *process, unsigned columns)
{
    const struct winsize size = {.ws_row = ROWS, .ws_col = (unsigned short)columns};

    assert_int_equal(ioctl(process->terminal, TIOCSWINSZ, &size), 0);
}
