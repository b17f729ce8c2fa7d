/*
 * test_loud_cache.c - what is remembered of files' loudness, and a file of it that is damaged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>

#include "player/loud_cache.h"
#include "tests/unit/scratch.h"

static struct loud_facts facts_of(uint64_t inode)
{
    return (struct loud_facts){
        .key = {.device = 0xfe00,
                .inode = inode,
                .size = 1000,
                .changed_ns = -5,
                .range = {1, 2, 75, 0}},
        .kept = true,
        .tagged = true,
        .tags = {-3000, SCAN_UNKNOWN, 988553, SCAN_UNKNOWN, SCAN_SOURCE_ID3},
        .measured = true,
        .integrated = -23000 - (int32_t)inode % 1000,
        .true_peak = 500000,
    };
}

/* A cache file of its own: $XDG_CACHE_HOME is the scratch folder. */
static int setup(void **state)
{
    int error = scratch_setup(state);

    setenv("XDG_CACHE_HOME", ((struct scratch *)*state)->folder, 1);
    return error;
}

static int teardown(void **state)
{
    struct scratch *scratch = *state;
    char path[SCRATCH_PATH_MAX * 2];

    snprintf(path, sizeof(path), "%s/rondo/loudness", scratch->folder);
    unlink(path);
    rmdir(scratch_path(scratch, "rondo"));
    return scratch_teardown(state);
}

static void append(struct scratch *scratch, const char *text)
{
    FILE *file;
    char path[SCRATCH_PATH_MAX * 2];

    mkdir(scratch_path(scratch, "rondo"), 0700);
    snprintf(path, sizeof(path), "%s/rondo/loudness", scratch->folder);
    file = fopen(path, "ae");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void a_line_is_read_as_it_was_written(void **state)
{
    struct loud_facts facts = facts_of(42), found = {0};
    char line[LOUD_CACHE_LINE];
    size_t length = loud_cache_write(&facts, line);

    (void)state;
    assert_int_equal(line[length - 1], '\n');
    line[length - 1] = '\0';
    assert_true(loud_cache_read(line, &found));
    assert_memory_equal(&found, &facts, sizeof(facts));
}

static void a_line_that_is_changed_anywhere_counts_for_nothing(void **state)
{
    struct loud_facts facts = facts_of(42), found;
    char line[LOUD_CACHE_LINE];
    size_t length = loud_cache_write(&facts, line);

    (void)state;
    line[--length] = '\0';
    for (size_t i = 0; i < length; i++) {
        char was = line[i];

        line[i] = was == '7' ? '8' : '7';
        assert_false(loud_cache_read(line, &found));
        line[i] = '\0';
        assert_false(loud_cache_read(line, &found));
        line[i] = was;
    }
    assert_false(loud_cache_read("", &found));
}

static void another_session_finds_what_was_kept(void **state)
{
    struct loud_cache cache = {0};
    struct loud_facts facts = facts_of(1), later = facts_of(1), *found;

    (void)state;
    later.integrated = -9000;
    loud_cache_keep(&facts);
    loud_cache_keep(&later);
    loud_cache_load(&cache);
    found = loud_cache_find(&cache, &facts.key);
    assert_non_null(found);
    assert_int_equal(found->integrated, -9000);
    facts.key.changed_ns++;
    assert_null(loud_cache_find(&cache, &facts.key));
    loud_cache_free(&cache);
}

static void damage_costs_only_the_line_that_it_is_in(void **state)
{
    struct loud_cache cache = {0};
    struct loud_facts one = facts_of(1), two = facts_of(2);

    loud_cache_keep(&one);
    append(*state, "1 2 3 nonsense\n\n\xff\xfe 4\n");
    loud_cache_keep(&two);
    append(*state, "1 fe00 3 cut off");
    loud_cache_load(&cache);
    assert_non_null(loud_cache_find(&cache, &one.key));
    assert_non_null(loud_cache_find(&cache, &two.key));
    assert_int_equal(cache.count, 2);
    loud_cache_free(&cache);
}

static void a_file_that_has_grown_too_long_is_written_anew(void **state)
{
    struct loud_cache cache = {0}, again = {0};
    struct loud_facts facts = facts_of(1);
    char line[LOUD_CACHE_LINE], path[SCRATCH_PATH_MAX * 2];
    char *text = malloc(LOUD_CACHE_BYTES * 2);
    size_t length = 0;
    struct stat status;
    const struct scratch *scratch = *state;

    while (length < LOUD_CACHE_BYTES + LOUD_CACHE_BYTES / 2) {
        facts.key.inode = 1 + length % 3000;
        length += loud_cache_write(&facts, line);
        memcpy(text + length - strlen(line), line, strlen(line) + 1);
    }
    append(*state, text);
    loud_cache_load(&cache);
    assert_true(cache.count > 100);
    snprintf(path, sizeof(path), "%s/rondo/loudness", scratch->folder);
    assert_int_equal(stat(path, &status), 0);
    assert_true(status.st_size < LOUD_CACHE_BYTES);
    assert_int_equal(status.st_mode & 0777, 0600);
    loud_cache_load(&again);
    assert_int_equal(again.count, cache.count);
    loud_cache_free(&cache);
    loud_cache_free(&again);
    free(text);
}

static void memory_is_bounded(void **state)
{
    struct loud_cache cache = {.loaded = true};
    struct loud_facts facts = facts_of(1);

    (void)state;
    for (uint64_t i = 1; i <= LOUD_CACHE_ENTRIES + 10; i++) {
        facts.key.inode = i;
        assert_non_null(loud_cache_get(&cache, &facts.key));
    }
    assert_int_equal(cache.count, 10);
    assert_non_null(loud_cache_find(&cache, &facts.key));
    loud_cache_free(&cache);
}

#define IN_CACHE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_read_as_it_was_written),
        cmocka_unit_test(a_line_that_is_changed_anywhere_counts_for_nothing),
        IN_CACHE(another_session_finds_what_was_kept),
        IN_CACHE(damage_costs_only_the_line_that_it_is_in),
        IN_CACHE(a_file_that_has_grown_too_long_is_written_anew),
        cmocka_unit_test(memory_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
