/*
 * session.h - one run of the player: everything that its files share.
 *
 * The player itself never decodes and never touches a device, so it always answers. What it
 * believes of tracks and places is in its own memory; the ring is asked only for what is
 * sounding now.
 */
#ifndef PLAYER_SESSION_H
#define PLAYER_SESSION_H

#include "player/consumer/report.h"
#include "player/feeder.h"
#include "player/listener.h"
#include "player/memory.h"
#include "player/options.h"
#include "player/order.h"
#include "player/playlist.h"
#include "player/screen.h"
#include "player/signals.h"
#include "player/slow.h"
#include "player/spawn.h"
#include "player/spool.h"
#include "player/state.h"
#include "player/watch.h"
#include "player/watchdog.h"
#include "shmring/instance.h"

enum session_exit {
    SESSION_PLAYED = 0,
    SESSION_TRACK_FAILED = 1,
    SESSION_USAGE = 2,
    SESSION_NO_OUTPUT = 3,
    SESSION_NO_IPC = 4
};

/* A process that works for the player. */
struct session_child {
    struct process process;
    int channel;           /* our end; -1: none */
    bool hung_up;          /* nothing more comes through it */
    const char *condemned; /* why the player itself has killed it; NULL: it has not */
    uint32_t restarts;
    uint32_t fruitless; /* deaths in a row without progress in between */
    uint64_t progress;  /* what the consumer had come to when it died last */
};

/* Why the listener hears silence though nobody asked for it. */
enum session_gap {
    GAP_DECODER_LATE,
    GAP_PRODUCER_RESTARTING,
    GAP_SOURCE_SLOW,
    GAP_DEVICE_STALLED,
    GAP_COUNT
};

/* A part of an entry's track, within its own range. */
struct session_part {
    uint32_t entry; /* the playlist's number for it */
    uint32_t from_ms;
    uint32_t to_ms; /* 0: there is no such part */
};

/* What the output takes. */
struct session_sound {
    struct job_shape fixed; /* for a file: that of all tracks; rate 0: not known yet, or no file */
    struct job_refusal refusals[JOB_REFUSALS];
};

struct session {
    const struct options *options; /* these: */
    struct options current;
    struct options_output output_option; /* a copy, for exec wants text it could write to */
    struct playlist list;
    struct order order;
    struct session_part loop; /* that is repeated, and with a `to_ms` of 0 is none */
    struct session_part last; /* the list's last track, where it is to end earlier */
    struct instance instance;
    struct listener listener;
    struct feeder feeder;
    struct session_sound sound;
    struct spools spools;
    struct screen screen;
    struct signals_taps taps;
    struct session_child producer;
    struct session_child consumer;

    enum state state;
    int status;      /* enum session_exit, the worst so far */
    uint32_t volume; /* percent */
    bool sounded;    /* something has reached the output */
    bool device_lost;
    bool hurry;    /* somebody wants it to end, rather than the list having come to its end */
    bool ready;    /* the consumer has its output */
    bool realtime; /* which plays at the pace of a clock */
    bool slowable; /* and of one that can be slowed down */
    struct slow slow;
    char output[256];

    int signal_file;
    int fade_timer;
    int restart_timer;
    struct watchdog watchdog;
    struct memory memory;
    struct watch watch;

    struct ring_resume_point crash; /* where the producer last died by its own fault */
    uint32_t strikes;               /* how often in a row there */
    bool producer_new;              /* it has not said a word since it was started again */
    bool producer_lied;             /* and that is why it was killed */

    uint32_t gaps[GAP_COUNT];
    uint32_t failed;    /* tracks that could not be played, or not to their end */
    uint32_t malformed; /* requests that nobody could be answered for */
    uint32_t lost_reports;
};

/* Lets an event happen: looks it up in the table of states and does what is to be done. */
void session_event(struct session *s, enum event event);

/* Where the music is. 0, or -ENOENT: nothing is being played any more. */
struct session_place {
    uint32_t index; /* in the list */
    uint32_t round; /* order.h */
    uint64_t frame;
    uint32_t rate; /* 0: not known yet, and then `ms` is all there is */
    uint64_t ms;
};
int session_place(struct session *s, struct session_place *ret_place);

/* What a track is called: by its tags; a part of a file by its list, for the tags are the file's.
 */
struct session_name {
    const char *title; /* "": unknown */
    const char *artist;
};
struct session_name session_name(const struct playlist_entry *entry, const struct job_reply *facts);

/* Jumps there, and says so if it cannot go on. -ESHUTDOWN: it is over, or about to be. */
int session_move(struct session *s, const struct order_place *place, struct feeder_start start);

/* The same place, as what comes may count it. */
struct feeder_start session_here(const struct session_place *place);

/* Moves; -ERANGE: there is no such track, and nothing has changed. */
int session_go_to(struct session *s, uint32_t index, uint64_t ms);
int session_next(struct session *s);
int session_previous(struct session *s);

/*
 * By so many milliseconds, or to there. Past the end is the end; before the start, the start.
 * -ENODATA: of what still comes, that is not there.
 */
int session_seek(struct session *s, bool relative, int64_t ms);

/* -ERANGE: above 130. */
int session_set_volume(struct session *s, int64_t percent);

/* Remembers that something went wrong; the first such status wins over "some track failed". */
void session_fail(struct session *s, int status);

/* A track cannot be played, or not on: says so, once, however often somebody comes by it. */
void session_track_failed(struct session *s, uint32_t track, const char *why);

/* children.c: the two processes. A negative errno has been reported on the screen. */
int children_start_producer(struct session *s);
int children_start_consumer(struct session *s, bool resume);

/* Kills a child that does not do what it should; supervise.c sees its end. */
void children_condemn(struct session_child *child, const char *why);

/* After its end: how it was. */
void children_reap(struct session *s, struct session_child *child, struct spawn_end *ret_end);

/* supervise.c: what follows from a child's end, and the restart that was put off. */
void supervise_producer_ended(struct session *s);
void supervise_consumer_ended(struct session *s);
void supervise_restart(struct session *s);

/*
 * Whether the ring or a queue has been removed under us, or somebody has spoiled the ring; says
 * so, and it is over then.
 */
bool supervise_broken(struct session *s);

/*
 * After the ring is gone: waits for it, at most grace_ms, then kills. The producer goes last: it
 * removes what is left of the instance should the player be killed meanwhile.
 */
void children_end_consumer(struct session *s, int grace_ms);
void children_end_producer(struct session *s, int grace_ms);

/* reports.c: everything that waits in the consumer's pipe, and in the producer's socket. */
void reports_take(struct session *s);
void reports_take_replies(struct session *s);

/* requests.c: answers one request. */
void requests_answer(struct session *s, const char *text, size_t bytes);

/* status.c: the status as JSON. -ENOSPC. */
int status_write(struct session *s, const char *id, char *text, size_t size);

/* loop.c: plays until the state is STATE_OVER. */
void loop_run(struct session *s);

/* The redraw timer runs only on a terminal, and only while the display changes by itself. */
void loop_animate(struct session *s, bool on);

/* run.c: everything from the instance's making to its removal; the exit status. */
int session_run(const struct options *options, struct playlist *list,
                const struct memory_start *start);

#endif
