/*
 * requests_mode.c - repeat, shuffle, loop, replaygain, and what is between two tracks.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/requests_verbs.h"
#include "player/session_list.h"

static int explain(int error, char why[REQUESTS_WHY])
{
    if (error < 0)
        snprintf(why, REQUESTS_WHY, "%s",
                 error == -ERANGE   ? "loop: the track is not that long"
                 : error == -ENOENT ? "nothing is being played"
                                    : "it is stopping");
    return error;
}

int requests_repeat(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    enum order_repeat repeat;

    if (order_parse_repeat(argument, &repeat) == 0)
        return explain(session_set_repeat(s, repeat), why);
    snprintf(why, REQUESTS_WHY, "repeat: '%.64s' is not off, one or all", argument);
    return -EINVAL;
}

int requests_shuffle(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    if (strcmp(argument, "on") == 0 || strcmp(argument, "off") == 0)
        return explain(session_set_shuffle(s, argument[1] == 'n'), why);
    snprintf(why, REQUESTS_WHY, "shuffle: '%.64s' is not on or off", argument);
    return -EINVAL;
}

/* A time in seconds, as the option of that name takes it. */
int requests_crossfade(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    if (options_take_crossfade(&s->current, argument) == 0)
        return explain(session_follow_options(s), why);
    snprintf(why, REQUESTS_WHY, "crossfade: '%.64s' is not a number from 0 to %d seconds", argument,
             OPTIONS_CROSSFADE_MAX_MS / 1000);
    return -EINVAL;
}

int requests_gap(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    if (options_take_gap(&s->current, argument) == 0)
        return explain(session_follow_options(s), why);
    snprintf(why, REQUESTS_WHY, "gap: '%.64s' is not a number from 0 to %d seconds", argument,
             OPTIONS_GAP_MAX_MS / 1000);
    return -EINVAL;
}

int requests_loop(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    uint64_t from_ms = 0, to_ms = 0;

    if (strcmp(argument, "off") == 0 || options_parse_part(argument, &from_ms, &to_ms) == 0)
        return explain(session_set_loop(s, from_ms, to_ms), why);
    snprintf(why, REQUESTS_WHY, "loop: '%.64s' is not two times like 1:30-2:05, nor off", argument);
    return -EINVAL;
}

int requests_replaygain(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    if (loud_parse_mode(argument, &s->current.replaygain) == 0) {
        loud_changed(s);
        return 0;
    }
    snprintf(why, REQUESTS_WHY, "replaygain: '%.64s' is not off, track or album", argument);
    return -EINVAL;
}
