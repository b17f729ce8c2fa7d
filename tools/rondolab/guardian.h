/*
 * guardian.h - the process that leaves nothing of the lab behind, however the lab ends.
 *
 * It is forked first, in a session of its own, where no key reaches it. The lab tells it whatever
 * it makes: processes, System V objects, the private folder, the player in it. When the lab's end
 * of their channel closes - it is done, a signal ends it, or somebody kills it with -9 - the
 * guardian kills the processes, removes the objects and the folder, and ends. At Ctrl-C the lab
 * waits for that, so that after the prompt is back nothing is there any more.
 *
 * What can be left: an object that was made in the microseconds before a kill -9 of the lab, so
 * that its number was never told; and everything, if lab and guardian are killed together.
 */
#ifndef TOOLS_RONDOLAB_GUARDIAN_H
#define TOOLS_RONDOLAB_GUARDIAN_H

#include <sys/types.h>

struct guardian {
    pid_t pid;
    int channel;
};

/* Kinds of things that it can be told of. */
enum guardian_kind {
    GUARDIAN_PROCESS, /* by pid: is killed */
    GUARDIAN_SEGMENT, /* by id: are removed */
    GUARDIAN_SET,
    GUARDIAN_QUEUE
};

/* Also makes SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGPIPE end the lab by way of the guardian. */
int guardian_start(struct guardian *ret_guardian);

/* Something was made; something is gone. A guardian that is dead itself is told in vain. */
void guardian_tell(const struct guardian *guardian, enum guardian_kind kind, int number);
void guardian_forget(const struct guardian *guardian, enum guardian_kind kind, int number);

/*
 * A folder, which is also XDG_RUNTIME_DIR; a player of that name may run, or be left over, there.
 * One folder and one name are kept, the last that were told.
 */
void guardian_folder(const struct guardian *guardian, const char *path);
void guardian_player(const struct guardian *guardian, const char *name);

/* In a child of the lab: it is not the lab. */
void guardian_leave(const struct guardian *guardian);

/* Has all that is left removed, and waits for it. */
void guardian_end(struct guardian *guardian);

#endif
