/*
 * memory_text.c - see memory_text.h. Nothing of a damaged text is used.
 */
#include "player/memory_text.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/memory_words.h"
#include "shmring/layout.h"

static const char place_begins[] = "rondo place 1\n";
static const char list_begins[] = "rondo list 1\n";

int memory_place_write(const struct memory_place *place, char *text, size_t size)
{
    const struct memory_modes *modes = &place->modes;
    FILE *file = fmemopen(text, size, "w");
    long length;

    if (!file)
        return -ENOMEM;
    setvbuf(file, NULL, _IOFBF, size);
    fputs(place_begins, file);
    fprintf(file,
            "list %016" PRIx64 "\ntrack %" PRIu32 "\nframe %" PRIu64 " %" PRIu32 "\nms %" PRIu64
            "\n",
            place->list, place->index + 1, place->frame, place->hz, place->ms);
    fprintf(file, "volume %" PRIu32 "\nrepeat %s\n", place->volume,
            order_repeat_name(modes->repeat));
    fprintf(file, "shuffle %d %" PRIu64 " %" PRIu64 " %" PRIu32 " %" PRIu32 "\npath ",
            modes->shuffle, modes->seed, modes->base, modes->base_round, modes->round);
    memory_words_write(file, place->path);
    putc_unlocked('\n', file);
    length = ftell(file);
    if (fclose(file) != 0 || length < 0 || (size_t)length + MEMORY_WORDS_SUM >= size)
        return -ENOSPC;
    snprintf(text + length, size - (size_t)length, "sum %016" PRIx64 "\n",
             memory_words_hash(MEMORY_WORDS_HASH, text, (size_t)length));
    return (int)length + MEMORY_WORDS_SUM;
}

static int take_shuffle(char *line, struct memory_modes *modes)
{
    uint64_t on, base_round, round;

    if (memory_words_number(&line, 10, 1, &on) < 0 ||
        memory_words_number(&line, 10, UINT64_MAX, &modes->seed) < 0 ||
        memory_words_number(&line, 10, UINT64_MAX, &modes->base) < 0 ||
        memory_words_number(&line, 10, UINT32_MAX, &base_round) < 0 ||
        memory_words_number(&line, 10, UINT32_MAX, &round) < 0)
        return -EBADMSG;
    modes->shuffle = on == 1;
    modes->base_round = (uint32_t)base_round;
    modes->round = (uint32_t)round;
    return 0;
}

static int take_place_line(void *into, const char *what, char *line)
{
    struct memory_place *place = into;
    uint64_t number = 0;
    char *word;
    int error = 0;

    if (strcmp(what, "list") == 0) {
        error = memory_words_number(&line, 16, UINT64_MAX, &place->list);
    } else if (strcmp(what, "track") == 0) {
        error = memory_words_number(&line, 10, PLAYLIST_ENTRIES_MAX, &number);
        if (number == 0)
            error = -EBADMSG;
        place->index = (uint32_t)number - 1;
    } else if (strcmp(what, "frame") == 0) {
        error = memory_words_number(&line, 10, UINT64_C(1) << 48, &place->frame);
        if (error == 0 && memory_words_number(&line, 10, BLOCK_RATE_MAX, &number) == 0)
            place->hz = (uint32_t)number; /* an earlier version did not write it */
    } else if (strcmp(what, "ms") == 0) {
        error = memory_words_number(&line, 10, UINT32_MAX, &place->ms);
    } else if (strcmp(what, "volume") == 0) {
        error = memory_words_number(&line, 10, MEMORY_VOLUME_MAX, &number);
        place->volume = (uint32_t)number;
    } else if (strcmp(what, "repeat") == 0) {
        word = memory_words_take(&line);
        error = word && order_parse_repeat(word, &place->modes.repeat) == 0 ? 0 : -EBADMSG;
    } else if (strcmp(what, "shuffle") == 0) {
        error = take_shuffle(line, &place->modes);
    } else if (strcmp(what, "path") == 0) {
        word = memory_words_take(&line);
        error = !word || strlen(word) >= sizeof(place->path) ? -EBADMSG : 0;
        if (error == 0)
            strcpy(place->path, word);
    }
    return error;
}

int memory_place_read(const char *text, size_t bytes, struct memory_place *ret_place)
{
    struct memory_place place = {.volume = 100};
    int error = memory_words_text(text, bytes, place_begins, take_place_line, &place);

    if (error == 0)
        *ret_place = place;
    return error;
}

