/*
 * test_rondoscope_page.c - a picture as lines of text.
 */
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rondoscope_fixture.h"
#include "tools/rondoscope/page.h"

enum { SLOTS = 12 };

static struct made made;

static const char golden[] =
    "made: running, playing  track 1 at 0:01.600  epoch 2  volume 80%\n"
    "12 slots  · 6 free  ▒ 1 being filled  █ 3 filled  ▓ 1 held  ▶ 1 heard now\n"
    "███▒······▶▓\n"
    "   H      T1 0:01.6\n"
    "slot 10 ▶ held  track 1 0:01.600–0:01.680  3840  block 21  48000 Hz 2×s16\n"
    "  slot 10           ▶ held      track 1  0:01.600–0:01.680  heard now\n"
    "  slot 11           ▓ held      track 1  0:01.680–0:01.760\n"
    "  slots 0 to 2      █ filled    track 1  0:01.760–0:02.000\n"
    "  slot 3            ▒ filling\n"
    "  slots 4 to 9      · free\n"
    "seat       process S wake/s  cpu%  owes, at a death     does\n"
    "  player       100 S    1.5    0.5  PLAYER 1\n"
    "  producer     101 S    1.5    0.5  FREE 1, PRODUCER 1    after CLAIM slot 3\n"
    "  consumer     102 S    1.5    0.5  FILLED 2, CONSUMER 1\n"
    "sem.     value  >n  =0    last acted    sem.     value  >n  =0    last acted\n"
    "FREE         6   1   0     102 consumer PRODUCER     0   0   0     101 producer\n"
    "FILLED       3   0   0                  CONSUMER     0   0   0     102 consumer\n"
    "HEAD         3   0   0                  PLAYER       0   0   0     100 player\n"
    "TAIL        10   0   0                  LOCK         1   0   0\n"
    "PAUSED       0   0   0                  TURN         0   0   0\n"
    "player   pending -\n"
    "         blocked -\n"
    "         ignored -\n"
    "         caught  -\n"
    "\n"
    "producer pending -\n"
    "         blocked -\n"
    "         ignored -\n"
    "         caught  -\n"
    "         after CLAIM slot 3: FREE -1 UNDO\n"
    "consumer pending -\n"
    "         blocked -\n"
    "         ignored -\n"
    "         caught  HUP TERM\n"
    "\n"
    "segment    id 7      key 0x52003e93  32.0 MiB, attached 4 times\n"
    "semaphores id 8      key 0x53003e93  10 in the set\n"
    "requests   id 9      key 0x54003e93  0 waiting, 0/0 B, from - to -\n"
    "replies    id 10     key 0x55003e93  1 waiting, 21/16384 B, from player to -\n"
    "  type 4711  {\"id\":\"1\",\"ok\":true}\n"
    " ms ago  the flight recorder's newest\n"
    "    1.5 producer CLAIM slot 3: FREE -1 UNDO\n";

static int begin(void **state)
{
    (void)state;
    made_begin(&made, SLOTS);
    made.picture.process[FLIGHT_CONSUMER].caught = 1u << (SIGTERM - 1) | 1u << (SIGHUP - 1);
    made.picture.semaphore[SEM_FREE].grow = 1;
    made.picture.semaphore[SEM_FREE].last = MADE_CONSUMER;
    made.picture.replies.messages = 1;
    made.picture.replies.bytes = 21;
    made.picture.replies.bytes_max = 16384;
    made.picture.replies.sender = MADE_PLAYER;
    made.picture.replies.texts = 1;
    made.picture.replies.text[0] =
        (struct picture_message){.type = 4711, .text = "{\"id\":\"1\",\"ok\":true}"};
    made_event(&made, FLIGHT_PRODUCER,
               (struct flight_event){.time_ns = 4998500000u,
                                     .pid = MADE_PRODUCER,
                                     .kind = FLIGHT_END,
                                     .step = STEP_PRODUCER_CLAIM,
                                     .slot = 3,
                                     .count = 1,
                                     .held = 1});
    return 0;
}

