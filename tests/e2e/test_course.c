/*
 * test_course.c - the course has its twelve lessons, whose commands exist and whose answers are to
 * be found where they say; and the lessons' sources are as short as they promise.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/lessons.h"

enum { COURSE_LESSONS = 12, NAME_MAX_BYTES = 128 };

/* Programs of Rondo's and of the system's that the course may have run. */
static const char *const programs[] = {
    "rondo", "rondoctl", "rondoscope", "rondotrace", "rondolab",    "ipcbench",      "ringsim",
    "kill",  "mkfifo",   "md5sum",     "for",        "tools/learn", "pseudo-player", "rm",
};

static char *read_file(const char *path)
{
    char whole[sizeof(PROJECT_DIR) + 1 + PATH_MAX];
    size_t size;

    snprintf(whole, sizeof(whole), PROJECT_DIR "/%s", path);
    return (char *)stage_read(NULL, whole, &size);
}

/* The number of a heading "## N. ", or 0. */
static int heading(const char *line)
{
    return strncmp(line, "## ", 3) == 0 ? atoi(line + 3) : 0;
}

/* The lesson's text, up to the next heading; the caller frees it. */
static char *lesson_text(const char *course, int number)
{
    char begin[16];
    const char *from, *to;

    snprintf(begin, sizeof(begin), "\n## %d. ", number);
    from = strstr(course, begin);
    if (!from)
        fail_msg("there is no lesson %d", number);
    to = strstr(from + 1, "\n## ");
    assert_non_null(to);
    return strndup(from, (size_t)(to - from));
}

static void there_are_twelve_lessons_each_with_all_its_parts(void **state)
{
    static const char *const parts[] = {"\n    ", "\n**Watch** ", "\n**Question.** ",
                                        "\n<details><summary>Answer</summary>\n\n",
                                        "\n\n</details>\n"};
    char *course = read_file("samples/README.md");
    int lessons_found = 0;

    (void)state;
    for (const char *line = course; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        lessons_found += heading(line) > 0;
    }
    assert_int_equal(lessons_found, COURSE_LESSONS);
    for (int number = 1; number <= COURSE_LESSONS; number++) {
        char *text = lesson_text(course, number);
        const char *at = text;

        for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
            at = strstr(at, parts[i]);
            if (!at)
                fail_msg("lesson %d has no '%s' where it belongs", number, parts[i]);
        }
        free(text);
    }
    free(course);
}

static bool is_program(const char *name)
{
    for (size_t i = 0; i < LESSONS; i++)
        if (strcmp(name, lessons[i].name) == 0)
            return true;
    for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
        if (strcmp(name, programs[i]) == 0)
            return true;
    return false;
}

static void each_command_names_a_program_that_exists_and_each_program_is_named(void **state)
{
    char *course = read_file("samples/README.md");
    char name[NAME_MAX_BYTES];

    (void)state;
    for (const char *at = course; (at = strstr(at, "\n    ")); at++)
        if (sscanf(at, " %127s", name) == 1 && !is_program(name))
            fail_msg("'%s' is a command of the course, and no program", name);
    for (size_t i = 0; i < LESSONS; i++) {
        snprintf(name, sizeof(name), "\n    %s", lessons[i].name);
        if (!strstr(course, name))
            fail_msg("no lesson runs %s", lessons[i].name);
    }
    free(course);
}

static void every_link_leads_to_a_file(void **state)
{
    static const char *const pages[] = {"samples/", "samples/ipc/", "samples/audio/"};

    (void)state;
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        char path[PATH_MAX], target[NAME_MAX_BYTES];
        char *page;

        snprintf(path, sizeof(path), "%sREADME.md", pages[i]);
        page = read_file(path);
        for (const char *at = page; (at = strstr(at, "](")); at++) {
            if (sscanf(at, "](%127[^)#]", target) != 1 || strncmp(target, "http", 4) == 0)
                continue;
            snprintf(path, sizeof(path), PROJECT_DIR "/%s%s", pages[i], target);
            if (access(path, R_OK) < 0)
                fail_msg("%sREADME.md leads to %s, which is not there", pages[i], target);
        }
        free(page);
    }
}

/* In the answers: `function()` in [file](path); and **Section** of the ring's page. */
static void what_the_answers_name_is_where_they_say(void **state)
{
    char *course = read_file("samples/README.md"), *page = read_file("shmring/README.md");
    unsigned functions = 0, sections = 0;

    (void)state;
    for (char *c = course; *c; c++)
        if (*c == '\n' && c[1] != '\n')
            *c = ' ';
    for (const char *at = course; (at = strstr(at, "()` in [")); at++) {
        char function[NAME_MAX_BYTES], target[NAME_MAX_BYTES], path[PATH_MAX], *source;
        const char *begin = at;

        while (begin[-1] != '`')
            begin--;
        snprintf(function, sizeof(function), "%.*s(", (int)(at - begin), begin);
        assert_int_equal(sscanf(strstr(at, "]("), "](%127[^)#]", target), 1);
        snprintf(path, sizeof(path), "samples/%s", target);
        source = read_file(path);
        if (!strstr(source, function))
            fail_msg("there is no %s) in %s", function, target);
        free(source);
        functions++;
    }
    for (const char *at = course; (at = strstr(at, "**")); at++) {
        char name[NAME_MAX_BYTES], wanted[NAME_MAX_BYTES + 8];

        if (sscanf(at, "**%127[^*]**", name) != 1 || strcmp(name, "Watch") == 0 ||
            strcmp(name, "Question.") == 0) {
            at = strstr(at + 2, "**");
            at = at ? at + 1 : "";
            continue;
        }
        snprintf(wanted, sizeof(wanted), "\n### %s\n", name);
        if (!strstr(page, wanted))
            fail_msg("shmring/README.md has no paragraph %s", name);
        sections++;
        at = strstr(at + 2, "**") + 1;
    }
    assert_true(functions >= COURSE_LESSONS && sections > 3);
    free(page);
    free(course);
}

static void a_lesson_has_less_than_150_lines_and_the_pseudo_player_less_than_200(void **state)
{
    unsigned files = 0;
    DIR *folder = opendir(PROJECT_DIR "/samples/ipc");

    (void)state;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        const char *dot = strrchr(entry->d_name, '.');
        unsigned lines = 0, most = 150;
        char path[PATH_MAX], *source;

        if (!dot || strcmp(dot, ".c") != 0 || strncmp(entry->d_name, "lesson", 6) == 0)
            continue;
        snprintf(path, sizeof(path), "samples/ipc/%s", entry->d_name);
        source = read_file(path);
        for (const char *c = source; *c; c++)
            lines += *c == '\n';
        if (strcmp(entry->d_name, "pseudo-player.c") == 0)
            most = 200;
        if (lines >= most)
            fail_msg("%s has %u lines", entry->d_name, lines);
        free(source);
        files++;
    }
    closedir(folder);
    assert_int_equal(files, LESSONS + 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_twelve_lessons_each_with_all_its_parts),
        cmocka_unit_test(each_command_names_a_program_that_exists_and_each_program_is_named),
        cmocka_unit_test(every_link_leads_to_a_file),
        cmocka_unit_test(what_the_answers_name_is_where_they_say),
        cmocka_unit_test(a_lesson_has_less_than_150_lines_and_the_pseudo_player_less_than_200),
    };

    return cmocka_run_group_tests_name("course", tests, NULL, NULL);
}
