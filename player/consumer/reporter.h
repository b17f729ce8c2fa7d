/*
 * reporter.h - sends reports (report.h) to the player, and never sleeps on it.
 */
#ifndef PLAYER_CONSUMER_REPORTER_H
#define PLAYER_CONSUMER_REPORTER_H

#include "player/consumer/report.h"

struct reporter {
    int pipe;
    uint32_t lost; /* since the last report that went through */
};

/* Makes the pipe non-blocking. 0 or a negative errno. */
int reporter_init(struct reporter *reporter, int pipe);

void reporter_send(struct reporter *reporter, const struct report *report);

/* The common case: a kind and a line of text, which is cut to what a report holds. */
void reporter_say(struct reporter *reporter, enum report_kind kind, int error, const char *text);

#endif