/* "http://..." names no file. */
static bool is_address(const char *path)
{
    size_t letters = 0;

    while (isalnum((unsigned char)path[letters]) || (path[letters] && strchr("+-.", path[letters])))
        letters++;
    return isalpha((unsigned char)*path) && strncmp(path + letters, "://", 3) == 0;
}

void memory_absolute(const char *folder, const char *path, char ret_path[PATH_MAX])
{
    bool relative = *path != '/' && !is_address(path);

    if (relative && strcmp(folder, "/") == 0)
        folder = "";
    snprintf(ret_path, PATH_MAX, "%s%s%s", relative ? folder : "", relative ? "/" : "", path);
}

uint64_t memory_list_id(const struct playlist *list, const char *folder)
{
    char path[PATH_MAX];
    uint64_t id = MEMORY_WORDS_HASH;

    for (uint32_t i = 0; i < list->count; i++) {
        memory_absolute(folder, list->entries[i].path, path);
        id = memory_words_hash(id, path, strlen(path) + 1);
        id = memory_words_hash(id, &list->entries[i].range, sizeof(list->entries[i].range));
    }
    return id;
}

/* The entries' tracks, where they do not just count on; *next is what they count to. */
static void write_track(FILE *file, uint32_t track, uint32_t *next)
{
    if (track != *next)
        fprintf(file, "track %" PRIu32 "\n", track);
    *next = track + 1;
}

int memory_list_write(const struct playlist *list, const char *folder, char **ret_text,
                      size_t *ret_bytes)
{
    char path[PATH_MAX], *text = NULL;
    uint32_t next = 0;
    size_t bytes = 0;
    FILE *file = open_memstream(&text, &bytes);

    if (!file)
        return -ENOMEM;
    fputs(list_begins, file);
    for (uint32_t i = 0; i < list->argument_count; i++) {
        memory_absolute(folder, list->arguments[i], path);
        fputs("argument ", file);
        memory_words_write(file, path);
        putc_unlocked('\n', file);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const struct playlist_entry *entry = &list->entries[i];
        const struct job_range *part = &entry->range;

        write_track(file, entry->track, &next);
        memory_absolute(folder, entry->path, path);
        if (part->hz > 0)
            fprintf(file, "part %" PRIu64 " %" PRIu64 " %" PRIu32 " ", part->first, part->end,
                    part->hz);
        else
            fputs("entry ", file);
        memory_words_write(file, path);
        if (entry->title && *entry->title) {
            putc_unlocked(' ', file);
            memory_words_write(file, entry->title);
        }
        putc_unlocked('\n', file);
    }
    write_track(file, list->next_track, &next);
    fflush(file);
    if (text)
        fprintf(file, "sum %016" PRIx64 "\n", memory_words_hash(MEMORY_WORDS_HASH, text, bytes));
    if (fclose(file) != 0) {
        free(text);
        return -ENOMEM;
    }
    *ret_text = text;
    *ret_bytes = bytes;
    return 0;
}

static int take_range(char **line, struct job_range *range)
{
    uint64_t hz;

    if (memory_words_number(line, 10, UINT64_MAX, &range->first) < 0 ||
        memory_words_number(line, 10, UINT64_MAX, &range->end) < 0 ||
        memory_words_number(line, 10, UINT32_MAX, &hz) < 0)
        return -EBADMSG;
    range->hz = (uint32_t)hz;
    return 0;
}

static int take_track(char *line, struct playlist *list)
{
    uint64_t number;
    int error = memory_words_number(&line, 10, UINT32_MAX - PLAYLIST_ENTRIES_MAX, &number);

    if (error == 0)
        list->next_track = (uint32_t)number;
    return error;
}

static int take_list_line(void *into, const char *what, char *line)
{
    bool entry = strcmp(what, "entry") == 0, part = strcmp(what, "part") == 0;
    struct playlist *list = into;
    struct list_item item = {0};

    if (strcmp(what, "track") == 0)
        return take_track(line, list);
    if (!entry && !part && strcmp(what, "argument") != 0)
        return 0;
    if (part && take_range(&line, &item.range) < 0)
        return -EBADMSG;
    item.path = memory_words_take(&line);
    if (!item.path || strlen(item.path) >= PATH_MAX)
        return -EBADMSG;
    if (!entry && !part)
        return playlist_restore_argument(list, item.path);
    item.title = memory_words_take(&line);
    return playlist_restore(list, &item);
}

int memory_list_read(const char *text, size_t bytes, struct playlist *list)
{
    int error = memory_words_text(text, bytes, list_begins, take_list_line, list);

    if (error < 0)
        playlist_free(list);
    return error == -E2BIG ? -EBADMSG : error;
}
