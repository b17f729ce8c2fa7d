/*
 * loud_cache.h - what was found out about files' loudness, in memory and in
 * $XDG_CACHE_HOME/rondo/loudness, or below ~/.cache.
 *
 * A file is known by device, inode, size and time of change, so what is said of it is as true as
 * when it was measured. The file in the cache has a line for each, with a sum; what is new is
 * appended, of several lines the last counts, and a damaged one counts for nothing. When it is
 * longer than LOUD_CACHE_BYTES it is written anew with what counts, beside it, and renamed. It
 * may be removed at any time.
 */
#ifndef PLAYER_LOUD_CACHE_H
#define PLAYER_LOUD_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "shmring/scans.h"

enum { LOUD_CACHE_ENTRIES = 16384, LOUD_CACHE_BYTES = 4 << 20, LOUD_CACHE_LINE = 256 };

struct loud_key {
    uint64_t device;
    uint64_t inode;
    uint64_t size;
    int64_t changed_ns;
    struct job_range range; /* the part of it */
};

struct loud_facts {
    struct loud_key key;
    bool kept;   /* it is worth a line in the cache: the file has a name */
    bool tagged; /* its tags are known: */
    struct scan_tags tags;
    bool measured; /* SCAN_UNKNOWN: it has no loudness */
    int32_t integrated;
    int32_t true_peak;
    bool foreign;  /* only what ffmpeg makes of it can be measured */
    bool hopeless; /* it cannot be measured */
};

struct loud_cache {
    struct loud_facts *table; /* LOUD_CACHE_ENTRIES * 2, hashed; NULL: none was known yet */
    uint32_t count;
    bool loaded;
};

void loud_cache_key(struct loud_key *key, const struct stat *status, const struct job_range *range);

/* What is known of it; NULL: nothing. */
struct loud_facts *loud_cache_find(struct loud_cache *cache, const struct loud_key *key);

/* The same, or made, of which nothing is known then; NULL: no memory. */
struct loud_facts *loud_cache_get(struct loud_cache *cache, const struct loud_key *key);

/* Reads the file, the first time; appends a line. What cannot be read or written is left out. */
void loud_cache_load(struct loud_cache *cache);
void loud_cache_keep(const struct loud_facts *facts);

void loud_cache_free(struct loud_cache *cache);

/* A line, with its newline; its length. And back: false, it is damaged. */
size_t loud_cache_write(const struct loud_facts *facts, char line[LOUD_CACHE_LINE]);
bool loud_cache_read(const char *line, struct loud_facts *ret_facts);

#endif
