/*
 * guardian.h - the process that leaves nothing of the lab behind, however the lab ends.
 *
 * It is forked first, in a session of its own, where no key reaches it. The lab tells it of
 * whatever it makes, before it makes it: processes, System V objects by their keys, the player in
 * the private folder, which the guardian has made itself. When the lab's end of their channel
 * closes - it is done, a signal ends it, or somebody kills it with -9 - the guardian kills the
 * processes, removes the objects and the folder, and ends. At Ctrl-C the lab waits for that, so
 * that after the prompt is back nothing is there any more. Only if both are killed together, all is
 * left.
 */
#ifndef TOOLS_RONDOLAB_GUARDIAN_H
#define TOOLS_RONDOLAB_GUARDIAN_H

#include <limits.h>
#include <sys/types.h>

struct guardian {
    pid_t pid;
    int channel;
};

/* Kinds of things that it can be told of. */
enum guardian_kind {
    GUARDIAN_PROCESS, /* by pid: is killed */
    GUARDIAN_SEGMENT, /* by key: are removed */
    GUARDIAN_SET
};

/*
 * Also makes SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGPIPE end the lab by way of the guardian, but
 * for those that are ignored.
 */
int guardian_start(struct guardian *ret_guardian);

/* A key that nobody uses, for an object that is about to be made; the guardian knows it already. */
key_t guardian_key(const struct guardian *guardian, enum guardian_kind kind);

/* A process was started; something is gone. A guardian that is dead itself is told in vain. */
void guardian_tell(const struct guardian *guardian, enum guardian_kind kind, int number);
void guardian_forget(const struct guardian *guardian, enum guardian_kind kind, int number);

/* Around a fork and the telling of it: a signal that ends the lab waits meanwhile. */
void guardian_hold(void);
void guardian_release(void);

/*
 * Has it make the private folder, below TMPDIR or /tmp, of mode 0700; once. The path has room for
 * more. -errno as from mkdtemp(3); -ECHILD: the guardian is dead.
 */
int guardian_folder(const struct guardian *guardian, char ret_path[PATH_MAX]);

/* A player of that name may run, or be left over, with the folder as XDG_RUNTIME_DIR. */
void guardian_player(const struct guardian *guardian, const char *name);

/* In a child of the lab, which is not the lab: signals end it as they do by themselves. */
void guardian_leave(const struct guardian *guardian);

/* Has all that is left removed, and waits for it. */
void guardian_end(struct guardian *guardian);

#endif
