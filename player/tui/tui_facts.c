/*
 * tui_facts.c - JSON becomes plain values.
 */
#include "player/tui/tui_facts.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

static struct json_object *member(struct json_object *object, const char *name, json_type type)
{
    struct json_object *value = NULL;

    if (!json_object_is_type(object, json_type_object) ||
        !json_object_object_get_ex(object, name, &value) || !json_object_is_type(value, type))
        return NULL;
    return value;
}

int64_t tui_facts_integer(struct json_object *object, const char *name)
{
    return json_object_get_int64(member(object, name, json_type_int));
}

double tui_facts_number(struct json_object *object, const char *name)
{
    struct json_object *value = member(object, name, json_type_double);

    return value ? json_object_get_double(value) : (double)tui_facts_integer(object, name);
}

const char *tui_facts_text(struct json_object *object, const char *name)
{
    struct json_object *value = member(object, name, json_type_string);

    return value ? json_object_get_string(value) : "";
}

bool tui_facts_bool(struct json_object *object, const char *name)
{
    return json_object_get_boolean(member(object, name, json_type_boolean));
}

static uint32_t number(struct json_object *object, const char *name)
{
    int64_t value = tui_facts_integer(object, name);

    return value < 0 ? 0 : value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static void copy(char *text, size_t size, struct json_object *object, const char *name)
{
    snprintf(text, size, "%s", tui_facts_text(object, name));
}

static void read_track(struct tui_facts *facts, struct json_object *status)
{
    int64_t frames = tui_facts_integer(status, "frames");

    facts->track = number(status, "track");
    facts->placed = facts->track > 0;
    facts->handed = number(status, "handed");
    facts->position = tui_facts_number(status, "position");
    facts->duration = tui_facts_number(status, "duration");
    facts->frames = frames > 0 ? (uint64_t)frames : 0;
    facts->rate = number(status, "rate");
    facts->channels = number(status, "channels");
    copy(facts->file, sizeof(facts->file), status, "file");
    copy(facts->title, sizeof(facts->title), status, "title");
    copy(facts->artist, sizeof(facts->artist), status, "artist");
    copy(facts->album, sizeof(facts->album), status, "album");
    copy(facts->codec, sizeof(facts->codec), status, "codec");
    copy(facts->progress, sizeof(facts->progress), status, "progress");
    copy(facts->station, sizeof(facts->station), member(status, "stream", json_type_object),
         "station");
    copy(facts->format, sizeof(facts->format), status, "format");
}

void tui_facts_read(struct tui_facts *facts, struct json_object *status)
{
    struct json_object *loop = member(status, "loop", json_type_object);
    struct json_object *gaps = member(status, "underruns", json_type_object);
    struct json_object *restarts = member(status, "restarts", json_type_object);

    *facts = (struct tui_facts){
        .known = true,
        .playing = strcmp(tui_facts_text(status, "state"), "playing") == 0,
        .lost = tui_facts_bool(status, "device_lost"),
        .stepping = tui_facts_bool(status, "stepping"),
        .shuffle = tui_facts_bool(status, "shuffle"),
        .news = number(status, "news"),
        .said = number(status, "said"),
        .revision = number(status, "revision"),
        .tracks = number(status, "tracks"),
        .volume = number(status, "volume"),
        .slow = number(status, "slow"),
        .underruns = number(gaps, "decoder_late") + number(gaps, "producer_restarting") +
                     number(gaps, "source_slow") + number(gaps, "device_stalled"),
        .restarts = number(restarts, "producer") + number(restarts, "consumer"),
        .loop_from = tui_facts_number(loop, "from"),
        .loop_to = tui_facts_number(loop, "to"),
    };
    copy(facts->repeat, sizeof(facts->repeat), status, "repeat");
    copy(facts->output, sizeof(facts->output), status, "output");
    read_track(facts, status);
}

struct json_object *tui_facts_status(const char *answer, char *why, uint32_t why_size)
{
    struct json_object *whole = json_tokener_parse(answer);
    struct json_object *status = NULL;

    snprintf(why, why_size, "%s", "");
    if (tui_facts_bool(whole, "ok"))
        status = json_object_get(member(whole, "status", json_type_object));
    else
        snprintf(why, why_size, "%s", tui_facts_text(whole, "error"));
    json_object_put(whole);
    return status;
}
