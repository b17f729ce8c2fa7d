/*
 * test_manual.c - the manual pages: well formed, and true of the programs.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shmring/step.h"
#include "tests/e2e/stage.h"

enum { PROBES_MAX = 32, PROBE_NAME_MAX = 32, NOT_FOUND = 127 };

struct probes {
    char name[PROBES_MAX][PROBE_NAME_MAX];
    size_t count;
};

/* Every page of the sources; the caller frees the list. */
static glob_t pages(void)
{
    glob_t found;

    assert_int_equal(glob(SOURCE_DIR "/*/*.[1-8]", 0, NULL, &found), 0);
    glob(SOURCE_DIR "/*/*/*.[1-8]", GLOB_APPEND, NULL, &found);
    return found;
}

static char *page(struct stage *stage, const char *file)
{
    char path[PATH_MAX];
    size_t size;

    snprintf(path, sizeof(path), "%s/%s", SOURCE_DIR, file);
    return (char *)stage_read(stage, path, &size);
}

static void the_pages_are_well_formed(void **state)
{
    struct stage *stage = *state;
    glob_t found = pages();

    assert_true(found.gl_pathc > 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct stage_process *mandoc =
            stage_run(stage, "mandoc", "-Tlint", "-Wwarning", found.gl_pathv[i], NULL);

        if (mandoc->status == NOT_FOUND) {
            globfree(&found);
            skip();
        }
        if (mandoc->status != 0)
            fail_msg("%s%s", stage_out(mandoc), stage_errors(mandoc));
    }
    globfree(&found);
}

static void add(struct probes *probes, const char *name, size_t length)
{
    assert_true(probes->count < PROBES_MAX && length < PROBE_NAME_MAX);
    snprintf(probes->name[probes->count++], PROBE_NAME_MAX, "%.*s", (int)length, name);
}

static int by_name(const void *one, const void *other)
{
    return strcmp(one, other);
}

/* The names that follow this text, sorted, each once. */
static struct probes names_after(const char *text, const char *before, const char *end)
{
    struct probes all = {0}, each = {0};

    while ((text = strstr(text, before))) {
        text += strlen(before);
        add(&all, text, strcspn(text, end));
    }
    qsort(all.name, all.count, sizeof(all.name[0]), by_name);
    for (size_t i = 0; i < all.count; i++)
        if (i == 0 || strcmp(all.name[i], all.name[i - 1]) != 0)
            add(&each, all.name[i], strlen(all.name[i]));
    return each;
}

static void the_probes_are_those_of_the_page(void **state)
{
    struct stage *stage = *state;
    static const char *const programs[] = {"rondo", "rondo-producer", "rondo-consumer"};
    char *text = page(stage, "shmring/rondo-probes.7");
    struct probes listed = names_after(text, ".It Fn ", " \n");

    free(text);
    assert_true(listed.count > 0);
#if !__has_include(<sys/sdt.h>)
    skip();
#endif
    for (int i = 0; i < 3; i++) {
        char path[PATH_MAX];
        struct stage_process *readelf;
        struct probes built;

        snprintf(path, sizeof(path), "%s/%s", PROGRAMS_DIR, programs[i]);
        readelf = stage_run(stage, "readelf", "-n", path, NULL);
        assert_int_equal(readelf->status, 0);
        built = names_after(stage_out(readelf), "Provider: rondo\n    Name: ", "\n");
        assert_int_equal(built.count, listed.count);
        for (size_t p = 0; p < built.count; p++)
            assert_string_equal(built.name[p], listed.name[p]);
    }
}

static void the_steps_have_the_numbers_of_the_page(void **state)
{
    char *text = page(*state, "shmring/rondo-probes.7");

    for (enum step step = 0; step < STEP_COUNT; step++) {
        char line[64];

        snprintf(line, sizeof(line), " %d Ta %s", (int)step, step_name(step));
        if (!strstr(text, line))
            fail_msg("the page does not have \"%s\"", line);
    }
    free(text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_STAGE(the_pages_are_well_formed),
        ON_STAGE(the_probes_are_those_of_the_page),
        ON_STAGE(the_steps_have_the_numbers_of_the_page),
    };

    return cmocka_run_group_tests_name("manual", tests, NULL, NULL);
}
