/*
 * live_program.c - finds rondo, runs it, and keeps its files.
 *
 *   sound.wav   what is played, made by the lab; else the file of --sound is
 *   right.wav   what such a file sounds like: rondo itself has written it, as fast as possible
 *   heard.wav   what was heard, by the simulated device
 *   messages    what rondo says
 */
#include "tools/rondolab/live_program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/rondolab/live.h"

enum { ARGUMENTS_MAX = 8 + LIVE_OPTIONS_MAX, PATH_ROOM = PATH_MAX + 32 };

static void path_of(const struct trial *trial, const char *file, char ret_path[PATH_ROOM])
{
    snprintf(ret_path, PATH_ROOM, "%s/%s", trial->folder, file);
}

/* Beside the executable of this process. */
static int find_rondo(char ret_path[PATH_ROOM])
{
    ssize_t length = readlink("/proc/self/exe", ret_path, PATH_MAX - 1);
    char *slash;

    if (length < 0)
        return -errno;
    ret_path[length] = '\0';
    slash = strrchr(ret_path, '/');
    snprintf(slash, PATH_ROOM - (size_t)(slash - ret_path), "/rondo");
    return access(ret_path, X_OK) < 0 ? -errno : 0;
}

/* In the child: a process group of its own, which no key reaches; the folder; the messages. */
static void become(const struct trial *trial, pid_t lab, const char *path, char *const arguments[])
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int messages;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    guardian_leave(trial->guardian);
    setpgid(0, 0);
    if (getppid() != lab || chdir(trial->folder) < 0)
        _exit(126);
    messages = open("messages", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(messages, STDERR_FILENO);
    execv(path, arguments);
    _exit(127);
}

static int start(struct trial *trial, char *const arguments[], pid_t *ret_pid)
{
    char path[PATH_ROOM];
    pid_t lab = getpid();
    pid_t pid;
    int error = find_rondo(path);

    if (error < 0)
        return trial_refuse(trial, error, path);
    fflush(NULL);
    guardian_hold();
    pid = fork();
    if (pid == 0)
        become(trial, lab, path, arguments);
    error = pid < 0 ? -errno : 0;
    if (error == 0)
        guardian_tell(trial->guardian, GUARDIAN_PROCESS, pid);
    guardian_release();
    if (error < 0)
        return trial_refuse(trial, error, "a process");
    *ret_pid = pid;
    return 0;
}

/* exec wants what it does not change without its const. */
static char *word(const char *text)
{
    return (char *)(uintptr_t)text;
}

static int absolute(struct trial *trial, char ret_path[PATH_MAX])
{
    return realpath(trial->sound, ret_path) ? 0 : trial_refuse(trial, -errno, trial->sound);
}

/* As fast as possible, into right.wav. */
static int decode(struct trial *trial)
{
    char sound[PATH_MAX];
    char *const arguments[] = {word("rondo"),   word("-q"), word("-n"),
                               word(LIVE_NAME), word("-o"), word("wav:right.wav"),
                               sound,           NULL};
    int error = absolute(trial, sound);
    int status;
    pid_t pid;

    if (error == 0)
        error = start(trial, arguments, &pid);
    if (error < 0)
        return error;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    guardian_forget(trial->guardian, GUARDIAN_PROCESS, pid);
    return status == 0 ? 0 : live_program_refuse(trial);
}

int live_program_prepare(struct trial *trial)
{
    char path[PATH_ROOM];
    int error = trial_folder(trial);

    if (error < 0)
        return trial_refuse(trial, error, "a private folder");
    guardian_player(trial->guardian, LIVE_NAME);
    path_of(trial, trial->sound ? "right.wav" : "sound.wav", path);
    if (access(path, R_OK) == 0)
        return 0;
    if (trial->sound)
        return decode(trial);
    error = sound_make(path);
    return error < 0 ? trial_refuse(trial, error, path) : 0;
}

int live_program_start(struct trial *trial, const char *const options[], pid_t *ret_pid)
{
    char sound[PATH_MAX] = "sound.wav", path[PATH_ROOM];
    char *arguments[ARGUMENTS_MAX] = {word("rondo"),   word("-q"), word("-n"),
                                      word(LIVE_NAME), word("-o"), word("sim,record=heard.wav")};
    size_t count = 6;
    int error = trial->sound ? absolute(trial, sound) : 0;

    if (error < 0)
        return error;
    path_of(trial, "heard.wav", path);
    unlink(path);
    for (size_t i = 0; options && i < LIVE_OPTIONS_MAX && options[i]; i++)
        arguments[count++] = word(options[i]);
    arguments[count++] = sound;
    arguments[count] = NULL;
    return start(trial, arguments, ret_pid);
}

/* The last line, which may name a file: its control characters do not reach the terminal. */
int live_program_refuse(struct trial *trial)
{
    char path[PATH_ROOM], line[400] = "", last[400] = "no reason given";
    FILE *file;

    path_of(trial, "messages", path);
    file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file))
        memcpy(last, line, sizeof(last));
    if (file)
        fclose(file);
    last[strcspn(last, "\n")] = '\0';
    for (char *c = last; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = '?';
    snprintf(trial->refused, sizeof(trial->refused), "the real player ended: %s", last);
    return -ECANCELED;
}

int live_program_compare(struct trial *trial, struct sound_heard *ret_heard)
{
    char sound[PATH_ROOM], heard[PATH_ROOM];
    int error;

    path_of(trial, trial->sound ? "right.wav" : "sound.wav", sound);
    path_of(trial, "heard.wav", heard);
    error = sound_compare(sound, heard, ret_heard);
    return error < 0 ? trial_refuse(trial, error, "the recording of what was heard") : 0;
}
