/*
 * rondoctl_list.c - pages of a list, put together.
 *
 * A page says how many tracks there are and which revision of the list it is from. Whatever a
 * player answers, this ends: a page without tracks ends the list, and one that has changed again
 * and again is taken as it comes in the end.
 */
#include "tools/rondoctl_list.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "tools/rondoctl_plain.h"

enum { TRIES = 5 };

static int64_t integer_of(struct json_object *object, const char *key)
{
    struct json_object *value = json_object_object_get(object, key);

    return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : -1;
}

static const char *text_of(struct json_object *object, const char *key)
{
    struct json_object *value = json_object_object_get(object, key);

    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

/* Adds a page's entries to the list; how many there were. */
static size_t take_page(struct json_object *page, struct json_object *list)
{
    struct json_object *entries = json_object_object_get(page, "list");
    size_t count =
        json_object_is_type(entries, json_type_array) ? json_object_array_length(entries) : 0;

    for (size_t i = 0; i < count; i++) {
        struct json_object *entry = json_object_array_get_idx(entries, i);
        if (json_object_is_type(entry, json_type_object))
            json_object_array_add(list, json_object_get(entry));
    }
    return count;
}

/* *ret_changed: it has become another list between two pages. */
static enum rondoctl_result ask(const struct rondoctl_call *call, struct json_object *list,
                                bool *ret_changed, char *why, size_t why_size)
{
    char argument[24];
    struct rondoctl_call page_call = *call;
    int64_t revision = -1, tracks = 0;
    size_t count = 1, first = 1;

    *ret_changed = false;
    page_call.argument = argument;
    while (count > 0 && (first == 1 || (int64_t)first <= tracks)) {
        struct json_object *page = NULL;
        enum rondoctl_result result;

        snprintf(argument, sizeof(argument), "%zu", first);
        result = rondoctl_call(&page_call, &page, why, why_size);
        if (result != RONDOCTL_DONE)
            return result;
        *ret_changed = *ret_changed || (first > 1 && integer_of(page, "revision") != revision);
        revision = integer_of(page, "revision");
        tracks = integer_of(page, "tracks");
        count = take_page(page, list);
        first += count;
        json_object_put(page);
    }
    return RONDOCTL_DONE;
}

static bool is_set(struct json_object *entry, const char *key)
{
    return json_object_get_boolean(json_object_object_get(entry, key));
}

static void print_entry(struct json_object *entry, int width, FILE *out)
{
    const char *title = text_of(entry, "title"), *file = text_of(entry, "file");
    const char *sign = is_set(entry, "current") ? ">" : is_set(entry, "failed") ? "!" : " ";

    fprintf(out, "%s %*" PRId64 "  ", sign, width, integer_of(entry, "track"));
    if (title) {
        rondoctl_plain_text(title, out);
        fputs("  (", out);
    }
    rondoctl_plain_text(file ? file : "?", out);
    fputs(title ? ")\n" : "\n", out);
}

static void print_list(struct json_object *list, FILE *out)
{
    size_t count = json_object_array_length(list);
    int width = snprintf(NULL, 0, "%zu", count);

    for (size_t i = 0; i < count; i++)
        print_entry(json_object_array_get_idx(list, i), width, out);
}

enum rondoctl_result rondoctl_list(const struct rondoctl_call *call, bool as_json, FILE *out,
                                   char *why, size_t why_size)
{
    enum rondoctl_result result = RONDOCTL_DONE;
    struct json_object *list = NULL;
    bool changed = true;

    for (int i = 0; i < TRIES && changed && result == RONDOCTL_DONE; i++) {
        json_object_put(list);
        list = json_object_new_array();
        result = ask(call, list, &changed, why, why_size);
    }
    if (result == RONDOCTL_DONE && as_json)
        rondoctl_plain_json(list, out);
    else if (result == RONDOCTL_DONE)
        print_list(list, out);
    json_object_put(list);
    return result;
}
