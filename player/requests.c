/*
 * requests.c - takes a request apart, has its verb carried out, and answers it.
 *
 * Every request that says who asks is answered, before what it asks for can end the player.
 * One that does not is counted.
 */
#include <stdio.h>
#include <string.h>

#include "player/json.h"
#include "player/requests_verbs.h"

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

static void reply_written(struct session *s, const struct cmdq_request *request,
                          const struct requests_verb *verb)
{
    char text[CMDQ_TEXT_MAX], why[REQUESTS_WHY] = "it does not fit into a message";

    if (verb->write(s, request->id, request->arguments, text, why) == 0)
        cmdq_reply(&s->instance.queues, request->client, text);
    else
        reply(s, request, why);
}

/* The status now, or later; or why not. */
static void reply_waiting(struct session *s, const struct cmdq_request *request,
                          const struct requests_verb *verb)
{
    char text[CMDQ_TEXT_MAX], why[REQUESTS_WHY] = "it does not fit into a message";
    int when = verb->wait(s, request, why);

    if (when == 0)
        return;
    if (when > 0 && status_write(s, request->id, text, sizeof(text)) == 0)
        cmdq_reply(&s->instance.queues, request->client, text);
    else
        reply(s, request, why);
}

static void carry_out(struct session *s, const struct cmdq_request *request,
                      const struct requests_verb *verb)
{
    char why[REQUESTS_WHY] = "";

    if (verb->run) {
        reply(s, request, verb->run(s, request->arguments, why) < 0 ? why : NULL);
    } else if (verb->write) {
        reply_written(s, request, verb);
    } else if (verb->wait) {
        reply_waiting(s, request, verb);
    } else {
        reply(s, request, NULL);
        session_event(s, verb->event);
    }
}

void requests_answer(struct session *s, const char *text, size_t bytes)
{
    struct cmdq_request request;
    const struct requests_verb *verb;
    char why[2 * REQUESTS_WHY], names[REQUESTS_WHY];

    if (cmdq_parse(text, bytes, &request) < 0) {
        s->malformed++;
        return;
    }
    verb = requests_find_verb(request.verb);
    if (!verb) {
        requests_list_verbs(names, sizeof(names));
        snprintf(why, sizeof(why), "no verb '%s'; there are %s", request.verb, names);
        reply(s, &request, why);
    } else if (!verb->takes_argument && request.arguments[0]) {
        snprintf(why, sizeof(why), "%s takes no argument", verb->name);
        reply(s, &request, why);
    } else {
        carry_out(s, &request, verb);
    }
}
