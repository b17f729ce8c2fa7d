/*
 * try_erange.c - how often one process may operate with SEM_UNDO, and which limit it meets.
 *
 * One process posts FILLED of the wrong ring, another one takes it, AT_ONCE times in turn. Which
 * of the two carries UNDO, and whether there is a taker at all, is what the plans differ in.
 */
#include <errno.h>
#include <string.h>
#include <sys/sem.h>

#include "tools/rondolab/experiment.h"
#include "tools/rondolab/rig.h"
#include "tools/rondolab/wrong_party.h"

enum { AT_ONCE = 200, TRIED = 40000, POINTS = TRIED / AT_ONCE + 1 };

/* semctl's fourth argument; the program has to declare it (semctl(2)). */
union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    struct seminfo *__buf;
};

enum limit { LIMIT_NONE, LIMIT_VALUE, LIMIT_DEBT_UP, LIMIT_DEBT_DOWN };

static const struct plan {
    const char *title;
    const char *curve; /* in the plot */
    bool post_undo;
    bool taken;
    bool take_undo; /* and the takes are counted, not the posts */
    enum limit limit;
} plans[] = {
    {"posts with UNDO; nobody takes, so the value grows", "value: posts, none taken", true, false,
     false, LIMIT_VALUE},
    {"posts with UNDO; another process takes them at once, so the value stays low",
     "debt: posts with UNDO, all taken", true, true, false, LIMIT_DEBT_UP},
    {"takes with UNDO of what another process posts without", "debt: takes with UNDO", false, true,
     true, LIMIT_DEBT_DOWN},
    {"posts without UNDO; another process takes them at once", "debt: posts without UNDO", false,
     true, false, LIMIT_NONE},
};

enum { PLANS = sizeof(plans) / sizeof(plans[0]) };

struct march {
    uint32_t done;          /* operations that were not refused */
    int error;              /* of the first one that was; 0: none */
    uint32_t point[POINTS]; /* done, after each AT_ONCE that were tried */
};

/* AT_ONCE operations of one process. */
static uint32_t operate(struct subject *subject, enum wrong_act act, uint32_t count, int *error)
{
    struct answer answer = {0};
    int refused = subject_do(subject, (int)act, count, &answer);

    if (refused < 0 && *error == 0)
        *error = refused;
    return answer.count;
}

static void advance(const struct plan *plan, struct subject *poster, struct subject *taker,
                    struct march *march)
{
    int ignored = 0;
    uint32_t posted =
        operate(poster, WRONG_POST_FILLED, AT_ONCE, plan->take_undo ? &ignored : &march->error);
    uint32_t took = 0;

    if (plan->taken && (!plan->take_undo || march->error == 0))
        took =
            operate(taker, WRONG_TAKE_FILLED, posted, plan->take_undo ? &march->error : &ignored);
    march->done += plan->take_undo ? took : posted;
}

static int march(struct trial *trial, const struct plan *plan, struct march *march)
{
    struct wrong_ring ring;
    struct subject poster = {0}, taker = {0};
    int error = wrong_ring_create(trial->guardian, plan->post_undo, &ring);

    if (error < 0)
        return error;
    error = wrong_party_start(trial->guardian, &ring, plan->post_undo, &poster);
    if (error == 0)
        error = wrong_party_start(trial->guardian, &ring, plan->take_undo, &taker);
    for (int i = 1; i < POINTS && error == 0; i++) {
        advance(plan, &poster, &taker, march);
        march->point[i] = march->done;
        if (march->error == -ECHILD)
            error = -ECHILD;
    }
    subject_kill(&poster);
    subject_kill(&taker);
    wrong_ring_remove(&ring);
    return error;
}

/* One producer and one consumer of Rondo's ring, TRIED blocks. */
static int march_right(struct trial *trial, struct march *march)
{
    struct subject producer = {0}, consumer = {0};
    struct rig rig;
    int error = rig_open(trial->guardian, &rig);

    if (error < 0)
        return error;
    error = rig_party(&rig, SEM_PRODUCER, &producer);
    if (error == 0)
        error = rig_party(&rig, SEM_CONSUMER, &consumer);
    for (int i = 1; i < POINTS && error == 0; i++) {
        for (int blocks = 0; blocks < AT_ONCE && march->error == 0; blocks += 5) {
            march->error = rig_produce(&producer, 5);
            if (march->error == 0)
                march->error = rig_consume(&rig, &consumer, 5);
        }
        march->done = rig.heard;
        march->point[i] = march->done;
    }
    subject_kill(&producer);
    subject_kill(&consumer);
    rig_close(&rig);
    return error;
}

static const char *words(uint32_t done, int error, char text[128])
{
    if (error == 0)
        snprintf(text, 128, "%u done, none refused", done);
    else
        snprintf(text, 128, "%u done, and then %s", done, strerrorname_np(-error));
    return text;
}

