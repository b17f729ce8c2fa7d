/*
 * lesson.h - what the lessons have in common: the sound, the story, the processes, and cleaning up.
 *
 * A lesson's main() tells a story in numbered steps, and starts processes that do what is told.
 * What they observe is compared with what the lesson says: lesson_end() is 0 only if all of it
 * came true. Where something fails that no lesson is about, one line is printed, and it ends.
 */
#ifndef SAMPLES_IPC_LESSON_H
#define SAMPLES_IPC_LESSON_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* 1024 frames of two channels of 16 bits: a page of memory, and just PIPE_BUF. */
enum { LESSON_BLOCK_BYTES = 4096, LESSON_OPTIONS = 3 };

struct lesson {
    const char *name; /* the program's */
    const char *teaches;
    struct lesson_option {
        const char *name;  /* without the dashes */
        const char *value; /* what its value is called; NULL: it takes none */
        const char *help;
        const char **ret_value; /* where it is given: its value, or "" */
    } options[LESSON_OPTIONS];  /* besides those of all lessons */
};

/* First and last in main(). The status is 0: all as told, or 1: not. */
void lesson_begin(const struct lesson *lesson, int argc, char **argv);
int lesson_end(void);

/* Ends the program, with status 2, for an option's value: "--key ", its value, what it may be. */
_Noreturn void lesson_refuse(const char *option, const char *value, const char *accepted);

/* The sound, of which every process of the lesson has a copy from the beginning. */
uint32_t lesson_blocks(void);
const void *lesson_block(uint32_t i);

/* The story: a numbered step; a line below it; a line on what was seen, and whether it was as told.
 */
void lesson_step(const char *format, ...) __attribute__((format(printf, 1, 2)));
void lesson_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool lesson_saw(bool as_told, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What the kernel said: the name of errno if the result is negative, else the number. */
const char *lesson_said(long result);

/* The result, which may not be negative here: else one line with call and errno, and the end. */
long lesson_must(const char *call, long result);

/* Sums of what went and came, whichever process counts; compared, they are shown and begin anew. */
enum lesson_sum { LESSON_SENT, LESSON_ARRIVED, LESSON_SENT_2, LESSON_ARRIVED_2, LESSON_SUMS };
void lesson_count(enum lesson_sum sum, const void *bytes, size_t size);
void lesson_count_sound(enum lesson_sum sum);
bool lesson_compare(enum lesson_sum sent, enum lesson_sum arrived);
void lesson_forget(enum lesson_sum sum);

/*
 * fork(), and a name for the child. A child ends with lesson_leave(), or when main() does. The
 * death of one that is not doomed ends the lesson. Both waits are main()'s; the first returns what
 * waitpid() stores.
 */
pid_t lesson_fork(const char *role);
_Noreturn void lesson_leave(void);
void lesson_doom(pid_t child);
int lesson_wait(pid_t child);
void lesson_wait_all(void);

/* A child says that it is ready, and main() waits until one has said so. */
void lesson_ready(void);
void lesson_await_ready(void);

/* Until the process sleeps in the kernel; nobody reports that, so one has to look. */
void lesson_await_asleep(pid_t process);

/* A mask from /proc/PID/status, such as "SigIgn": signal n is bit n - 1. */
bool lesson_has_signal(pid_t process, const char *mask, int signal);

/* All of it, in as many calls as it takes; the bytes read are fewer only at the end of file. */
void lesson_write(int file, const void *bytes, size_t size);
size_t lesson_read(int file, void *bytes, size_t size);

/*
 * LESSON_OWN(kind, call) makes a System V object that is removed when the lesson ends, in whatever
 * way; it returns what the call does. lesson_path() names a file in a folder that goes likewise.
 */
enum lesson_kind { LESSON_MEMORY, LESSON_SEMAPHORES, LESSON_QUEUE };
#define LESSON_OWN(kind, call) (lesson_make() ? lesson_made() : lesson_own((kind), (call)))
bool lesson_make(void);
int lesson_made(void);
_Noreturn int lesson_own(enum lesson_kind kind, int id);
const char *lesson_path(const char *file); /* valid until the next call */
void lesson_path_into(char *path, size_t size, const char *file);

/*
 * Memory that all processes of a lesson share, for lessons on something else: some numbers, and a
 * place for each block, so that those that come in any order are counted in the right one.
 */
enum { LESSON_VALUES = 8 };
extern _Atomic long *lesson_value;
void *lesson_place(uint32_t i);
bool lesson_compare_places(void); /* with the sound, as if all of it had been sent */

#endif
