/*
 * requests_watch.c - requests of those who show what the player does: they wait for a change, read
 * what was said, look for a track by its name, and go to one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "player/json.h"
#include "player/requests_verbs.h"
#include "player/text.h"

int requests_watch(struct session *s, const struct cmdq_request *request, char why[REQUESTS_WHY])
{
    uint32_t seen;
    int error;

    if (options_parse_number(request->arguments, 0, UINT32_MAX, &seen) < 0) {
        snprintf(why, REQUESTS_WHY, "watch: '%.64s' is not the number of a change",
                 request->arguments);
        return -EINVAL;
    }
    if (seen != s->watch.news)
        return 1;
    error = watch_add(s, request);
    if (error < 0)
        snprintf(why, REQUESTS_WHY, "watch: %d others are waiting already", WATCH_CLIENTS);
    return error;
}

int requests_messages(struct session *s, const char *id, const char *argument,
                      char text[CMDQ_TEXT_MAX], char why[REQUESTS_WHY])
{
    const struct watch *watch = &s->watch;
    uint32_t first = 0;
    struct json json;

    if (*argument && options_parse_number(argument, 0, UINT32_MAX, &first) < 0) {
        snprintf(why, REQUESTS_WHY, "messages: '%.64s' is not a number", argument);
        return -EINVAL;
    }
    if (first > watch->said)
        first = watch->said;
    if (watch->said - first > WATCH_MESSAGES)
        first = watch->said - WATCH_MESSAGES;
    json_begin(&json, text, CMDQ_TEXT_MAX);
    json_object(&json, NULL);
    json_string(&json, "id", id);
    json_bool(&json, "ok", true);
    json_object(&json, "status");
    json_integer(&json, "said", watch->said);
    json_array(&json, "messages");
    for (; first < watch->said; first++)
        json_string(&json, NULL, watch->message[first % WATCH_MESSAGES]);
    json_close(&json);
    json_close(&json);
    json_close(&json);
    return json_end(&json);
}

int requests_go(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    uint32_t number;

    if (options_parse_number(argument, 1, PLAYLIST_ENTRIES_MAX, &number) < 0) {
        snprintf(why, REQUESTS_WHY, "go: '%.64s' is not the number of a track, from 1", argument);
        return -EINVAL;
    }
    int error = session_go_to(s, number - 1, 0);
    if (error == -ERANGE)
        snprintf(why, REQUESTS_WHY, "go: the list has %u track%s", s->list.count,
                 s->list.count == 1 ? "" : "s");
    else if (error < 0)
        snprintf(why, REQUESTS_WHY, "it is stopping");
    return error;
}

/* One character without regard to case, moved over; 0 at the end. */
static uint32_t take_folded(const char **text)
{
    uint32_t bytes, code = text_decode(*text, &bytes);

    *text += bytes;
    return code == TEXT_INVALID ? code : (uint32_t)towlower((wint_t)code);
}

static bool begins_with(const char *text, const char *words)
{
    uint32_t want;

    while ((want = take_folded(&words)) != 0)
        if (take_folded(&text) != want)
            return false;
    return true;
}

static bool contains(const char *text, const char *words)
{
    for (; text && *text; text++)
        if (begins_with(text, words))
            return true;
    return false;
}

/* By what the list shows of it: its title, or else its file's name and the folder's. */
static bool matches(const struct playlist_entry *entry, const char *words)
{
    const char *shown = entry->path;
    uint32_t slashes = 0;

    if (contains(entry->title, words))
        return true;
    for (const char *at = entry->path + strlen(entry->path); at > entry->path; at--)
        if (at[-1] == '/' && ++slashes == 2) {
            shown = at;
            break;
        }
    return contains(shown, words);
}

/* The track's number, from 1, or 0. */
static uint32_t search(const struct playlist *list, uint32_t from, bool back, const char *words)
{
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t at = (from + (back ? list->count - i : i)) % list->count;

        if (matches(&list->entries[at], words))
            return at + 1;
    }
    return 0;
}

int requests_find(struct session *s, const char *id, const char *argument, char text[CMDQ_TEXT_MAX],
                  char why[REQUESTS_WHY])
{
    bool back = *argument == '-';
    char *words;
    unsigned long from = strtoul(argument + back, &words, 10);
    struct json json;

    if (from < 1 || from > PLAYLIST_ENTRIES_MAX || words[0] != ' ' || words[1] == '\0') {
        snprintf(why, REQUESTS_WHY, "find: not the number of a track, or -NUMBER, and then words");
        return -EINVAL;
    }
    json_begin(&json, text, CMDQ_TEXT_MAX);
    json_object(&json, NULL);
    json_string(&json, "id", id);
    json_bool(&json, "ok", true);
    json_object(&json, "status");
    json_integer(&json, "found", search(&s->list, (uint32_t)from - 1, back, words + 1));
    json_integer(&json, "revision", s->list.revision);
    json_close(&json);
    json_close(&json);
    return json_end(&json);
}
