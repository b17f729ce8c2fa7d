/*
 * screen.h - what the listener sees on standard error, and the keys.
 *
 * On a terminal: one line, drawn over and over; messages scroll above it. Elsewhere: one line
 * a track, and the messages. Quiet: the errors only.
 */
#ifndef PLAYER_SCREEN_H
#define PLAYER_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "player/keys.h"
#include "player/screen_program.h"
#include "player/terminal.h"

enum { SCREEN_PROGRESS_MAX = 512, SCREEN_HELD = 16, SCREEN_HELD_TEXT = 2100 };

struct screen {
    struct terminal terminal;
    struct keys keys;
    int output;       /* standard error, or our own way to its terminal */
    int timer;        /* fires while the line changes by itself */
    bool keys_wanted; /* terminal.input is ours to read */
    bool tty;         /* standard error is a terminal */
    bool line;        /* and we are not quiet, and it can move its cursor */
    bool quiet;
    bool utf8;
    bool colour;
    bool drawn;     /* the line is there now */
    bool announced; /* a track has had its line, the last time this one: */
    uint32_t track;
    struct screen_program program; /* -u: it has the terminal */
    uint32_t held;                 /* errors that wait until it has it no more; the last of them: */
    char held_text[SCREEN_HELD][SCREEN_HELD_TEXT];
    char progress[SCREEN_PROGRESS_MAX]; /* stands for the title, while a track is spooled */
};

struct session;

/* full: rondo-screen is wanted. no_stdin: standard input is music, and keys come from the
 * controlling terminal, if any. */
void screen_init(struct screen *screen, bool full, bool quiet, bool no_stdin);
void screen_close(struct screen *screen);

/* Takes the terminal, where there is one; draws. Again after each SIGCONT. */
void screen_enter(struct session *s);

/* Once the queues are gone: wipes the line and gives the terminal back. */
void screen_leave(struct session *s);

/* Before the player stops as a job: gives the terminal back. */
void screen_suspend(struct session *s);

/* Something has changed: those who watch are told, and the line is drawn anew, if there is one. */
void screen_draw(struct session *s);

/* Draws the line anew, for time has passed, or the terminal has another size. */
void screen_redraw(struct session *s);

/* Says what could not be said while rondo-screen had the terminal. */
void screen_say_held(struct session *s);

/* A track has begun to sound: its line, where the screen is no terminal. */
void screen_track(struct session *s);

/* An error: "rondo: ...", made safe for the terminal. */
void screen_say(struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for what is good to know; not when quiet. */
void screen_note(struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same without the program's name: what happens in slow motion. */
void screen_tell(struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Reads what was typed, once, and calls `press` for each key. False: there is no input any
 * more, or it belongs to somebody else now.
 */
bool screen_read_keys(struct session *s, void (*press)(struct session *s, enum key key));

#endif
