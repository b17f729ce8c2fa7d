/*
 * reporter.c - one write a report; a full pipe is counted, a closed one is nobody's loss.
 */
#include "player/consumer/reporter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int reporter_init(struct reporter *reporter, int pipe)
{
    int flags = fcntl(pipe, F_GETFL);

    if (flags < 0 || fcntl(pipe, F_SETFL, flags | O_NONBLOCK) < 0)
        return -errno;
    *reporter = (struct reporter){.pipe = pipe};
    return 0;
}

void reporter_send(struct reporter *reporter, const struct report *report)
{
    struct report message = *report;
    ssize_t sent;

    message.lost = reporter->lost;
    do
        sent = write(reporter->pipe, &message, sizeof(message));
    while (sent < 0 && errno == EINTR);
    reporter->lost = sent < 0 ? reporter->lost + 1 : 0;
}

void reporter_say(struct reporter *reporter, enum report_kind kind, int error, const char *text)
{
    struct report report = {.kind = kind, .error = error};

    snprintf(report.text, sizeof(report.text), "%s", text);
    reporter_send(reporter, &report);
}
