/*
 * lessons.c - the list of lessons, and what a test does with each.
 */
#include "tests/e2e/lessons.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct lessons_entry lessons[LESSONS] = {
    {"signal-basics",
     false,
     {"caught 256 times", "it is not even waiting (ShdPnd)", "ended by SIGTERM",
      "sigaction(SIGKILL) = EINVAL", "sigaction(SIGSTOP) = EINVAL"}},
    {"signal-blocked",
     false,
     {"takes what is pending: 1 SIGUSR1", "kill(myself): pending",
      "what was pending is thrown away", "sigtimedwait() = EAGAIN"}},
    {"signal-third",
     false,
     {"player: pauses, with", "it is caught (SigCgt)", "it is not caught any more",
      "the player was ended by SIGINT"}},
    {"signal-family",
     false,
     {"child: SIGINT: quarter 2", "child: SIGHUP: quarter 1", "child: SIGQUIT",
      "it has exited with status 0", "nothing was left in the pipe"}},
    {"signal-exec",
     false,
     {"SIGUSR1 is caught", "SIGUSR1 is not caught", "SIGHUP is ignored", "SIGUSR2 is blocked",
      "SIGUSR1 ends it"}},
    {"signal-groups",
     false,
     {"the outsider has none pending", "3 were ended by it", "0) = ESRCH", "the outsider lives"}},
    {"signal-values",
     false,
     {"first USR1 with 100", "RTMIN+0 with 1\n", "RTMIN+1 with 11", "and no more",
      "sigqueue() = EINVAL"}},
    {"pipe-one", false, {"then read() = 0: end of file", "read() = EAGAIN", "4096 are waiting"}},
    {"pipe-broken", false, {"ended by SIGPIPE", "write() = EPIPE", "has written everything"}},
    {"pipe-atomic",
     false,
     {"512 parcels, each of them whole", "write() = 4096", "write() = EAGAIN"}},
    {"pipe-both", false, {"the worker has left, too", "write() = EAGAIN", "has a deadlock"}},
    {"pipe-popen",
     true,
     {"pclose() = 0", "the status is the shell's, 3", "its status 127", "ended by SIGTERM",
      "\"r+\": EINVAL"}},
    {"pipe-dup2",
     false,
     {"would be closed by exec(), 0 not", "ended with status 0", "you read this again"}},
    {"fifo-open",
     true,
     {"open() = ENXIO", "read() = EAGAIN", "the producer sleeps in open()",
      "until unlink() removes it"}},
    {"fifo-tee", true, {"tee met the end of file", "What the second reader got"}},
    {"fifo-server",
     true,
     {"open() = ENXIO, so nobody", "client 3: has its third",
      "it has answered all but the one that had died"}},
    {"queue-types",
     true,
     {"msgsnd() = EAGAIN", "4100 bytes of type 3", "msgrcv(type 7) = ENOMSG",
      "msgsnd(type 0) = EINVAL", "consumer 3: 85 blocks, all of type 3"}},
    {"queue-priorities",
     true,
     {"= \"stop\", of type 1", "= \"status\", of type 3", "msgrcv(type -3) = ENOMSG",
      "taken as 0, 1, 2, 3, 4, 5"}},
    {"queue-replies",
     true,
     {"into the same queue: msgsnd() = EAGAIN", "into the other queue: msgsnd() = 0", "0) = ESRCH",
      "its reply is still there: msgrcv() = 4096"}},
    {"queue-control",
     true,
     {"msgrcv() = E2BIG", "MSG_NOERROR: msgrcv() = 100", "a second block: msgsnd() = EAGAIN",
      "msgrcv() = EIDRM", "msgctl() = EINVAL"}},
    {"sem-basics",
     true,
     {"semop(FREE -1) = 0", "do not wait: semop() = EAGAIN", "GETNCNT: 1 process sleeps"}},
    {"sem-zero",
     true,
     {"shut a second time: semop(PAUSED 0, PAUSED +1) = EAGAIN", "GETZCNT: 1 process waits",
      "nothing is consumed", "GETZCNT: 3 processes"}},
    {"sem-arrays",
     true,
     {"{FREE -3, FILLED -1} = EAGAIN", "{FILLED +1, FILLED -1} = 0",
      "{FILLED -1, FILLED +1} = EAGAIN", "FREE is 8 again"}},
    {"sem-undo-right",
     true,
     {"the producer is killed: FREE goes from 0 to 1",
      "the consumer is killed: FILLED goes from 7 to 8", "in the end FREE is 8, FILLED 0"}},
    {"sem-undo-wrong",
     true,
     {"FREE is 5, FILLED 3", "FILLED is 0, and FREE 10, of 8 slots", "3 blocks are not found: lost",
      "semop() = ERANGE"}},
    {"shm-private",
     true,
     {"have the key 0", "42", "ipcs -m calls it \"dest\"", "fork() has counted me",
      "shmctl(IPC_STAT) = E"}},
    {"shm-key",
     true,
     {"IPC_EXCL: shmget() = EEXIST", "one byte more: shmget() = EINVAL", "EFAULT",
      "removed: shmget() = ENOENT"}},
    {"shm-ftok", true, {"project 0x", "ftok() = ENOENT", "and was 0x"}},
    {"socket-stream",
     true,
     {"still the answer came: 1048576 bytes", "read() = 3000", "send() = EPIPE", "ECONNREFUSED",
      "bind() = EADDRINUSE"}},
    {"socket-datagram",
     true,
     {"recv(MSG_TRUNC) = 500", "sendto() = EAGAIN", "nothing is lost", "sendto() = ECONNREFUSED",
      "sendto() = ENOENT"}},
    {"socket-tcp",
     false,
     {"127.0.0.1, port", "00 00 10 00", "connect() = ECONNREFUSED", "bind() = EADDRINUSE"}},
    {"socket-udp", false, {"sent 64 blocks, and not one error", "the others are lost"}},
    {"socket-pair",
     false,
     {"recv() = 0 after 256 jobs", "it is killed, and recv() = 0", "send() = EPIPE"}},
    {"socket-descriptors",
     true,
     {"open() = ENOENT", "but here it is", "its offset is 4096", "write() = EBADF"}},
};

