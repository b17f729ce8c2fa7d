/*
 * healing.h - what follows from a signal or a death, step by step, until the ring is as before.
 *
 * It begins with a signal that was sent from here, or with a death that came from elsewhere, and
 * takes in what the flight recorder tells from then on, what the kernel gave back, and which
 * objects went. It is over when the successor has handed over or finished a block, or sleeps as
 * the dead did; after a SIGCONT, when the process has done a step; after the player's death, when
 * all objects are gone. The list stays, to be gone through slowly.
 */
#ifndef TOOLS_RONDOSCOPE_HEALING_H
#define TOOLS_RONDOSCOPE_HEALING_H

#include "tools/rondoscope/replay.h"

enum { HEALING_ENTRIES = 512, HEALING_TEXT_MAX = 200 };

enum healing_kind {
    HEALING_SIGNAL, /* from here: `number` */
    HEALING_DEATH,  /* of whoever sat in the seat; what the kernel paid is in `owed` */
    HEALING_EVENT,  /* from the flight recorder */
    HEALING_GONE,   /* an object: `number` is enum doctor_object_kind */
    HEALING_OVER
};

struct healing_entry {
    enum healing_kind kind;
    uint64_t time_ns;
    enum flight_role role; /* whose process, or whose log */
    pid_t pid;
    int number;
    bool paid;                    /* HEALING_DEATH: there was a set to pay the debts to: */
    struct semset_snapshot after; /* its values then */
    int owed;                     /* and the claims that were owed */
    struct flight_event event;    /* HEALING_EVENT */
};

struct healing {
    bool begun; /* there is a list */
    bool over;
    bool died;             /* the process is dead; before that it can be stopped and go on */
    bool continued;        /* it was told to go on */
    enum flight_role role; /* it is about this one */
    pid_t pid;             /* the first one; 0: unknown */
    pid_t successor;       /* once it was started */
    bool there[DOCTOR_OBJECTS];
    uint64_t begin_ns; /* events from then on are in the list */
    uint64_t zero_ns;  /* of the signal, or the death: where the list counts from */
    uint64_t lost;     /* events that came too fast to be read */
    bool replayable;
    struct replay before; /* the first entry */
    size_t count;
    struct healing_entry entry[HEALING_ENTRIES];
};

/*
 * A signal is about to be sent, and `values` are those just now: a new list, unless one of the
 * same process is not over yet.
 */
void healing_signal(struct healing *healing, const struct picture *picture,
                    const struct semset_snapshot *values, enum flight_role role, int number,
                    uint64_t now_ns);

/*
 * A process has ended: begins a list, from the last picture on, unless one is going on. Then the
 * next picture is to be taken, and after it healing_death() called, with the values that were
 * found right after the end, or NULL where the set was gone.
 */
void healing_end(struct healing *healing, const struct picture *picture, enum flight_role role,
                 pid_t pid, uint64_t now_ns);
void healing_death(struct healing *healing, const struct picture *picture, enum flight_role role,
                   pid_t pid, const struct semset_snapshot *after, uint64_t now_ns);

/* One more picture, with its news. */
void healing_take(struct healing *healing, const struct picture *picture);

/* The ring's values after entry `at`; false: they cannot be told. */
bool healing_replay(const struct healing *healing, size_t at, struct replay *ret_replay);

/* Who speaks in an entry: "key", "kernel", "producer" ...; never NULL. */
const char *healing_who(const struct healing_entry *entry);

/* What happened, one line: "PRODUCER_CLAIM slot 7: takes a free slot, ...". */
void healing_text(const struct healing *healing, const struct healing_entry *entry,
                  char ret_text[HEALING_TEXT_MAX]);

#endif
