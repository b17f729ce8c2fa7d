/*
 * deaths.c - prepares the ring, has the victim do what it does before, foretells the values, lets
 * it die, looks, and has successors go on.
 *
 * A step that never sleeps has no inside that could be awaited: there the victim is killed from
 * outside at a random moment as it begins, and the values have to be those of a death before the
 * step, or those of one after it. The kernel knows no third.
 */
#include <errno.h>
#include <signal.h>
#include <time.h>

#include "tools/rondolab/await.h"
#include "tools/rondolab/deaths_plot.h"
#include "tools/rondolab/deaths_scene.h"
#include "tools/rondolab/ledger.h"

enum { GO_ON_BLOCKS = 3, RACE_SPINS_MAX = 20000, RACE_SLEEP_MAX_NS = 60000 };

static int prepare(struct scene *scene)
{
    const struct death *death = scene->death;
    int error = rig_fill(scene->rig, death->filled);

    if (error == 0 && death->shut)
        error = ring_pause(scene->rig->ring);
    if (error == 0 && death->bystander.act != PARTY_NOTHING) {
        error = rig_party(scene->rig, death->bystander.seat, &scene->bystander);
        if (error == 0 && death->bystander.act != PARTY_SEAT)
            error = subject_do(&scene->bystander, (int)death->bystander.act, 1, NULL);
    }
    return error;
}

/* The victim does it, and so does the ledger. */
static int advance(struct scene *scene, struct ledger *ledger, enum party_act act)
{
    enum step step = party_step(scene->seat, act);
    struct answer answer;
    int error = subject_do(&scene->victim, (int)act, deaths_count(scene->death), &answer);

    if (error < 0)
        return error;
    if (step < STEP_COUNT)
        ledger_step(ledger, step, scene->seat, deaths_count(scene->death));
    if (act == PARTY_HEAR)
        rig_count(scene->rig, &answer);
    return 0;
}

/* All that comes before the act that it dies of, and what is predicted. */
static int lead_up(struct scene *scene)
{
    const struct death *death = scene->death;
    struct semset_snapshot now = rig_look(scene->rig);
    struct ledger ledger, without;
    enum step step = party_step(scene->seat, death->act);
    int error = party_start(scene->rig->guardian, scene->rig->ring, scene->seat, &scene->victim);

    ledger_start(&ledger, PARTY_SLOTS, &now);
    if (error == 0 && death->act != PARTY_SEAT)
        error = advance(scene, &ledger, PARTY_SEAT);
    for (int i = 0; i < DEATH_ACTS_MAX && death->acts[i] != PARTY_NOTHING && error == 0; i++)
        error = advance(scene, &ledger, death->acts[i]);
    if (error < 0)
        return error;

    scene->before = rig_look(scene->rig);
    without = ledger;
    ledger_end(&without);
    scene->unmade = ledger_snapshot(&without);
    if (step < STEP_COUNT && !death->refused)
        ledger_step(&ledger, step, scene->seat, deaths_count(death));
    ledger_end(&ledger);
    scene->made = ledger_snapshot(&ledger);
    return 0;
}

static int await_asleep(const struct scene *scene)
{
    const struct death *death = scene->death;
    int set = ring_set_id(scene->rig->ring);
    struct await await = await_begin();
    int error = 0;

    while (error == 0 && (death->for_zero ? semset_waiting_zero(set, death->asleep)
                                          : semset_waiting_grow(set, death->asleep)) < 1)
        error = await_tick(&await);
    return error;
}

/* Awake, or asleep: where both run on one processor, it gets to its step only if this one sleeps.
 */
static void linger(struct trial *trial)
{
    const struct timespec moment = {.tv_nsec = trial_random(trial, RACE_SLEEP_MAX_NS)};
    uint32_t spins = trial_random(trial, RACE_SPINS_MAX);

    if (trial_random(trial, 2) == 0)
        nanosleep(&moment, NULL);
    else
        for (volatile uint32_t i = 0; i < spins; i++)
            ;
}

/* Returns when the victim is dead. */
static int die(struct scene *scene)
{
    const struct order order = {
        .act = (int)scene->death->act,
        .count = deaths_count(scene->death),
        .dies = scene->death->moment,
    };
    struct answer answer;
    int error = subject_order(&scene->victim, &order);

    if (error == 0 && order.dies == MOMENT_RACE) {
        error = subject_answer(&scene->victim, &answer);
        linger(scene->trial);
    }
    if (error == 0 && order.dies == MOMENT_INSIDE)
        error = await_asleep(scene);
    if (error < 0 || order.dies == MOMENT_RACE || order.dies == MOMENT_INSIDE)
        kill(scene->victim.pid, SIGKILL);
    subject_wait(&scene->victim);
    scene->after = rig_look(scene->rig);
    return error;
}

/* A ring that is not as it should be is of no use to the next victim. */
static int renew(struct rig *rig)
{
    const struct guardian *guardian = rig->guardian;

    rig_close(rig);
    return rig_open(guardian, rig);
}

static int play(struct scene *scene)
{
    int error = prepare(scene);

    if (error == 0)
        error = lead_up(scene);
    if (error == 0)
        error = die(scene);
    subject_kill(&scene->victim);
    subject_kill(&scene->bystander);
    if (error < 0)
        return error;
    return deaths_as_predicted(scene) ? rig_go_on(scene->rig, GO_ON_BLOCKS) : renew(scene->rig);
}

static int race(struct scene *scene, struct deaths_plot *plot)
{
    const struct scene fresh = *scene;
    struct deaths_race outcome = {0};

    for (int i = 0; i < DEATH_RACES; i++) {
        int error;

        *scene = fresh;
        error = play(scene);
        if (error < 0)
            return error;
        deaths_race_count(scene, &outcome);
    }
    deaths_report_race(scene, &outcome);
    return deaths_plot_add(plot, &scene->before, &scene->after);
}

static int row(struct trial *trial, struct rig *rig, enum sem_index seat, const struct death *death,
               struct deaths_plot *plot)
{
    struct scene scene = {.trial = trial, .rig = rig, .seat = seat, .death = death};
    int error;

    if (death->moment == MOMENT_RACE)
        return race(&scene, plot);
    error = play(&scene);
    if (error < 0)
        return error;
    deaths_report(&scene);
    return deaths_plot_add(plot, &scene.before, &scene.after);
}

int deaths_run(struct trial *trial, enum sem_index seat, const struct death *rows, size_t count,
               const char *title)
{
    struct deaths_plot plot = {.slots = PARTY_SLOTS};
    struct rig rig;
    uint32_t deaths = 0;
    int error = rig_open(trial->guardian, &rig);

    if (error < 0)
        return trial_refuse(trial, error, "a ring: segment and semaphore set");
    for (size_t i = 0; i < count && error == 0; i++) {
        error = row(trial, &rig, seat, &rows[i], &plot);
        deaths += rows[i].moment == MOMENT_RACE ? DEATH_RACES : 1;
    }
    if (error == 0) {
        deaths_report_stream(trial, &rig, deaths);
        error = deaths_plot_draw(&plot, title, &trial->plot);
    } else {
        trial_refuse(trial, error, "a process of the lab");
    }
    rig_close(&rig);
    return error;
}
