/*
 * stage_user.c - becomes one user, and forks others: the saved user ID stays root's meanwhile.
 */
#include "tests/e2e/stage_user.h"

#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT = 126 };

static int await(pid_t child)
{
    int status;

    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return CANNOT;
    return WEXITSTATUS(status);
}

static int become(uid_t user, uid_t saved)
{
    if (seteuid(0) < 0 || setgroups(0, NULL) < 0 || setresgid(user, user, user) < 0 ||
        setresuid(user, user, saved) < 0)
        return -1;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    return prctl(PR_SET_DUMPABLE, 1); /* as for who has logged in */
}

int user_act(uid_t user, int (*act)(void *context), void *context)
{
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0)
        _exit(become(user, user) < 0 ? CANNOT : act(context));
    return await(child);
}

static int run_shell(void *context)
{
    char *const *words = context;

    execv("/bin/sh", words);
    return CANNOT;
}

int user_shell(uid_t user, const char *line, const char *argument)
{
    const char *words[] = {"sh", "-c", line, argument, NULL};

    return user_act(user, run_shell, words);
}

static int run_group(uid_t user, const char *folder, int (*group)(void))
{
    char path[PATH_MAX];
    int status;

    snprintf(path, sizeof(path), "%s/bin", folder);
    setenv("RONDO_STAGE_PROGRAMS", path, 1);
    snprintf(path, sizeof(path), "%s/samples", folder);
    setenv("RONDO_STAGE_SAMPLES", path, 1);
    snprintf(path, sizeof(path), "%s/card.so", folder);
    setenv("RONDO_CARD", path, 1);
    if (become(user, 0) < 0)
        return CANNOT;
    status = group();
    /* A leak checker, at the exit, looks only into processes that are wholly its own user's. */
    return setresuid(user, user, user) < 0 ? CANNOT : status;
}

int user_run(uid_t user, int (*group)(void))
{
    char folder[] = "/tmp/rondo-users-XXXXXX";
    int status = CANNOT;
    pid_t child;

    if (!mkdtemp(folder))
        return CANNOT;
    if (user_shell(0,
                   "mkdir $0/bin $0/samples && cp '" PROGRAMS_DIR "'/rondo* $0/bin && "
                   "cp '" SAMPLES_DIR "'/* $0/samples && cp '" CARD_LIBRARY "' $0/card.so && "
                   "chmod -R a+rX $0",
                   folder) == 0) {
        child = fork();
        if (child == 0)
            exit(run_group(user, folder, group));
        status = await(child);
    }
    user_shell(0, "rm -r $0", folder);
    return status;
}
