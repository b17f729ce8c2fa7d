/*
 * deaths.h - somebody dies before, inside or after a step, again and again, in one ring.
 */
#ifndef TOOLS_RONDOLAB_DEATHS_H
#define TOOLS_RONDOLAB_DEATHS_H

#include "tools/rondolab/rig.h"
#include "tools/rondolab/trial.h"

enum { DEATH_ACTS_MAX = 6, DEATH_RACES = 12 };

/* Another process in the ring meanwhile: it takes that seat, then does that. */
struct death_bystander {
    enum sem_index seat;
    enum party_act act; /* PARTY_NOTHING: there is none */
};

struct death {
    enum moment moment;
    enum party_act act; /* the one that it dies of; its seat is taken first, unless it is that */
    uint16_t count;     /* n or K of all acts that have one */
    const char *when;   /* NULL: as the moment says; else "asleep in it, the gate being shut" */
    const char *leaves; /* NULL: as step_after_death() says, or nothing has happened */
    enum party_act acts[DEATH_ACTS_MAX]; /* that it does before; PARTY_NOTHING ends them */
    uint16_t filled;                     /* so many blocks are in the ring when it comes */
    bool shut;                           /* the gate is */
    struct death_bystander bystander;
    enum sem_index asleep; /* MOMENT_INSIDE: the semaphore that it sleeps on */
    bool for_zero;         /* until that is 0, rather than until it grows */
    bool refused;          /* the step fails, and so changes nothing */
};

/*
 * Whoever has that seat dies of each row, and each time blocks pass through the ring afterwards. Of
 * a MOMENT_RACE row, DEATH_RACES times. Compares all values after each death with the ledger's, and
 * at the end what was heard with what was made; draws the plot.
 */
int deaths_run(struct trial *trial, enum sem_index seat, const struct death *rows, size_t count,
               const char *title);

#endif
