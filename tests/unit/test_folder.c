/*
 * test_folder.c - folders as lists: natural order, what is passed over, links.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "player/folder.h"
#include "tests/unit/playlist_folder.h"

static void order(const char *left, const char *right)
{
    assert_true(folder_compare(left, right) < 0);
    assert_true(folder_compare(right, left) > 0);
    assert_int_equal(folder_compare(left, left), 0);
}

static void numbers_are_ordered_by_their_value(void **state)
{
    (void)state;
    order("track 2", "track 10");
    order("track 02", "track 10");
    order("2", "10a");
    order("a1b2", "a1b10");
    order("9", "18446744073709551616");
    order("a", "a1");
    order("1", "a");
}

static void letters_are_ordered_without_regard_to_their_case(void **state)
{
    (void)state;
    order("a", "B");
    order("A", "b");
    order("A", "a");
    order("a 01", "a 1");
    order("", "a");
    order("a", "\xc3\xa9");
}

static void a_folder_is_its_audio_files_in_natural_order(void **state)
{
    struct playlist list = {0};
    (void)state;

    mkdir("d", 0700);
    mkdir("d/CD 2", 0700);
    mkdir("d/CD 10", 0700);
    write_file("d/CD 10/a.mp3", "");
    write_file("d/CD 2/track 10.flac", "");
    write_file("d/CD 2/track 2.FLAC", "");
    write_file("d/z.ogg", "");
    write_file("d/tune.m4a", "");
    write_file("d/cover.jpg", "");
    write_file("d/wav", "");
    write_file("d/list.m3u", "x\n");
    add(&list, "d");
    assert_entries(&list,
                   "d/CD 2/track 2.FLAC#0 d/CD 2/track 10.flac#1 d/CD 10/a.mp3#2 d/tune.m4a#3 "
                   "d/z.ogg#4");
    playlist_free(&list);
}

static void hidden_files_and_folders_are_passed_over_but_not_the_one_that_was_named(void **state)
{
    struct playlist list = {0};
    (void)state;

    mkdir(".d", 0700);
    mkdir(".d/.git", 0700);
    write_file(".d/.git/a.wav", "");
    write_file(".d/._a.wav", "");
    write_file(".d/a.wav", "");
    add(&list, ".d/");
    assert_entries(&list, ".d/a.wav#0");
    assert_int_equal(chdir(".d"), 0);
    add(&list, ".");
    assert_entries(&list, ".d/a.wav#0 ./a.wav#1");
    playlist_free(&list);
}

static void links_are_followed_but_not_in_circles(void **state)
{
    struct playlist list = {0};
    (void)state;

    mkdir("d", 0700);
    mkdir("other", 0700);
    write_file("other/x.wav", "");
    write_file("d/a.wav", "");
    assert_int_equal(symlink("..", "d/up"), 0);
    assert_int_equal(symlink("self", "d/self"), 0);
    assert_int_equal(symlink(".", "d/here"), 0);
    assert_int_equal(symlink("../other", "d/over"), 0);
    assert_int_equal(symlink("gone", "d/gone.wav"), 0);
    add(&list, "d");
    assert_entries(&list, "d/a.wav#0 d/gone.wav#1 d/over/x.wav#2 d/up/other/x.wav#3");
    playlist_free(&list);
}

static void a_folder_without_audio_is_an_error(void **state)
{
    struct playlist list = {0};
    char why[512] = "";
    (void)state;

    mkdir("d", 0700);
    write_file("d/notes.txt", "");
    assert_int_equal(playlist_add_argument(&list, "d", why, sizeof(why)), -ENODATA);
    assert_string_equal(why, "d: no audio files in this folder");
    assert_int_equal(list.count, 0);
    playlist_free(&list);
}

/* Two links in each folder to the next one: 2^18 ways to the last. */
static void a_few_links_cannot_keep_the_player_looking_for_ever(void **state)
{
    struct playlist list = {0};
    char name[32], to[32], why[512] = "";
    (void)state;

    for (int i = 0; i < 18; i++) {
        snprintf(name, sizeof(name), "%d", i);
        snprintf(to, sizeof(to), "../%d", i + 1);
        mkdir(name, 0700);
        for (const char *link = "ab"; *link; link++) {
            snprintf(name, sizeof(name), "%d/%c", i, *link);
            assert_int_equal(symlink(to, name), 0);
        }
    }
    mkdir("18", 0700);
    assert_int_equal(playlist_add_argument(&list, "0", why, sizeof(why)), -ELOOP);
    assert_string_equal(why, "0: leads to more than 100000 folders");
    playlist_free(&list);
}

static void a_folder_is_looked_through_again(void **state)
{
    struct playlist list = {0};
    struct playlist fresh;
    struct playlist_place place;
    char why[512] = "";
    (void)state;

    mkdir("d", 0700);
    write_file("d/2.wav", "");
    write_file("d/3.wav", "");
    add(&list, "d");
    write_file("d/1.wav", "");
    assert_int_equal(playlist_reload(&list, 1, &fresh, &place, why, sizeof(why)), 0);
    assert_entries(&fresh, "d/1.wav#2 d/2.wav#0 d/3.wav#1");
    assert_int_equal(place.index, 2);
    playlist_free(&list);
    playlist_free(&fresh);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_ordered_by_their_value),
        cmocka_unit_test(letters_are_ordered_without_regard_to_their_case),
        IN_FOLDER(a_folder_is_its_audio_files_in_natural_order),
        IN_FOLDER(hidden_files_and_folders_are_passed_over_but_not_the_one_that_was_named),
        IN_FOLDER(links_are_followed_but_not_in_circles),
        IN_FOLDER(a_folder_without_audio_is_an_error),
        IN_FOLDER(a_few_links_cannot_keep_the_player_looking_for_ever),
        IN_FOLDER(a_folder_is_looked_through_again),
    };
    return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
