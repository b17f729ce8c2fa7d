/*
 * test_tui_picture.c - of what chafa writes only pictures pass.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "player/tui/tui_picture.h"

static int64_t check(enum tui_picture kind, const char *bytes)
{
    return tui_picture_check(kind, (const uint8_t *)bytes, strlen(bytes));
}

static const char sixel[] = "\033P0;1;0q\"1;1;8;6#0;2;15;96;50#0!8~-\033\\";
static const char kitty[] = "\033_Ga=T,f=32,s=1,v=1,c=16,r=8,m=1\033\\\033_Gm=1;AAAA/+==\033\\"
                            "\033_Gm=0\033\\";

static void pictures_pass_and_white_space_behind_them_is_left_out(void **state)
{
    char text[256];

    (void)state;
    assert_int_equal(check(TUI_PICTURE_SIXEL, sixel), strlen(sixel));
    assert_int_equal(check(TUI_PICTURE_KITTY, kitty), strlen(kitty));
    strcat(strcpy(text, kitty), "\r\n");
    assert_int_equal(check(TUI_PICTURE_KITTY, text), strlen(kitty));
}

static void nothing_else_does(void **state)
{
    static const char *const bad[] = {
        "",
        "\n",
        "text",
        "\033[2J",
        "\033P0;1;0q~\033[2J\033\\",          /* a sequence within */
        "\033P0;1;0q~\007\033\\",             /* a control character */
        "\033P0;1;0q~\033\\\033]0;title\007", /* and another one behind it */
        "\033P0;1;0q~",                       /* without an end */
        "\033P$q\"p\033\\",                   /* a request for settings */
        "\033P+q544e\033\\",
        "\033_Ga=T,f=100,t=f;L2V0Yy9wYXNzd2Q=\033\\", /* the name of a file */
        "\033_Ga=T,t=s;AAAA\033\\",
        "\033_Ga=q,i=1;AAAA\033\\",
        "\033_Ga=d\033\\",
        "\033_Ga=T;AA\033[2J\033\\",
        "\033_Ga=T,f=32;AAAA\033\\x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(check(TUI_PICTURE_SIXEL, bad[i]), -EBADMSG);
        assert_int_equal(check(TUI_PICTURE_KITTY, bad[i]), -EBADMSG);
    }
    assert_int_equal(check(TUI_PICTURE_KITTY, sixel), -EBADMSG);
    assert_int_equal(check(TUI_PICTURE_SIXEL, kitty), -EBADMSG);
}

static void one_that_is_cut_anywhere_does_not_pass(void **state)
{
    (void)state;
    for (size_t length = 0; length < strlen(sixel); length++)
        assert_int_equal(tui_picture_check(TUI_PICTURE_SIXEL, (const uint8_t *)sixel, length),
                         -EBADMSG);
}

static void a_zero_byte_passes_nowhere(void **state)
{
    uint8_t bytes[sizeof(sixel)];

    (void)state;
    for (size_t i = 0; i < strlen(sixel); i++) {
        memcpy(bytes, sixel, sizeof(sixel));
        bytes[i] = 0;
        assert_int_equal(tui_picture_check(TUI_PICTURE_SIXEL, bytes, strlen(sixel)), -EBADMSG);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_pass_and_white_space_behind_them_is_left_out),
        cmocka_unit_test(nothing_else_does),
        cmocka_unit_test(one_that_is_cut_anywhere_does_not_pass),
        cmocka_unit_test(a_zero_byte_passes_nowhere),
    };

    return cmocka_run_group_tests_name("tui_picture", tests, NULL, NULL);
}
