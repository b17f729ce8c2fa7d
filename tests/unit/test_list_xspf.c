/*
 * test_list_xspf.c - lists of the XSPF form in memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/list_found.h"

#define BEGIN          "<?xml version=\"1.0\"?><playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">"
#define TRACKS(tracks) BEGIN "<trackList>" tracks "</trackList></playlist>"

static void locations_are_addresses_relative_to_the_list(void **state)
{
    (void)state;
    assert_parsed(TRACKS("<track><location>file:///a%20b</location></track>"
                         "<track><location> c%20d/e&amp;f.flac\n</location></track>"
                         "<track><location>http://h/x%20y</location></track>"),
                  "x/l.xspf", "/a b|\nx/c d/e&f.flac|\nhttp://h/x%20y|\n");
}

static void creator_and_title_are_the_name(void **state)
{
    (void)state;
    assert_parsed(TRACKS("<track><title>T</title><creator>C</creator><location>/a</location>"
                         "</track><track><location>/b</location><title>U</title></track>"
                         "<track><creator>V</creator><location>/c</location></track>"
                         "<track><location>/d</location></track>"),
                  "l.xspf", "/a|C - T\n/b|U\n/c|\n/d|\n");
}

static void namespaces_and_what_is_elsewhere_do_not_matter(void **state)
{
    (void)state;
    assert_parsed("<x:playlist xmlns:x=\"y\"><x:title>No</x:title><x:trackList><x:track>"
                  "<x:extension><x:location>/no</x:location></x:extension>"
                  "<x:location>/a</x:location><x:location>/b</x:location></x:track>"
                  "<other><track><location>/no</location></track></other>"
                  "<track><title>No</title></track></x:trackList>"
                  "<track><location>/no</location></track></x:playlist>",
                  "l.xspf", "/a|\n");
}

static void a_text_may_come_in_any_encoding_of_xml(void **state)
{
    (void)state;
    assert_parsed("\xef\xbb\xbf" TRACKS("<track><location>/&#233;<![CDATA[<]]></location></track>"),
                  "l.xspf", "/\xc3\xa9<|\n");
    assert_parsed("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><playlist><trackList><track>"
                  "<location>/\xe9</location></track></trackList></playlist>",
                  "l.xspf", "/\xc3\xa9|\n");
}

static void entities_are_never_expanded(void **state)
{
    (void)state;
    assert_refused("<!DOCTYPE playlist [\n<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n"
                   "<playlist><trackList><track><location>&b;</location></track></trackList>"
                   "</playlist>",
                   "l.xspf", 1, "a DOCTYPE, which no XSPF has");
    assert_refused(TRACKS("<track><location>&b;</location></track>"), "l.xspf", 1,
                   "undefined entity");
}

static void what_is_not_xspf_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused("", "l.xspf", 1, "no element found");
    assert_refused("hello\n", "l.xspf", 1, "syntax error");
    assert_refused("\n<html></html>", "l.xspf", 2, "XML that is no playlist");
    assert_refused("<playlist>\n<trackList>\n", "l.xspf", 3, "no element found");
    assert_refused(TRACKS("\n<track><location>/a&#10;b</location></track>"), "l.xspf", 2,
                   "a control character, so this is not a playlist");
    assert_refused(TRACKS("<track><title>&#127;</title><location>/a</location></track>"), "l.xspf",
                   1, "a control character, so this is not a playlist");
    assert_refused(TRACKS("<track><location>a%00</location></track>"), "l.xspf", 1,
                   "%00 in a path");
}

static void depth_and_length_have_bounds(void **state)
{
    char text[16384] = "<playlist>";
    (void)state;

    for (int i = 0; i < 64; i++)
        strcat(text, "<a>");
    assert_refused(text, "l.xspf", 1, "more than 64 elements inside one another");

    strcpy(text, BEGIN "<trackList><track><annotation>");
    memset(text + strlen(text), 'x', 5000);
    strcat(text, "</annotation><location>/a</location></track></trackList></playlist>");
    assert_parsed(text, "l.xspf", "/a|\n");

    memset(text, 0, sizeof(text));
    strcpy(text, BEGIN "<trackList><track><location>");
    memset(text + strlen(text), 'x', LIST_LINE_MAX + 1);
    strcat(text, "</location></track></trackList></playlist>");
    assert_refused(text, "l.xspf", 1, "a text of more than 4096 bytes");
}

static void the_finder_can_end_the_parsing(void **state)
{
    static const char text[] = TRACKS("<track><location>/a</location></track>"
                                      "<track><location>/b</location></track>");
    struct found found = {.stop = -ECANCELED};
    struct list_failure failure = {0};
    (void)state;

    assert_int_equal(parse(text, strlen(text), "l.xspf", &found, &failure), -ECANCELED);
    assert_string_equal(found.text, "/a|\n");
    assert_null(failure.reason);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(locations_are_addresses_relative_to_the_list),
        cmocka_unit_test(creator_and_title_are_the_name),
        cmocka_unit_test(namespaces_and_what_is_elsewhere_do_not_matter),
        cmocka_unit_test(a_text_may_come_in_any_encoding_of_xml),
        cmocka_unit_test(entities_are_never_expanded),
        cmocka_unit_test(what_is_not_xspf_is_refused_with_its_line),
        cmocka_unit_test(depth_and_length_have_bounds),
        cmocka_unit_test(the_finder_can_end_the_parsing),
    };
    return cmocka_run_group_tests_name("list_xspf", tests, NULL, NULL);
}
