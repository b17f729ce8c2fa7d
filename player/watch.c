/*
 * watch.c - keeps who waits for a change, and answers them all at the end of the loop's turn.
 *
 * A client that dies meanwhile leaves its place and one reply that nobody takes; the queue throws
 * that away in time, and the place is free again after the next change.
 */
#include "player/watch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/session.h"

void watch_changed(struct session *s)
{
    s->watch.news++;
}

void watch_said(struct session *s, const char *text)
{
    snprintf(s->watch.message[s->watch.said % WATCH_MESSAGES], WATCH_TEXT, "%s", text);
    s->watch.said++;
    watch_changed(s);
}

int watch_add(struct session *s, const struct cmdq_request *request)
{
    struct watch *watch = &s->watch;
    uint32_t i = 0;

    while (i < watch->count && watch->client[i].client != request->client)
        i++;
    if (i == WATCH_CLIENTS)
        return -EBUSY;
    watch->client[i].client = request->client;
    strcpy(watch->client[i].id, request->id);
    watch->count += i == watch->count;
    return 0;
}

void watch_tell(struct session *s)
{
    struct watch *watch = &s->watch;
    char text[CMDQ_TEXT_MAX];

    if (watch->told == watch->news)
        return;
    watch->told = watch->news;
    for (uint32_t i = 0; i < watch->count; i++) {
        if (status_write(s, watch->client[i].id, text, sizeof(text)) == 0)
            cmdq_reply(&s->instance.queues, watch->client[i].client, text);
    }
    watch->count = 0;
}
