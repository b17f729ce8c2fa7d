/*
 * test_list_cue.c - cue sheets in memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/list_found.h"

static void a_track_goes_from_its_place_to_the_next_ones(void **state)
{
    (void)state;
    assert_parsed("REM GENRE x\nPERFORMER \"A B\"\nTITLE \"Disc\"\nFILE \"a b.flac\" WAVE\n"
                  "  TRACK 01 AUDIO\n    TITLE \"One\"\n    INDEX 01 00:00:00\n"
                  "  TRACK 02 AUDIO\n    TITLE \"Two\"\n    PERFORMER \"C\"\n"
                  "    INDEX 00 03:25:00\n    INDEX 01 03:25:74\n    INDEX 02 03:30:00\n"
                  "  TRACK 03 AUDIO\n    INDEX 01 100:00:01\n",
                  "x/l.cue",
                  "x/a b.flac@0-15449|A B - One\nx/a b.flac@15449-450001|C - Two\n"
                  "x/a b.flac@450001-0|\n");
}

static void words_need_no_quotation_marks_and_keywords_no_capitals(void **state)
{
    (void)state;
    assert_parsed("\xef\xbb\xbf"
                  "file a b.wav WAVE\r\ntrack 1 audio\r\ntitle T U \r\nindex 1 0:0:5\r\n",
                  "l.cue", "a b.wav@5-0|T U\n");
    assert_parsed("FILE \"/a\" WAVE\nTRACK 1 AUDIO\nTITLE \"T\nINDEX 01 0:0:0", "l.cue",
                  "/a@0-0|T\n");
    assert_parsed("FILE a\nTRACK 1 AUDIO\nINDEX 01 0:0:0", "l.cue", "a@0-0|\n");
}

static void several_files_have_their_own_tracks(void **state)
{
    (void)state;
    assert_parsed("FILE \"a\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n"
                  "TRACK 02 AUDIO\nINDEX 01 00:01:00\nFILE \"b\" WAVE\n"
                  "TRACK 03 AUDIO\nINDEX 01 00:00:00\n",
                  "l.cue", "a@0-75|\na@75-0|\nb@0-0|\n");
}

static void a_track_whose_pause_is_in_the_file_before_begins_in_its_own(void **state)
{
    (void)state;
    assert_parsed("FILE \"a\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n"
                  "TRACK 02 AUDIO\nINDEX 00 00:01:00\nFILE \"b\" WAVE\nINDEX 01 00:00:00\n",
                  "l.cue", "a@0-0|\nb@0-0|\n");
}

static void data_and_tracks_without_a_place_are_passed_over(void **state)
{
    (void)state;
    assert_parsed("FILE \"a\" BINARY\nTRACK 01 MODE1/2352\nINDEX 01 00:00:00\n"
                  "TRACK 02 AUDIO\nINDEX 01 00:02:00\nTRACK 03 AUDIO\nINDEX 00 00:03:00\n"
                  "TRACK 04 AUDIO\nINDEX 01 00:04:00\n",
                  "l.cue", "a@150-300|\na@300-0|\n");
}

static void what_makes_no_sense_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused("", "l.cue", 1, "no FILE, so this is not a cue sheet");
    assert_refused("TRACK 01 AUDIO\n", "l.cue", 1, "a TRACK before any FILE");
    assert_refused("FILE \"\" WAVE\n", "l.cue", 1, "a FILE without a name");
    assert_refused("FILE a WAVE\nINDEX 01 00:00:00\n", "l.cue", 2, "an INDEX before any TRACK");
    assert_refused("FILE a WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:0\nINDEX 01 0:0:1\n", "l.cue", 4,
                   "a second INDEX 01 in a track");
    assert_refused("FILE a WAVE\nTRACK 1 AUDIO\nINDEX 01 0:0:9\nTRACK 2 AUDIO\nINDEX 01 0:0:9\n",
                   "l.cue", 5, "a track that ends before it begins");
    assert_refused_bytes("FILE a\0 WAVE", 12, "l.cue", 1, "a zero byte, so this is not a playlist");
}

static void a_place_is_three_numbers_in_their_bounds(void **state)
{
    static const char *const bad[] = {"00:00",   "00:60:00",  "00:00:75", "-1:00:00",
                                      "0:+1:00", "00:00:00x", "",         "a:b:c"};
    char text[128];
    (void)state;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        snprintf(text, sizeof(text), "FILE a WAVE\nTRACK 1 AUDIO\nINDEX 01 %s\n", bad[i]);
        assert_refused(text, "l.cue", 3, "an INDEX that is no place like 03:25:74");
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_track_goes_from_its_place_to_the_next_ones),
        cmocka_unit_test(words_need_no_quotation_marks_and_keywords_no_capitals),
        cmocka_unit_test(several_files_have_their_own_tracks),
        cmocka_unit_test(a_track_whose_pause_is_in_the_file_before_begins_in_its_own),
        cmocka_unit_test(data_and_tracks_without_a_place_are_passed_over),
        cmocka_unit_test(what_makes_no_sense_is_refused_with_its_line),
        cmocka_unit_test(a_place_is_three_numbers_in_their_bounds),
    };
    return cmocka_run_group_tests_name("list_cue", tests, NULL, NULL);
}
