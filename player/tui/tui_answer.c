/*
 * tui_answer.c - the player's answers change what is shown.
 */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "player/tui/tui.h"

void tui_say(struct tui *tui, bool alarming, const char *text)
{
    snprintf(tui->message, sizeof(tui->message), "%s", text);
    tui->alarming = alarming;
    tui->dirty = true;
}

void tui_ask(struct tui *tui, enum tui_call kind, const char *verb, const char *format, ...)
{
    char argument[CMDQ_TEXT_MAX] = "";
    va_list arguments;

    if (format) {
        va_start(arguments, format);
        vsnprintf(argument, sizeof(argument), format, arguments);
        va_end(arguments);
    }
    if (tui_calls_send(&tui->calls, kind, verb, format ? argument : NULL) < 0)
        tui_say(tui, true, "the player's queue takes no request now");
}

/* What is repeated in part is as long as that part to the player; here all of the track is shown.
 */
static void keep_length(struct tui_facts *facts, const struct tui_facts *before)
{
    if (facts->loop_to <= 0 || before->frames < facts->frames ||
        strcmp(facts->file, before->file) != 0 || strcmp(facts->title, before->title) != 0)
        return;
    facts->frames = before->frames;
    facts->duration = before->duration;
}

/* The waveform is asked for until it is known; of a part that is repeated, there is none. */
static void ask_outline(struct tui *tui)
{
    const struct tui_facts *facts = &tui->facts;
    const struct tui_outline *outline = &tui->sound.outline;

    if (tui->outline_asked || !facts->placed || facts->frames == 0 || facts->loop_to > 0 ||
        (outline->count > 0 && outline->handed == facts->handed))
        return;
    tui_ask(tui, TUI_CALL_WAVE, "waveform", NULL);
    tui->outline_asked = true;
}

static void take_outline(struct tui *tui, struct json_object *status)
{
    const char *digits = tui_facts_text(status, "peaks");
    struct tui_outline *outline = &tui->sound.outline;
    size_t count = strlen(digits) / 2;
    double parts = tui_facts_number(status, "parts");
    unsigned int peak;

    tui->outline_asked = false;
    if (count == 0 || count > TUI_WAVE_BINS || !(parts > 0 && parts <= (double)count))
        return;
    outline->handed = (uint32_t)tui_facts_integer(status, "handed");
    outline->parts = parts;
    outline->count = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        outline->peak[i] = sscanf(digits + 2 * i, "%2x", &peak) == 1 ? (uint8_t)peak : 0;
    tui->sound.outlined = false;
}

static void take_status(struct tui *tui, struct json_object *status)
{
    struct tui_facts before = tui->facts;

    tui_facts_read(&tui->facts, status);
    keep_length(&tui->facts, &before);
    tui_list_follow(&tui->list, tui->facts.tracks, tui->facts.track, tui->facts.revision);
    if (tui->facts.loop_to > 0)
        tui->loop_begun = false;
    ask_outline(tui);
    if (tui->facts.said > tui->heard_of && !tui->messages_asked) {
        tui_ask(tui, TUI_CALL_MESSAGES, "messages", "%u", tui->heard_of);
        tui->messages_asked = true;
    }
}

/* The last of them is shown. */
static void take_messages(struct tui *tui, struct json_object *status)
{
    struct json_object *messages = NULL, *last;
    size_t count = 0;

    tui->messages_asked = false;
    tui->heard_of = (uint32_t)tui_facts_integer(status, "said");
    if (json_object_object_get_ex(status, "messages", &messages) &&
        json_object_is_type(messages, json_type_array))
        count = json_object_array_length(messages);
    if (count == 0)
        return;
    last = json_object_array_get_idx(messages, count - 1);
    tui->list.stale = true; /* some track may have failed */
    if (json_object_is_type(last, json_type_string))
        tui_say(tui, false, json_object_get_string(last));
}

static void take_found(struct tui *tui, struct json_object *status)
{
    int64_t track = tui_facts_integer(status, "found");

    if (track > 0)
        tui_list_choose(&tui->list, (uint32_t)track);
    else
        tui_say(tui, true, "there is no such track");
}

void tui_answer(struct tui *tui, enum tui_call kind, const char *text)
{
    char why[TUI_DRAW_MESSAGE];
    struct json_object *status = tui_facts_status(text, why, sizeof(why));

    tui->dirty = true;
    if (why[0])
        tui_say(tui, true, why);
    if (kind == TUI_CALL_LIST)
        tui_list_take(&tui->list, status);
    else if (status && kind == TUI_CALL_FIND)
        take_found(tui, status);
    else if (kind == TUI_CALL_WAVE)
        take_outline(tui, status);
    else if (status && kind == TUI_CALL_MESSAGES)
        take_messages(tui, status);
    else if (status && (kind == TUI_CALL_STATUS || kind == TUI_CALL_WATCH))
        take_status(tui, status);
    /*
     * A status that did not fit, or too many who wait: ask again when there is a reason to. An
     * answer may have been lost in a full queue, too.
     */
    if (kind == TUI_CALL_STATUS || kind == TUI_CALL_ORDER || (kind == TUI_CALL_WATCH && status))
        tui->watch_due = true;
    json_object_put(status);
}
