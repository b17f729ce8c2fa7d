/*
 * loud.h - loudness while playing: what is found out of which track, when, and what that leads to.
 *
 * Nothing is done where the mode is off and nobody asks for a waveform. Else a scanner (scanner.h)
 * reads the tags of the line's tracks and of a few after them, and measures those that have no
 * gain. A track's gain is decided when it is handed over, and stays: one that is the next to
 * sound never waits for a measurement, only shortly for its tags; a later one waits as long as the
 * ring plays on without it, and where nobody listens (an output into a file), until it is known.
 */
#ifndef PLAYER_LOUD_H
#define PLAYER_LOUD_H

#include "player/loud_gain.h"
#include "player/scanner.h"

enum { LOUD_WAVES = 8 };

/* A request that the scanner has not answered. */
struct loud_task {
    uint32_t id;
    struct loud_key key;
    bool decoded; /* it is about what ffmpeg made of the file */
};

struct loud_wave {
    struct loud_key key;
    uint64_t frames; /* of the file's sound */
    struct scan_wave wave;
};

struct loud {
    struct scanner scanner;
    struct loud_cache cache;
    int poll;        /* an epoll of these: */
    int hold_timer;  /* a track waits to be handed over, no longer than this */
    int watch_timer; /* the scanner is looked after */
    bool held;       /* `held_track` waits: */
    bool expired;    /* and has waited long enough */
    uint32_t held_track;
    uint32_t task_count;
    struct loud_task task[SCANS_LINE];
    uint32_t wave_count; /* number n at n % LOUD_WAVES */
    struct loud_wave wave[LOUD_WAVES];
};

struct session;
struct feeder_track;

/* A negative errno. */
int loud_open(struct session *s);
void loud_close(struct session *s);

/*
 * Decides the gain of a track that is about to be handed over (feeder.c), unless it has been. True:
 * it has to wait, and feeder_fill() will be called again.
 */
bool loud_holds(struct session *s, struct feeder_track *t);

/* After any change of the line: has the scanner find out what will be needed. */
void loud_look_ahead(struct session *s);

/* Another mode, at once: what sounds goes on with its new gain, under a new epoch. */
void loud_changed(struct session *s);

/*
 * The waveform of the track that sounds. -EAGAIN: it is being measured, and the screen will be
 * drawn when it is there; -ENOENT: there is none.
 */
int loud_wave(struct session *s, const struct loud_wave **ret_wave);

/* loop.c: the scanner has said something; has ended; `poll` is readable. */
void loud_take(struct session *s);
void loud_scanner_ended(struct session *s);
void loud_tick(struct session *s);

/* Whether somebody listens to the output, who must not be kept waiting. */
bool loud_heard_live(const struct session *s);

#endif