static void compare(struct trial *trial, const struct plan *plan, const struct seminfo *limits,
                    const struct march *march)
{
    static const char *const why[] = {
        [LIMIT_NONE] = "nothing is owed, and the value stays low",
        [LIMIT_VALUE] = "the value may not exceed SEMVMX",
        [LIMIT_DEBT_UP] = "the debt is negative, and may come to -SEMAEM - 1",
        [LIMIT_DEBT_DOWN] = "the debt is positive, and may come to SEMAEM",
    };
    const uint32_t most[] = {
        [LIMIT_NONE] = TRIED,
        [LIMIT_VALUE] = (uint32_t)limits->semvmx,
        [LIMIT_DEBT_UP] = (uint32_t)limits->semaem + 1,
        [LIMIT_DEBT_DOWN] = (uint32_t)limits->semaem,
    };
    char prediction[128], observation[128];

    report_case(&trial->report, "%s", plan->title);
    report_text(&trial->report,
                words(most[plan->limit], plan->limit == LIMIT_NONE ? 0 : -ERANGE, prediction),
                words(march->done, march->error, observation), why[plan->limit]);
}

static void compare_right(struct trial *trial, const struct march *march)
{
    char prediction[128], observation[128];

    report_case(&trial->report, "Rondo's ring: one producer and one consumer hand over %d blocks",
                TRIED);
    report_text(&trial->report, words(TRIED, 0, prediction),
                words(march->done, march->error, observation),
                "each commit pays what its claim owes: the debt is 0 or 1, however many blocks");
}

/* sign: which way the debt, or the value, grows with each operation. */
static int draw_curve(struct plot *plot, const char *name, const struct march *march, int sign)
{
    int error = plot_series(plot, name, PLOT_LINE);

    for (int i = 0; i < POINTS && error == 0; i++)
        error = plot_point(plot, i * AT_ONCE, sign * (double)march->point[i]);
    return error;
}

static int draw(const struct march marches[PLANS], struct plot **ret_plot)
{
    static const int signs[] = {
        [LIMIT_NONE] = 0, [LIMIT_VALUE] = 1, [LIMIT_DEBT_UP] = -1, [LIMIT_DEBT_DOWN] = 1};
    static const struct march owes_nothing;
    const struct plot_labels labels = {
        .title = "What one process may owe",
        .caption = "Operations with UNDO pile up in the kernel's book of debts, 16 bits wide, "
                   "until it is full and each further one is refused.",
        .x = "operations tried",
        .y = "value or debt",
    };
    int error = plot_create(&labels, ret_plot);

    for (int i = 0; i < PLANS && error == 0; i++)
        error = draw_curve(*ret_plot, plans[i].curve, &marches[i], signs[plans[i].limit]);
    if (error == 0)
        error = draw_curve(*ret_plot, "debt: Rondo's ring, after each commit", &owes_nothing, 0);
    if (error == 0)
        error = plot_mark(*ret_plot, marches[0].done, PLOT_MARK_FAULT, "ERANGE");
    return error;
}

static int run(struct trial *trial)
{
    struct march marches[PLANS] = {0}, right = {0};
    struct seminfo limits;
    int error = 0;

    if (semctl(0, 0, IPC_INFO, (union semun){.__buf = &limits}) < 0)
        return trial_refuse(trial, -errno, "the limits of semaphores");
    report_note(&trial->report, "the limits here: SEMVMX %d (of a value), SEMAEM %d (of a debt)",
                limits.semvmx, limits.semaem);
    for (int i = 0; i < PLANS && error == 0; i++) {
        error = march(trial, &plans[i], &marches[i]);
        if (error == 0)
            compare(trial, &plans[i], &limits, &marches[i]);
    }
    if (error == 0)
        error = march_right(trial, &right);
    if (error < 0)
        return trial_refuse(trial, error, "rings and processes of the lab");
    compare_right(trial, &right);
    return draw(marches, &trial->plot);
}

const struct experiment try_erange = {
    .name = "erange",
    .question = "How often may one process post with SEM_UNDO?",
    .doing = "Two processes on one semaphore: one posts, the other takes, 200 times in turn, "
             "40,000 in all. The posts carry UNDO, or the takes do, or none; and once nobody "
             "takes. Then as many blocks go through Rondo's ring, from one producer to one "
             "consumer.",
    .predicted =
        "Two limits of Linux give ERANGE. A value may not exceed SEMVMX, 32,767: that is met "
        "first where nobody takes, with UNDO or without. The debt that the kernel keeps for a "
        "process (semadj, a signed 16 bit number) may not leave -SEMAEM - 1 to SEMAEM, and "
        "SEMAEM is 32,767 too. A post makes the debt smaller: 32,768 posts come down to -32,768, "
        "and the next is refused, though the value is low. A take makes it larger: the 32,768th "
        "is refused. At 12.5 blocks a second that is after 44 minutes of music.\n"
        "Without UNDO nothing is owed. In Rondo's ring a commit pays, in one call with what it "
        "does, exactly what the claim has owed.",
    .plot =
        "The value, or the debt, over operations tried: posts and takes with UNDO run apart until "
        "both are refused. Debts are counted from what was done; the kernel shows them nowhere.",
    .read = "shmring/README.md: \"The pair X +1 UNDO, X -1\". In the kernel: SEMVMX, SEMAEM in "
            "include/uapi/linux/sem.h, perform_atomic_semop() in ipc/sem.c.",
    .run = run,
};
