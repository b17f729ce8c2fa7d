/*
 * test_tui_cover.c - whose picture is shown, and that it stays while the next one is the same.
 *
 * The ffmpeg of these tests takes out all that is in a file: an empty track has no picture.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <string.h>

#include "player/tui/tui_art.h"
#include "tests/unit/playlist_folder.h"

static int enter(void **state)
{
    char path[PATH_MAX];

    if (enter_folder(state) != 0 || mkdir("bin", 0700) != 0 || mkdir("other", 0700) != 0)
        return -1;
    write_file("bin/ffmpeg", "#!/bin/sh\ncat\n");
    snprintf(path, sizeof(path), "%s/bin:/usr/bin:/bin", (char *)*state);
    return chmod("bin/ffmpeg", 0700) || setenv("PATH", path, 1);
}

#define WITH_FFMPEG(test) cmocka_unit_test_setup_teardown(test, enter, leave_folder)

static void await_end(const struct tui_cover *cover)
{
    struct pollfd end = {.fd = cover->process.pidfd, .events = POLLIN};

    assert_true(cover->process.pid > 0);
    assert_int_equal(poll(&end, 1, 30000), 1);
}

static void assert_holds(int picture, const char *text)
{
    char bytes[64] = "";

    assert_true(picture >= 0);
    assert_int_equal(pread(picture, bytes, sizeof(bytes) - 1, 0), strlen(text));
    assert_string_equal(bytes, text);
}

/* What is found for another track. */
static int find(struct tui_cover *cover, const char *track)
{
    if (!tui_cover_follow(cover, track))
        await_end(cover);
    return tui_cover_take(cover);
}

static void expect(struct tui_cover *cover, const char *track, const char *text)
{
    int picture = find(cover, track);

    assert_holds(picture, text);
    close(picture);
}

static void the_tracks_own_goes_first_then_the_best_of_its_folder(void **state)
{
    struct tui_cover cover = {0};

    (void)state;
    write_file("a.flac", "of a");
    write_file("b.flac", "");
    expect(&cover, "a.flac", "of a");
    assert_int_equal(find(&cover, "b.flac"), -1);
    write_file("Front.webp", "front");
    write_file("album.jpg", "album");
    write_file("coverless.jpg", "none");
    expect(&cover, "./b.flac", "front");
    write_file("COVER.png", "cover");
    expect(&cover, "b.flac", "cover");
    expect(&cover, "a.flac", "of a");
    assert_int_equal(find(&cover, "other/b.flac"), -1);
}

static void what_is_no_regular_file_is_not_read(void **state)
{
    struct tui_cover cover = {0};

    (void)state;
    write_file("folder.jpg", "folder");
    assert_int_equal(mkfifo("pipe.ogg", 0600), 0);
    assert_true(tui_cover_follow(&cover, "pipe.ogg"));
    expect(&cover, "./pipe.ogg", "folder");
    assert_int_equal(find(&cover, "https://radio.example/live"), -1);
    assert_int_equal(mkfifo("cover.jpg", 0600), 0);
    assert_int_equal(find(&cover, "pipe.ogg"), -1);
}

static void without_ffmpeg_there_are_those_of_folders(void **state)
{
    struct tui_cover cover = {0};

    (void)state;
    assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
    write_file("a.flac", "of a");
    write_file("folder.jpg", "folder");
    expect(&cover, "a.flac", "folder");
}

static void one_that_hangs_is_killed_when_its_time_is_over(void **state)
{
    struct tui_cover cover = {0};
    int picture;

    (void)state;
    write_file("bin/ffmpeg", "#!/bin/sh\necho half; exec sleep 600\n");
    write_file("a.flac", "of a");
    write_file("folder.jpg", "folder");
    assert_int_equal(tui_cover_timeout_ms(&cover), -1);
    assert_false(tui_cover_follow(&cover, "a.flac"));
    assert_in_range(tui_cover_timeout_ms(&cover), 1, 10000);
    cover.began_ms -= 10000;
    assert_int_equal(tui_cover_timeout_ms(&cover), -1);
    await_end(&cover);
    picture = tui_cover_take(&cover);
    assert_holds(picture, "folder");
    close(picture);
}

static void the_next_track_ends_the_search_for_the_last(void **state)
{
    struct tui_cover cover = {0};

    (void)state;
    write_file("bin/ffmpeg", "#!/bin/sh\nread first; [ \"$first\" = a ] && exec sleep 600; cat\n");
    write_file("a.flac", "a\n");
    write_file("b.flac", "b\nof b");
    assert_false(tui_cover_follow(&cover, "a.flac"));
    expect(&cover, "b.flac", "of b");
    assert_false(tui_cover_follow(&cover, "a.flac"));
    tui_cover_end(&cover);
}

static bool follow(struct tui_art *art, const char *track)
{
    if (tui_art_follow(art, track))
        return true;
    if (art->cover.process.pid == 0)
        return false;
    await_end(&art->cover);
    return tui_art_found(art);
}

static void a_picture_stays_while_the_next_one_is_the_same(void **state)
{
    struct tui_art art;

    (void)state;
    write_file("a.flac", "an album's");
    write_file("b.flac", "an album's");
    write_file("c.flac", "an albums'");
    write_file("d.flac", "");
    tui_art_begin(&art);
    art.possible = true;
    art.asked = false;
    assert_true(follow(&art, "a.flac"));
    assert_false(follow(&art, "a.flac"));
    assert_false(follow(&art, ""));
    assert_false(follow(&art, "b.flac"));
    assert_holds(art.picture, "an album's");
    assert_true(follow(&art, "c.flac"));
    assert_holds(art.picture, "an albums'");
    assert_true(follow(&art, "d.flac"));
    assert_int_equal(art.picture, -1);
    assert_false(follow(&art, "https://radio.example/live"));
    tui_art_end(&art);
}

static void nothing_is_looked_for_where_nothing_can_be_shown(void **state)
{
    struct tui_art art;

    (void)state;
    write_file("a.flac", "of a");
    tui_art_begin(&art);
    art.possible = false;
    assert_false(follow(&art, "a.flac"));
    art.possible = art.asked = true;
    art.kind = TUI_PICTURE_NONE;
    assert_false(follow(&art, "a.flac"));
    assert_string_equal(art.cover.track, "");
    tui_art_end(&art);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WITH_FFMPEG(the_tracks_own_goes_first_then_the_best_of_its_folder),
        WITH_FFMPEG(what_is_no_regular_file_is_not_read),
        WITH_FFMPEG(without_ffmpeg_there_are_those_of_folders),
        WITH_FFMPEG(one_that_hangs_is_killed_when_its_time_is_over),
        WITH_FFMPEG(the_next_track_ends_the_search_for_the_last),
        WITH_FFMPEG(a_picture_stays_while_the_next_one_is_the_same),
        WITH_FFMPEG(nothing_is_looked_for_where_nothing_can_be_shown),
    };

    return cmocka_run_group_tests_name("tui_cover", tests, NULL, NULL);
}
