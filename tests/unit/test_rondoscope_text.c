/*
 * test_rondoscope_text.c - signals by name, events as lines, and bytes from others made safe.
 */
#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tools/rondoscope/clean.h"
#include "tools/rondoscope/event_text.h"
#include "tools/rondoscope/signames.h"
#include "tools/rondoscope/view.h"

static uint64_t bit(int number)
{
    return 1ull << (number - 1);
}

static void expect_set(uint64_t set, const char *expected)
{
    char text[SIGNAMES_MAX];

    signames_set(set, text);
    assert_string_equal(text, expected);
}

static void signals_are_listed_by_name_in_the_order_of_their_numbers(void **state)
{
    (void)state;
    expect_set(0, "-");
    expect_set(bit(SIGTERM) | bit(SIGHUP) | bit(SIGINT), "HUP INT TERM");
    expect_set(bit(SIGRTMIN), "RTMIN");
    expect_set(bit(SIGRTMIN + 2), "RTMIN+2");
    expect_set(bit(SIGUSR1) | bit(SIGRTMIN) | bit(SIGRTMIN + 1) | bit(SIGRTMIN + 2),
               "USR1 RTMIN..+2");
    expect_set(bit(SIGRTMIN + 1) | bit(SIGRTMIN + 3) | bit(SIGRTMIN + 4), "RTMIN+1 RTMIN+3..+4");
    expect_set(bit(SIGRTMAX), "RTMIN+30");
}

static void nearly_all_signals_are_told_by_those_that_are_missing(void **state)
{
    const uint64_t own = bit(32) | bit(33); /* the C library's */

    (void)state;
    expect_set(UINT64_MAX, "all");
    expect_set(~(bit(SIGKILL) | bit(SIGSTOP) | own), "all");
    expect_set(~(bit(SIGINT) | bit(SIGTERM)), "all but INT TERM");
    expect_set(own, "-");
    expect_set(own | bit(SIGPIPE), "PIPE");
}

static void expect_clean(const char *source, size_t bytes, const char *expected)
{
    char text[64];

    assert_true(clean_text(text, sizeof(text), source, bytes));
    assert_string_equal(text, expected);
}

static void what_steers_a_terminal_or_is_damaged_becomes_a_question_mark(void **state)
{
    (void)state;
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        skip();
    expect_clean("4711 1 seek +10", 15, "4711 1 seek +10");
    expect_clean("\033[2Jx\a\n", 7, "?[2Jx??");
    expect_clean("a\0b", 3, "a?b");
    expect_clean("M\xc3\xa4rz", 5, "M\xc3\xa4rz");
    expect_clean("\xc3", 1, "?");
    expect_clean("\xff\xfe.", 3, "??.");
    expect_clean("\xc2\x9b"
                 "2J",
                 4, "?2J"); /* CSI in eight bits */
    expect_clean("\xe2\x80\xae"
                 "x",
                 4, "?x");              /* right-to-left override */
    expect_clean("e\xcc\x81", 3, "e?"); /* combining: no column of its own */
    setlocale(LC_CTYPE, "C");
    expect_clean("M\xc3\xa4rz", 5, "M??rz");
}

static void a_text_that_is_too_long_is_cut_at_a_whole_character(void **state)
{
    char text[4];

    (void)state;
    assert_false(clean_text(text, sizeof(text), "abcd", 4));
    assert_string_equal(text, "abc");
    assert_true(clean_text(text, sizeof(text), "abc", 3));
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        skip();
    assert_false(clean_text(text, sizeof(text), "ab\xc3\xa4", 4));
    assert_string_equal(text, "ab");
    setlocale(LC_CTYPE, "C");
}

static void expect_event(const struct flight_event *event, const char *expected, const char *word)
{
    char text[EVENT_TEXT_MAX];

    event_text(event, text);
    assert_string_equal(text, expected);
    event_text_word(event, text);
    assert_string_equal(text, word);
}

static void each_kind_of_event_has_its_words(void **state)
{
    (void)state;
    expect_event(&(struct flight_event){.kind = FLIGHT_END, .step = STEP_PRODUCER_CLAIM, .slot = 7},
                 "CLAIM slot 7: takes a free slot, and owes it until it is handed over",
                 "after CLAIM slot 7");
    expect_event(
        &(struct flight_event){
            .kind = FLIGHT_END, .step = STEP_CONSUMER_COMMIT, .slot = 3, .count = 2},
        "COMMIT 2 slot 3: the blocks have been heard: their slots are free",
        "after COMMIT 2 slot 3");
    expect_event(
        &(struct flight_event){
            .kind = FLIGHT_END, .step = STEP_CONSUMER_CLAIM, .count = 1, .result = -EAGAIN},
        "CLAIM 1: not done, EAGAIN", "after CLAIM 1");
    expect_event(
        &(struct flight_event){.kind = FLIGHT_BEGIN, .step = STEP_PRODUCER_WAIT, .count = 33},
        "sleeps in WAIT 33", "in WAIT 33");
    expect_event(
        &(struct flight_event){.kind = FLIGHT_TURN, .step = STEP_PRODUCER_COMMIT, .slot = 1},
        "wants COMMIT slot 1, and waits for its turn", "wants COMMIT slot 1");
    expect_event(
        &(struct flight_event){.kind = FLIGHT_STARTED, .step = FLIGHT_CONSUMER, .value = 42},
        "STARTED consumer 42", "after STARTED consumer 42");
    expect_event(
        &(struct flight_event){
            .kind = FLIGHT_ENDED, .step = FLIGHT_PRODUCER, .value = 41, .result = SIGKILL},
        "ENDED producer 41, by SIGKILL", "after ENDED producer 41, by SIGKILL");
    expect_event(&(struct flight_event){.kind = FLIGHT_EPOCH, .value = 3},
                 "EPOCH 3: new orders, older blocks are stale",
                 "after EPOCH 3: new orders, older blocks are stale");
}

static void the_operations_of_a_step_stand_beside_its_name(void **state)
{
    const struct picture_event commit = {
        FLIGHT_PRODUCER,
        {.kind = FLIGHT_END, .step = STEP_PRODUCER_COMMIT, .slot = 11, .count = 1}};
    char text[EVENT_TEXT_MAX];

    (void)state;
    event_text_operations(&commit, 12, text);
    assert_string_equal(text, "COMMIT slot 11: FREE +1 UNDO, FREE -1, FILLED +1, HEAD -11");
}

static void times_are_minutes_seconds_and_milliseconds(void **state)
{
    char text[VIEW_TEXT_MAX];

    (void)state;
    view_time(0, 44100, text);
    assert_string_equal(text, "0:00.000");
    view_time(44100 * 61 + 22050, 44100, text);
    assert_string_equal(text, "1:01.500");
    view_time(UINT64_MAX, 1000, text);
    assert_string_equal(text, "307445734561825:51.615");
    view_time(1, 0, text);
    assert_string_equal(text, "?");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_are_listed_by_name_in_the_order_of_their_numbers),
        cmocka_unit_test(nearly_all_signals_are_told_by_those_that_are_missing),
        cmocka_unit_test(what_steers_a_terminal_or_is_damaged_becomes_a_question_mark),
        cmocka_unit_test(a_text_that_is_too_long_is_cut_at_a_whole_character),
        cmocka_unit_test(each_kind_of_event_has_its_words),
        cmocka_unit_test(the_operations_of_a_step_stand_beside_its_name),
        cmocka_unit_test(times_are_minutes_seconds_and_milliseconds),
    };

    return cmocka_run_group_tests_name("rondoscope_text", tests, NULL, NULL);
}
