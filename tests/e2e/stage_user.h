/*
 * stage_user.h - a group of tests as an ordinary user, and what another user does meanwhile.
 *
 * Started as root, the test program copies the programs, the virtual card and the samples into a
 * folder that everybody may read, for who knows whether that user may read where they were
 * built, and then becomes the user. It keeps the right to make processes of other users; the
 * programs that it starts do not have it.
 */
#ifndef TESTS_E2E_STAGE_USER_H
#define TESTS_E2E_STAGE_USER_H

#include "tests/e2e/stage.h"

/* Runs the group as that user, in a process of its own; its exit status. For root only. */
int user_run(uid_t user, int (*group)(void));

/* What the function returns, 0 to 255, in a process of that user, without any right of ours. */
int user_act(uid_t user, int (*act)(void *context), void *context);

/* The same with a line of sh and its $0: the exit status. */
int user_shell(uid_t user, const char *line, const char *argument);

#endif
