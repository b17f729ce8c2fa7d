/*
 * rondoctl_words.h - from the words behind a verb to the requests that they are.
 */
#ifndef TOOLS_RONDOCTL_WORDS_H
#define TOOLS_RONDOCTL_WORDS_H

#include "shmring/cmdq.h"
#include "tools/rondoctl_verbs.h"

/* Whether a verb takes these words; the last is NULL. */
bool rondoctl_words_fit(const struct rondoctl_verb *verb, char **words);

/* How many requests they are: one, or one for each path. */
unsigned rondoctl_words_count(const struct rondoctl_verb *verb, char **words);

/*
 * The argument of the request with this number, from 0 in the order of sending; "": none.
 * -E2BIG: longer than a message; others as from getcwd().
 */
int rondoctl_words_request(const struct rondoctl_verb *verb, char **words, unsigned number,
                           char ret_argument[CMDQ_TEXT_MAX]);

#endif
