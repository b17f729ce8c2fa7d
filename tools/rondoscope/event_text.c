/*
 * event_text.c - names, numbers and meanings of events.
 */
#include "tools/rondoscope/event_text.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "shmring/step_text.h"
#include "tools/rondoscope/signames.h"

/* Without its role, since whoever reads it knows whose step it is. */
static const char *short_name(const struct flight_event *event)
{
    const char *name = step_name((enum step)event->step);

    for (int role = 0; role < FLIGHT_ROLES; role++) {
        const char *prefix = semset_name((enum sem_index)(SEM_PRODUCER + role));
        size_t length = strlen(prefix);

        if (strncmp(name, prefix, length) == 0 && name[length] == '_')
            return name + length + 1;
    }
    return name;
}

void event_text_step(const struct flight_event *event, char ret_text[EVENT_TEXT_MAX])
{
    const char *name = short_name(event);

    switch (event->step) {
    case STEP_PRODUCER_CLAIM:
    case STEP_PRODUCER_COMMIT:
    case STEP_PRODUCER_COMMIT_CLAIM:
        snprintf(ret_text, EVENT_TEXT_MAX, "%s slot %u", name, event->slot);
        break;
    case STEP_PRODUCER_WAIT:
    case STEP_CONSUMER_WAIT:
        snprintf(ret_text, EVENT_TEXT_MAX, "%s %u", name, event->count);
        break;
    case STEP_CONSUMER_CLAIM:
    case STEP_CONSUMER_CLAIM_STALE:
        snprintf(ret_text, EVENT_TEXT_MAX, "%s %u", name, event->count);
        break;
    case STEP_CONSUMER_RELEASE:
    case STEP_CONSUMER_COMMIT:
        snprintf(ret_text, EVENT_TEXT_MAX, "%s %u slot %u", name, event->count, event->slot);
        break;
    default:
        snprintf(ret_text, EVENT_TEXT_MAX, "%s", name);
    }
}

static void step_ended(const struct flight_event *event, const char *step,
                       char ret_text[EVENT_TEXT_MAX])
{
    const char *error = event->result < 0 ? strerrorname_np(-event->result) : NULL;

    if (event->result == 0)
        snprintf(ret_text, EVENT_TEXT_MAX, "%.60s: %s", step, step_meaning((enum step)event->step));
    else
        snprintf(ret_text, EVENT_TEXT_MAX, "%.60s: not done, %s", step, error ? error : "?");
}

static void child_text(const struct flight_event *event, char ret_text[EVENT_TEXT_MAX])
{
    const char *role = flight_role_name((enum flight_role)event->step);
    char name[16];

    if (event->kind == FLIGHT_STARTED) {
        snprintf(ret_text, EVENT_TEXT_MAX, "STARTED %s %u", role, event->value);
    } else if (event->result > 0) {
        signames_one(event->result, name, sizeof(name));
        snprintf(ret_text, EVENT_TEXT_MAX, "ENDED %s %u, by SIG%s", role, event->value, name);
    } else {
        snprintf(ret_text, EVENT_TEXT_MAX, "ENDED %s %u, by itself", role, event->value);
    }
}

void event_text(const struct flight_event *event, char ret_text[EVENT_TEXT_MAX])
{
    char step[EVENT_TEXT_MAX];

    event_text_step(event, step);
    switch (event->kind) {
    case FLIGHT_TURN:
        snprintf(ret_text, EVENT_TEXT_MAX, "wants %.60s, and waits for its turn", step);
        break;
    case FLIGHT_BEGIN:
        snprintf(ret_text, EVENT_TEXT_MAX, "sleeps in %.60s", step);
        break;
    case FLIGHT_END:
        step_ended(event, step, ret_text);
        break;
    case FLIGHT_UNDERRUN:
        snprintf(ret_text, EVENT_TEXT_MAX, "UNDERRUN number %u: nothing left to play",
                 event->value);
        break;
    case FLIGHT_EPOCH:
        snprintf(ret_text, EVENT_TEXT_MAX, "EPOCH %u: new orders, older blocks are stale",
                 event->value);
        break;
    default:
        child_text(event, ret_text);
    }
}

void event_text_operations(const struct picture_event *event, uint16_t slots,
                           char ret_text[EVENT_TEXT_MAX])
{
    static const char *const how[] = {
        [FLIGHT_TURN] = "wants ", [FLIGHT_BEGIN] = "sleeps: ", [FLIGHT_END] = ""};
    const struct flight_event *of = &event->event;
    struct step_operations operations;
    char text[STEP_TEXT_MAX], step[EVENT_TEXT_MAX];

    if (of->kind > FLIGHT_END || of->result < 0) {
        event_text(of, ret_text);
        return;
    }
    step_of_event(of, event->role, slots, &operations);
    step_text(&operations, text);
    event_text_step(of, step);
    snprintf(ret_text, EVENT_TEXT_MAX, "%s%.50s: %s", how[of->kind], step, text);
}

void event_text_word(const struct flight_event *event, char ret_text[EVENT_TEXT_MAX])
{
    char step[EVENT_TEXT_MAX];

    if (event->kind > FLIGHT_END) {
        event_text(event, step);
        snprintf(ret_text, EVENT_TEXT_MAX, "after %.100s", step);
        return;
    }
    event_text_step(event, step);
    snprintf(ret_text, EVENT_TEXT_MAX, "%s %.60s",
             event->kind == FLIGHT_TURN    ? "wants"
             : event->kind == FLIGHT_BEGIN ? "in"
                                           : "after",
             step);
}
