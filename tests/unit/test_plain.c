/*
 * test_plain.c - a player's status as lines for people.
 */
#include <json-c/json.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/rondoctl_plain.h"

/* What rondoctl_plain_status() writes for a status of that JSON; the caller's to free. */
static char *rendered(const char *json)
{
    char *text = NULL;
    size_t bytes = 0;
    struct json_object *status = json_tokener_parse(json);
    FILE *out = open_memstream(&text, &bytes);

    assert_non_null(status);
    assert_non_null(out);
    rondoctl_plain_status(status, out);
    assert_int_equal(fclose(out), 0);
    json_object_put(status);
    return text;
}

static void expect(const char *json, const char *lines)
{
    char *text = rendered(json);

    assert_string_equal(text, lines);
    free(text);
}

static void expect_line(const char *json, const char *line)
{
    char *text = rendered(json);
    char *found = strstr(text, line);

    if (!found)
        print_error("no line \"%s\" in:\n%s", line, text);
    assert_non_null(found);
    free(text);
}

static void expect_text(const char *given, const char *written)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);

    assert_non_null(out);
    rondoctl_plain_text(given, out);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, written);
    free(text);
}

static void a_whole_status_has_all_its_lines(void **state)
{
    (void)state;
    expect("{\"name\":\"default\",\"pid\":4711,\"state\":\"playing\",\"device_lost\":false,"
           "\"track\":1,\"tracks\":3,"
           "\"file\":\"samples/tone.flac\",\"title\":\"Ton\",\"artist\":\"Bj\\u00f6rn\","
           "\"album\":\"Klang\",\"position\":12.345,\"duration\":31.2,\"frame\":544000,"
           "\"rate\":44100,\"channels\":2,\"format\":\"s16\",\"codec\":\"FLAC, 16 bit\","
           "\"volume\":100,\"output\":\"simulated device\",\"ring\":{\"slots\":125,"
           "\"free\":3,\"filled\":120,\"claimed\":2},\"underruns\":{\"decoder_late\":0,\"source_"
           "slow\":0},\"failed\":0,"
           "\"restarts\":{\"producer\":0,\"consumer\":0},\"dropped_replies\":0,"
           "\"malformed_requests\":0,\"lost_reports\":0}",
           "instance  default (process 4711)\n"
           "state     playing, track 1 of 3\n"
           "file      samples/tone.flac\n"
           "title     Ton\n"
           "artist    Björn\n"
           "album     Klang\n"
           "position  0:12 of 0:31\n"
           "sound     FLAC, 16 bit; 44100 Hz, 2 channels, s16\n"
           "volume    100 %\n"
           "output    simulated device\n"
           "ring      125 slots: 120 filled, 2 claimed, 3 free\n"
           "troubles  none\n");
}

static void a_stream_has_a_line(void **state)
{
    (void)state;
    expect_line(
        "{\"stream\":{\"state\":\"buffering\",\"station\":\"\",\"kbits\":null,\"filled\":40,"
        "\"from\":0.000,\"to\":0.400,\"full\":false,\"reconnects\":0}}",
        "stream    buffering 40%\n");
    expect_line("{\"stream\":{\"state\":\"playing\",\"station\":\"R\",\"kbits\":128,\"filled\":100,"
                "\"from\":31.5,\"to\":92.000,\"full\":true,\"reconnects\":2}}",
                "stream    playing, 128 kbit/s, 0:31 to 1:32 is there, connected anew 2 times\n");
    expect_line("{\"stream\":{\"state\":4,\"from\":-1}}", "");
}

static void modes_have_a_line_where_they_are_not_the_usual_ones(void **state)
{
    (void)state;
    expect(
        "{\"name\":\"a\",\"state\":\"playing\",\"repeat\":\"off\",\"shuffle\":false,\"loop\":{}}",
        "instance  a\nstate     playing\ntroubles  none\n");
    expect_line(
        "{\"repeat\":\"all\",\"shuffle\":true,\"seed\":7,\"loop\":{\"from\":90.500,\"to\":102}}",
        "modes     repeat all, shuffle (seed 7), loop 1:30-1:42\n");
    expect_line("{\"loop\":{\"from\":0,\"to\":1.5}}", "modes     loop 0:00-0:01\n");
    expect_line("{\"repeat\":\"one\"}", "modes     repeat one\n");
}

static void what_is_unknown_has_no_line(void **state)
{
    (void)state;
    expect("{\"name\":\"a\",\"pid\":1,\"state\":\"stopped\",\"track\":0,\"tracks\":0,"
           "\"file\":\"\",\"title\":\"\",\"position\":null,\"duration\":null,\"rate\":0}",
           "instance  a (process 1)\n"
           "state     stopped\n"
           "troubles  none\n");
}

static void members_of_a_wrong_type_have_no_line(void **state)
{
    (void)state;
    expect("{\"name\":\"a\",\"pid\":1,\"state\":\"playing\",\"track\":\"1\",\"file\":{},"
           "\"title\":7,\"position\":\"12\",\"rate\":\"44100\",\"volume\":null,\"ring\":[1],"
           "\"underruns\":\"many\",\"restarts\":3}",
           "instance  a (process 1)\n"
           "state     playing\n"
           "troubles  none\n");
}

static void a_time_has_hours_only_where_it_needs_them(void **state)
{
    (void)state;
    expect_line("{\"position\":0,\"duration\":59.999}", "position  0:00 of 0:59\n");
    expect_line("{\"position\":60.0,\"duration\":3599}", "position  1:00 of 59:59\n");
    expect_line("{\"position\":3600.5,\"duration\":36061}", "position  1:00:00 of 10:01:01\n");
}

