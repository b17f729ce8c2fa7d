/*
 * test_tui_input.c - the bytes of a terminal, as keys, clicks and answers; and what the keys do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "player/tui/tui_input.h"
#include "player/tui/tui_keys.h"

enum { EVENTS = 16 };

/* All events of these bytes. */
static unsigned feed(const char *bytes, struct tui_event events[EVENTS])
{
    struct tui_input input = {0};
    struct tui_event event;
    unsigned count = 0;

    for (; *bytes; bytes++) {
        event = tui_input_feed(&input, (uint8_t)*bytes);
        if (event.kind != TUI_EVENT_NONE && count < EVENTS)
            events[count++] = event;
    }
    event = tui_input_flush(&input);
    if (event.kind != TUI_EVENT_NONE && count < EVENTS)
        events[count++] = event;
    return count;
}

static void expect_key(const char *bytes, uint32_t key)
{
    struct tui_event events[EVENTS];

    assert_int_equal(feed(bytes, events), 1);
    assert_int_equal(events[0].kind, TUI_EVENT_KEY);
    assert_int_equal(events[0].key, key);
}

static void keys_of_all_kinds_are_understood(void **state)
{
    (void)state;
    expect_key("a", 'a');
    expect_key("\r", TUI_KEY_ENTER);
    expect_key("\n", TUI_KEY_ENTER);
    expect_key("\033OM", TUI_KEY_ENTER);
    expect_key("\177", TUI_KEY_BACKSPACE);
    expect_key("\b", TUI_KEY_BACKSPACE);
    expect_key("\033", TUI_KEY_ESCAPE);
    expect_key("\033[A", TUI_KEY_UP);
    expect_key("\033OB", TUI_KEY_DOWN);
    expect_key("\033[1;5C", TUI_KEY_RIGHT);
    expect_key("\033[1~", TUI_KEY_HOME);
    expect_key("\033[F", TUI_KEY_END);
    expect_key("\033[3~", TUI_KEY_DELETE);
    expect_key("\033[5~", TUI_KEY_PAGE_UP);
    expect_key("\033[6~", TUI_KEY_PAGE_DOWN);
    expect_key("é", 0xe9);
    expect_key("漢", 0x6f22);
    expect_key("🎹", 0x1f3b9);
}

static void what_means_nothing_is_swallowed_whole(void **state)
{
    static const char *const nothing[] = {
        "\033[[Aq" + 0,             /* F1 of the console, and then a key */
        "\033[12;34;56;78Rq",       /* a report of the cursor */
        "\033]11;rgb:0/0/0\033\\q", /* an answer about colours */
        "\033_Gi=1;OK\033\\q",
        "\xff\xc0q",
        "\xe6\xbcq",
        "\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18~q",
        "\033[99999999999999999999~q",
    };
    struct tui_event events[EVENTS];

    (void)state;
    for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
        assert_int_equal(feed(nothing[i], events), 1);
        assert_int_equal(events[0].key, 'q');
    }
}

static void the_mouse_is_understood(void **state)
{
    struct tui_event events[EVENTS];

    (void)state;
    assert_int_equal(feed("\033[<0;12;5M\033[<0;12;5m", events), 1);
    assert_int_equal(events[0].kind, TUI_EVENT_CLICK);
    assert_int_equal(events[0].row, 4);
    assert_int_equal(events[0].column, 11);
    assert_int_equal(feed("\033[<64;1;1M\033[<65;1;1M", events), 2);
    assert_int_equal(events[0].kind, TUI_EVENT_WHEEL);
    assert_int_equal(events[0].steps, -1);
    assert_int_equal(events[1].steps, 1);
    /* Another button, a movement, a place that cannot be, too few numbers. */
    assert_int_equal(feed("\033[<2;1;1M\033[<32;1;1M\033[<0;0;1M\033[<0;1M", events), 0);
}

static void the_terminal_says_whether_it_draws_sixels(void **state)
{
    struct tui_event events[EVENTS];

    (void)state;
    assert_int_equal(feed("\033[?62;4;22c\033[?1;2c\033[?4;2c", events), 3);
    assert_int_equal(events[0].kind, TUI_EVENT_ATTRIBUTES);
    assert_true(events[0].sixel);
    assert_false(events[1].sixel);
    assert_false(events[2].sixel);
}

static void every_action_has_a_key_and_a_row_of_help(void **state)
{
    bool found[TUI_ACTIONS] = {[TUI_NOTHING] = true};

    (void)state;
    for (uint32_t key = 0; key < TUI_KEY_DELETE + 1; key++) {
        found[tui_keys_find(key, false)] = true;
        found[tui_keys_find(key, true)] = true;
    }
    for (enum tui_action action = TUI_NOTHING + 1; action < TUI_ACTIONS; action++) {
        if (!found[action])
            fail_msg("action %d has no key", (int)action);
        assert_non_null(tui_keys_row(action));
    }
}

/* Whether the words of a row name that key. */
static bool names(const char *words, uint32_t key)
{
    static const struct {
        uint32_t key;
        const char *name;
    } named[] = {
        {' ', "Space"},
        {TUI_KEY_ENTER, "Enter"},
        {TUI_KEY_ESCAPE, "Esc"},
        {TUI_KEY_UP, "Up"},
        {TUI_KEY_DOWN, "Down"},
        {TUI_KEY_LEFT, "Left"},
        {TUI_KEY_RIGHT, "Right"},
        {TUI_KEY_HOME, "Home"},
        {TUI_KEY_END, "End"},
        {TUI_KEY_PAGE_UP, "PgUp"},
        {TUI_KEY_PAGE_DOWN, "PgDn"},
        {TUI_KEY_DELETE, "Del"},
        {0x0c, "Ctrl-L"},
    };
    char one[2] = {(char)key, '\0'};

    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
        if (named[i].key == key)
            return strstr(words, named[i].name);
    if (key >= '0' && key <= '9')
        return strcmp(words, "0 to 9") == 0;
    /* What one presses for + on some keyboards. */
    return key == '=' ? strstr(words, "+") : strstr(words, one);
}

static void every_key_is_named_in_its_row_and_every_row_has_a_key(void **state)
{
    bool used[64] = {false};

    (void)state;
    for (uint32_t key = 0; key < TUI_KEY_DELETE + 1; key++) {
        for (int searching = 0; searching < 2; searching++) {
            enum tui_action action = tui_keys_find(key, searching);

            if (action == TUI_NOTHING)
                continue;
            if (!names(tui_keys_row(action)->names, key))
                fail_msg("\"%s\" does not name the key %x", tui_keys_row(action)->names,
                         (unsigned)key);
            used[tui_keys_row(action) - tui_keys_help] = true;
        }
    }
    for (int i = 0; tui_keys_help[i].names; i++)
        if (!used[i])
            fail_msg("no key does \"%s\"", tui_keys_help[i].does);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_all_kinds_are_understood),
        cmocka_unit_test(what_means_nothing_is_swallowed_whole),
        cmocka_unit_test(the_mouse_is_understood),
        cmocka_unit_test(the_terminal_says_whether_it_draws_sixels),
        cmocka_unit_test(every_action_has_a_key_and_a_row_of_help),
        cmocka_unit_test(every_key_is_named_in_its_row_and_every_row_has_a_key),
    };

    return cmocka_run_group_tests_name("tui_input", tests, NULL, NULL);
}
