/*
 * test_completions.c - the shells complete every option and verb, and bash's what goes with them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "player/folder.h"
#include "player/options_rules.h"
#include "tests/unit/scratch.h"
#include "tools/rondoctl_verbs.h"

static const char folder[] = SOURCE_DIR "/tools/completions";

static char *script(const char *file)
{
    char path[512];
    size_t size;
    char *text;

    snprintf(path, sizeof(path), "%s/%s", folder, file);
    text = (char *)scratch_read(path, &size);
    assert_non_null(text);
    return text;
}

/* The words stand there, and no longer ones. */
static bool has(const char *text, const char *words)
{
    size_t length = strlen(words);

    for (const char *at = text; (at = strstr(at, words)); at++)
        if (!isalnum((unsigned char)at[length]) && at[length] != '-')
            return true;
    return false;
}

static void expect_options(const char *file, const char *before)
{
    char *text = script(file), words[64];

    for (int i = 0; i < OPTIONS_RULES; i++) {
        snprintf(words, sizeof(words), "%s%s", before, options_rules[i].name);
        if (!has(text, words))
            fail_msg("%s lacks %s", file, words);
    }
    free(text);
}

static void expect_verbs(const char *file, const char *before)
{
    char *text = script(file), words[64];

    for (const struct rondoctl_verb *verb = rondoctl_verbs; verb->name; verb++) {
        snprintf(words, sizeof(words), "%s%s", before, verb->name);
        if (!has(text, words))
            fail_msg("%s lacks %s", file, words);
        if (verb->option && !has(text, verb->option) && !has(text, verb->option + 2))
            fail_msg("%s lacks %s", file, verb->option);
    }
    free(text);
}

static void every_option_is_in_each(void **state)
{
    (void)state;
    expect_options("rondo.bash", "\n--");
    expect_options("_rondo", "--");
    expect_options("rondo.fish", "-l ");
}

static void every_verb_is_in_each(void **state)
{
    (void)state;
    expect_verbs("rondo.bash", "\n");
    expect_verbs("_rondo", "\n        '");
    expect_verbs("rondoctl.fish", "_use_subcommand -a ");
}

/* The same ones as in a folder. */
static void every_ending_of_a_file_with_sound_is_in_each(void **state)
{
    char *bash = script("rondo.bash"), *zsh = script("_rondo"), *fish = script("rondo.fish");

    (void)state;
    for (int i = 0; folder_endings[i]; i++) {
        char words[3][32];

        snprintf(words[0], sizeof(words[0]), "*%s", folder_endings[i]);
        snprintf(words[1], sizeof(words[1]), "|%s", folder_endings[i] + 1);
        snprintf(words[2], sizeof(words[2]), " %s", folder_endings[i]);
        if (!has(bash, words[0]) || !has(zsh, i == 0 ? words[1] + 1 : words[1]) ||
            !has(fish, words[2]))
            fail_msg("%s is not completed everywhere", folder_endings[i]);
    }
    free(bash);
    free(zsh);
    free(fish);
}

/* Runs a line of a shell in the scratch folder; what it prints. */
static const char *run(const struct scratch *scratch, const char *shell, const char *line,
                       char text[4096])
{
    char command[2048];
    FILE *pipe;
    size_t length;

    snprintf(command, sizeof(command), "cd '%s' && XDG_RUNTIME_DIR='%s' exec %s -c '%s' 2>&1",
             scratch->folder, scratch->folder, shell, line);
    pipe = popen(command, "re");
    assert_non_null(pipe);
    length = fread(text, 1, 4095, pipe);
    text[length] = '\0';
    assert_int_equal(pclose(pipe), 0);
    return text;
}

/* What bash offers for these words, the last one being completed; each with a blank behind. */
static void expect(const struct scratch *scratch, const char *words, const char *offered)
{
    char line[1024], text[4096];

    snprintf(line, sizeof(line),
             "rondo() { printf \"*  0  HDA Intel: ALC (hw:0,0)  ALSA    2 channels   44100 Hz\\n"
             "   1  Loop back                ALSA   32 channels   48000 Hz\\n\"; }; "
             "compopt() { :; }; source \"%s/rondo.bash\"; COMP_WORDS=(%s); "
             "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _${COMP_WORDS[0]}; "
             "for r in \"${COMPREPLY[@]}\"; do echo -n \"$r \"; done",
             folder, words);
    assert_string_equal(run(scratch, "bash --norc", line, text), offered);
}

