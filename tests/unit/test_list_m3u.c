/*
 * test_list_m3u.c - playlists in memory, line by line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/list_found.h"

static void lists_are_known_by_their_names(void **state)
{
    (void)state;
    assert_true(list_is("a.m3u"));
    assert_true(list_is("a.M3u"));
    assert_true(list_is("/x/A.M3U8"));
    assert_true(list_is("a.pls"));
    assert_true(list_is("a.XSPF"));
    assert_true(list_is("a.Cue"));
    assert_false(list_is("m3u"));
    assert_false(list_is("a.m3u.flac"));
    assert_false(list_is("a.m3u9"));
    assert_false(list_is(""));
}

static void every_kind_of_line_end_and_none_at_the_end_is_understood(void **state)
{
    (void)state;
    assert_parsed("/a\n/b\n", "l.m3u", "/a|\n/b|\n");
    assert_parsed("/a\r\n/b\r\n", "l.m3u", "/a|\n/b|\n");
    assert_parsed("/a\r/b\r", "l.m3u", "/a|\n/b|\n");
    assert_parsed("/a\n/b", "l.m3u", "/a|\n/b|\n");
    assert_parsed("/a\r\n/b", "l.m3u", "/a|\n/b|\n");
}

static void blank_lines_comments_and_a_byte_order_mark_are_passed_over(void **state)
{
    (void)state;
    assert_parsed("", "l.m3u", "");
    assert_parsed("\n\r\n  \t\n", "l.m3u", "");
    assert_parsed("\xef\xbb\xbf#EXTM3U\n\n#PLAYLIST:x\n# a, b\n/a\n", "l.m3u", "/a|\n");
    assert_parsed("\xef\xbb\xbf/a\n", "l.m3u", "/a|\n");
    assert_parsed("\xef\xbb\xbf", "l.m3u", "");
}

static void a_title_belongs_to_the_next_path_only(void **state)
{
    (void)state;
    assert_parsed("#EXTINF:123,Artist - Title, live \n/a\n/b\n", "l.m3u",
                  "/a|Artist - Title, live\n/b|\n");
    assert_parsed("#EXTINF:-1 x=\"y\", T\n# other\n\n/a\n", "l.m3u", "/a|T\n");
    assert_parsed("#extinf:1,T\n/a\n", "l.m3u", "/a|T\n");
    assert_parsed("#EXTINF:1,T\n#EXTINF:1\n/a\n#EXTINF:1,  \n/b\n", "l.m3u", "/a|\n/b|\n");
}

static void relative_paths_begin_at_the_folder_of_the_list(void **state)
{
    (void)state;
    assert_parsed("a\n./b\n../c d\n", "l.m3u", "a|\n./b|\n../c d|\n");
    assert_parsed("a\n../b\n/c\n", "/x/y/l.m3u", "/x/y/a|\n/x/y/../b|\n/c|\n");
    assert_parsed("a\n", "/l.m3u", "/a|\n");
    assert_parsed(" a \n", "x/l.m3u", "x/ a |\n");
}

static void file_addresses_become_paths(void **state)
{
    (void)state;
    assert_parsed("file:///a%20b/%C3%A9%2f\n", "x/l.m3u", "/a b/\xc3\xa9/|\n");
    assert_parsed("FILE://LocalHost/a\n", "x/l.m3u", "/a|\n");
    assert_parsed("file:///100%\nfile:///%zz%4\nfile:///%%41\n", "x/l.m3u",
                  "/100%|\n/%zz%4|\n/%A|\n");
}

static void other_addresses_stay_as_they_are(void **state)
{
    (void)state;
    assert_parsed("http://h/a%20b\nx-y+z.1://q\n", "x/l.m3u", "http://h/a%20b|\nx-y+z.1://q|\n");
    assert_parsed("1x://q\n://q\na b://q\n", "x/l.m3u", "x/1x://q|\nx/://q|\nx/a b://q|\n");
}

static void bytes_above_127_are_nobodys_business(void **state)
{
    (void)state;
    assert_parsed("Bj\xf6rk \xff\x80\n", "l.m3u", "Bj\xf6rk \xff\x80|\n");
}

static void what_is_not_text_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused_bytes("/a\n/b\0c\n", 8, "l.m3u", 2, "a zero byte, so this is not a playlist");
    assert_refused_bytes("\0", 1, "l.m3u", 1, "a zero byte, so this is not a playlist");
    assert_refused_bytes("#a\r\n\r\n\x7f", 7, "l.m3u", 3,
                         "a control character, so this is not a playlist");
    assert_refused_bytes("RIFF\x01", 5, "l.m3u", 1,
                         "a control character, so this is not a playlist");
    assert_refused_bytes("\xff\xfe/\0a\0\n\0", 8, "l.m3u", 1,
                         "a zero byte, so this is not a playlist");
}

static void addresses_that_lead_nowhere_are_refused(void **state)
{
    (void)state;
    assert_refused_bytes("file://host/a", 13, "l.m3u", 1, "a file:// address on another machine");
    assert_refused_bytes("file://localhostage/a", 21, "l.m3u", 1,
                         "a file:// address on another machine");
    assert_refused_bytes("file://", 7, "l.m3u", 1, "a file:// address on another machine");
    assert_refused_bytes("file:///a%00b", 13, "l.m3u", 1, "%00 in a path");
}

static void a_line_of_4096_bytes_is_read_and_a_longer_one_refused(void **state)
{
    char text[LIST_LINE_MAX + 3];
    struct found found = {0};
    struct list_failure failure;
    (void)state;

    memset(text, '#', sizeof(text));
    memcpy(text + LIST_LINE_MAX, "\n/a", 3);
    assert_int_equal(parse(text, sizeof(text), "l.m3u", &found, &failure), 0);
    assert_string_equal(found.text, "/a|\n");

    memcpy(text, "#EXTINF:1,", 10);
    assert_int_equal(parse(text, sizeof(text), "l.m3u", &found, &failure), 0);
    assert_int_equal(found.used, strlen("/a|\n") + LIST_LINE_MAX - 10);

    text[LIST_LINE_MAX] = '#';
    assert_refused_bytes(text, LIST_LINE_MAX + 1, "l.m3u", 1, "a line of more than 4096 bytes");
    memset(text, 'x', sizeof(text));
    assert_refused_bytes(text, LIST_LINE_MAX, "l.m3u", 1, "a path that is too long");
}

static void a_part_of_a_file_is_a_comment_of_rondos_own(void **state)
{
    (void)state;
    assert_parsed(
        "#EXTINF:-1,T\n#RONDO-PART:47-151/75 /a b\n#RONDO-PART:5-0/75 file:///c%20d\n/e\n", "l.m3u",
        "/a b@47-151|T\n/c d@5-0|\n/e|\n");
}

static void a_part_that_makes_no_sense_is_refused(void **state)
{
    static const char *const bad[] = {"",          "1-2/75",         "1-2/75 ",
                                      "2-1/75 a",  "1-1/75 a",       "-1/75 a",
                                      "1-2/0 a",   "1-2/75000000 a", "1 -2/75 a",
                                      "+1-2/75 a", "1-2 a",          "1-9999999999999999999/75 a"};
    char text[128];
    (void)state;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        snprintf(text, sizeof(text), "#RONDO-PART:%s\n", bad[i]);
        assert_refused(text, "l.m3u", 1, "a part that is not like #RONDO-PART:first-end/hz path");
    }
}

static void the_finder_can_end_the_parsing(void **state)
{
    struct found found = {.stop = -ECANCELED};
    struct list_failure failure = {0};
    (void)state;

    assert_int_equal(parse("/a\n/b\n", 6, "l.m3u", &found, &failure), -ECANCELED);
    assert_string_equal(found.text, "/a|\n");
    assert_null(failure.reason);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_known_by_their_names),
        cmocka_unit_test(every_kind_of_line_end_and_none_at_the_end_is_understood),
        cmocka_unit_test(blank_lines_comments_and_a_byte_order_mark_are_passed_over),
        cmocka_unit_test(a_title_belongs_to_the_next_path_only),
        cmocka_unit_test(relative_paths_begin_at_the_folder_of_the_list),
        cmocka_unit_test(file_addresses_become_paths),
        cmocka_unit_test(other_addresses_stay_as_they_are),
        cmocka_unit_test(bytes_above_127_are_nobodys_business),
        cmocka_unit_test(what_is_not_text_is_refused_with_its_line),
        cmocka_unit_test(addresses_that_lead_nowhere_are_refused),
        cmocka_unit_test(a_line_of_4096_bytes_is_read_and_a_longer_one_refused),
        cmocka_unit_test(a_part_of_a_file_is_a_comment_of_rondos_own),
        cmocka_unit_test(a_part_that_makes_no_sense_is_refused),
        cmocka_unit_test(the_finder_can_end_the_parsing),
    };
    return cmocka_run_group_tests_name("list_m3u", tests, NULL, NULL);
}
