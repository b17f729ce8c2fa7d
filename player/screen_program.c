/*
 * screen_program.c - starts rondo-screen, and puts right what its death leaves.
 *
 * It has the terminal from its start to its end; the player only keeps the settings that it found.
 * Killed, it leaves a terminal without echo, in another buffer, that reports the mouse; the player
 * undoes all that, through a description that never waits, and starts the next one. After the third
 * death in a row, each within ten seconds, or where it says itself that it cannot use this terminal
 * (status 2), the player goes on with its line. A death of the player ends the screen: it waits for
 * that, and gives the terminal back itself.
 */
#include "player/screen_program.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "player/session.h"

enum {
    DEATHS_MAX = 3,
    SOON_MS = 10000,
    GRACE_MS = 1000,
    STATUS_UNUSABLE = 2,
    STATUS_NO_EXEC = 127
};

/* The normal buffer, no mouse reports, usual keys, a cursor, no colours, no region to scroll. */
static const char put_right[] = "\033[?1049l\033[?1006l\033[?1000l\033[?1l\033>\033[?25h"
                                "\033[m\033[r\r\n";

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

bool screen_program_possible(char *why, size_t why_size)
{
    const char *term = getenv("TERM");
    int keys = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (keys >= 0)
        close(keys);
    if (keys >= 0 && isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0)
        return true;
    if (keys < 0 || !isatty(STDERR_FILENO))
        snprintf(why, why_size, "-u: standard error is no terminal to show a screen on");
    else
        snprintf(why, why_size, "-u: TERM is %s; accepted: a terminal that can move its cursor",
                 term && *term ? term : "not set");
    return false;
}

/* In the child. */
static void become(const char *path, char *const argv[], int input)
{
    sigset_t none;

    if (input != STDIN_FILENO)
        dup2(input, STDIN_FILENO);
    fcntl(STDIN_FILENO, F_SETFD, 0);
    /* Nothing of it may get into what standard output carries. */
    dup2(STDERR_FILENO, STDOUT_FILENO);
    for (int number = 1; number < SIGRTMIN; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv(path, argv);
    _exit(STATUS_NO_EXEC);
}

static int start(struct session *s)
{
    struct screen_program *program = &s->screen.program;
    char path[PATH_MAX], name[] = "rondo-screen", owned[] = "--owned", option[] = "--name";
    char *const argv[] = {name, owned, option, s->instance.name, NULL};
    int error = spawn_find(name, path, sizeof(path));
    pid_t pid;

    if (error < 0)
        return error;
    pid = fork();
    if (pid < 0)
        return -errno;
    if (pid == 0)
        become(path, argv, s->screen.terminal.input);
    program->process = (struct process){.pid = pid, .pidfd = pidfd_open(pid, 0)};
    program->began_ms = now_ms();
    if (program->process.pidfd >= 0) {
        fcntl(program->process.pidfd, F_SETFD, FD_CLOEXEC);
        return 0;
    }
    error = -errno;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    program->process = (struct process){0};
    return error;
}

/* From now on the line. */
static void fall_back(struct session *s, const char *why)
{
    s->screen.program.wanted = false;
    if (why)
        screen_say(s, "no screen: %s", why);
    screen_enter(s);
    loop_animate(s, s->state == STATE_PLAYING);
}

void screen_program_enter(struct session *s)
{
    int error;

    if (s->screen.program.process.pid > 0) {
        spawn_signal(&s->screen.program.process, SIGCONT);
        return;
    }
    terminal_keep(&s->screen.terminal);
    error = start(s);
    if (error < 0)
        fall_back(s, error == -ENOENT ? "rondo-screen is not installed" : strerror(-error));
}

void screen_program_suspend(struct session *s)
{
    const struct process *process = &s->screen.program.process;
    const struct timespec limit = {.tv_sec = GRACE_MS / 1000};
    uint64_t since = now_ms();
    siginfo_t state = {0};
    sigset_t child;

    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    spawn_signal(process, SIGTSTP);
    while (waitid(P_PIDFD, (id_t)process->pidfd, &state, WSTOPPED | WEXITED | WNOHANG | WNOWAIT) ==
               0 &&
           state.si_pid == 0 && now_ms() - since < GRACE_MS)
        sigtimedwait(&child, NULL, &limit);
}

static void restore(struct session *s)
{
    ssize_t ignored = write(s->screen.output, put_right, sizeof(put_right) - 1);

    (void)ignored;
    terminal_leave(&s->screen.terminal);
}

void screen_program_ended(struct session *s)
{
    struct screen_program *program = &s->screen.program;
    struct spawn_end end;

    spawn_reap(&program->process, &end);
    if (terminal_gone(&s->screen.terminal)) {
        program->wanted = false; /* SIGHUP will end all */
        return;
    }
    if (end.signal == 0 && end.status == STATUS_UNUSABLE) {
        terminal_leave(&s->screen.terminal);
        fall_back(s, NULL);
        return;
    }
    restore(s);
    if (end.signal == 0 && end.status == STATUS_NO_EXEC) {
        fall_back(s, "rondo-screen cannot be started");
        return;
    }
    program->deaths = now_ms() - program->began_ms < SOON_MS ? program->deaths + 1 : 1;
    if (program->deaths >= DEATHS_MAX)
        fall_back(s, "rondo-screen ends again and again");
    else
        screen_program_enter(s);
}

void screen_program_leave(struct session *s)
{
    struct process *process = &s->screen.program.process;
    struct spawn_end end;
    bool late;

    if (process->pid == 0)
        return;
    late = spawn_wait(process, GRACE_MS) < 0;
    if (late) {
        spawn_signal(process, SIGKILL);
        spawn_wait(process, -1);
    }
    spawn_reap(process, &end);
    if (late || end.signal != 0)
        restore(s);
    s->screen.terminal.entered = false;
    s->screen.program.wanted = false;
    screen_say_held(s);
}
