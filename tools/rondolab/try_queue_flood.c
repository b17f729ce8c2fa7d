/*
 * try_queue_flood.c - a client that asks again and again and never reads, beside one that does.
 *
 * The flooder is a subject. After each of its requests the lab asks for the status itself, and so
 * knows that the flooder's was answered; from that answer it knows how many replies were thrown
 * away up to then, and from the queue how many wait.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>

#include "tools/rondolab/experiment.h"
#include "tools/rondolab/live.h"
#include "tools/rondolab/subject.h"

enum { REQUESTS_MAX = 1000, SWEEPS = 3, MORE = 8, BLOCKS_AFTER = 2 };

struct flood {
    struct live live;
    struct subject flooder;
    uint32_t sent;     /* by the flooder */
    uint32_t answered; /* of the lab's own */
    uint32_t sweeps;   /* how often replies were thrown away */
    uint32_t left;     /* how many waited after the first time */
    bool counts_true;  /* at each step sent = waiting + thrown away */
    struct {
        uint32_t waiting;
        uint32_t dropped;
    } step[REQUESTS_MAX + 1];
};

/* In the flooder. */
static void send_one(void *context, const struct order *order, struct answer *ret_answer)
{
    const struct cmdq *queues = context;
    char id[32];

    snprintf(id, sizeof(id), "flood%u", order->count);
    ret_answer->error = cmdq_send_within(queues, id, "status", NULL, LIVE_ANSWER_MS);
}

static int waiting_replies(const struct live *live)
{
    struct msqid_ds status;

    return msgctl(live->record.replies, IPC_STAT, &status) < 0 ? -errno : (int)status.msg_qnum;
}

static void count_step(struct flood *f, uint32_t dropped, uint32_t waiting)
{
    uint32_t before = f->step[f->sent - 1].dropped;

    f->step[f->sent].dropped = dropped;
    f->step[f->sent].waiting = waiting;
    if (dropped > before && f->sweeps++ == 0)
        f->left = waiting;
    f->counts_true = f->counts_true && f->sent == waiting + dropped;
}

/*
 * The reply to the lab may itself make room: so it asks until the count stands still, and has
 * looked at the queue in between.
 */
static int step(struct flood *f)
{
    int64_t dropped, again;
    int waiting;
    int error = subject_do(&f->flooder, 0, f->sent + 1, NULL);

    if (error < 0)
        return error;
    f->sent++;
    again = live_number(&f->live, "dropped_replies");
    do {
        dropped = again;
        waiting = waiting_replies(&f->live);
        again = live_number(&f->live, "dropped_replies");
        if (dropped < 0 || again < 0 || waiting < 0)
            return -ETIMEDOUT;
        f->answered += 1;
    } while (again != dropped);
    count_step(f, (uint32_t)dropped, (uint32_t)waiting);
    return 0;
}

static int flood(struct flood *f)
{
    struct cmdq queues = {.requests = f->live.record.requests, .replies = f->live.record.replies};
    int error = subject_start(f->live.trial->guardian, send_one, &queues, &f->flooder);

    while (error == 0 && f->sent < REQUESTS_MAX - MORE && f->sweeps < SWEEPS)
        error = step(f);
    for (int i = 0; i < MORE && error == 0; i++)
        error = step(f);
    return error;
}

static void compare(struct trial *trial, const struct flood *f)
{
    char prediction[128], observation[128];

    report_case(&trial->report, "a client, process %d, asks for the status and never reads",
                (int)f->flooder.pid);
    report_number(&trial->report, "times that replies were thrown away", REPORT_AT_LEAST, SWEEPS,
                  f->sweeps, "the queue is full sooner or later, and then room is made");
    report_number(&trial->report, "left of its replies the first time, besides the newest",
                  REPORT_EXACTLY, 0, f->left > 0 ? (int64_t)f->left - 1 : 0, NULL);
    snprintf(prediction, sizeof(prediction),
             "at each step: requests = replies that wait + thrown "
             "away");
    snprintf(observation, sizeof(observation), "%s; at the end %u = %u + %u",
             f->counts_true ? "at each step" : "not at each", f->sent, f->step[f->sent].waiting,
             f->step[f->sent].dropped);
    report_judge(&trial->report, f->counts_true, prediction, observation);
    report_case(&trial->report, "another client asks after each of these requests");
    report_number(&trial->report, "steps at which it got its answers", REPORT_EXACTLY, f->sent,
                  f->answered < f->sent ? f->answered : f->sent, NULL);
}

static int draw(const struct flood *f, struct plot **ret_plot)
{
    const struct plot_labels labels = {
        .title = "A client that never reads",
        .caption = "Its replies fill the queue, and are thrown away all at once when there is no "
                   "room for the next one. Nobody else loses anything.",
        .x = "requests of this client",
        .y = "replies to it",
    };
    int error = plot_create(&labels, ret_plot);

    for (int dropped = 0; dropped < 2 && error == 0; dropped++) {
        error = plot_series(*ret_plot, dropped ? "thrown away so far" : "waiting in the queue",
                            PLOT_STEPS);
        for (uint32_t i = 0; i <= f->sent && error == 0; i++)
            error = plot_point(*ret_plot, i, dropped ? f->step[i].dropped : f->step[i].waiting);
    }
    return error;
}

static int run(struct trial *trial)
{
    static struct flood f;
    uint64_t heard;
    int error;

    f = (struct flood){.counts_true = true};
    error = live_start(trial, NULL, &f.live);
    if (error < 0)
        return error;
    error = flood(&f);
    if (error < 0) {
        trial_refuse(trial, error, "the flooding client, or an answer");
        goto out_close;
    }
    compare(trial, &f);
    heard = ring_heard(f.live.ring).total;
    live_await_blocks(&f.live, BLOCKS_AFTER);
    live_end(&f.live);
    error = live_compare_heard(&f.live, heard);
    if (error == 0)
        error = draw(&f, &trial->plot);
out_close:
    subject_kill(&f.flooder);
    live_close(&f.live);
    return error;
}

const struct experiment try_queue_flood = {
    .name = "queue-flood",
    .question = "A client asks and asks, and never reads: who suffers?",
    .doing = "A real rondo plays. One process sends a request for the status, about 1 kB of reply, "
             "and never reads; after each of them the lab, as another client, asks too, and reads. "
             "It goes on until replies have been thrown away three times, and a little longer.",
    .predicted =
        "A System V queue is full at msg_qbytes (16 kB here and usually), and msgsnd would sleep. "
        "The player must not: a client that does not read may cost itself its replies, but not the "
        "player's time. So it sends with IPC_NOWAIT, and where there is no room it turns the queue "
        "over, throws away replies to the dead, and then all of whoever has most of them waiting. "
        "That is the flooder. It counts them: at any time requests are replies that wait and "
        "replies thrown away. Requests have a queue of their own, so that they cannot shut out "
        "replies; and the music has nothing to do with either.",
    .plot = "Replies that wait for the flooder, a saw, and those thrown away, a stair: together "
            "the requests.",
    .read = "shmring/README.md, \"Control\"; cmdq_reply(), sweep() and drop_all() in "
            "shmring/cmdq.c.",
    .run = run,
};
