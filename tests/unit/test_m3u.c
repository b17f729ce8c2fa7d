/*
 * test_m3u.c - playlists in memory, line by line.
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

#include "player/m3u.h"

/* What m3u_parse() found, as "path|title\n" for each. */
struct found {
    char text[16384];
    size_t used;
    int stop; /* what to return for the first */
};

static int note(void *context, const char *path, const char *title)
{
    struct found *found = context;

    found->used += (size_t)snprintf(found->text + found->used, sizeof(found->text) - found->used,
                                    "%s|%s\n", path, title ? title : "");
    return found->stop;
}

/* The copy ends where the text ends, so that a read past it is seen. */
static int parse(const char *text, size_t bytes, const char *list, struct found *ret_found,
                 struct m3u_failure *ret_failure)
{
    char *copy = malloc(bytes + (bytes == 0));
    assert_non_null(copy);
    memcpy(copy, text, bytes);
    memset(ret_found->text, 0, sizeof(ret_found->text));
    ret_found->used = 0;
    int result = m3u_parse(copy, bytes, list, note, ret_found, ret_failure);
    free(copy);
    return result;
}

static void assert_parsed(const char *text, const char *list, const char *expected)
{
    struct found found = {0};
    struct m3u_failure failure = {0};

    assert_int_equal(parse(text, strlen(text), list, &found, &failure), 0);
    assert_string_equal(found.text, expected);
    assert_null(failure.reason);
}

static void assert_refused(const char *text, size_t bytes, uint32_t line, const char *reason)
{
    struct found found = {0};
    struct m3u_failure failure = {0};

    assert_int_equal(parse(text, bytes, "l.m3u", &found, &failure), -EBADMSG);
    assert_int_equal(failure.line, line);
    assert_string_equal(failure.reason, reason);
}

static void lists_are_known_by_their_names(void **state)
{
    (void)state;
    assert_true(m3u_is_list("a.m3u"));
    assert_true(m3u_is_list("a.M3u"));
    assert_true(m3u_is_list("/x/A.M3U8"));
    assert_false(m3u_is_list("m3u"));
    assert_false(m3u_is_list("a.m3u.flac"));
    assert_false(m3u_is_list("a.m3u9"));
    assert_false(m3u_is_list(""));
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
    assert_refused("/a\n/b\0c\n", 8, 2, "a zero byte, so this is not a playlist");
    assert_refused("\0", 1, 1, "a zero byte, so this is not a playlist");
    assert_refused("#a\r\n\r\n\x7f", 7, 3, "a control character, so this is not a playlist");
    assert_refused("RIFF\x01", 5, 1, "a control character, so this is not a playlist");
    assert_refused("\xff\xfe/\0a\0\n\0", 8, 1, "a zero byte, so this is not a playlist");
}

static void addresses_that_lead_nowhere_are_refused(void **state)
{
    (void)state;
    assert_refused("file://host/a", 13, 1, "a file:// address on another machine");
    assert_refused("file://localhostage/a", 21, 1, "a file:// address on another machine");
    assert_refused("file://", 7, 1, "a file:// address on another machine");
    assert_refused("file:///a%00b", 13, 1, "%00 in a path");
}

static void a_line_of_4096_bytes_is_read_and_a_longer_one_refused(void **state)
{
    char text[M3U_LINE_MAX + 3];
    struct found found = {0};
    struct m3u_failure failure;
    (void)state;

    memset(text, '#', sizeof(text));
    memcpy(text + M3U_LINE_MAX, "\n/a", 3);
    assert_int_equal(parse(text, sizeof(text), "l.m3u", &found, &failure), 0);
    assert_string_equal(found.text, "/a|\n");

    memcpy(text, "#EXTINF:1,", 10);
    assert_int_equal(parse(text, sizeof(text), "l.m3u", &found, &failure), 0);
    assert_int_equal(found.used, strlen("/a|\n") + M3U_LINE_MAX - 10);

    text[M3U_LINE_MAX] = '#';
    assert_refused(text, M3U_LINE_MAX + 1, 1, "a line of more than 4096 bytes");
    memset(text, 'x', sizeof(text));
    assert_refused(text, M3U_LINE_MAX, 1, "a path that is too long");
}

static void the_finder_can_end_the_parsing(void **state)
{
    struct found found = {.stop = -ECANCELED};
    struct m3u_failure failure = {0};
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
        cmocka_unit_test(the_finder_can_end_the_parsing),
    };
    return cmocka_run_group_tests_name("m3u", tests, NULL, NULL);
}
