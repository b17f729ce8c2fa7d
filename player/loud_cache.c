/*
 * loud_cache.c - the table in memory: hashed, with open addresses, never more than half full.
 */
#include "player/loud_cache.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = LOUD_CACHE_ENTRIES * 2 };

void loud_cache_key(struct loud_key *key, const struct stat *status, const struct job_range *range)
{
    *key = (struct loud_key){
        .device = status->st_dev,
        .inode = status->st_ino,
        .size = (uint64_t)status->st_size,
        .changed_ns = (int64_t)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec,
        .range = *range,
    };
}

static bool same(const struct loud_key *a, const struct loud_key *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->changed_ns == b->changed_ns && a->range.first == b->range.first &&
           a->range.end == b->range.end && a->range.hz == b->range.hz;
}

static uint32_t place_of(const struct loud_key *key)
{
    uint64_t hash = key->inode * 0x9e3779b97f4a7c15U ^ key->device ^ key->size << 7;

    hash ^= (uint64_t)key->changed_ns ^ key->range.first * 0xc2b2ae3d27d4eb4fU;
    hash *= 0x9e3779b97f4a7c15U;
    return (uint32_t)(hash >> 33) % PLACES;
}

/* Where it is, or the empty place where it would be; an empty one has size 0 and inode 0. */
static struct loud_facts *look(struct loud_cache *cache, const struct loud_key *key)
{
    uint32_t at = place_of(key);

    while (cache->table[at].key.inode != 0 && !same(&cache->table[at].key, key))
        at = (at + 1) % PLACES;
    return &cache->table[at];
}

struct loud_facts *loud_cache_find(struct loud_cache *cache, const struct loud_key *key)
{
    struct loud_facts *found = cache->table ? look(cache, key) : NULL;

    return found && found->key.inode != 0 ? found : NULL;
}

struct loud_facts *loud_cache_get(struct loud_cache *cache, const struct loud_key *key)
{
    struct loud_facts *facts;

    if (!cache->table)
        cache->table = calloc(PLACES, sizeof(*cache->table));
    if (!cache->table || key->inode == 0)
        return NULL;
    facts = look(cache, key);
    if (facts->key.inode != 0)
        return facts;
    if (cache->count == LOUD_CACHE_ENTRIES) { /* what is still wanted will be found out again */
        memset(cache->table, 0, PLACES * sizeof(*cache->table));
        cache->count = 0;
        facts = look(cache, key);
    }
    cache->count++;
    *facts = (struct loud_facts){.key = *key};
    return facts;
}

void loud_cache_free(struct loud_cache *cache)
{
    free(cache->table);
    *cache = (struct loud_cache){0};
}
