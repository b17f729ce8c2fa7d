/*
 * try_undo_everywhere.c - counting semaphores with SEM_UNDO on every operation, beside Rondo's
 * ring.
 *
 * Both rings get the same treatment, act by act: blocks are put, some are taken, one side ends,
 * whoever consumes reads on. FILLED is noted after each act.
 */
#include <errno.h>
#include <string.h>

#include "tools/rondolab/experiment.h"
#include "tools/rondolab/rig.h"
#include "tools/rondolab/wrong_party.h"

static const struct ending {
    const char *title;
    const char *label; /* in the plot */
    uint16_t put;
    uint16_t taken; /* before the end */
    bool consumer;  /* it is the one that ends; else the producer */
    bool killed;    /* with SIGKILL; else it exits */
} endings[] = {
    {"a producer puts 5 blocks and exits, as it should", "exit", 5, 0, false, false},
    {"a producer puts 5 blocks and is killed", "kill", 5, 0, false, true},
    {"a producer puts 5 blocks, a consumer takes 2 of them, the producer exits", "exit", 5, 2,
     false, false},
    {"a producer puts 8 blocks, a consumer takes 2 of them and is killed, another one reads on",
     "kill of the consumer", 8, 2, true, true},
};

enum { ENDINGS = sizeof(endings) / sizeof(endings[0]), MOMENTS_MAX = 64 };

struct curves {
    struct {
        int wrong; /* FILLED */
        int right;
        uint32_t lost; /* so far, of the wrong ring */
    } moment[MOMENTS_MAX];
    size_t count;
    size_t end[ENDINGS]; /* the moments of the ends */
    uint32_t lost;
};

struct both {
    struct wrong_ring wrong;
    struct rig right;
    struct subject wrong_producer, wrong_consumer, right_producer, right_consumer;
    uint32_t seen[WRONG_SLOTS]; /* how often each block came out of the wrong ring */
    uint32_t free;              /* of the wrong ring, after the end */
    uint32_t filled;
    struct curves *curves;
};

static void note(struct both *both)
{
    struct curves *curves = both->curves;

    if (curves->count == MOMENTS_MAX)
        return;
    curves->moment[curves->count].wrong = wrong_ring_value(&both->wrong, WRONG_FILLED);
    curves->moment[curves->count].right = rig_look(&both->right).value[SEM_FILLED];
    curves->moment[curves->count].lost = curves->lost;
    curves->count++;
}

static int start(const struct guardian *guardian, struct both *both)
{
    int error = wrong_ring_create(guardian, true, &both->wrong);

    if (error == 0)
        error = rig_open(guardian, &both->right);
    if (error == 0)
        error = wrong_party_start(guardian, &both->wrong, true, &both->wrong_producer);
    if (error == 0)
        error = wrong_party_start(guardian, &both->wrong, true, &both->wrong_consumer);
    if (error == 0)
        error = rig_party(&both->right, SEM_PRODUCER, &both->right_producer);
    if (error == 0)
        error = rig_party(&both->right, SEM_CONSUMER, &both->right_consumer);
    if (error == 0)
        note(both);
    return error;
}

static void finish(struct both *both)
{
    subject_kill(&both->wrong_producer);
    subject_kill(&both->wrong_consumer);
    subject_kill(&both->right_producer);
    subject_kill(&both->right_consumer);
    wrong_ring_remove(&both->wrong);
    rig_close(&both->right);
}

static int put(struct both *both, uint16_t count)
{
    int error = 0;

    for (; count > 0 && error == 0; count--) {
        error = subject_do(&both->wrong_producer, WRONG_PUT, 1, NULL);
        if (error == 0)
            error = rig_produce(&both->right_producer, 1);
        note(both);
    }
    return error;
}

/* Out of the wrong ring, as many as FILLED says, or `count`. */
static int get_wrong(struct both *both, uint16_t count)
{
    struct answer answer = {0};
    int error = subject_do(&both->wrong_consumer, WRONG_GET, count, &answer);

    for (uint32_t i = 0; i < answer.count; i++)
        if (answer.number[i] < WRONG_SLOTS)
            both->seen[answer.number[i]]++;
    return error == -EAGAIN ? 0 : error;
}

static int take(struct both *both, uint16_t count)
{
    int error = 0;

    if (count == 0)
        return 0;
    error = get_wrong(both, count);
    if (error == 0)
        error = rig_consume(&both->right, &both->right_consumer, count);
    note(both);
    return error;
}

static void end_of(struct subject *subject, bool killed)
{
    if (killed)
        subject_kill(subject);
    else
        subject_dismiss(subject);
}

static void end(struct both *both, const struct ending *ending)
{
    end_of(ending->consumer ? &both->wrong_consumer : &both->wrong_producer, ending->killed);
    end_of(ending->consumer ? &both->right_consumer : &both->right_producer, ending->killed);
    both->free = (uint32_t)wrong_ring_value(&both->wrong, WRONG_FREE);
    both->filled = (uint32_t)wrong_ring_value(&both->wrong, WRONG_FILLED);
    both->curves->end[ending - endings] = both->curves->count;
    note(both);
}

static int read_on(const struct guardian *guardian, struct both *both)
{
    int error = 0;

    if (both->wrong_consumer.pid == 0)
        error = wrong_party_start(guardian, &both->wrong, true, &both->wrong_consumer);
    if (error == 0 && both->right_consumer.pid == 0)
        error = rig_party(&both->right, SEM_CONSUMER, &both->right_consumer);
    if (error == 0)
        error = get_wrong(both, SUBJECT_NUMBERS_MAX);
    if (error == 0)
        error = rig_hear(&both->right, &both->right_consumer);
    return error;
}

