/*
 * test_memory_text.c - what is kept of a session: written, read again, and refused when damaged.
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

#include "player/memory_text.h"

enum { MANY = 100000 };

/* A copy that ends where the text ends, so that a read past it is seen. */
static int read_place(const char *text, size_t bytes, struct memory_place *place)
{
    char *copy = malloc(bytes + (bytes == 0));
    int error;

    assert_non_null(copy);
    memcpy(copy, text, bytes);
    error = memory_place_read(copy, bytes, place);
    free(copy);
    return error;
}

static int read_list(const char *text, size_t bytes, struct playlist *list)
{
    char *copy = malloc(bytes + (bytes == 0));
    int error;

    assert_non_null(copy);
    memcpy(copy, text, bytes);
    error = memory_list_read(copy, bytes, list);
    free(copy);
    return error;
}

static const struct memory_place somewhere = {.list = UINT64_C(0x9ae16a3b2f90404f),
                                              .index = 16,
                                              .frame = 1234567890123,
                                              .hz = 44100,
                                              .ms = 0,
                                              .volume = 130,
                                              .modes = {.repeat = ORDER_REPEAT_ALL,
                                                        .shuffle = true,
                                                        .seed = UINT64_MAX,
                                                        .base = 3,
                                                        .base_round = 2,
                                                        .round = UINT32_MAX},
                                              .path = "/a b/100%\n\xff\x7f.flac"};

static void a_place_is_read_as_it_was_written(void **state)
{
    char text[MEMORY_PLACE_SIZE];
    struct memory_place place = {0};
    int length = memory_place_write(&somewhere, text, sizeof(text));

    (void)state;
    assert_true(length > 0);
    assert_int_equal(strlen(text), length);
    assert_non_null(strstr(text, "\npath /a%20b/100%25%0A\xff%7F.flac\nsum "));
    assert_int_equal(read_place(text, (size_t)length, &place), 0);
    assert_int_equal(place.list, somewhere.list);
    assert_int_equal(place.index, somewhere.index);
    assert_int_equal(place.frame, somewhere.frame);
    assert_int_equal(place.volume, somewhere.volume);
    assert_int_equal(place.modes.repeat, ORDER_REPEAT_ALL);
    assert_true(place.modes.shuffle);
    assert_int_equal(place.modes.seed, UINT64_MAX);
    assert_int_equal(place.modes.base, 3);
    assert_int_equal(place.modes.base_round, 2);
    assert_int_equal(place.modes.round, UINT32_MAX);
    assert_string_equal(place.path, somewhere.path);
}

static void the_longest_path_fits(void **state)
{
    char text[MEMORY_PLACE_SIZE];
    struct memory_place place = {0}, back = {0};
    int length;

    (void)state;
    memset(place.path, '\n', sizeof(place.path) - 1);
    length = memory_place_write(&place, text, sizeof(text));
    assert_true(length > 0);
    assert_int_equal(read_place(text, (size_t)length, &back), 0);
    assert_string_equal(back.path, place.path);
    assert_int_equal(memory_place_write(&place, text, 200), -ENOSPC);
}

static void any_damage_to_a_place_is_noticed(void **state)
{
    char text[MEMORY_PLACE_SIZE];
    struct memory_place place = {.index = 77};
    size_t length = (size_t)memory_place_write(&somewhere, text, sizeof(text));

    (void)state;
    for (size_t cut = 0; cut < length; cut++)
        assert_int_equal(read_place(text, cut, &place), -EBADMSG);
    for (size_t at = 0; at < length; at++) {
        text[at] ^= 1;
        assert_int_equal(read_place(text, length, &place), -EBADMSG);
        text[at] ^= 1;
    }
    assert_int_equal(place.index, 77);
    assert_int_equal(read_place(text, length, &place), 0);
}

/* FNV-1a, once more. */
static void seal(char *text)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);

    for (const char *at = text; *at; at++)
        sum = (sum ^ (uint8_t)*at) * UINT64_C(0x100000001b3);
    sprintf(text + strlen(text), "sum %016llx\n", (unsigned long long)sum);
}

static int read_lines(const char *lines, struct memory_place *place)
{
    char text[1024];

    snprintf(text, sizeof(text) - 32, "rondo place 1\n%s", lines);
    seal(text);
    return read_place(text, strlen(text), place);
}

static void what_a_later_version_adds_is_passed_over(void **state)
{
    struct memory_place place;

    (void)state;
    assert_int_equal(read_lines("colour blue 17\ntrack 2 of 9\n", &place), 0);
    assert_int_equal(place.index, 1);
    assert_int_equal(place.volume, 100);
    assert_string_equal(place.path, "");
}

