/*
 * test_tui_prompt.c - the line that is typed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/tui/tui_input.h"
#include "player/tui/tui_prompt.h"
#include "tests/unit/scratch.h"

static struct tui_prompt prompt;

static void type(const char *ascii)
{
    for (; *ascii; ascii++)
        assert_int_equal(tui_prompt_key(&prompt, (uint32_t)*ascii), TUI_PROMPT_CHANGED);
}

static void characters_are_taken_back_whole(void **state)
{
    (void)state;
    tui_prompt_begin(&prompt, TUI_PROMPT_SEARCH);
    type("a");
    tui_prompt_key(&prompt, 0xe9);
    tui_prompt_key(&prompt, 0x6f22);
    tui_prompt_key(&prompt, 0x1f3b9);
    assert_string_equal(prompt.text, "aé漢🎹");
    tui_prompt_key(&prompt, TUI_KEY_BACKSPACE);
    tui_prompt_key(&prompt, TUI_KEY_BACKSPACE);
    assert_string_equal(prompt.text, "aé");
    tui_prompt_key(&prompt, TUI_KEY_BACKSPACE);
    tui_prompt_key(&prompt, TUI_KEY_BACKSPACE);
    assert_string_equal(prompt.text, "");
    assert_int_equal(tui_prompt_key(&prompt, TUI_KEY_BACKSPACE), TUI_PROMPT_GIVEN_UP);
}

static void words_and_all_of_it_are_taken_back_by_the_usual_keys(void **state)
{
    (void)state;
    tui_prompt_begin(&prompt, TUI_PROMPT_ADD);
    type("/music/one two");
    tui_prompt_key(&prompt, 0x17);
    assert_string_equal(prompt.text, "/music/one ");
    tui_prompt_key(&prompt, 0x17);
    assert_string_equal(prompt.text, "/music/");
    tui_prompt_key(&prompt, 0x15);
    assert_string_equal(prompt.text, "");
}

static void what_is_no_character_changes_nothing(void **state)
{
    static const uint32_t keys[] = {1, 0x1c, 0x9b, 0xd800, TUI_KEY_UP, TUI_KEY_DELETE};

    (void)state;
    tui_prompt_begin(&prompt, TUI_PROMPT_SEARCH);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        assert_int_equal(tui_prompt_key(&prompt, keys[i]), TUI_PROMPT_GOES_ON);
    assert_int_equal(tui_prompt_key(&prompt, '\t'), TUI_PROMPT_GOES_ON);
    assert_string_equal(prompt.text, "");
}

static void no_more_is_taken_than_there_is_room_for(void **state)
{
    (void)state;
    tui_prompt_begin(&prompt, TUI_PROMPT_SEARCH);
    for (int i = 0; i < 2 * TUI_PROMPT_MAX; i++)
        tui_prompt_key(&prompt, 0x6f22);
    assert_int_equal(strlen(prompt.text), TUI_PROMPT_MAX - 1);
    assert_int_equal(prompt.length, TUI_PROMPT_MAX - 1);
}

static void a_path_is_completed_as_far_as_there_is_one_way(void **state)
{
    struct scratch *scratch = *state;
    char path[SCRATCH_PATH_MAX], expected[2 * SCRATCH_PATH_MAX];

    snprintf(path, sizeof(path), "%s/album", scratch->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(scratch_write(scratch_path(scratch, "track one.flac"), "", 0), 0);
    assert_int_equal(scratch_write(scratch_path(scratch, "track two.flac"), "", 0), 0);
    assert_int_equal(scratch_write(scratch_path(scratch, ".hidden"), "", 0), 0);
    tui_prompt_begin(&prompt, TUI_PROMPT_ADD);
    type(scratch->folder);
    type("/t");
    assert_int_equal(tui_prompt_key(&prompt, '\t'), TUI_PROMPT_CHANGED);
    snprintf(expected, sizeof(expected), "%s/track ", scratch->folder);
    assert_string_equal(prompt.text, expected);
    assert_int_equal(tui_prompt_key(&prompt, '\t'), TUI_PROMPT_GOES_ON);
    tui_prompt_key(&prompt, 0x15);
    type(scratch->folder);
    type("/a");
    tui_prompt_key(&prompt, '\t');
    snprintf(expected, sizeof(expected), "%s/album/", scratch->folder);
    assert_string_equal(prompt.text, expected);
    type("nothing");
    assert_int_equal(tui_prompt_key(&prompt, '\t'), TUI_PROMPT_GOES_ON);
    assert_int_equal(rmdir(path), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_taken_back_whole),
        cmocka_unit_test(words_and_all_of_it_are_taken_back_by_the_usual_keys),
        cmocka_unit_test(what_is_no_character_changes_nothing),
        cmocka_unit_test(no_more_is_taken_than_there_is_room_for),
        IN_SCRATCH(a_path_is_completed_as_far_as_there_is_one_way),
    };

    return cmocka_run_group_tests_name("tui_prompt", tests, NULL, NULL);
}