int lessons_setup(void **state)
{
    static char programs[PATH_MAX];
    int result = kernel_setup(state);
    struct stage *stage = *state;

    if (result != 0)
        return result;
    snprintf(programs, sizeof(programs), "%s/ipc", stage->programs);
    stage->programs = programs;
    return setenv("TMPDIR", stage->folder, 1);
}

/* Folders that lessons have made on this stage. */
static unsigned folders(struct stage *stage)
{
    DIR *folder = opendir(stage->folder);
    unsigned count = 0;

    for (struct dirent *entry; folder && (entry = readdir(folder));)
        count += strncmp(entry->d_name, "rondo-lesson-", strlen("rondo-lesson-")) == 0;
    if (folder)
        closedir(folder);
    return count;
}

int lessons_teardown(void **state)
{
    unsigned left = folders(*state);

    unsetenv("TMPDIR");
    if (left > 0)
        print_error("left behind: %u folders of lessons\n", left);
    return kernel_teardown(state) + (left > 0 ? -1 : 0);
}

void lessons_await_gone(struct stage_process *process)
{
    uint64_t since = 0;

    stage_wait(process);
    kernel_await_empty(process);
    while (folders(process->stage) > 0)
        stage_tick(process, &since, "its folder to be removed");
    if (!stage_is_empty(process->stage))
        fail_msg("%s", stage_errors(process));
}

/* What it has said, with lines joined that were broken because they were too long. */
static char *unbroken(struct stage_process *process)
{
    static const char gap[] = "\n   ";
    char *text = strdup(stage_out(process));

    assert_non_null(text);
    for (char *at = text; (at = strstr(at, gap));) {
        *at++ = ' ';
        memmove(at, at + strlen(gap) - 1, strlen(at + strlen(gap) - 1) + 1);
    }
    return text;
}

void lessons_assert_true(const struct lessons_entry *lesson, struct stage_process *process)
{
    char *out = unbroken(process);

    if (process->status != 0)
        fail_msg("%s: status %d: %s%s", lesson->name, process->status, out, stage_errors(process));
    assert_string_equal(stage_errors(process), "");
    assert_null(strstr(out, "NOT AS TOLD"));
    assert_non_null(strstr(out, "same: yes"));
    assert_non_null(strstr(out, "observations were as told."));
    for (size_t i = 0; i < LESSONS_LINES && lesson->lines[i]; i++)
        if (!strstr(out, lesson->lines[i]))
            fail_msg("%s: not said: %s; but: %s", lesson->name, lesson->lines[i], out);
    free(out);
}

static unsigned prompts(struct stage_process *process)
{
    unsigned count = 0;

    for (const char *at = stage_shown(process); (at = strstr(at, "[Enter]")); at++)
        count++;
    return count;
}

bool lessons_stop_at(struct stage_process *process, const struct lessons_entry *lesson,
                     unsigned step)
{
    process->columns = 90;
    stage_start(process, lesson->name, "--wait", NULL);
    for (unsigned i = 1; i <= step; i++) {
        uint64_t since = 0;

        while (prompts(process) < i && !process->ended)
            stage_tick(process, &since, "a step");
        if (process->ended)
            return false;
        if (i < step)
            stage_type(process, "\n");
    }
    return true;
}