static char *page(bool utf8, bool colour)
{
    struct recent recent = {0};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    recent_take(&recent, &made.picture);
    assert_int_equal(page_write(&made.picture, &recent, utf8, colour, out), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void need_utf8(void)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        skip();
}

static void a_page_has_all_there_is(void **state)
{
    char *text;

    (void)state;
    need_utf8();
    text = page(true, false);
    assert_string_equal(text, golden);
    free(text);
}

static void without_utf8_a_page_is_plain_ascii(void **state)
{
    char *text = page(false, false);

    (void)state;
    for (const char *byte = text; *byte; byte++)
        assert_true(*byte == '\n' || (*byte >= ' ' && *byte < 0x7f));
    assert_non_null(strstr(text, "###+......>o\n"));
    assert_non_null(strstr(text, "0:01.680-0:01.760"));
    free(text);
}

static void colours_are_only_added(void **state)
{
    char *text;
    size_t kept = 0;

    (void)state;
    need_utf8();
    text = page(true, true);
    assert_non_null(strstr(text, "\033["));
    for (size_t i = 0; text[i];) {
        if (text[i] == '\033')
            i += strcspn(&text[i], "m") + 1;
        else
            text[kept++] = text[i++];
    }
    text[kept] = '\0';
    assert_string_equal(text, golden);
    free(text);
}

static void spoiled_counts_and_a_missing_set_are_told(void **state)
{
    char *text;

    (void)state;
    made.picture.sound = false;
    made.picture.set.there = false;
    made.picture.state = DOCTOR_DAMAGED;
    text = page(false, false);
    assert_non_null(strstr(text, "made: damaged"));
    assert_non_null(strstr(text, "12 slots: their counts contradict one another"));
    assert_non_null(strstr(text, "The semaphore set is gone; its last values:"));
    assert_non_null(strstr(text, "key 0x53003e93  gone"));
    free(text);
}

static void the_newest_events_are_kept_in_the_order_of_time(void **state)
{
    struct recent recent = {0};

    (void)state;
    for (uint32_t i = 0; i < VIEW_RECENT + 6; i++) {
        made.picture.news_count = 0;
        made_event(
            &made, FLIGHT_PLAYER,
            (struct flight_event){.kind = FLIGHT_EPOCH, .value = i, .time_ns = 1000 + 10 * i});
        recent_take(&recent, &made.picture);
    }
    made.picture.news_count = 0;
    made_event(&made, FLIGHT_CONSUMER,
               (struct flight_event){.kind = FLIGHT_UNDERRUN, .value = 999, .time_ns = 5});
    made_event(&made, FLIGHT_CONSUMER,
               (struct flight_event){.kind = FLIGHT_UNDERRUN, .value = 1000, .time_ns = 1605});
    recent_take(&recent, &made.picture);
    assert_int_equal(recent.count, VIEW_RECENT);
    assert_int_equal(recent.event[0].event.value, 7);
    for (size_t i = 1; i < recent.count; i++)
        assert_true(recent.event[i - 1].event.time_ns < recent.event[i].event.time_ns);
    assert_int_equal(recent.event[54].event.value, 1000);
    assert_int_equal(recent.event[VIEW_RECENT - 1].event.value, VIEW_RECENT + 5);
}

int main(void)
{
#define BEGUN(test) cmocka_unit_test_setup(test, begin)
    static const struct CMUnitTest tests[] = {
        BEGUN(a_page_has_all_there_is),
        BEGUN(without_utf8_a_page_is_plain_ascii),
        BEGUN(colours_are_only_added),
        BEGUN(spoiled_counts_and_a_missing_set_are_told),
        BEGUN(the_newest_events_are_kept_in_the_order_of_time),
    };

    return cmocka_run_group_tests_name("rondoscope_page", tests, NULL, NULL);
}
