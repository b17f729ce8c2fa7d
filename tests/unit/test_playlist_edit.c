/*
 * test_playlist_edit.c - entries are inserted, removed and moved, and keep their tracks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "tests/unit/playlist_folder.h"

static struct playlist make(void)
{
    struct playlist list = {0};

    for (const char *name = "a\0b\0c\0d\0"; *name; name += 2)
        add(&list, name);
    return list;
}

static void entries_go_where_they_are_moved_with_their_tracks(void **state)
{
    struct playlist list = make();
    uint32_t index;
    (void)state;

    playlist_move(&list, 0, 2);
    assert_entries(&list, "b#1 c#2 a#0 d#3");
    playlist_move(&list, 3, 0);
    assert_entries(&list, "d#3 b#1 c#2 a#0");
    playlist_move(&list, 1, 1);
    assert_entries(&list, "d#3 b#1 c#2 a#0");
    assert_int_equal(playlist_find(&list, 0, &index), 0);
    assert_int_equal(index, 3);
    playlist_free(&list);
}

static void what_is_inserted_has_new_tracks_and_is_where_it_should_be(void **state)
{
    struct playlist list = make();
    char why[512] = "";
    (void)state;

    write_file("l.m3u", "x\ny\n");
    assert_int_equal(playlist_insert(&list, 1, "l.m3u", why, sizeof(why)), 0);
    assert_entries(&list, "a#0 x#4 y#5 b#1 c#2 d#3");
    assert_int_equal(playlist_insert(&list, 6, "z", why, sizeof(why)), 0);
    assert_int_equal(playlist_insert(&list, 0, "gone.m3u", why, sizeof(why)), -ENOENT);
    assert_entries(&list, "a#0 x#4 y#5 b#1 c#2 d#3 z#6");
    playlist_free(&list);
}

static void what_is_removed_is_gone_and_its_track_is_never_used_again(void **state)
{
    struct playlist list = make();
    uint32_t index;
    (void)state;

    playlist_remove(&list, 3);
    playlist_remove(&list, 0);
    add(&list, "e");
    assert_entries(&list, "b#1 c#2 e#4");
    assert_int_equal(playlist_find(&list, 0, &index), -ENOENT);
    playlist_free(&list);
}

static void a_cleared_list_keeps_one_entry_and_has_nothing_to_be_read_again(void **state)
{
    struct playlist list = make(), fresh;
    struct playlist_place place;
    char why[512] = "";
    (void)state;

    playlist_clear(&list, 2);
    assert_entries(&list, "c#2");
    assert_int_equal(playlist_reload(&list, 0, &fresh, &place, why, sizeof(why)), -ENODATA);
    assert_string_equal(why, "the list has been cleared, and there is nothing to read");
    playlist_free(&list);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(entries_go_where_they_are_moved_with_their_tracks),
        IN_FOLDER(what_is_inserted_has_new_tracks_and_is_where_it_should_be),
        IN_FOLDER(what_is_removed_is_gone_and_its_track_is_never_used_again),
        IN_FOLDER(a_cleared_list_keeps_one_entry_and_has_nothing_to_be_read_again),
    };
    return cmocka_run_group_tests_name("playlist_edit", tests, NULL, NULL);
}
