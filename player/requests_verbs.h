/*
 * requests_verbs.h - the table of verbs. Private to requests*.c.
 */
#ifndef PLAYER_REQUESTS_VERBS_H
#define PLAYER_REQUESTS_VERBS_H

#include "player/session.h"

enum { REQUESTS_WHY = 512 };

struct requests_verb {
    const char *name;
    bool takes_argument;
    enum event event; /* where there is no `run` */
    /* 0, or a negative errno with a reason of one line in why. */
    int (*run)(struct session *s, const char *argument, char why[REQUESTS_WHY]);
    /* For what is asked about: the same, and the reply in text. -ENOSPC needs no reason. */
    int (*write)(struct session *s, const char *id, const char *argument, char text[CMDQ_TEXT_MAX],
                 char why[REQUESTS_WHY]);
    /* For who waits: 0, it will be answered later; 1, the status answers it now. */
    int (*wait)(struct session *s, const struct cmdq_request *request, char why[REQUESTS_WHY]);
};

/* requests_list.c: changes of the list, and what is in it. */
int requests_add(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_insert(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_remove(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_move(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_clear(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_save(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_list(struct session *s, const char *id, const char *argument, char text[CMDQ_TEXT_MAX],
                  char why[REQUESTS_WHY]);

/* requests_mode.c: how it is played. */
int requests_replaygain(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_repeat(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_shuffle(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_crossfade(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_gap(struct session *s, const char *argument, char why[REQUESTS_WHY]);
int requests_loop(struct session *s, const char *argument, char why[REQUESTS_WHY]);

/* requests_watch.c: for those who show what it does. */
int requests_watch(struct session *s, const struct cmdq_request *request, char why[REQUESTS_WHY]);
int requests_messages(struct session *s, const char *id, const char *argument,
                      char text[CMDQ_TEXT_MAX], char why[REQUESTS_WHY]);
int requests_find(struct session *s, const char *id, const char *argument, char text[CMDQ_TEXT_MAX],
                  char why[REQUESTS_WHY]);
int requests_waveform(struct session *s, const char *id, const char *argument,
                      char text[CMDQ_TEXT_MAX], char why[REQUESTS_WHY]);
int requests_go(struct session *s, const char *argument, char why[REQUESTS_WHY]);

/* NULL: there is none of that name. */
const struct requests_verb *requests_find_verb(const char *name);

/* All names in their order, for a message: "play, pause and status". */
void requests_list_verbs(char *text, size_t size);

#endif
