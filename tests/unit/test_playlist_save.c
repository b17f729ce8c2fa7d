/*
 * test_playlist_save.c - a list that is written is read as what it was; nothing else is touched.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "player/playlist_save.h"
#include "tests/unit/playlist_folder.h"

/* The same entries, but for their paths, which are absolute now. */
static void assert_same(const struct playlist *list, const struct playlist *again)
{
    char folder[PATH_MAX], whole[2 * PATH_MAX];

    assert_non_null(getcwd(folder, sizeof(folder)));
    assert_int_equal(list->count, again->count);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct playlist_entry *a = &list->entries[i], *b = &again->entries[i];

        snprintf(whole, sizeof(whole), "%s/%s", folder, a->path);
        assert_string_equal(*a->path == '/' || strstr(a->path, "://") ? a->path : whole, b->path);
        assert_memory_equal(&a->range, &b->range, sizeof(a->range));
        if (a->title)
            assert_string_equal(a->title, b->title);
        else
            assert_null(b->title);
    }
}

static void save(const struct playlist *list, const char *path)
{
    char why[512] = "";

    assert_int_equal(playlist_save(list, path, why, sizeof(why)), 0);
    assert_string_equal(why, "");
}

static void assert_save_fails(const char *path, int error, const char *expected)
{
    struct playlist list = {0};
    char why[512] = "";

    add(&list, "a");
    assert_int_equal(playlist_save(&list, path, why, sizeof(why)), error);
    assert_string_equal(why, expected);
    playlist_free(&list);
}

static void a_saved_list_is_read_as_what_it_was(void **state)
{
    static const char *const paths[] = {
        "a.wav", "/b b.flac",      "#c",       " d ", "e%20f",  "e f",       "g\nh\r", "\xff\x7f",
        "100%",  "http://i/j%20k", "./l/../m", "-n",  "file:o", "\xc3\xa9p", "q%"};
    struct playlist list = {0}, again = {0};
    (void)state;

    write_file("e f", "");
    write_file("t.m3u", "#EXTINF:3,Title, \xc3\xa9\nx\n");
    write_file("d.cue", "FILE \"im%age\" WAVE\nTRACK 1 AUDIO\nTITLE One\nINDEX 01 0:0:0\n"
                        "TRACK 2 AUDIO\nINDEX 01 9999:0:9\n");
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        add(&list, paths[i]);
    add(&list, "t.m3u");
    add(&list, "d.cue");
    save(&list, "out.m3u8");
    add(&again, "out.m3u8");
    assert_same(&list, &again);
    playlist_free(&list);
    playlist_free(&again);
}

static void an_old_list_is_replaced_and_what_a_link_leads_to(void **state)
{
    struct playlist list = {0}, again = {0};
    struct stat status;
    (void)state;

    mkdir("d", 0700);
    write_file("d/old.m3u", "x\n");
    assert_int_equal(symlink("d/old.m3u", "link.M3U8"), 0);
    add(&list, "/a");
    save(&list, "link.M3U8");
    assert_int_equal(lstat("link.M3U8", &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    add(&again, "d/old.m3u");
    assert_entries(&again, "/a#0");
    playlist_free(&list);
    playlist_free(&again);
}

static void nothing_but_a_list_is_ever_replaced(void **state)
{
    struct stat status;
    (void)state;

    write_file("song.flac", "music");
    assert_int_equal(mkfifo("pipe.m3u", 0600), 0);
    mkdir("folder.m3u8", 0700);
    assert_save_fails("song.flac", -EINVAL, "song.flac: a list is saved as .m3u8 or .m3u");
    assert_save_fails(".m3u8", -EINVAL, ".m3u8: a list is saved as .m3u8 or .m3u");
    assert_save_fails("pipe.m3u", -EEXIST,
                      "pipe.m3u: there is something that is not a regular file");
    assert_save_fails("folder.m3u8", -EEXIST,
                      "folder.m3u8: there is something that is not a regular file");
    assert_save_fails("gone/x.m3u", -ENOENT, "gone/x.m3u: No such file or directory");
    assert_int_equal(stat("song.flac", &status), 0);
    assert_int_equal(status.st_size, 5);
}

static int count_files(void)
{
    DIR *folder = opendir(".");
    int count = 0;

    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static void a_list_that_cannot_be_written_leaves_the_old_one_and_nothing_else(void **state)
{
    struct playlist list = {0}, again = {0};
    char path[4300], why[512] = "";
    (void)state;

    memset(path, 'x', sizeof(path));
    path[0] = '/';
    path[sizeof(path) - 1] = '\0';
    write_file("l.m3u", "/old\n");
    add(&list, path);
    assert_int_equal(playlist_save(&list, "l.m3u", why, sizeof(why)), -ENAMETOOLONG);
    assert_non_null(strstr(why, ": File name too long"));
    add(&again, "l.m3u");
    assert_entries(&again, "/old#0");
    assert_int_equal(count_files(), 3);
    playlist_free(&list);
    playlist_free(&again);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(a_saved_list_is_read_as_what_it_was),
        IN_FOLDER(an_old_list_is_replaced_and_what_a_link_leads_to),
        IN_FOLDER(nothing_but_a_list_is_ever_replaced),
        IN_FOLDER(a_list_that_cannot_be_written_leaves_the_old_one_and_nothing_else),
    };
    return cmocka_run_group_tests_name("playlist_save", tests, NULL, NULL);
}