static void a_lost_device_is_said(void **state)
{
    (void)state;
    expect_line("{\"state\":\"playing\",\"device_lost\":true,\"track\":2,\"tracks\":3}",
                "state     playing, the device is gone, track 2 of 3\n");
}

static void what_a_part_lacks_is_left_out_of_its_line(void **state)
{
    (void)state;
    expect("{\"name\":\"a\",\"state\":\"paused\",\"track\":2,\"rate\":8000,"
           "\"ring\":{\"slots\":9,\"free\":4}}",
           "instance  a\n"
           "state     paused, track 2\n"
           "ring      9 slots: 4 free\n"
           "troubles  none\n");
}

static void an_unknown_or_impossible_duration_is_said_to_be_unknown(void **state)
{
    (void)state;
    expect_line("{\"position\":5.5,\"duration\":null}", "position  0:05 of an unknown length\n");
    expect_line("{\"position\":5.5,\"duration\":1e10}", "position  0:05 of an unknown length\n");
    expect_line("{\"position\":5.5,\"duration\":-0.5}", "position  0:05 of an unknown length\n");
}

static void one_channel_is_a_channel(void **state)
{
    (void)state;
    expect_line("{\"rate\":8000,\"channels\":1,\"codec\":\"AU\",\"format\":\"s16\"}",
                "sound     AU; 8000 Hz, 1 channel, s16\n");
}

static void troubles_are_named_each_with_its_count(void **state)
{
    (void)state;
    expect_line(
        "{\"underruns\":{\"decoder_late\":1,\"producer_restarting\":7,\"source_slow\":8,\"device_"
        "stalled\":2},\"failed\":3,\"restarts\":{\"producer\":4,"
        "\"consumer\":5},\"dropped_replies\":6,\"malformed_requests\":7,\"lost_reports\":8}",
        "troubles  gaps by a late decoder: 1, gaps by a restarting producer: 7, gaps by a slow "
        "source: 8, device ran dry or hung: 2, tracks failed: 3, producer "
        "restarted: 4, consumer restarted: 5, replies dropped: 6, requests malformed: 7, "
        "reports lost: 8\n");
    expect_line("{\"underruns\":{},\"restarts\":{\"producer\":0,\"consumer\":1}}",
                "troubles  consumer restarted: 1\n");
}

static void a_tag_cannot_control_the_terminal(void **state)
{
    (void)state;
    expect_line("{\"title\":\"a\\u001b[2Jb\\nc\\u009b2Jd\\u007f\"}", "title     a?[2Jb?c?2Jd?\n");
    expect_line("{\"state\":\"\\u001bc\"}", "state     ?c\n");
}

static void what_would_disguise_a_text_is_replaced_and_in_json_escaped(void **state)
{
    struct json_object *status =
        json_tokener_parse("{\"a\":\"\\u202e\\u2066\\u061c\\u200f\\u009b\\u007f\\n\\u00e4\"}");
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    expect_text("\u202e\u2028\u2069\u061c\u200e", "?????");
    expect_text("\u2027\u202f\u2065\u206a\u200d\u00e4\U0001f3b5",
                "\u2027\u202f\u2065\u206a\u200d\u00e4\U0001f3b5");
    rondoctl_plain_json(status, out);
    fclose(out);
    assert_string_equal(text, "{\"a\":\"\\u202e\\u2066\\u061c\\u200f\\u009b\\u007f\\n\u00e4\"}\n");
    free(text);
    json_object_put(status);
}

static void text_keeps_every_other_character(void **state)
{
    (void)state;
    expect_text("", "");
    expect_text("aä€𝄞 \xc2\xa0z", "aä€𝄞 \xc2\xa0z");
}

static void bytes_that_are_not_utf8_become_question_marks(void **state)
{
    (void)state;
    expect_text("Bj\xf6rn", "Bj?rn");
    expect_text("\x80\x9b\xc0\xaf\xff", "?????");
    expect_text("cut \xe2\x82", "cut ??");
    expect_text("\xc2", "?");
    expect_text("\xe0\x82\x9b \xf0\x80\x82\x9b \xf5\x80\x80\x80", "??? ???? ????");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_status_has_all_its_lines),
        cmocka_unit_test(a_stream_has_a_line),
        cmocka_unit_test(modes_have_a_line_where_they_are_not_the_usual_ones),
        cmocka_unit_test(what_is_unknown_has_no_line),
        cmocka_unit_test(members_of_a_wrong_type_have_no_line),
        cmocka_unit_test(a_time_has_hours_only_where_it_needs_them),
        cmocka_unit_test(a_lost_device_is_said),
        cmocka_unit_test(what_a_part_lacks_is_left_out_of_its_line),
        cmocka_unit_test(an_unknown_or_impossible_duration_is_said_to_be_unknown),
        cmocka_unit_test(one_channel_is_a_channel),
        cmocka_unit_test(troubles_are_named_each_with_its_count),
        cmocka_unit_test(a_tag_cannot_control_the_terminal),
        cmocka_unit_test(what_would_disguise_a_text_is_replaced_and_in_json_escaped),
        cmocka_unit_test(text_keeps_every_other_character),
        cmocka_unit_test(bytes_that_are_not_utf8_become_question_marks),
    };

    return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
