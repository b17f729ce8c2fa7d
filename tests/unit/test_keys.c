/*
 * test_keys.c - what a terminal sends, as keys.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "player/keys.h"

/* Feeds all bytes and writes the keys that come of them, one letter each. */
static void press(const char *bytes, size_t count, char *keys)
{
    static const char letters[KEY_COUNT] = {
        [KEY_SPACE] = '_', [KEY_N] = 'n',    [KEY_P] = 'p',     [KEY_Q] = 'q',    [KEY_S] = 's',
        [KEY_UP] = 'U',    [KEY_DOWN] = 'D', [KEY_RIGHT] = 'R', [KEY_LEFT] = 'L',
    };
    struct keys machine = {0};

    for (size_t i = 0; i < count; i++) {
        enum key key = keys_feed(&machine, (uint8_t)bytes[i]);
        if (key != KEY_NONE)
            *keys++ = letters[key];
    }
    *keys = '\0';
}

static void assert_keys(const char *bytes, const char *expected)
{
    char keys[64];

    press(bytes, strlen(bytes), keys);
    assert_string_equal(keys, expected);
}

static void plain_keys_are_known_in_either_case(void **state)
{
    (void)state;
    assert_keys(" npqs", "_npqs");
    assert_keys("NPQS", "npqs");
}

static void every_other_byte_is_ignored(void **state)
{
    (void)state;
    for (int byte = 0; byte <= UINT8_MAX; byte++) {
        struct keys machine = {0};
        enum key key = keys_feed(&machine, (uint8_t)byte);
        if (byte == 0 || !strchr(" nNpPqQsS", byte))
            assert_int_equal(key, KEY_NONE);
        else
            assert_int_not_equal(key, KEY_NONE);
    }
}

static void arrows_are_known_in_both_modes_of_a_terminal(void **state)
{
    (void)state;
    assert_keys("\033[A\033[B\033[C\033[D", "UDRL");
    assert_keys("\033OA\033OB\033OC\033OD", "UDRL");
}

static void modifiers_of_an_arrow_are_ignored(void **state)
{
    (void)state;
    assert_keys("\033[1;2C", "R");
    assert_keys("\033[1;5D", "L");
    assert_keys("\033O5A", "U");
    assert_keys("\033\033[C", "R"); /* Alt, as rxvt sends it */
}

static void unknown_sequences_are_swallowed_whole(void **state)
{
    (void)state;
    assert_keys("\033[3~n", "n");        /* Delete */
    assert_keys("\033[15;2~n", "n");     /* Shift-F5 */
    assert_keys("\033OPn", "n");         /* F1: its P is no key */
    assert_keys("\033[[qn", "n");        /* one more byte follows there */
    assert_keys("\033[[An", "n");        /* F1 of the Linux console */
    assert_keys("\033[?1;2cn", "n");     /* what a terminal answers */
    assert_keys("\033[200~n", "n");      /* a paste begins */
    assert_keys("\033[<0;10;20Mn", "n"); /* a mouse */
    assert_keys("\033[ qn", "n");
    assert_keys("\033[?1Cn", "n");
    assert_keys("\033[?1c\033[C", "R");
}

static void after_a_lone_escape_the_next_key_counts(void **state)
{
    (void)state;
    assert_keys("\033n", "n");
    assert_keys("\033\033\033q", "q");
    assert_keys("\033 ", "_");
}

static void a_control_character_ends_a_sequence(void **state)
{
    (void)state;
    assert_keys("\033[1;\033[C", "R");
    assert_keys("\033[1\rn", "n");
}

static void letters_beyond_ascii_are_no_keys(void **state)
{
    (void)state;
    assert_keys("\xc3\xb1\xe2\x96\xb6\xf0\x9f\x8e\xb5n", "n");
}

static void a_sequence_may_come_in_pieces_of_any_length(void **state)
{
    char bytes[2003] = "\033[";
    char keys[8];
    (void)state;

    memset(bytes + 2, '1', 2000);
    bytes[2002] = 'C';
    press(bytes, sizeof(bytes), keys);
    assert_string_equal(keys, "R");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_keys_are_known_in_either_case),
        cmocka_unit_test(every_other_byte_is_ignored),
        cmocka_unit_test(arrows_are_known_in_both_modes_of_a_terminal),
        cmocka_unit_test(modifiers_of_an_arrow_are_ignored),
        cmocka_unit_test(unknown_sequences_are_swallowed_whole),
        cmocka_unit_test(after_a_lone_escape_the_next_key_counts),
        cmocka_unit_test(a_control_character_ends_a_sequence),
        cmocka_unit_test(letters_beyond_ascii_are_no_keys),
        cmocka_unit_test(a_sequence_may_come_in_pieces_of_any_length),
    };
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
