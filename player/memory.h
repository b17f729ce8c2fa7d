/*
 * memory.h - what outlives a session: the list, and where the music was.
 *
 * It is kept by every session whose sound somebody hears; one that writes a file, or plays nowhere,
 * keeps only what --resume asks for. The place is written every 4 s while it plays, at once when
 * it pauses or is moved while paused, and at the end, to the very frame that was heard last; so a
 * death costs 5 s at the most. The list is written when it has changed.
 */
#ifndef PLAYER_MEMORY_H
#define PLAYER_MEMORY_H

#include "player/memory_writer.h"
#include "player/options.h"

/* Where to begin. All zero but the volume: at the beginning. */
struct memory_start {
    bool resumes;
    uint32_t index;
    uint64_t frame;
    uint32_t hz; /* that it is counted in; 0: not known */
    uint64_t ms; /* instead of the frame, where that was not known */
    uint32_t volume;
    struct memory_modes modes;
};

/*
 * What --resume finds. Without files on the command line `list`, which is empty, becomes the kept
 * one; with files it is what they have brought, and its place counts only if it is the kept list.
 * *ret_start is filled in any case. 0, or a negative errno and one line in why[]: something is kept
 * and cannot be used, or nothing is kept (-ENOENT), and there are no files.
 */
int memory_resume(const struct options *options, struct playlist *list,
                  struct memory_start *ret_start, char *why, size_t why_size);

/* Of a session; all zero, with the timer -1: nothing is kept. */
struct memory {
    struct memory_writer *writer; /* NULL: nothing is kept */
    int timer;
    bool running;
    bool told;         /* that it cannot be written */
    bool playing;      /* as memory_leave() saw it */
    uint64_t list;     /* its id */
    uint32_t revision; /* playlist.h, of the list that was written */
    char folder[PATH_MAX];
    struct memory_place place;
    char text[MEMORY_PLACE_SIZE]; /* what was handed over last */
};

struct session;

/* The timer: readable when memory_tick() is wanted. -errno. */
int memory_open(struct memory *memory);

/* The music is ordered; from now on it is kept. What keeps it from that has been said. */
void memory_begin(struct session *s);

/* Whenever the list has another content or order. */
void memory_list_changed(struct session *s);

/* After any event, and when a pause is silent: starts and stops the timer, notes the place. */
void memory_follow(struct session *s);
void memory_tick(struct session *s);

/* Just before the ring is removed; and after the children's end, with the ring still attached. */
void memory_leave(struct session *s);
void memory_end(struct session *s);

#endif
