/*
 * ask.c - a child that talks to the player, so that the screen need not wait.
 *
 * It asks, as rondoctl would, and writes what came of it into a pipe. A player that does not
 * answer costs the child its time, and the pipe ends then. If we die, so does the child; what the
 * player answers to it then is thrown away by the player itself, as replies to the dead are.
 */
#include "tools/rondoscope/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shmring/cmdq.h"
#include "tools/rondoctl_call.h"
#include "tools/rondoscope/clean.h"

/* In the child. */
static void call(const char *instance, const char *verb, const char *argument, int answer)
{
    const struct rondoctl_call request = {
        .instance = instance, .verb = verb, .argument = argument, .timeout_ms = ASK_TIMEOUT_MS};
    char why[CMDQ_TEXT_MAX] = "", text[ASK_TEXT_MAX];
    enum rondoctl_result result = rondoctl_call(&request, NULL, why, sizeof(why));

    if (result == RONDOCTL_DONE)
        snprintf(text, sizeof(text), "done");
    else
        clean_text(text, sizeof(text), why, strlen(why));
    if (write(answer, text, strlen(text)) < 0)
        _exit(1);
    _exit(0);
}

int ask_start(struct ask *ask, const char *instance, const char *verb, const char *argument)
{
    int ends[2];
    pid_t child;

    if (ask->child > 0)
        return -EBUSY;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    child = fork();
    if (child < 0) {
        int error = -errno;

        close(ends[0]);
        close(ends[1]);
        return error;
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        call(instance, verb, argument, ends[1]);
    }
    close(ends[1]);
    ask->child = child;
    ask->answer = ends[0];
    snprintf(ask->what, sizeof(ask->what), "%s%s%s", verb, argument ? " " : "",
             argument ? argument : "");
    return 0;
}

void ask_finish(struct ask *ask, char *ret_text, size_t size)
{
    char text[ASK_TEXT_MAX];
    ssize_t count;

    do
        count = read(ask->answer, text, sizeof(text) - 1);
    while (count < 0 && errno == EINTR);
    text[count > 0 ? count : 0] = '\0';
    snprintf(ret_text, size, "%s: %s", ask->what, count > 0 ? text : "no answer");
    close(ask->answer);
    while (waitpid(ask->child, NULL, 0) < 0 && errno == EINTR)
        ;
    *ask = (struct ask){0};
}
