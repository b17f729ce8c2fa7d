/*
 * scanner.h - one rondo-scanner, and what it has been asked (shmring/scans.h).
 *
 * It is started when there is something to ask, and again when it has died; what it had not
 * answered is asked again, of the same open files. A file at which it has died three times is
 * answered for it: SCAN_FAILED.
 */
#ifndef PLAYER_SCANNER_H
#define PLAYER_SCANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "player/spawn.h"
#include "shmring/scans.h"

enum { SCANNER_SILENCE_MS = 30000 };

struct scanner_request {
    struct scan scan;
    int file;
    bool sent;
    uint32_t strikes;
};

struct scanner {
    struct process process; /* poll its pidfd: scanner_ended() */
    int channel;            /* and this: scanner_take(); -1: none */
    bool sandbox;
    bool heard; /* since scanner_watch() */
    uint32_t next_id;
    uint32_t starts;
    uint32_t count;
    struct scanner_request line[SCANS_LINE];
};

void scanner_init(struct scanner *scanner, bool sandbox);

/*
 * Asks about `file`, which it takes over, also on failure. It has to be an open file of its own,
 * not a duplicate (scanner_reopen()). -EAGAIN: so much is unanswered that it has to wait.
 */
int scanner_ask(struct scanner *scanner, const struct scan *scan, int file, uint32_t *ret_id);

/* Nobody wants that answer any more; an id that is none changes nothing. */
void scanner_forget(struct scanner *scanner, uint32_t id);

/* The next answer; *ret_scan is what was asked. -EAGAIN: none is there. */
int scanner_take(struct scanner *scanner, struct scan *ret_scan, struct scan_reply *ret_reply);

/* Its pidfd is readable: reaps it, and starts another one if there is work. */
void scanner_ended(struct scanner *scanner);

/* To be called each SCANNER_SILENCE_MS while there is work: kills one that said nothing since. */
void scanner_watch(struct scanner *scanner);

/* Ends it. */
void scanner_close(struct scanner *scanner);

/* The same regular file, open once more, at its beginning. A negative errno. */
int scanner_reopen(int file);

#endif
