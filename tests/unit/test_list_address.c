/*
 * test_list_address.c - lists at addresses: which they are, and what their entries mean there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/list_found.h"

static void entries_mean_what_they_mean_at_the_lists_place(void **state)
{
    static const struct {
        const char *base, *reference, *address;
    } cases[] = {
        {"http://h/a/b.m3u", "c.mp3", "http://h/a/c.mp3"},
        {"http://h/a/b.m3u", "d/c.mp3?x#y", "http://h/a/d/c.mp3?x#y"},
        {"http://h/a/b?l=/e/f.m3u", "c.mp3", "http://h/a/c.mp3"},
        {"https://h:8/a/b.m3u", "/c.mp3", "https://h:8/c.mp3"},
        {"https://h/a/b.m3u", "//i/c.mp3", "https://i/c.mp3"},
        {"http://h/a/b.m3u", "?c", "http://h/a/b.m3u?c"},
        {"http://h/a/b.m3u", "HTTPS://i/c", "HTTPS://i/c"},
        {"http://h", "c.mp3", "http://h/c.mp3"},
        {"http://h?x", "/c.mp3", "http://h/c.mp3"},
        {"http://h/a#.m3u", "../My \"S\xc3\xb6ng\".mp3", "http://h/../My%20%22S%C3%B6ng%22.mp3"},
    };
    char address[256];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(list_resolve(cases[i].base, cases[i].reference, address, 256), 0);
        assert_string_equal(address, cases[i].address);
    }
    assert_int_equal(list_resolve("http://h/", "file:///etc/passwd", address, 256), -EINVAL);
    assert_int_equal(list_resolve("http://h/", "ftp://h/x", address, 256), -EINVAL);
    assert_int_equal(list_resolve("http://h/", "longer", address, 16), -ENAMETOOLONG);
    assert_int_equal(list_resolve("http://h/longer/", "x", address, 8), -ENAMETOOLONG);
}

static void a_type_counts_more_than_an_ending(void **state)
{
    static const struct {
        const char *address, *type, *name; /* NULL: it is no list */
    } cases[] = {
        {"http://h/radio", "audio/x-mpegurl", "http://h/radio#.m3u"},
        {"http://h/radio?id=5", "Audio/X-SCPLS; charset=utf-8", "http://h/radio?id=5#.pls"},
        {"http://h/radio", "application/xspf+xml", "http://h/radio#.xspf"},
        {"http://h/list.PLS?x", "text/plain", "http://h/list.PLS?x#.pls"},
        {"http://h/list.pls#frag", "audio/x-mpegurl", "http://h/list.pls#.m3u"},
        {"http://h/a.mp3?l=.m3u", "audio/mpeg", NULL},
        {"http://h/a", "audio/x-mpegurlx", NULL},
        {"http://h/a", "", NULL},
    };
    char name[256];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(list_at_address(cases[i].address, cases[i].type, name, 256),
                         cases[i].name != NULL);
        if (cases[i].name)
            assert_string_equal(name, cases[i].name);
    }
    assert_false(list_is("http://h/list.m3u"));
    assert_true(list_is("http:/list.m3u"));
}

static void the_forms_are_read_as_on_a_disk(void **state)
{
    (void)state;
    assert_parsed("#EXTINF:1,One\na b.mp3\n/c.mp3\n", "http://h/d/x#.m3u",
                  "http://h/d/a%20b.mp3|One\nhttp://h/c.mp3|\n");
    assert_parsed("[playlist]\nFile1=http://i:8000/\nTitle1=Radio\n", "http://h/d/x#.pls",
                  "http://i:8000/|Radio\n");
    assert_parsed("<playlist><trackList><track><location>a%20b.mp3</location></track>"
                  "</trackList></playlist>",
                  "http://h/d/x#.xspf", "http://h/d/a%20b.mp3|\n");
}

static void nothing_of_this_machine_is_in_a_list_of_another(void **state)
{
    static const char *const entries[] = {"file:///etc/passwd\n", "FILE://localhost/x\n",
                                          "smb://h/x\n"};

    (void)state;
    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        struct found found = {0};
        struct list_failure failure = {0};

        assert_int_equal(parse(entries[i], strlen(entries[i]), "http://h/x#.m3u", &found, &failure),
                         -EBADMSG);
        assert_string_equal(failure.reason, "an entry that is at no http:// address");
    }
}

static void the_pieces_of_a_stream_are_no_list(void **state)
{
    static const char pieces[] = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\npiece1.ts\n";
    static const char usual[] = "#EXTM3U\n#EXTINF:9,Title\nsong.mp3\n";

    (void)state;
    assert_true(list_is_hls(pieces, sizeof(pieces) - 1));
    assert_false(list_is_hls(usual, sizeof(usual) - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_mean_what_they_mean_at_the_lists_place),
        cmocka_unit_test(a_type_counts_more_than_an_ending),
        cmocka_unit_test(the_forms_are_read_as_on_a_disk),
        cmocka_unit_test(nothing_of_this_machine_is_in_a_list_of_another),
        cmocka_unit_test(the_pieces_of_a_stream_are_no_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
