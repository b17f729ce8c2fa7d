/*
 * test_playlist_reload.c - lists that have changed, read again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "player/playlist.h"
#include "tests/unit/playlist_folder.h"

/* Writes l.m3u, a path a letter, as "abc". */
static void write_letters(const char *letters)
{
    char text[128];
    size_t used = 0;

    for (; *letters; letters++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%c\n", *letters);
    text[used] = '\0';
    write_file("l.m3u", text);
}

/* Replaces the list by what is in l.m3u now. */
static struct playlist_place reload(struct playlist *list, uint32_t current, const char *letters)
{
    struct playlist again = {0};
    struct playlist_place place = {.index = UINT32_MAX};
    char why[512] = "";

    write_letters(letters);
    assert_int_equal(playlist_reload(list, current, &again, &place, why, sizeof(why)), 0);
    playlist_free(list);
    *list = again;
    return place;
}

static void assert_reloaded(const char *before, uint32_t current, const char *after,
                            const char *entries, uint32_t index, bool gone)
{
    struct playlist list = {0};

    write_letters(before);
    add(&list, "l.m3u");
    struct playlist_place place = reload(&list, current, after);
    assert_entries(&list, entries);
    assert_int_equal(place.index, index);
    assert_int_equal(place.gone, gone);
    playlist_free(&list);
}

static void tracks_keep_their_numbers_when_a_list_is_read_again(void **state)
{
    (void)state;
    assert_reloaded("abc", 1, "abc", "a#0 b#1 c#2", 1, false);
    assert_reloaded("abc", 1, "xcba", "x#3 c#2 b#1 a#0", 2, false);
    assert_reloaded("abc", 2, "c", "c#2", 0, false);
    assert_reloaded("a", 0, "xya", "x#1 y#2 a#0", 2, false);
}

static void equal_paths_are_paired_in_their_order(void **state)
{
    (void)state;
    assert_reloaded("axaa", 1, "aaxa", "a#0 a#2 x#1 a#3", 2, false);
    assert_reloaded("axa", 1, "aaax", "a#0 a#2 a#3 x#1", 3, false);
}

static void of_several_with_its_path_the_nearest_goes_on_playing(void **state)
{
    (void)state;
    assert_reloaded("abcda", 4, "bcda", "b#1 c#2 d#3 a#4", 3, false);
    assert_reloaded("abcda", 4, "abcdxa", "a#0 b#1 c#2 d#3 x#5 a#4", 5, false);
    assert_reloaded("abcda", 0, "abcda", "a#0 b#1 c#2 d#3 a#4", 0, false);
    assert_reloaded("bbab", 3, "aabb", "a#2 a#4 b#0 b#3", 3, false);
    assert_reloaded("abbba", 4, "xxxaxa", "x#5 x#6 x#7 a#4 x#8 a#0", 3, false);
    assert_reloaded("xxa", 2, "axxxa", "a#2 x#0 x#1 x#3 a#4", 0, false);
}

static void a_track_that_is_gone_leaves_the_place_after_its_predecessor(void **state)
{
    (void)state;
    assert_reloaded("abc", 1, "ac", "a#0 c#2", 1, true);
    assert_reloaded("abc", 1, "axc", "a#0 x#3 c#2", 1, true);
    assert_reloaded("abc", 2, "ab", "a#0 b#1", 2, true);
    assert_reloaded("abcd", 3, "cxy", "c#2 x#4 y#5", 1, true);
    assert_reloaded("abcd", 3, "axy", "a#0 x#4 y#5", 1, true);
    assert_reloaded("abc", 0, "bc", "b#1 c#2", 0, true);
    assert_reloaded("abc", 1, "xy", "x#3 y#4", 0, true);
    assert_reloaded("abc", 1, "", "", 0, true);
}

static void without_a_current_track_the_place_is_after_all_that_is_still_there(void **state)
{
    (void)state;
    assert_reloaded("ab", 2, "axbc", "a#0 x#2 b#1 c#3", 3, true);
    assert_reloaded("ab", UINT32_MAX, "xy", "x#2 y#3", 0, true);
    assert_reloaded("", 0, "xy", "x#0 y#1", 0, true);
}

static void a_number_is_never_given_to_a_second_track(void **state)
{
    struct playlist list = {0};
    (void)state;

    write_letters("ab");
    add(&list, "l.m3u");
    reload(&list, 0, "ax");
    assert_entries(&list, "a#0 x#2");
    reload(&list, 0, "abx");
    assert_entries(&list, "a#0 b#3 x#2");
    add(&list, "more");
    assert_entries(&list, "a#0 b#3 x#2 more#4");
    reload(&list, 3, "a");
    assert_entries(&list, "a#0 more#4");
    playlist_free(&list);
}

static void a_list_that_cannot_be_read_again_changes_nothing(void **state)
{
    struct playlist list = {0};
    struct playlist again = {.count = 4711};
    struct playlist_place place = {.index = 4711};
    char why[512] = "";
    (void)state;

    write_letters("ab");
    add(&list, "z");
    add(&list, "l.m3u");
    assert_int_equal(unlink("l.m3u"), 0);
    assert_int_equal(playlist_reload(&list, 0, &again, &place, why, sizeof(why)), -ENOENT);
    assert_string_equal(why, "l.m3u: No such file or directory");
    assert_int_equal(again.count, 4711);
    assert_int_equal(place.index, 4711);
    assert_entries(&list, "z#0 a#1 b#2");
    playlist_free(&list);
}

static void a_track_is_found_by_its_number(void **state)
{
    struct playlist list = {0};
    uint32_t index = 4711;
    (void)state;

    write_letters("abc");
    add(&list, "l.m3u");
    reload(&list, 0, "cxa");
    assert_int_equal(playlist_find(&list, 2, &index), 0);
    assert_int_equal(index, 0);
    assert_int_equal(playlist_find(&list, 3, &index), 0);
    assert_int_equal(index, 1);
    assert_int_equal(playlist_find(&list, 1, &index), -ENOENT);
    assert_int_equal(index, 1);
    playlist_free(&list);
}

static void parts_of_a_file_are_told_apart_by_their_places(void **state)
{
    struct playlist list = {0};
    struct playlist fresh;
    struct playlist_place place;
    char why[512] = "";
    (void)state;

    write_file("l.cue", "FILE \"x\" WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:0\nTRACK 2 AUDIO\n"
                        "INDEX 01 0:0:9\nTRACK 3 AUDIO\nINDEX 01 0:0:20\n");
    add(&list, "l.cue");
    write_file("l.cue", "FILE \"y\" WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:0\n"
                        "FILE \"x\" WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:0\nTRACK 2 AUDIO\n"
                        "INDEX 01 0:0:10\nTRACK 3 AUDIO\nINDEX 01 0:0:20\n");
    assert_int_equal(playlist_reload(&list, 2, &fresh, &place, why, sizeof(why)), 0);
    assert_false(place.gone);
    assert_int_equal(place.index, 3);
    assert_entries(&fresh, "y#3 x#4 x#5 x#2");
    playlist_free(&list);
    playlist_free(&fresh);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(tracks_keep_their_numbers_when_a_list_is_read_again),
        IN_FOLDER(equal_paths_are_paired_in_their_order),
        IN_FOLDER(of_several_with_its_path_the_nearest_goes_on_playing),
        IN_FOLDER(a_track_that_is_gone_leaves_the_place_after_its_predecessor),
        IN_FOLDER(without_a_current_track_the_place_is_after_all_that_is_still_there),
        IN_FOLDER(a_number_is_never_given_to_a_second_track),
        IN_FOLDER(a_list_that_cannot_be_read_again_changes_nothing),
        IN_FOLDER(a_track_is_found_by_its_number),
        IN_FOLDER(parts_of_a_file_are_told_apart_by_their_places),
    };
    return cmocka_run_group_tests_name("playlist_reload", tests, NULL, NULL);
}
