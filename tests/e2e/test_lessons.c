/*
 * test_lessons.c - every lesson comes true, with the same sound in all of them, and its command
 * line is like any other's.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/lessons.h"

/* CRC-32 of the first 256 blocks, by programs that are not ours. */
static const char sum_by_others[] =
    "flac -dcs --force-raw-format --endian=little --sign=signed '" COMMITTED_DIR "/rondo.flac' | "
    "head -c 1048576 | gzip -1 | tail -c 8 | od -An -tx4 -N4 | tr -d ' \\n'";

static void come_true(struct stage *stage, const char *kind)
{
    struct stage_process *others = stage_run(stage, "sh", "-c", sum_by_others, NULL);
    unsigned count = 0;
    char line[64];

    assert_int_equal(strlen(stage_out(others)), 8);
    snprintf(line, sizeof(line), "arrived   1048576 bytes, checksum %s\n", stage_out(others));
    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *lesson;

        if (strncmp(lessons[i].name, kind, strlen(kind)) != 0)
            continue;
        lesson = stage_run(stage, lessons[i].name, NULL);
        lessons_assert_true(&lessons[i], lesson);
        if (!strstr(stage_out(lesson), line))
            fail_msg("%s has no line '%s': %s", lessons[i].name, line, stage_out(lesson));
        count++;
    }
    assert_true(count > 0);
}

static void what_is_told_of_signals_comes_true(void **state)
{
    come_true(*state, "signal-");
}

static void what_is_told_of_pipes_comes_true(void **state)
{
    come_true(*state, "pipe-");
}

static void what_is_told_of_fifos_comes_true(void **state)
{
    come_true(*state, "fifo-");
}

static void what_is_told_of_message_queues_comes_true(void **state)
{
    come_true(*state, "queue-");
}

static void what_is_told_of_semaphores_comes_true(void **state)
{
    come_true(*state, "sem-");
}

static void what_is_told_of_shared_memory_comes_true(void **state)
{
    come_true(*state, "shm-");
}

static void what_is_told_of_sockets_comes_true(void **state)
{
    come_true(*state, "socket-");
}

static void every_program_of_the_folder_is_one_of_the_lessons(void **state)
{
    struct stage *stage = *state;
    DIR *folder = opendir(stage->programs);
    unsigned found = 0;

    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        for (size_t i = 0; i < LESSONS; i++)
            found += strcmp(entry->d_name, lessons[i].name) == 0;
    rewinddir(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        found -= entry->d_name[0] != '.' && strcmp(entry->d_name, "pseudo-player") != 0;
    closedir(folder);
    assert_int_equal(found, 0);
}

static void few_blocks_are_as_true_as_all_of_them(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *few = stage_run(stage, lessons[i].name, "--blocks", "16", NULL);
        struct stage_process *all = stage_run(stage, lessons[i].name, "--blocks=65536", NULL);

        if (few->status != 0 || all->status != 0)
            fail_msg("%s: %s%s%s", lessons[i].name, stage_out(few), stage_out(all),
                     stage_errors(all));
        assert_non_null(strstr(stage_out(few), "16 blocks of 4096 bytes: 0.4 s of rondo.flac"));
        assert_non_null(strstr(stage_out(all), "1382 blocks of 4096 bytes: 32.1 s of rondo.flac"));
    }
}

static void any_sound_will_do(void **state)
{
    static const char *const sounds[] = {"mono.wav", "surround.flac", "rondo-f32.wav", "rondo.ogg",
                                         "rondo-s24.aiff"};
    struct stage *stage = *state;
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof(sounds) / sizeof(sounds[0]); i++) {
        struct stage_process *lesson =
            stage_run(stage, "pipe-both", stage_sample(sounds[i], path), NULL);

        assert_int_equal(lesson->status, 0);
        assert_non_null(strstr(stage_out(lesson), sounds[i]));
        assert_non_null(strstr(stage_out(lesson), "same: yes"));
    }
}

