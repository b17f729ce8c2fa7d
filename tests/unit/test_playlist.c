/*
 * test_playlist.c - arguments, and the lists among them, read from disk.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "player/list.h"
#include "player/playlist.h"
#include "tests/unit/playlist_folder.h"

static void assert_add_fails(const char *argument, int error, const char *expected)
{
    struct playlist list = {0};
    char why[512] = "";

    add(&list, "before");
    assert_int_equal(playlist_add_argument(&list, argument, why, sizeof(why)), error);
    assert_string_equal(why, expected);
    assert_entries(&list, "before#0");
    assert_int_equal(list.argument_count, 1);
    playlist_free(&list);
}

static void files_are_taken_as_they_are_and_lists_are_read(void **state)
{
    struct playlist list = {0};
    (void)state;

    mkdir("d", 0700);
    write_file("d/l.M3U", "#EXTINF:1,One\na\n/b\n");
    add(&list, "missing.flac");
    add(&list, "d/l.M3U");
    add(&list, "missing.flac");
    assert_entries(&list, "missing.flac#0 d/a#1 /b#2 missing.flac#3");
    assert_null(list.entries[0].title);
    assert_string_equal(list.entries[1].title, "One");
    assert_null(list.entries[2].title);
    playlist_free(&list);
    assert_int_equal(list.count, 0);
    playlist_free(&list);
}

static void lists_in_lists_are_read_in_their_place(void **state)
{
    struct playlist list = {0};
    (void)state;

    mkdir("d", 0700);
    write_file("top.m3u", "a\nd/inner.m3u8\n#EXTINF:1,T\nb\n");
    write_file("d/inner.m3u8", "x\n../y\n");
    add(&list, "top.m3u");
    assert_entries(&list, "a#0 d/x#1 d/../y#2 b#3");
    assert_string_equal(list.entries[3].title, "T");
    playlist_free(&list);
}

static void the_same_list_twice_is_no_loop(void **state)
{
    struct playlist list = {0};
    (void)state;

    write_file("top.m3u", "in.m3u\nin.m3u\n");
    write_file("in.m3u", "x\n");
    add(&list, "top.m3u");
    assert_entries(&list, "x#0 x#1");
    playlist_free(&list);
}

static void a_list_that_cannot_be_read_is_named_with_the_reason(void **state)
{
    (void)state;
    mkdir("folder.m3u", 0700);
    assert_int_equal(mkfifo("pipe.m3u", 0600), 0);
    write_file("top.m3u", "a\ngone.m3u\n");
    write_file("bad.m3u", "a\nb\001\n");
    assert_add_fails("gone.m3u", -ENOENT, "gone.m3u: No such file or directory");
    assert_add_fails("folder.m3u", -ENODATA, "folder.m3u: no audio files in this folder");
    assert_add_fails("pipe.m3u", -EINVAL, "pipe.m3u: not a regular file");
    assert_add_fails("top.m3u", -ENOENT, "gone.m3u: No such file or directory");
    assert_add_fails("bad.m3u", -EBADMSG,
                     "bad.m3u: line 2: a control character, so this is not a playlist");
}

static void a_reason_is_one_line_whatever_the_list_is_called(void **state)
{
    (void)state;
    assert_add_fails("a\n\033[2J.m3u", -ENOENT, "a??[2J.m3u: No such file or directory");
}

static void a_long_name_leaves_room_for_the_reason(void **state)
{
    struct playlist list = {0};
    char name[3000];
    char why[512] = "";
    (void)state;

    memset(name, 'x', sizeof(name));
    strcpy(name + sizeof(name) - 5, ".m3u");
    assert_int_equal(playlist_add_argument(&list, name, why, sizeof(why)), -ENAMETOOLONG);
    assert_non_null(strstr(why, "xxx...: File name too long"));
    playlist_free(&list);
}

static void a_list_larger_than_any_list_is_refused(void **state)
{
    (void)state;
    write_file("huge.m3u", "a\n");
    assert_int_equal(truncate("huge.m3u", LIST_BYTES_MAX + 1), 0);
    assert_add_fails("huge.m3u", -EFBIG, "huge.m3u: File too large");
}

static void lists_that_contain_themselves_are_refused(void **state)
{
    (void)state;
    write_file("self.m3u", "a\n./self.m3u\n");
    assert_add_fails("self.m3u", -ELOOP, "./self.m3u: a list that contains itself");
    write_file("x.m3u", "y.m3u\n");
    write_file("y.m3u", "link.m3u\n");
    assert_int_equal(symlink("x.m3u", "link.m3u"), 0);
    assert_add_fails("x.m3u", -ELOOP, "link.m3u: a list that contains itself");
}

static void eight_levels_of_lists_are_read_and_nine_refused(void **state)
{
    struct playlist list = {0};
    char name[16];
    char text[16];
    (void)state;

    for (int i = 1; i <= 9; i++) {
        snprintf(name, sizeof(name), "%d.m3u", i);
        snprintf(text, sizeof(text), "%d%s", i + 1, i < 9 ? ".m3u" : "");
        write_file(name, text);
    }
    add(&list, "2.m3u");
    assert_entries(&list, "10#0");
    playlist_free(&list);
    assert_add_fails("1.m3u", -ELOOP, "9.m3u: more than 8 lists inside one another");
}

static void lists_that_multiply_are_stopped(void **state)
{
    char text[1024] = "";
    (void)state;

    for (int i = 0; i < 100; i++)
        strcat(text, "b.m3u\n");
    write_file("a.m3u", text);
    for (char *at = text; (at = strchr(at, 'b')) != NULL;)
        *at = 'c';
    write_file("b.m3u", text);
    write_file("c.m3u", "");
    assert_add_fails("a.m3u", -ELOOP, "c.m3u: leads to more than 1000 lists");
}

static void a_hundred_thousand_entries_are_loaded_and_reloaded(void **state)
{
    enum { MANY = 100000 };
    struct playlist list = {0};
    struct playlist again = {0};
    struct playlist_place place;
    char why[512] = "";
    char name[32];
    (void)state;

    FILE *file = fopen("l.m3u", "w");
    assert_non_null(file);
    for (int i = 0; i < MANY; i++)
        fprintf(file, "#EXTINF:1,Title %d\nfile %d.flac\n", i, i % 1000);
    assert_int_equal(fclose(file), 0);
    add(&list, "l.m3u");
    assert_int_equal(playlist_reload(&list, MANY - 1, &again, &place, why, sizeof(why)), 0);
    assert_int_equal(again.count, MANY);
    assert_int_equal(place.index, MANY - 1);
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(name, sizeof(name), "file %u.flac", i % 1000);
        assert_string_equal(again.entries[i].path, name);
        snprintf(name, sizeof(name), "Title %u", i);
        assert_string_equal(again.entries[i].title, name);
        assert_int_equal(again.entries[i].track, i);
    }
    playlist_free(&list);
    playlist_free(&again);
}

static void more_than_a_million_entries_are_refused(void **state)
{
    (void)state;
    FILE *file = fopen("l.m3u", "w");
    assert_non_null(file);
    for (int i = 0; i < PLAYLIST_ENTRIES_MAX; i++)
        assert_int_not_equal(fputs("a\n", file), EOF);
    assert_int_equal(fclose(file), 0);
    assert_add_fails("l.m3u", -E2BIG, "a: more than 1000000 entries");
}

static void a_path_with_percents_is_an_address_only_where_there_is_no_such_file(void **state)
{
    struct playlist list = {0};
    (void)state;

    write_file("a b", "");
    write_file("c%20d", "");
    write_file("c d", "");
    write_file("l.m3u", "a%20b\nc%20d\ne%20f\n100%\na%00\n");
    add(&list, "l.m3u");
    assert_entries(&list, "a b#0 c%20d#1 e%20f#2 100%#3 a%00#4");
    playlist_free(&list);
}

static void tracks_of_a_cue_sheet_are_parts_of_its_file(void **state)
{
    struct playlist list = {0};
    (void)state;

    write_file("l.cue", "FILE \"x.m3u\" WAVE\nTRACK 1 AUDIO\nTITLE One\nINDEX 01 0:0:0\n"
                        "TRACK 2 AUDIO\nINDEX 01 0:0:9\n");
    add(&list, "l.cue");
    assert_entries(&list, "x.m3u#0 x.m3u#1");
    assert_string_equal(list.entries[0].title, "One");
    assert_int_equal(list.entries[0].range.end, 9);
    assert_int_equal(list.entries[1].range.first, 9);
    assert_int_equal(list.entries[1].range.hz, 75);
    playlist_free(&list);
}

static void every_track_of_a_long_list_is_found(void **state)
{
    struct playlist list = {0};
    uint32_t index;
    (void)state;

    for (int i = 0; i < 1000; i++)
        add(&list, "a");
    for (uint32_t i = 0; i < 1000; i++) {
        list.entries[i].track = (i * 7919 + 5) % 100003;
        playlist_changed(&list);
    }
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(playlist_find(&list, (i * 7919 + 5) % 100003, &index), 0);
        assert_int_equal(index, i);
    }
    assert_int_equal(playlist_find(&list, 100003, &index), -ENOENT);
    add(&list, "b");
    assert_int_equal(playlist_find(&list, 1000, &index), 0);
    assert_int_equal(index, 1000);
    playlist_free(&list);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(files_are_taken_as_they_are_and_lists_are_read),
        IN_FOLDER(lists_in_lists_are_read_in_their_place),
        IN_FOLDER(the_same_list_twice_is_no_loop),
        IN_FOLDER(a_list_that_cannot_be_read_is_named_with_the_reason),
        IN_FOLDER(a_reason_is_one_line_whatever_the_list_is_called),
        IN_FOLDER(a_long_name_leaves_room_for_the_reason),
        IN_FOLDER(a_list_larger_than_any_list_is_refused),
        IN_FOLDER(lists_that_contain_themselves_are_refused),
        IN_FOLDER(eight_levels_of_lists_are_read_and_nine_refused),
        IN_FOLDER(lists_that_multiply_are_stopped),
        IN_FOLDER(a_hundred_thousand_entries_are_loaded_and_reloaded),
        IN_FOLDER(more_than_a_million_entries_are_refused),
        IN_FOLDER(a_path_with_percents_is_an_address_only_where_there_is_no_such_file),
        IN_FOLDER(tracks_of_a_cue_sheet_are_parts_of_its_file),
        cmocka_unit_test(every_track_of_a_long_list_is_found),
    };
    return cmocka_run_group_tests_name("playlist", tests, NULL, NULL);
}
