/*
 * requests_list.c - requests that change the list, and the one that asks what is in it.
 *
 * A list may be long, so it is told in pages: as many entries as fit into a message, from the one
 * that was asked for. Who wants all of it asks again for what follows, and can see from the
 * revision whether the list has changed between two pages.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "player/json.h"
#include "player/playlist_save.h"
#include "player/requests_verbs.h"
#include "player/session_list.h"

enum { TAIL = 16, CUT = 600 }; /* bytes: what closes a page; of a text that is longer than one */

static int explain(const struct session *s, int error, const char *verb, char why[REQUESTS_WHY])
{
    if (error == -ERANGE)
        snprintf(why, REQUESTS_WHY, "%s: the list has %u track%s", verb, s->list.count,
                 s->list.count == 1 ? "" : "s");
    else if (error < 0 && !*why)
        snprintf(why, REQUESTS_WHY, "%s",
                 error == -ENOENT ? "nothing is being played" : "it is stopping");
    return error;
}

/* The number at the beginning of *text, which is moved behind it and its blank; 0: there is none.
 */
static uint32_t take_number(const char **text)
{
    char word[16];
    size_t length = strcspn(*text, " ");
    uint32_t number = 0;

    if (length >= sizeof(word))
        return 0;
    memcpy(word, *text, length);
    word[length] = '\0';
    if (options_parse_number(word, 1, PLAYLIST_ENTRIES_MAX, &number) < 0)
        return 0;
    *text += length + ((*text)[length] == ' ');
    return number;
}

static int refuse(char why[REQUESTS_WHY], const char *what)
{
    snprintf(why, REQUESTS_WHY, "%s", what);
    return -EINVAL;
}

int requests_add(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    if (!*argument)
        return refuse(why, "add: a file, folder or list is missing");
    return explain(s, session_add(s, s->list.count, argument, why, REQUESTS_WHY), "add", why);
}

int requests_insert(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    struct session_place at;
    uint32_t number;

    if (strncmp(argument, "next ", 5) == 0) {
        argument += 5;
        if (session_place(s, &at) < 0)
            return explain(s, -ENOENT, "insert", why);
        number = at.index + 2;
    } else {
        number = take_number(&argument);
    }
    if (number == 0 || !*argument)
        return refuse(why,
                      "insert: not 'next' or a number from 1, and then a file, folder or list");
    return explain(s, session_add(s, number - 1, argument, why, REQUESTS_WHY), "insert", why);
}

int requests_remove(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    uint32_t number = take_number(&argument);

    if (number == 0 || *argument)
        return refuse(why, "remove: not the number of a track, from 1");
    return explain(s, session_remove(s, number - 1), "remove", why);
}

int requests_move(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    uint32_t from = take_number(&argument), to = take_number(&argument);

    if (from == 0 || to == 0 || *argument)
        return refuse(why, "move: not the numbers of two tracks, from 1");
    return explain(s, session_shift(s, from - 1, to - 1), "move", why);
}

int requests_clear(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    (void)argument;
    return explain(s, session_clear(s), "clear", why);
}

int requests_save(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    if (!*argument)
        return refuse(why, "save: the name of a file is missing");
    return playlist_save(&s->list, argument, why, REQUESTS_WHY);
}

/* Of a text that is too long for a page, the beginning. */
static void write_text(struct json *json, const char *name, const char *text, bool cut)
{
    char part[CUT];

    if (cut)
        snprintf(part, sizeof(part), "%s", text);
    json_string(json, name, cut ? part : text);
}

static void write_entry(const struct session *s, struct json *json, uint32_t index, bool cut)
{
    const struct playlist_entry *entry = &s->list.entries[index];
    const struct feeder_track *now = s->feeder.count > 0 ? &s->feeder.line[0] : NULL;
    const struct job_range *part = &entry->range;

    json_object(json, NULL);
    json_integer(json, "track", (int64_t)index + 1);
    write_text(json, "file", entry->path, cut);
    if (entry->title)
        write_text(json, "title", entry->title, cut);
    if (part->hz > 0)
        json_decimal(json, "from", (double)part->first / part->hz, 3);
    if (part->hz > 0 && part->end > 0)
        json_decimal(json, "to", (double)part->end / part->hz, 3);
    if (now && now->entry == entry->track)
        json_bool(json, "current", true);
    if (entry->failed)
        json_bool(json, "failed", true);
    json_close(json);
}

/* False: it does not fit any more, and nothing has been written. */
static bool try_entry(const struct session *s, struct json *json, uint32_t index, bool cut)
{
    const struct json before = *json;

    json->size -= TAIL;
    write_entry(s, json, index, cut);
    json->size += TAIL;
    if (!json->error)
        return true;
    *json = before;
    return false;
}

int requests_list(struct session *s, const char *id, const char *argument, char text[CMDQ_TEXT_MAX],
                  char why[REQUESTS_WHY])
{
    uint32_t first = *argument ? take_number(&argument) : 1;
    struct json json;

    if (first == 0 || *argument)
        return refuse(why, "list: not the number of a track, from 1");
    json_begin(&json, text, CMDQ_TEXT_MAX);
    json_object(&json, NULL);
    json_string(&json, "id", id);
    json_bool(&json, "ok", true);
    json_object(&json, "status");
    json_integer(&json, "tracks", s->list.count);
    json_integer(&json, "revision", s->list.revision);
    json_array(&json, "list");
    for (uint32_t i = first - 1; i < s->list.count; i++)
        if (!try_entry(s, &json, i, false) && (i >= first || !try_entry(s, &json, i, true)))
            break;
    json_close(&json);
    json_close(&json);
    json_close(&json);
    return json_end(&json);
}
