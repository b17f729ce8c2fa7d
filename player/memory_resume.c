/*
 * memory_resume.c - what --resume finds. A death between the writing of a new list and of the place
 * in it leaves the place of the list before: its file is looked for in the new one then.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "player/memory.h"
#include "player/memory_file.h"
#include "player/text.h"

static int explain(int error, const char *path, const char *name, char *why, size_t why_size)
{
    const char *reason = error == -EPERM     ? "not this user's alone, or a link"
                         : error == -EBADMSG ? "damaged"
                                             : strerror(-error);
    char safe[512];

    text_sanitize(text_utf8(), safe, sizeof(safe), path);
    snprintf(why, why_size, "%s%s%s: %s; from the beginning", safe, *name ? "/" : "", name, reason);
    return error;
}

/* Of several with that path, the nearest to where it was; -ENOENT. */
static int find_path(const struct playlist *list, const struct memory_place *place,
                     uint32_t *ret_index)
{
    uint32_t nearest = UINT32_MAX;

    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t distance = i > place->index ? i - place->index : place->index - i;

        if (distance >= nearest || strcmp(list->entries[i].path, place->path) != 0)
            continue;
        nearest = distance;
        *ret_index = i;
    }
    return nearest < UINT32_MAX ? 0 : -ENOENT;
}

static void use(const struct memory_place *place, const struct playlist *list, bool kept,
                struct memory_start *ret_start)
{
    char folder[PATH_MAX];
    uint32_t index = place->index;
    bool same;

    if (!getcwd(folder, sizeof(folder)))
        strcpy(folder, "/");
    same = place->list == memory_list_id(list, folder) && index < list->count;
    if (!same && (!kept || find_path(list, place, &index) < 0))
        return;
    ret_start->resumes = true;
    ret_start->index = index;
    ret_start->frame = place->frame;
    ret_start->hz = place->hz;
    ret_start->ms = place->ms;
    ret_start->modes = place->modes;
}

static int read_place(int folder, const char *name, struct memory_place *ret_place)
{
    char *text;
    size_t bytes;
    int error = memory_file_read(folder, name, &text, &bytes);

    if (error < 0)
        return error;
    error = memory_place_read(text, bytes, ret_place);
    free(text);
    return error;
}

static int read_list(int folder, const char *name, struct playlist *list)
{
    char *text;
    size_t bytes;
    int error = memory_file_read(folder, name, &text, &bytes);

    if (error < 0)
        return error;
    error = memory_list_read(text, bytes, list);
    free(text);
    return error;
}

static int resume(const struct options *options, int folder, const char *path,
                  struct playlist *list, struct memory_start *ret_start, char *why, size_t why_size)
{
    char name[MEMORY_WRITER_NAME];
    struct memory_place place;
    bool kept = options->file_count == 0;
    int error = 0;

    if (kept) {
        snprintf(name, sizeof(name), "%s.list", options->name);
        error = read_list(folder, name, list);
    }
    if (error < 0)
        return error == -ENOENT ? error : explain(error, path, name, why, why_size);
    snprintf(name, sizeof(name), "%s.place", options->name);
    error = read_place(folder, name, &place);
    if (error < 0)
        return error == -ENOENT ? 0 : explain(error, path, name, why, why_size);
    if (!options->volume_given)
        ret_start->volume = place.volume;
    use(&place, list, kept, ret_start);
    return 0;
}

int memory_resume(const struct options *options, struct playlist *list,
                  struct memory_start *ret_start, char *why, size_t why_size)
{
    char path[PATH_MAX];
    int folder = memory_file_folder(false, path);
    int error = folder;

    *ret_start = (struct memory_start){.volume = options->volume};
    if (folder >= 0) {
        error = resume(options, folder, path, list, ret_start, why, why_size);
        close(folder);
    } else if (folder != -ENOENT) {
        explain(error, path, "", why, why_size);
    }
    if (error != -ENOENT)
        return error;
    if (options->file_count > 0)
        return 0;
    snprintf(why, why_size, "nothing to resume: no list was kept for the name '%s'", options->name);
    return error;
}