static void bash_completes_options_and_their_values(void **state)
{
    const struct scratch *scratch = *state;

    expect(scratch, "rondo --n", "--name --no-sandbox --no-config ");
    expect(scratch, "rondo --on-device-loss \"\"", "pause wait quit ");
    expect(scratch, "rondo --on-device-loss = w", "wait ");
    expect(scratch, "rondo -o \"\"", "auto portaudio portaudio: sim wav: raw: null ");
    expect(scratch, "rondo -o portaudio : HD", "HDA\\ Intel:\\ ALC\\ \\(hw:0\\,0\\) ");
    expect(scratch,
           "rondo --output = portaudio :", "HDA\\ Intel:\\ ALC\\ \\(hw:0\\,0\\) Loop\\ back ");
    expect(scratch, "rondo --repeat = o", "off one ");
    expect(scratch, "rondo --loop \"\"", "");
    expect(scratch, "rondo --volume \"\"", "");
}

static void bash_completes_files_with_sound_and_folders(void **state)
{
    struct scratch *scratch = *state;
    static const char *const files[] = {"a b.FLAC", "a.m3u8", "a.txt", "-x.wav"};
    char path[SCRATCH_PATH_MAX];

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        assert_int_equal(scratch_write(scratch_path(scratch, files[i]), "", 0), 0);
    snprintf(path, sizeof(path), "%s/album", scratch->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    expect(scratch, "rondo a.", "a.m3u8 ");
    expect(scratch, "rondo \"a \"", "a b.FLAC ");
    expect(scratch, "rondo al", "album ");
    expect(scratch, "rondo -o wav : a.t", "a.txt ");
    expect(scratch, "rondo --config a.t", "a.txt ");
    expect(scratch, "rondoctl add a.", "a.m3u8 ");
    rmdir(path);
}

static void bash_completes_verbs_and_instances(void **state)
{
    struct scratch *scratch = *state;
    char path[SCRATCH_PATH_MAX];

    snprintf(path, sizeof(path), "%s/rondo", scratch->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(scratch_write(scratch_path(scratch, "rondo/kitchen"), "", 0), 0);
    assert_int_equal(scratch_write(scratch_path(scratch, "rondo/bath"), "", 0), 0);
    expect(scratch, "rondoctl st", "stop step status ");
    expect(scratch, "rondoctl -n kitchen st", "stop step status ");
    expect(scratch, "rondoctl -n \"\"", "bath kitchen ");
    expect(scratch, "rondoctl --name = k", "kitchen ");
    expect(scratch, "rondoctl status \"\"", "--plain ");
    expect(scratch, "rondoctl doctor --", "--reap ");
    expect(scratch, "rondoctl repeat \"\"", "off one all ");
    expect(scratch, "rondoctl shuffle \"\"", "on off ");
    expect(scratch, "rondoctl loop o", "off ");
    expect(scratch, "rondoctl seek \"\"", "");
    unlink(scratch_path(scratch, "rondo/kitchen"));
    unlink(scratch_path(scratch, "rondo/bath"));
    rmdir(path);
}

/* -n: read, and not carried out. */
static void every_shell_that_is_here_understands_its_own(void **state)
{
    static const char *const scripts[][2] = {{"bash", "rondo.bash"},
                                             {"zsh", "_rondo"},
                                             {"fish", "rondo.fish"},
                                             {"fish", "rondoctl.fish"}};
    char line[1024], text[4096];

    for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
        snprintf(line, sizeof(line), "command -v %s >/dev/null || exit 0; %s -n %s/%s",
                 scripts[i][0], scripts[i][0], folder, scripts[i][1]);
        assert_string_equal(run(*state, "sh", line, text), "");
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_is_in_each),
        cmocka_unit_test(every_ending_of_a_file_with_sound_is_in_each),
        cmocka_unit_test(every_verb_is_in_each),
        IN_SCRATCH(bash_completes_options_and_their_values),
        IN_SCRATCH(bash_completes_files_with_sound_and_folders),
        IN_SCRATCH(bash_completes_verbs_and_instances),
        IN_SCRATCH(every_shell_that_is_here_understands_its_own),
    };

    return cmocka_run_group_tests_name("completions", tests, NULL, NULL);
}
