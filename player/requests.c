/*
 * requests.c - the verbs of the request queue, one row each.
 *
 * Every request that says who asks is answered, before what it asks for can end the player.
 * One that does not is counted.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/json.h"
#include "player/session.h"

enum { WHY = 256 };

struct verb {
    const char *name;
    bool takes_argument;
    enum event event; /* where there is no `run` */
    /* 0, or a negative errno with a reason of one line in why. */
    int (*run)(struct session *s, const char *argument, char why[WHY]);
};

static int explain_move(int error, char why[WHY], const char *out_of_range)
{
    if (error == -ERANGE)
        snprintf(why, WHY, "%s", out_of_range);
    else if (error < 0)
        snprintf(why, WHY, "%s", error == -ENOENT ? "nothing is being played" : "it is stopping");
    return error;
}

static int run_next(struct session *s, const char *argument, char why[WHY])
{
    (void)argument;
    return explain_move(session_next(s), why, "next: this is the last track");
}

static int run_previous(struct session *s, const char *argument, char why[WHY])
{
    (void)argument;
    return explain_move(session_previous(s), why, "");
}

static int run_seek(struct session *s, const char *argument, char why[WHY])
{
    struct clocktext_seek seek;

    if (clocktext_parse_seek(argument, &seek) < 0) {
        snprintf(why, WHY, "seek: '%.64s' is not a time like 12, 1:02, +10 or -10", argument);
        return -EINVAL;
    }
    return explain_move(session_seek(s, seek.relative, seek.ms), why,
                        "seek: the track is not that long");
}

static int run_volume(struct session *s, const char *argument, char why[WHY])
{
    bool relative = argument[0] == '+' || argument[0] == '-';
    char *end;
    long percent = strtol(argument, &end, 10);

    if (argument[0] == '\0' || isspace((unsigned char)argument[0]) || *end || percent < -1000 ||
        percent > 1000)
        percent = -1;
    else if (relative) {
        percent += (long)s->volume;
        percent = percent < 0 ? 0 : percent > 130 ? 130 : percent;
    }
    if (session_set_volume(s, percent) == 0)
        return 0;
    snprintf(why, WHY, "volume: '%.64s' is not a number from 0 to 130, nor one like +5 or -5",
             argument);
    return -EINVAL;
}

/* A whole number from 1 to `most`, or 0. */
static uint32_t number(const char *text, uint32_t most)
{
    uint32_t value = 0;

    return options_parse_number(text, 1, most, &value) == 0 ? value : 0;
}

static int explain_slow(int error, char why[WHY])
{
    if (error == -ENOTSUP)
        snprintf(why, WHY, "only the simulated device (-o sim) can be slowed down");
    else if (error == -ERANGE)
        snprintf(why, WHY, "step: so many turns are not taken yet that no more can be counted");
    else if (error < 0)
        snprintf(why, WHY, "%s", strerror(-error));
    return error;
}

static int run_slow(struct session *s, const char *argument, char why[WHY])
{
    uint32_t factor = strcmp(argument, "off") == 0 ? 1 : number(argument, SLOW_FACTOR_MAX);

    if (factor > 0)
        return explain_slow(slow_set(s, factor), why);
    snprintf(why, WHY, "slow: '%.64s' is not a number from 1 to %d, nor off", argument,
             SLOW_FACTOR_MAX);
    return -EINVAL;
}

static int run_step(struct session *s, const char *argument, char why[WHY])
{
    uint32_t turns = argument[0] ? number(argument, SLOW_TURNS_MAX) : 1;

    if (turns > 0)
        return explain_slow(slow_step(s, turns), why);
    snprintf(why, WHY, "step: '%.64s' is not a number from 1 to %d", argument, SLOW_TURNS_MAX);
    return -EINVAL;
}

static const struct verb verbs[] = {
    {.name = "play", .event = EVENT_PLAY},
    {.name = "pause", .event = EVENT_PAUSE},
    {.name = "toggle", .event = EVENT_TOGGLE},
    {.name = "stop", .event = EVENT_STOP},
    {.name = "quit", .event = EVENT_QUIT},
    {.name = "next", .run = run_next},
    {.name = "previous", .run = run_previous},
    {.name = "seek", .takes_argument = true, .run = run_seek},
    {.name = "volume", .takes_argument = true, .run = run_volume},
    {.name = "slow", .takes_argument = true, .run = run_slow},
    {.name = "step", .takes_argument = true, .run = run_step},
    {.name = "status"},
};

static const struct verb *find(const char *name)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

/* NULL: done. */
static void reply(struct session *s, const struct cmdq_request *request, const char *why)
{
    char text[CMDQ_TEXT_MAX];
    struct json json;

    json_begin(&json, text, sizeof(text));
    json_object(&json, NULL);
    json_string(&json, "id", request->id);
    json_bool(&json, "ok", !why);
    if (why)
        json_string(&json, "error", why);
    json_close(&json);
    if (json_end(&json) == 0)
        cmdq_reply(&s->instance.queues, request->client, text);
}

static void reply_status(struct session *s, const struct cmdq_request *request)
{
    char text[CMDQ_TEXT_MAX];

    if (status_write(s, request->id, text, sizeof(text)) == 0)
        cmdq_reply(&s->instance.queues, request->client, text);
    else
        reply(s, request, "status: it does not fit into a message");
}

static void carry_out(struct session *s, const struct cmdq_request *request,
                      const struct verb *verb)
{
    char why[WHY] = "";

    if (verb->run) {
        reply(s, request, verb->run(s, request->arguments, why) < 0 ? why : NULL);
    } else if (strcmp(verb->name, "status") == 0) {
        reply_status(s, request);
    } else {
        reply(s, request, NULL);
        session_event(s, verb->event);
    }
}

void requests_answer(struct session *s, const char *text, size_t bytes)
{
    struct cmdq_request request;
    const struct verb *verb;
    char why[WHY];

    if (cmdq_parse(text, bytes, &request) < 0) {
        s->malformed++;
        return;
    }
    verb = find(request.verb);
    if (!verb) {
        snprintf(why, sizeof(why),
                 "no verb '%s'; there are play, pause, toggle, stop, quit, next, previous, seek, "
                 "volume, slow, step and status",
                 request.verb);
        reply(s, &request, why);
    } else if (!verb->takes_argument && request.arguments[0]) {
        snprintf(why, sizeof(why), "%s takes no argument", verb->name);
        reply(s, &request, why);
    } else {
        carry_out(s, &request, verb);
    }
}
