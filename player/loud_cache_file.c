/*
 * loud_cache_file.c - the file of the cache: lines that are appended in one write each.
 *
 * Several players may append at once, since the kernel does not mix such writes. Who finds it too
 * long writes it anew; a line that another one appends just then is lost, and measured again.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "player/loud_cache.h"
#include "player/xdg.h"

enum { VERSION = 1, LUFS_MIN = -70000, LUFS_MAX = 60000 };

/* FNV-1a: against damage, not against anybody. */
static uint32_t sum_of(const char *text, size_t bytes)
{
    uint32_t sum = 2166136261U;

    for (size_t i = 0; i < bytes; i++)
        sum = (sum ^ (uint8_t)text[i]) * 16777619U;
    return sum;
}

size_t loud_cache_write(const struct loud_facts *f, char line[LOUD_CACHE_LINE])
{
    const struct loud_key *key = &f->key;
    const struct scan_tags *tags = &f->tags;
    int length = snprintf(line, LOUD_CACHE_LINE,
                          "%d %" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRId64 " %" PRIu64 " %" PRIu64
                          " %u %d %d %d %d %u %d %d %d ",
                          VERSION, key->device, key->inode, key->size, key->changed_ns,
                          key->range.first, key->range.end, key->range.hz, tags->track_gain,
                          tags->album_gain, tags->track_peak, tags->album_peak, tags->sources,
                          f->measured, f->integrated, f->true_peak);

    return (size_t)(length + snprintf(line + length, LOUD_CACHE_LINE - (size_t)length, "%08x\n",
                                      sum_of(line, (size_t)length)));
}

static bool between(int32_t value, int32_t low, int32_t high)
{
    return value == SCAN_UNKNOWN || (value >= low && value <= high);
}

static bool plausible(const struct loud_facts *f)
{
    const struct scan_tags *tags = &f->tags;

    return f->key.inode != 0 && between(tags->track_gain, -SCANS_GAIN_MAX, SCANS_GAIN_MAX) &&
           between(tags->album_gain, -SCANS_GAIN_MAX, SCANS_GAIN_MAX) &&
           between(tags->track_peak, 0, SCANS_PEAK_MAX) &&
           between(tags->album_peak, 0, SCANS_PEAK_MAX) &&
           between(f->integrated, LUFS_MIN, LUFS_MAX) && between(f->true_peak, 0, SCANS_PEAK_MAX);
}

bool loud_cache_read(const char *line, struct loud_facts *ret_facts)
{
    const char *blank = strrchr(line, ' ');
    struct loud_facts f = {.kept = true, .tagged = true};
    struct loud_key *key = &f.key;
    struct scan_tags *tags = &f.tags;
    int version, measured, end = 0;
    unsigned int sum;

    if (!blank || sscanf(blank, " %8x%n", &sum, &end) < 1 || blank[end] != '\0' ||
        sum != sum_of(line, (size_t)(blank + 1 - line)))
        return false;
    if (sscanf(line,
               "%d %" SCNx64 " %" SCNu64 " %" SCNu64 " %" SCNd64 " %" SCNu64 " %" SCNu64
               " %u %d %d %d %d %u %d %d %d ",
               &version, &key->device, &key->inode, &key->size, &key->changed_ns, &key->range.first,
               &key->range.end, &key->range.hz, &tags->track_gain, &tags->album_gain,
               &tags->track_peak, &tags->album_peak, &tags->sources, &measured, &f.integrated,
               &f.true_peak) != 16 ||
        version != VERSION || !plausible(&f))
        return false;
    f.measured = measured != 0;
    *ret_facts = f;
    return true;
}

static void take_lines(struct loud_cache *cache, char *text)
{
    struct loud_facts facts, *place;
    char *rest;

    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (!loud_cache_read(line, &facts))
            continue;
        place = loud_cache_get(cache, &facts.key);
        if (place)
            *place = facts;
    }
}

/* The folder of the cache, open; made where it is missing. */
static int open_folder(void)
{
    char path[PATH_MAX];
    char *slash;

    xdg_path("XDG_CACHE_HOME", ".cache", "rondo", path);
    if (!*path)
        return -ENOENT;
    slash = strrchr(path, '/');
    *slash = '\0';
    mkdir(path, 0700);
    *slash = '/';
    mkdir(path, 0700);
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

static bool write_all(int file, const char *text, size_t bytes)
{
    return write(file, text, bytes) == (ssize_t)bytes;
}

/* Only what counts, in a file that takes the other's place. */
static void write_anew(const struct loud_cache *cache, int folder)
{
    char beside[64], line[LOUD_CACHE_LINE];
    bool written = true;
    int file;

    snprintf(beside, sizeof(beside), ".loudness.%d", getpid());
    file = openat(folder, beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return;
    for (uint32_t i = 0; i < LOUD_CACHE_ENTRIES * 2 && written; i++)
        if (cache->table[i].key.inode != 0)
            written = write_all(file, line, loud_cache_write(&cache->table[i], line));
    close(file);
    if (!written || renameat(folder, beside, folder, "loudness") < 0)
        unlinkat(folder, beside, 0);
}

/* The end of it, where it is too long. */
static char *read_end(int file, off_t size)
{
    off_t from = size > LOUD_CACHE_BYTES ? size - LOUD_CACHE_BYTES : 0;
    char *text = malloc((size_t)(size - from) + 1);
    ssize_t got = text ? pread(file, text, (size_t)(size - from), from) : -1;

    if (got < 0) {
        free(text);
        return NULL;
    }
    text[got] = '\0';
    return text;
}

void loud_cache_load(struct loud_cache *cache)
{
    struct stat status;
    char *text = NULL;
    int folder, file;

    if (cache->loaded)
        return;
    cache->loaded = true;
    folder = open_folder();
    if (folder < 0)
        return;
    file = openat(folder, "loudness", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode))
        text = read_end(file, status.st_size);
    if (text)
        take_lines(cache, text);
    if (text && status.st_size > LOUD_CACHE_BYTES && cache->table)
        write_anew(cache, folder);
    free(text);
    if (file >= 0)
        close(file);
    close(folder);
}

void loud_cache_keep(const struct loud_facts *facts)
{
    char line[LOUD_CACHE_LINE];
    int folder = facts->kept && facts->tagged ? open_folder() : -1;
    int file;

    if (folder < 0)
        return;
    file = openat(folder, "loudness",
                  O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    close(folder);
    if (file < 0)
        return;
    /* On a full disk it is measured again, another time. */
    write_all(file, line, loud_cache_write(facts, line));
    close(file);
}
