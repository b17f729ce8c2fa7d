/*
 * instance_explain.c - the kernel's refusals, in words that help.
 */
#include <errno.h>
#include <string.h>

#include "shmring/instance.h"

static const struct {
    int error;
    const char *text;
} texts[] = {
    {.error = ENOSPC,
     .text = "a limit of the system is reached (kernel.shmmni, kernel.shmall, kernel.sem or "
             "kernel.msgmni): \"ipcs -l\" shows them, \"rondoctl doctor\" removes what dead "
             "players left"},
    {.error = ENOMEM,
     .text = "there is not enough memory (\"ipcs -l\" shows the limits): a smaller ring may fit"},
    {.error = EACCES, .text = "it is another user's, or closed to this one"},
    {.error = EEXIST,
     .text = "other programs use all keys that it could have: choose another name with --name"},
    {.error = EINVAL,
     .text = "the segment is larger than kernel.shmmax, or the set than kernel.sem: see "
             "\"ipcs -l\"; a smaller --buffer makes a smaller segment"},
    {.error = EIDRM,
     .text = "its IPC objects were removed while it was playing (by ipcrm, or by systemd's "
             "RemoveIPC at logout)"},
    {.error = EPERM,
     .text = "directory and file must be this user's own, no links, and closed to all others "
             "(mode 700)"},
    {.error = EBUSY, .text = "a player of this name is running already"},
    {.error = ETIMEDOUT,
     .text = "another process keeps the ring's lock; a hostile file may have taken over its "
             "decoder"},
    {.error = EDQUOT, .text = "the disk is full"},
    {.error = ENOSYS, .text = "this system has no System V IPC, or forbids it"},
};

const char *instance_explain(int error)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (texts[i].error == -error)
            return texts[i].text;
    return strerror(-error);
}
