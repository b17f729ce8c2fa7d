/*
 * tui_list.c - a window on the player's list.
 *
 * What is kept is one run of rows. A page that begins within it or right behind it makes it longer;
 * any other page, or one of another revision, takes its place.
 */
#include "player/tui/tui_list.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "player/tui/tui_facts.h"

static uint32_t bound(int64_t value, uint32_t low, uint32_t high)
{
    return value < low ? low : value > high ? high : (uint32_t)value;
}

/* The window has the chosen track in it, and no more empty rows than need be. */
static void settle(struct tui_list *list)
{
    uint32_t rows = list->rows > 0 ? list->rows : 1;
    uint32_t last = list->tracks > rows ? list->tracks - rows + 1 : 1;

    list->chosen = bound(list->chosen, list->tracks > 0, list->tracks);
    list->top = bound(list->top, 1, last);
    if (list->chosen > 0 && list->chosen < list->top)
        list->top = list->chosen;
    if (list->chosen >= list->top + rows)
        list->top = list->chosen - rows + 1;
}

void tui_list_follow(struct tui_list *list, uint32_t tracks, uint32_t playing, uint32_t revision)
{
    list->tracks = tracks;
    list->stale = list->stale || revision != list->revision;
    if (list->following && playing > 0 && playing != list->chosen) {
        list->chosen = playing;
        /* With some of what was before it, and more of what comes. */
        if (playing < list->top || playing >= list->top + list->rows)
            list->top = bound((int64_t)playing - list->rows / 3, 1, tracks);
    }
    settle(list);
}

void tui_list_show(struct tui_list *list, uint32_t rows)
{
    list->rows = rows;
    settle(list);
}

void tui_list_choose(struct tui_list *list, uint32_t track)
{
    list->following = false;
    list->chosen = track;
    if (track < list->top || track >= list->top + list->rows)
        list->top = bound((int64_t)track - list->rows / 2, 1, list->tracks);
    settle(list);
}

void tui_list_move(struct tui_list *list, int64_t by)
{
    list->following = false;
    list->chosen = bound(list->chosen + by, 1, list->tracks);
    settle(list);
}

void tui_list_scroll(struct tui_list *list, int64_t by)
{
    uint32_t rows = list->rows > 0 ? list->rows : 1;

    list->following = false;
    list->top = bound(list->top + by, 1, list->tracks > rows ? list->tracks - rows + 1 : 1);
    list->chosen = bound(list->chosen, list->top, list->top + rows - 1);
    settle(list);
}

static bool has(const struct tui_list *list, uint32_t track)
{
    return track >= list->first && track - list->first < list->count;
}

uint32_t tui_list_wants(const struct tui_list *list)
{
    uint32_t end = list->top + list->rows;

    if (list->asked || list->tracks == 0 || list->rows == 0)
        return 0;
    if (list->stale)
        return list->top;
    for (uint32_t track = list->top; track < end && track <= list->tracks; track++)
        if (!has(list, track))
            return track;
    return 0;
}

static void take_row(struct tui_list_row *row, struct json_object *entry)
{
    const char *path = tui_facts_text(entry, "file"), *title = tui_facts_text(entry, "title");
    const char *slash = strrchr(path, '/');
    const char *file = slash && slash[1] ? slash + 1 : path;
    const char *folder = slash ? slash : path;

    while (folder > path && folder[-1] != '/')
        folder--;
    snprintf(row->name, sizeof(row->name), "%s", *title ? title : file);
    snprintf(row->folder, sizeof(row->folder), "%.*s", slash ? (int)(slash - folder) : 0, folder);
    row->failed = tui_facts_bool(entry, "failed");
}

/* Makes room for a page that begins with `first`; where its rows go. */
static uint32_t place(struct tui_list *list, uint32_t first, uint32_t revision)
{
    if (list->count == 0 || revision != list->revision || first < list->first ||
        first > list->first + list->count || first - list->first >= TUI_LIST_KEPT / 2) {
        list->first = first;
        list->count = 0;
    }
    list->revision = revision;
    return first - list->first;
}

void tui_list_take(struct tui_list *list, struct json_object *page)
{
    struct json_object *entries = NULL;
    uint32_t at, revision = (uint32_t)tui_facts_integer(page, "revision");
    size_t count;

    list->asked = false;
    if (!page || !json_object_object_get_ex(page, "list", &entries) ||
        !json_object_is_type(entries, json_type_array))
        return;
    list->tracks = (uint32_t)tui_facts_integer(page, "tracks");
    list->stale = false;
    count = json_object_array_length(entries);
    if (count == 0) {
        list->revision = revision;
        settle(list);
        return;
    }
    at = place(list, (uint32_t)tui_facts_integer(json_object_array_get_idx(entries, 0), "track"),
               revision);
    for (size_t i = 0; i < count && at < TUI_LIST_KEPT; i++, at++)
        take_row(&list->kept[at], json_object_array_get_idx(entries, i));
    list->count = at;
    settle(list);
}

const struct tui_list_row *tui_list_row(const struct tui_list *list, uint32_t track)
{
    return has(list, track) ? &list->kept[track - list->first] : NULL;
}