static void what_is_no_sound_or_too_short_is_refused_in_one_line(void **state)
{
    struct stage *stage = *state;
    struct stage_process *lesson;

    stage_write(stage, "a\033b", "no sound", 8);
    lesson = stage_run(stage, "pipe-one", "a\033b", NULL);
    assert_int_equal(lesson->status, 1);
    assert_non_null(strstr(stage_errors(lesson), "pipe-one: cannot read the sound: a?b: "));
    assert_string_equal(stage_out(lesson), "");
}

static void help_and_version_are_told(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < LESSONS; i++) {
        struct stage_process *help = stage_run(stage, lessons[i].name, "--help", NULL);
        struct stage_process *version = stage_run(stage, lessons[i].name, "--version", NULL);

        assert_int_equal(help->status, 0);
        assert_non_null(strstr(stage_out(help), lessons[i].name));
        assert_non_null(strstr(stage_out(help), "--blocks N"));
        assert_non_null(strstr(stage_out(help), "exit status: 0 all was as told, 1 "));
        assert_int_equal(version->status, 0);
        assert_non_null(strstr(stage_out(version), RONDO_VERSION));
    }
}

static void what_is_wrong_is_named_with_what_is_accepted_and_nothing_is_done(void **state)
{
    static const struct {
        const char *arguments[3];
        const char *errors;
    } wrong[] = {
        {{"--nonsense"}, "no option --nonsense; accepted: --blocks, --wait, --help, --version"},
        {{"-x"}, "no option -x; accepted: "},
        {{"--blocks", "15"}, "--blocks 15; accepted: 16 to 65536\n"},
        {{"--blocks", "65537"}, "--blocks 65537; accepted: 16 to 65536\n"},
        {{"--blocks", ""}, "--blocks ; accepted: 16 to 65536\n"},
        {{"--blocks", "1e3"}, "--blocks 1e3; accepted: 16 to 65536\n"},
        {{"--blocks"}, "no value after --blocks; accepted: one, as --help says\n"},
        {{"--blocks", "\033[2J"}, "--blocks ?[2J; accepted: 16 to 65536\n"},
        {{"a", "b"}, "too many arguments, from b; accepted: one file\n"},
    };
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        for (size_t k = i; k < LESSONS; k += sizeof(wrong) / sizeof(wrong[0])) {
            struct stage_process *lesson =
                stage_run(stage, lessons[k].name, wrong[i].arguments[0], wrong[i].arguments[1],
                          wrong[i].arguments[2], NULL);

            assert_int_equal(lesson->status, 2);
            assert_string_equal(stage_out(lesson), "");
            if (!strstr(stage_errors(lesson), wrong[i].errors))
                fail_msg("%s, not %s", stage_errors(lesson), wrong[i].errors);
            assert_int_equal(
                strncmp(stage_errors(lesson), lessons[k].name, strlen(lessons[k].name)), 0);
        }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_LESSONS(what_is_told_of_signals_comes_true),
        ON_LESSONS(what_is_told_of_pipes_comes_true),
        ON_LESSONS(what_is_told_of_fifos_comes_true),
        ON_LESSONS(what_is_told_of_message_queues_comes_true),
        ON_LESSONS(what_is_told_of_semaphores_comes_true),
        ON_LESSONS(what_is_told_of_shared_memory_comes_true),
        ON_LESSONS(what_is_told_of_sockets_comes_true),
        ON_LESSONS(every_program_of_the_folder_is_one_of_the_lessons),
        ON_LESSONS(few_blocks_are_as_true_as_all_of_them),
        ON_LESSONS(any_sound_will_do),
        ON_LESSONS(what_is_no_sound_or_too_short_is_refused_in_one_line),
        ON_LESSONS(help_and_version_are_told),
        ON_LESSONS(what_is_wrong_is_named_with_what_is_accepted_and_nothing_is_done),
    };

    return cmocka_run_group_tests_name("lessons", tests, NULL, NULL);
}