static void state(char text[128], uint32_t lost, uint32_t repeated, uint32_t free_slots,
                  uint32_t filled)
{
    snprintf(text, 128, "%u lost, %u repeated; after the end FREE %u, FILLED %u", lost, repeated,
             free_slots, filled);
}

/* The producer's debts: FREE +put, FILLED -put. The consumer's: FREE -taken, FILLED +taken. */
static void compare(struct trial *trial, struct both *both, const struct ending *ending)
{
    char prediction[128], observation[128];
    uint32_t lost = 0, repeated = 0, left = ending->put - ending->taken;
    const struct rig *right = &both->right;

    for (uint32_t i = 0; i < ending->put; i++) {
        lost += both->seen[i] == 0;
        repeated += both->seen[i] > 1 ? both->seen[i] - 1 : 0;
    }
    both->curves->lost += lost;
    if (ending->consumer)
        state(prediction, 0, ending->taken, WRONG_SLOTS - ending->put, ending->put);
    else
        state(prediction, left, 0, (uint32_t)(WRONG_SLOTS + ending->taken), 0);
    state(observation, lost, repeated, both->free, both->filled);
    report_case(&trial->report, "%s", ending->title);
    report_text(&trial->report, prediction, observation, "UNDO on every operation:");
    snprintf(observation, sizeof(observation), "%u lost, %u repeated", ending->put - right->heard,
             right->repeated);
    report_text(&trial->report, "0 lost, 0 repeated", observation, "Rondo's ring:");
}

static int play(struct trial *trial, const struct ending *ending, struct curves *curves)
{
    struct both both = {.curves = curves};
    int error = start(trial->guardian, &both);

    if (error == 0)
        error = put(&both, ending->put);
    if (error == 0)
        error = take(&both, ending->taken);
    if (error == 0) {
        end(&both, ending);
        error = read_on(trial->guardian, &both);
    }
    if (error == 0) {
        compare(trial, &both, ending);
        note(&both);
    }
    finish(&both);
    return error;
}

/* The later ones are drawn over the earlier. */
enum curve { CURVE_RIGHT, CURVE_WRONG, CURVE_LOST, CURVES };

static int draw_curve(const struct curves *curves, enum curve curve, struct plot *plot)
{
    static const char *const names[CURVES] = {
        [CURVE_WRONG] = "FILLED, UNDO on every operation",
        [CURVE_RIGHT] = "FILLED, Rondo's ring",
        [CURVE_LOST] = "lost so far, UNDO on every operation",
    };
    int error = plot_series(plot, names[curve], PLOT_STEPS);

    for (size_t i = 0; i < curves->count && error == 0; i++) {
        const double y[CURVES] = {
            [CURVE_WRONG] = curves->moment[i].wrong,
            [CURVE_RIGHT] = curves->moment[i].right,
            [CURVE_LOST] = curves->moment[i].lost,
        };

        error = plot_point(plot, (double)i, y[curve]);
    }
    return error;
}

static int draw(const struct curves *curves, struct plot **ret_plot)
{
    const struct plot_labels labels = {
        .title = "What an end takes back",
        .caption = "Four times: blocks are put one by one, some are taken, one side ends (red), a "
                   "consumer reads what FILLED says. With UNDO on every operation the kernel "
                   "takes all posts back; in Rondo's ring it pays only what was in hand.",
        .x = "act [number]",
        .y = "blocks",
    };
    int error = plot_create(&labels, ret_plot);

    for (int curve = 0; curve < CURVES && error == 0; curve++)
        error = draw_curve(curves, (enum curve)curve, *ret_plot);
    for (int i = 0; i < ENDINGS && error == 0; i++)
        error = plot_mark(*ret_plot, (double)curves->end[i], PLOT_MARK_FAULT, endings[i].label);
    return error;
}

static int run(struct trial *trial)
{
    struct curves curves = {0};

    for (int i = 0; i < ENDINGS; i++) {
        int error = play(trial, &endings[i], &curves);

        if (error < 0)
            return trial_refuse(trial, error, "rings and processes of the lab");
    }
    return draw(&curves, &trial->plot);
}

const struct experiment try_undo_everywhere = {
    .name = "undo-everywhere",
    .question = "Counting semaphores with SEM_UNDO on every operation: what goes?",
    .doing = "Two rings side by side: the bounded buffer of the textbooks, take one semaphore, "
             "post the other, each with SEM_UNDO \"to be safe\"; and Rondo's. In both a producer "
             "puts blocks, a consumer takes some, and then one of the two ends: by an ordinary "
             "exit, or killed. Whoever consumes reads on, and what came is compared with what was "
             "put.",
    .predicted = "SEM_UNDO does not ask how a process ends. At its end the kernel takes back the "
                 "sum of all it ever did. A producer's posts to FILLED are undone, so blocks that "
                 "lie in the ring are lost: all that were not taken yet. FREE gets as many, so "
                 "that it may come out above the number of slots. A value that would go below 0 "
                 "becomes 0, silently.\n"
                 "A consumer that took blocks gives them back: FILLED counts blocks that were "
                 "read long ago, and the next consumer reads them again.\n"
                 "In Rondo's ring only the claim in hand is owed: the commit pays it (FREE +1 "
                 "UNDO, FREE -1) and posts to the other side without UNDO, in the same call.",
    .plot = "FILLED in both rings, act by act: ramps as blocks are put; at each end the wrong one "
            "falls to 0, or jumps. The third curve adds up the lost blocks.",
    .read =
        "tools/rondolab/wrong_ring.c is the wrong ring. shmring/README.md: \"The pair X +1 UNDO, "
        "X -1\"; STEP_PRODUCER_COMMIT in step_build().",
    .run = run,
};
