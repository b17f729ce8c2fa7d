/*
 * reports.c - what the consumer says, and what follows from it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "player/session.h"

static void failed(struct session *s, const struct report *report)
{
    bool usage = report->error == -EINVAL;

    screen_say(s, "-o %s: %s", s->options->output.kind, report->text);
    session_fail(s, usage ? SESSION_USAGE : SESSION_NO_OUTPUT);
}

/* The output takes no such track: it is passed over, and that is a failure of the track. */
static void skipped(struct session *s, const struct report *report)
{
    uint32_t index;

    s->failed++;
    session_fail(s, SESSION_TRACK_FAILED);
    if (playlist_find(&s->list, report->track, &index) == 0)
        screen_say(s, "%s: skipped: %s", s->list.entries[index].path, report->text);
}

/* The device is gone: what is unheard is in the ring again, and comes back paused. */
static void lost(struct session *s, const struct report *report)
{
    s->device_lost = true;
    screen_say(s, "%s: the device is gone (%s); paused until it is back and told to play",
               s->output, report->text);
    session_event(s, s->state == STATE_FADING ? EVENT_FADED : EVENT_PAUSE);
}

static void back(struct session *s, const struct report *report)
{
    s->device_lost = false;
    screen_note(s, "%s: the device is back", report->text);
    screen_draw(s);
}

static void ran_empty(struct session *s)
{
    s->underruns++;
    if (feeder_exhausted(s)) /* nothing more will come: the last track was given up half-way */
        session_event(s, EVENT_LAST);
}

static void take(struct session *s, const struct report *report)
{
    s->lost_reports += report->lost;
    switch (report->kind) {
    case REPORT_READY:
        s->ready = true;
        memcpy(s->output, report->text, sizeof(s->output));
        break;
    case REPORT_FAILED:
        failed(s, report);
        break;
    case REPORT_STARTED:
        feeder_started(s, report->epoch, report->track);
        screen_track(s);
        break;
    case REPORT_ENDED:
        feeder_ended(s, report->epoch, report->track);
        break;
    case REPORT_SKIPPED:
        skipped(s, report);
        break;
    case REPORT_UNDERRUN:
        ran_empty(s);
        break;
    case REPORT_XRUN:
        s->xruns = report->value;
        break;
    case REPORT_LOST:
        lost(s, report);
        break;
    case REPORT_BACK:
        back(s, report);
        break;
    case REPORT_BAD_BLOCK:
        spawn_signal(&s->producer.process, SIGKILL);
        break;
    case REPORT_NOTE:
        screen_note(s, "%s", report->text);
        break;
    case REPORT_FADED:
        session_event(s, EVENT_FADED);
        break;
    default: /* REPORT_SILENT: the pause has happened, as the state says already */
        break;
    }
}

void reports_take(struct session *s)
{
    struct report report;

    while (read(s->consumer.channel, &report, sizeof(report)) == sizeof(report)) {
        report.text[sizeof(report.text) - 1] = '\0';
        take(s, &report);
    }
}
