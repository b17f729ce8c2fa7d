/*
 * healing_text.c - the entries of a healing in words.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tools/rondoscope/event_text.h"
#include "tools/rondoscope/healing.h"
#include "tools/rondoscope/signames.h"

_Static_assert((int)HEALING_TEXT_MAX == (int)EVENT_TEXT_MAX, "one line is as long as another");

const char *healing_who(const struct healing_entry *entry)
{
    switch (entry->kind) {
    case HEALING_SIGNAL:
        return "key";
    case HEALING_DEATH:
    case HEALING_GONE:
        return "kernel";
    case HEALING_EVENT:
        return flight_role_name(entry->role);
    default:
        return "";
    }
}

static void signal_text(const struct healing *healing, const struct healing_entry *entry,
                        char ret_text[HEALING_TEXT_MAX])
{
    const struct replay *before = &healing->before;
    char name[16], holds[64] = "";

    signames_one(entry->number, name, sizeof(name));
    if (healing->replayable && entry->role == FLIGHT_PRODUCER && before->claimed)
        snprintf(holds, sizeof(holds), ", which holds slot %d", before->head);
    else if (healing->replayable && entry->role == FLIGHT_CONSUMER && before->held)
        snprintf(holds, sizeof(holds), ", which holds %d from slot %d", before->held, before->tail);
    snprintf(ret_text, HEALING_TEXT_MAX, "SIG%s to %s %d%s", name, flight_role_name(entry->role),
             (int)entry->pid, entry == &healing->entry[0] ? holds : "");
}

/* The kernel has paid just then, so before that the values were lower by the debts. */
static void death_text(const struct healing_entry *entry, char ret_text[HEALING_TEXT_MAX])
{
    const uint16_t *after = entry->after.value;
    const enum sem_index seat = (enum sem_index)(SEM_PRODUCER + entry->role);
    const enum sem_index claims = entry->role == FLIGHT_PRODUCER ? SEM_FREE : SEM_FILLED;
    char who[64], claimed[64] = "", what[64] = "it held no slot";

    snprintf(who, sizeof(who), "%s %d is dead", flight_role_name(entry->role), (int)entry->pid);
    if (!entry->paid) {
        snprintf(ret_text, HEALING_TEXT_MAX, "%s; there was no set any more to pay to", who);
        return;
    }
    if (entry->owed > 0)
        snprintf(claimed, sizeof(claimed), "%s %d→%d, ", semset_name(claims),
                 after[claims] - entry->owed, after[claims]);
    if (entry->owed > 0 && entry->role == FLIGHT_PRODUCER)
        snprintf(what, sizeof(what), "slot %d is free again", after[SEM_HEAD]);
    else if (entry->owed > 0)
        snprintf(what, sizeof(what), "its %d from slot %d are filled again", entry->owed,
                 after[SEM_TAIL]);
    snprintf(ret_text, HEALING_TEXT_MAX, "%s; %s%s 0→1: %s", who, claimed, semset_name(seat), what);
}

static void gone_text(const struct healing_entry *entry, char ret_text[HEALING_TEXT_MAX])
{
    static const char *const kinds[DOCTOR_OBJECTS] = {
        [DOCTOR_SEGMENT] = "segment",
        [DOCTOR_SET] = "semaphore set",
        [DOCTOR_REQUESTS] = "request queue",
        [DOCTOR_REPLIES] = "reply queue",
    };

    snprintf(ret_text, HEALING_TEXT_MAX, "the %s is removed", kinds[entry->number]);
}

static void over_text(const struct healing *healing, const struct healing_entry *entry,
                      char ret_text[HEALING_TEXT_MAX])
{
    double ms = (double)(int64_t)(entry->time_ns - healing->zero_ns) / 1e6;

    if (healing->role == FLIGHT_PLAYER)
        snprintf(ret_text, HEALING_TEXT_MAX, "nothing is left of it, after %.1f ms", ms);
    else if (healing->died)
        snprintf(ret_text, HEALING_TEXT_MAX, "all is as before, after %.1f ms", ms);
    else
        snprintf(ret_text, HEALING_TEXT_MAX, "it goes on, after %.1f ms", ms);
}

void healing_text(const struct healing *healing, const struct healing_entry *entry,
                  char ret_text[HEALING_TEXT_MAX])
{
    switch (entry->kind) {
    case HEALING_SIGNAL:
        signal_text(healing, entry, ret_text);
        break;
    case HEALING_DEATH:
        death_text(entry, ret_text);
        break;
    case HEALING_GONE:
        gone_text(entry, ret_text);
        break;
    case HEALING_EVENT:
        event_text(&entry->event, ret_text);
        break;
    default:
        over_text(healing, entry, ret_text);
    }
}
