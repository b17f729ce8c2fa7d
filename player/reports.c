/*
 * reports.c - what the consumer and the producer say, and what follows from it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "player/session.h"

/* All that a channel holds at one time, but no more: others want to be heard, too. */
enum { AT_ONCE = 128 };

static void failed(struct session *s, const struct report *report)
{
    bool usage = report->error == -EINVAL;

    screen_say(s, "-o %s: %s", s->options->output.kind, report->text);
    session_fail(s, usage ? SESSION_USAGE : SESSION_NO_OUTPUT);
}

/* The output takes no such track: it is passed over, and that is a failure of the track. */
static void skipped(struct session *s, const struct report *report)
{
    const struct feeder_track *t = feeder_find(s, report->epoch, report->track);
    char why[sizeof(report->text) + 16];

    snprintf(why, sizeof(why), "skipped: %s", report->text);
    if (t)
        session_track_failed(s, t->entry, why);
}

/* The device is gone: what is unheard is in the ring again, and goes on at that frame. */
static void lost(struct session *s, const struct report *report)
{
    static const char *const then[] = {
        [OPTIONS_LOSS_PAUSE] = "paused until it is back and told to play",
        [OPTIONS_LOSS_WAIT] = "waiting for it",
        [OPTIONS_LOSS_QUIT] = "stopping",
    };

    s->device_lost = true;
    screen_say(s, "%s: the device is gone (%s); %s", s->output, report->text,
               then[s->options->on_device_loss]);
    if (s->state == STATE_FADING)
        session_event(s, EVENT_FADED);
    else if (s->options->on_device_loss == OPTIONS_LOSS_PAUSE)
        session_event(s, EVENT_PAUSE);
    else if (s->options->on_device_loss == OPTIONS_LOSS_QUIT) {
        session_fail(s, SESSION_NO_OUTPUT);
        session_event(s, EVENT_STOP);
    }
}

static void back(struct session *s, const struct report *report)
{
    s->device_lost = false;
    feeder_forget_refusals(s);
    screen_note(s, "%s: the device is back", report->text);
    screen_draw(s);
}

/* What the kernel says of the producer: 'R' runs, 'D' and 'S' wait for their source. */
static char producer_state(const struct session *s)
{
    char path[64], line[512] = "";
    const char *after;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)s->producer.process.pid);
    file = fopen(path, "re");
    if (!file)
        return 'Z';
    if (!fgets(line, sizeof(line), file))
        line[0] = '\0';
    fclose(file);
    after = strrchr(line, ')');
    return after && after[1] == ' ' ? after[2] : 'Z';
}

static enum session_gap why_empty(const struct session *s)
{
    if (s->producer.process.pid == 0 || s->producer_new)
        return GAP_PRODUCER_RESTARTING;
    switch (producer_state(s)) {
    case 'D':
    case 'S':
        return GAP_SOURCE_SLOW;
    default:
        return GAP_DECODER_LATE;
    }
}

static void ran_empty(struct session *s)
{
    if (feeder_starved(s))
        s->gaps[GAP_SOURCE_SLOW]++;
    else if (!feeder_ran_empty(s))
        s->gaps[why_empty(s)]++;
    spools_run_timer(s);
    screen_draw(s);
}

/* The producer is not to be believed, nor what it left behind. */
static void distrust(struct session *s, const char *why)
{
    struct session_place at;

    s->producer_lied = true;
    children_condemn(&s->producer, why);
    if (session_place(s, &at) == 0)
        feeder_jump(s, &(struct order_place){at.index, at.round}, session_here(&at));
}

/* What it takes instead is brought to it; blocks that are not as the producer said are lies. */
static void refused(struct session *s, const struct report *report)
{
    if (feeder_refused(s, report) == -EBADMSG)
        distrust(s, "a block of another format than it has said");
}

static void take(struct session *s, const struct report *report)
{
    s->lost_reports += report->lost;
    switch (report->kind) {
    case REPORT_READY:
        s->ready = true;
        s->realtime = report->value & REPORT_REALTIME;
        s->slowable = report->value & REPORT_SLOWABLE;
        memcpy(s->output, report->text, sizeof(s->output));
        break;
    case REPORT_FAILED:
        failed(s, report);
        break;
    case REPORT_STARTED:
        s->sounded = true;
        feeder_started(s, report->epoch, report->track);
        if (feeder_find(s, report->epoch, report->track)) /* else it is of older orders */
            screen_track(s);
        break;
    case REPORT_ENDED:
        feeder_ended(s, report->epoch, report->track);
        break;
    case REPORT_SKIPPED:
        skipped(s, report);
        break;
    case REPORT_REFUSED:
        refused(s, report);
        break;
    case REPORT_UNDERRUN:
        ran_empty(s);
        break;
    case REPORT_XRUN:
        s->gaps[GAP_DEVICE_STALLED]++;
        break;
    case REPORT_LOST:
        lost(s, report);
        break;
    case REPORT_BACK:
        back(s, report);
        break;
    case REPORT_BAD_BLOCK:
        distrust(s, "a block that cannot be true");
        break;
    case REPORT_NOTE:
        screen_note(s, "%s", report->text);
        break;
    case REPORT_FADED:
        if (s->state == STATE_FADING) /* else it was not the player who wanted it */
            session_event(s, EVENT_FADED);
        break;
    case REPORT_SILENT: /* which the state says already; but now the place is exact */
        memory_follow(s);
        break;
    default: /* STEPPED: it has woken us, and is told later */
        break;
    }
}

void reports_take_replies(struct session *s)
{
    struct job_reply reply;
    int error = 0;

    for (int i = 0; i < AT_ONCE && error == 0; i++) {
        error = jobs_receive_reply(s->producer.channel, &reply);
        if (error < 0)
            break;
        s->producer_new = false;
        feeder_reply(s, &reply);
    }
    if (error == -EBADMSG)
        distrust(s, "it spoke nonsense");
}

void reports_take(struct session *s)
{
    struct report report;

    for (int i = 0; i < AT_ONCE; i++) {
        if (read(s->consumer.channel, &report, sizeof(report)) != sizeof(report))
            return;
        /* What the producer said before it committed that block is to be known first. */
        reports_take_replies(s);
        report.text[sizeof(report.text) - 1] = '\0';
        take(s, &report);
    }
}