static void a_place_that_cannot_be_is_refused_though_its_sum_is_right(void **state)
{
    static const char *const wrong[] = {"track 0\n",
                                        "track -1\n",
                                        "track 1000001\n",
                                        "track\n",
                                        "frame 1x\n",
                                        "volume 131\n",
                                        "frame 99999999999999999999\n",
                                        "ms 4294967296\n",
                                        "path\n",
                                        "path a%0\n",
                                        "repeat some\n",
                                        "shuffle 1 2\n",
                                        "shuffle 2 0 0 0 0\n",
                                        "path a%00b\n",
                                        "path a%zz\n",
                                        "\n",
                                        "list 1ffffffffffffffff\n"};
    struct memory_place place;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        if (read_lines(wrong[i], &place) != -EBADMSG)
            fail_msg("taken: %s", wrong[i]);
}

static void a_list_of_many_entries_is_read_as_it_was_written(void **state)
{
    struct playlist list = {0}, back = {0};
    struct list_item item;
    char path[64], *text, expected[128];
    size_t bytes;

    (void)state;
    assert_int_equal(playlist_restore_argument(&list, "my music"), 0);
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof(path), "my music/%06d \xf0\x9f\x8e\xb5.flac", i);
        item = (struct list_item){.path = path, .title = i % 2 ? "A title\n" : NULL};
        if (i % 3 == 0)
            item.range = (struct job_range){.first = 5, .end = UINT64_MAX, .hz = 75};
        assert_int_equal(playlist_restore(&list, &item), 0);
    }
    assert_int_equal(memory_list_write(&list, "/home", &text, &bytes), 0);
    assert_int_equal(read_list(text, bytes, &back), 0);
    assert_int_equal(back.count, MANY);
    assert_int_equal(back.argument_count, 1);
    assert_string_equal(back.arguments[0], "/home/my music");
    for (int i = 0; i < MANY; i += 999) {
        snprintf(expected, sizeof(expected), "/home/my music/%06d \xf0\x9f\x8e\xb5.flac", i);
        assert_string_equal(back.entries[i].path, expected);
        assert_memory_equal(&back.entries[i].range, &list.entries[i].range,
                            sizeof(struct job_range));
        assert_true(i % 2 ? strcmp(back.entries[i].title, "A title\n") == 0
                          : back.entries[i].title == NULL);
    }
    assert_int_equal(memory_list_id(&list, "/home"), memory_list_id(&back, "/elsewhere"));
    assert_int_not_equal(memory_list_id(&list, "/home"), memory_list_id(&list, "/elsewhere"));
    text[bytes / 2] ^= 1;
    playlist_free(&back);
    assert_int_equal(read_list(text, bytes, &back), -EBADMSG);
    assert_int_equal(back.count, 0);
    free(text);
    playlist_free(&list);
}

/* Else another order by chance would come of it. */
static void the_entries_of_a_changed_list_keep_their_tracks(void **state)
{
    static const uint32_t tracks[] = {3, 1, 2, 7};
    struct playlist list = {0}, back = {0};
    struct list_item item = {.path = "/a.wav"};
    char *text;
    size_t bytes;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(playlist_restore(&list, &item), 0);
        list.entries[i].track = tracks[i];
    }
    list.next_track = 9;
    assert_int_equal(memory_list_write(&list, "/", &text, &bytes), 0);
    assert_int_equal(read_list(text, bytes, &back), 0);
    assert_int_equal(back.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(back.entries[i].track, tracks[i]);
    assert_int_equal(back.next_track, 9);
    playlist_free(&back);
    free(text);
    playlist_free(&list);
}

static void paths_become_absolute_and_addresses_stay(void **state)
{
    static const struct {
        const char *folder, *path, *kept;
    } cases[] = {{"/home", "a.wav", "/home/a.wav"}, {"/", "a.wav", "/a.wav"},
                 {"/home", "/a.wav", "/a.wav"},     {"/home", "http://x/a.mp3", "http://x/a.mp3"},
                 {"/home", "://x", "/home/://x"},   {"/home", "-", "/home/-"}};
    char path[PATH_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        memory_absolute(cases[i].folder, cases[i].path, path);
        assert_string_equal(path, cases[i].kept);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_read_as_it_was_written),
        cmocka_unit_test(the_longest_path_fits),
        cmocka_unit_test(any_damage_to_a_place_is_noticed),
        cmocka_unit_test(what_a_later_version_adds_is_passed_over),
        cmocka_unit_test(a_place_that_cannot_be_is_refused_though_its_sum_is_right),
        cmocka_unit_test(a_list_of_many_entries_is_read_as_it_was_written),
        cmocka_unit_test(the_entries_of_a_changed_list_keep_their_tracks),
        cmocka_unit_test(paths_become_absolute_and_addresses_stay),
    };

    return cmocka_run_group_tests_name("memory_text", tests, NULL, NULL);
}
