/*
 * try_no_undo.c - counting semaphores without SEM_UNDO: each kill costs a slot, until none is left.
 */
#include <errno.h>
#include <signal.h>

#include "tools/rondolab/await.h"
#include "tools/rondolab/experiment.h"
#include "tools/rondolab/rig.h"
#include "tools/rondolab/wrong_party.h"

enum { DEADLOCK_MS = 200 };

struct counts {
    int wrong[WRONG_SLOTS + 1]; /* FREE, after so many kills */
    int right[WRONG_SLOTS + 1];
};

static int clean_exit(struct trial *trial, struct wrong_ring *ring)
{
    struct subject producer, consumer;
    struct answer answer = {0};
    int error = wrong_party_start(trial->guardian, ring, false, &producer);

    if (error < 0)
        return error;
    error = subject_do(&producer, WRONG_PUT, 5, NULL);
    subject_dismiss(&producer);
    if (error == 0)
        error = wrong_party_start(trial->guardian, ring, false, &consumer);
    if (error < 0)
        return error;
    error = subject_do(&consumer, WRONG_GET, SUBJECT_NUMBERS_MAX, &answer);
    subject_dismiss(&consumer);
    report_case(&trial->report, "a producer puts 5 blocks and exits, as it should");
    report_number(&trial->report, "blocks that a consumer finds", REPORT_EXACTLY, 5, answer.count,
                  NULL);
    return error == -EAGAIN ? 0 : error;
}

static int kill_one_wrong(struct trial *trial, const struct wrong_ring *ring)
{
    struct subject producer;
    int error = wrong_party_start(trial->guardian, ring, false, &producer);

    if (error < 0)
        return error;
    error = subject_do(&producer, WRONG_TAKE_FREE, 1, NULL);
    subject_kill(&producer);
    return error;
}

static int kill_one_right(struct rig *rig)
{
    struct subject producer;
    int error = rig_party(rig, SEM_PRODUCER, &producer);

    if (error < 0)
        return error;
    error = subject_do(&producer, PARTY_CLAIM, 1, NULL);
    subject_kill(&producer);
    return error;
}

static int kill_all(struct trial *trial, const struct wrong_ring *ring, struct rig *rig,
                    struct counts *counts)
{
    int error = 0;

    for (int kills = 0; kills <= WRONG_SLOTS && error == 0; kills++) {
        if (kills > 0)
            error = kill_one_wrong(trial, ring);
        if (error == 0 && kills > 0)
            error = kill_one_right(rig);
        counts->wrong[kills] = wrong_ring_value(ring, WRONG_FREE);
        counts->right[kills] = rig_look(rig).value[SEM_FREE];
    }
    if (error < 0)
        return error;
    report_case(&trial->report, "%d producers are killed, each with a slot in its hand",
                WRONG_SLOTS);
    report_number(&trial->report, "FREE without UNDO", REPORT_EXACTLY, 0,
                  counts->wrong[WRONG_SLOTS], NULL);
    report_number(&trial->report, "FREE in Rondo's ring", REPORT_EXACTLY, PARTY_SLOTS,
                  counts->right[WRONG_SLOTS], NULL);
    return 0;
}

/* Both sides sleep, each for what the other cannot give. */
static int deadlock(struct trial *trial, const struct wrong_ring *ring)
{
    static const struct timespec limit = {.tv_nsec = DEADLOCK_MS * 1000000L};
    struct subject producer = {0}, consumer = {0};
    struct await await = await_begin();
    int error = wrong_party_start(trial->guardian, ring, false, &producer);

    if (error == 0)
        error = wrong_party_start(trial->guardian, ring, false, &consumer);
    if (error == 0)
        error = subject_order(&producer, &(struct order){.act = WRONG_PUT, .count = 1});
    if (error == 0)
        error = subject_order(&consumer, &(struct order){.act = WRONG_TAKE_FILLED, .count = 1});
    while (error == 0 &&
           (wrong_ring_asleep(ring, WRONG_FREE) < 1 || wrong_ring_asleep(ring, WRONG_FILLED) < 1))
        if (await_tick(&await) < 0)
            break;
    if (error == 0) {
        report_case(&trial->report, "the next producer and the next consumer come");
        report_number(&trial->report, "asleep until FREE grows (GETNCNT)", REPORT_EXACTLY, 1,
                      wrong_ring_asleep(ring, WRONG_FREE), NULL);
        report_number(&trial->report, "asleep until FILLED grows (GETNCNT)", REPORT_EXACTLY, 1,
                      wrong_ring_asleep(ring, WRONG_FILLED), NULL);
        report_text(&trial->report, "timeout",
                    wrong_ring_take(ring, WRONG_FREE, &limit) == -EAGAIN ? "timeout" : "a slot",
                    "nobody is left who could post: a third one, with semtimedop, gets");
    }
    subject_kill(&producer);
    subject_kill(&consumer);
    return error;
}

