/*
 * stage.h - a private world for a test of the real programs, and everything to act in it.
 *
 * A stage is a folder of its own with HOME and XDG_RUNTIME_DIR in it and no sound device but
 * the virtual card, once stage_card() has plugged it in. Its folder is also where the programs
 * run, so a test may name its files without a path. The teardown ends what still runs, and
 * fails the test if a process, a System V object or an instance's file was left behind.
 *
 * Nothing here sleeps for a time and then hopes: the stage_await functions look again and
 * again until what is awaited has happened, and fail the test after STAGE_TIMEOUT_MS. All
 * functions fail the test themselves. Texts belong to the process they came from, and are
 * valid until the next call for the same process.
 */
#ifndef TESTS_E2E_STAGE_H
#define TESTS_E2E_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

#include "shmring/instance.h"
#include "tests/card/card.h"

enum { STAGE_TIMEOUT_MS = 30000, STAGE_POLL_MS = 2, STAGE_OBJECTS = 256 };

struct stage {
    char folder[256];
    char name[INSTANCE_NAME_MAX + 1]; /* of the test's usual instance */
    const char *programs;             /* the folder of rondo and rondoctl */
    struct card card;
    struct stage_process *processes; /* all that were prepared, the newest first */
    unsigned prepared;
    struct stage_object {
        char kind; /* 'm'emory, 's'emaphores, 'q'ueue */
        int id;
    } objects[STAGE_OBJECTS]; /* that an instance of this stage was seen to have */
    unsigned object_count;
};

struct stage_process {
    /* For who prepares it: how it is to start. All zero is the usual. */
    bool closed[3];   /* without this standard descriptor */
    unsigned columns; /* in a pseudo-terminal so wide, with 24 rows; 0: without a terminal */

    /* Since the start. Standard input is /dev/null, if it is no terminal. */
    pid_t pid;
    char name[INSTANCE_NAME_MAX + 1]; /* the instance's, of a rondo */
    int terminal;                     /* the other end of it, or -1 */
    bool ended;
    int status; /* then: the exit status, or 128 and the signal that killed it */

    struct stage *stage;
    struct stage_process *next;
    unsigned number; /* its files are NUMBER.out and NUMBER.err */
    char *text[3];   /* what stage_out(), stage_errors() and stage_shown() returned */
    size_t shown;    /* bytes of the last of these */
};

/* For cmocka; *state is the stage. */
int stage_setup(void **state);
int stage_teardown(void **state);
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, stage_setup, stage_teardown)

/* From now on the virtual card is the default device. */
void stage_card(struct stage *stage, const struct card_options *options);

/*
 * The path of a file in the stage's folder, and of one that the build has composed. These, and
 * the programs, are looked for in RONDO_STAGE_SAMPLES and RONDO_STAGE_PROGRAMS where those are set.
 */
const char *stage_path(struct stage *stage, const char *file, char ret_path[PATH_MAX]);
const char *stage_sample(const char *file, char ret_path[PATH_MAX]);

/* Makes a file of these bytes; reads one, for the caller to free, with a zero behind its end. */
void stage_write(struct stage *stage, const char *file, const void *bytes, size_t size);
uint8_t *stage_read(struct stage *stage, const char *file, size_t *ret_size);

/*
 * Starts a program with these arguments, the last one NULL. The program is one of the stage's
 * or is looked for in PATH; a rondo gets the stage's --name first, and another one from the
 * arguments wins if it is written "--name=NAME".
 */
struct stage_process *stage_prepare(struct stage *stage);
void stage_start(struct stage_process *process, const char *program, ...) __attribute__((sentinel));
struct stage_process *stage_play(struct stage *stage, ...) __attribute__((sentinel));

/* Waits for its end; its status. */
int stage_wait(struct stage_process *process);

/*
 * Waits a moment for anything else: while (!CONDITION) stage_tick(process, &since, "what");
 * with an uint64_t since = 0, which tells it when the waiting began.
 */
void stage_tick(struct stage_process *process, uint64_t *since, const char *what);
uint64_t stage_now_ms(void);

/* Runs a program to its end. */
struct stage_process *stage_run(struct stage *stage, const char *program, ...)
    __attribute__((sentinel));

/* What it has written so far to standard output, to standard error, and to its terminal. */
const char *stage_out(struct stage_process *process);
const char *stage_errors(struct stage_process *process);
const char *stage_shown(struct stage_process *process);

/* Presses keys on its terminal; makes it as wide as that. */
void stage_type(struct stage_process *process, const char *keys);
void stage_resize(struct stage_process *process, unsigned columns);

/* rondoctl for this rondo: VERB, up to four words, NULL. It has ended, see status, out and errors.
 */
struct stage_process *stage_ctl(struct stage_process *rondo, ...) __attribute__((sentinel));

/*
 * The status as JSON; NULL where nobody answers. A member is named by its path, "pids.producer"
 * or "state"; stage_number() is -1 where there is none.
 */
const char *stage_status(struct stage_process *rondo);
double stage_number(const char *status, const char *member);
const char *stage_text(const char *status, const char *member, char *text, size_t size);

/* Until the status has it: all children are there, at least that number, just that text. */
void stage_await_ready(struct stage_process *rondo);
void stage_await_number(struct stage_process *rondo, const char *member, double at_least);
void stage_await_text(struct stage_process *rondo, const char *member, const char *text);

/* Until standard error, or the terminal, has that text; until a process is gone. */
void stage_await_errors(struct stage_process *process, const char *text);
void stage_await_shown(struct stage_process *process, const char *text);
void stage_await_gone(pid_t pid);

/* How many System V objects that an instance of this stage was seen to have are there now. */
unsigned stage_objects(const struct stage *stage);

/* Looks whether anything is left of what ran here; says what. Waits for what is just ending. */
bool stage_is_empty(struct stage *stage);

#endif