static int go_on(struct trial *trial, struct rig *rig)
{
    int error = rig_go_on(rig, 5);

    if (error < 0)
        return error;
    report_case(&trial->report, "the same in Rondo's ring: a producer and a consumer come");
    report_number(&trial->report, "blocks of 5 that were heard, each whole", REPORT_EXACTLY, 5,
                  (int64_t)rig->heard - rig->damaged, NULL);
    return 0;
}

static int consumer_killed(struct trial *trial)
{
    struct wrong_ring ring;
    struct subject producer, consumer;
    int error = wrong_ring_create(trial->guardian, false, &ring);

    if (error < 0)
        return error;
    error = wrong_party_start(trial->guardian, &ring, false, &producer);
    if (error == 0) {
        error = subject_do(&producer, WRONG_PUT, 5, NULL);
        subject_dismiss(&producer);
    }
    if (error == 0)
        error = wrong_party_start(trial->guardian, &ring, false, &consumer);
    if (error == 0) {
        error = subject_do(&consumer, WRONG_TAKE_FILLED, 1, NULL);
        subject_kill(&consumer);
    }
    if (error == 0) {
        report_case(&trial->report, "a consumer is killed that has taken 1 of 5 blocks, unread");
        report_number(&trial->report, "blocks that the next one may take", REPORT_EXACTLY, 4,
                      wrong_ring_value(&ring, WRONG_FILLED), NULL);
        report_number(&trial->report, "FREE + FILLED, of 8 slots", REPORT_EXACTLY, WRONG_SLOTS - 1,
                      wrong_ring_value(&ring, WRONG_FILLED) + wrong_ring_value(&ring, WRONG_FREE),
                      NULL);
    }
    wrong_ring_remove(&ring);
    return error;
}

static int draw(const struct counts *counts, struct plot **ret_plot)
{
    const struct plot_labels labels = {
        .title = "Slots that nobody gives back",
        .caption = "Producers are killed with a slot in their hand. Without UNDO each takes its "
                   "slot into the grave, until both sides wait for ever; in Rondo's ring the "
                   "kernel gives it back.",
        .x = "kills",
        .y = "FREE [slots]",
    };
    int error = plot_create(&labels, ret_plot);

    if (error < 0)
        return error;
    for (int right = 0; right < 2 && error == 0; right++) {
        const int *values = right ? counts->right : counts->wrong;

        error = plot_series(*ret_plot, right ? "Rondo's ring" : "without UNDO", PLOT_STEPS);
        for (int i = 0; i <= WRONG_SLOTS && error == 0; i++)
            error = plot_point(*ret_plot, i, values[i]);
    }
    plot_range_y(*ret_plot, 0, WRONG_SLOTS + 1);
    if (error == 0)
        error = plot_mark(*ret_plot, WRONG_SLOTS, PLOT_MARK_FAULT, "deadlock");
    return error;
}

static int run(struct trial *trial)
{
    struct counts counts = {0};
    struct wrong_ring ring = {0};
    struct rig rig = {0};
    int error = wrong_ring_create(trial->guardian, false, &ring);

    if (error == 0)
        error = rig_open(trial->guardian, &rig);
    if (error == 0)
        error = clean_exit(trial, &ring);
    if (error == 0)
        error = kill_all(trial, &ring, &rig, &counts);
    if (error == 0)
        error = deadlock(trial, &ring);
    if (error == 0)
        error = go_on(trial, &rig);
    if (error == 0)
        error = consumer_killed(trial);
    wrong_ring_remove(&ring);
    rig_close(&rig);
    if (error < 0)
        return trial_refuse(trial, error, "rings and processes of the lab");
    return draw(&counts, &trial->plot);
}

const struct experiment try_no_undo = {
    .name = "no-undo",
    .question = "Counting semaphores without SEM_UNDO: what does each kill cost?",
    .doing = "The bounded buffer of the textbooks without SEM_UNDO, and Rondo's ring. First an "
             "ordinary exit. Then eight producers, one after the other, are killed between taking "
             "a slot and handing it over. Then a producer and a consumer come. Last, a consumer "
             "is killed between taking a block and reading it.",
    .predicted =
        "While all exit as they should, nothing is lost: that is why it looks right. But whoever "
        "is killed with a slot in hand has taken it from FREE and not posted FILLED, and nobody "
        "will. The ring shrinks by one with each kill. After eight there is none: the producer "
        "sleeps until FREE grows, the consumer until FILLED does, and both for ever. GETNCNT "
        "shows them; a semtimedop with a limit comes back with EAGAIN.\n"
        "In Rondo's ring the claim carries UNDO, so FREE is 8 after each kill.",
    .plot = "FREE after each kill, in both rings.",
    .read = "tools/rondolab/wrong_ring.c; shmring/README.md, the column SEM_UNDO of the table of "
            "semaphores.",
    .run = run,
};
