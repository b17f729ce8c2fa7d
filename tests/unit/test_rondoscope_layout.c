/*
 * test_rondoscope_layout.c - which panels find room on screens of any size.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rondoscope_fixture.h"
#include "tools/rondoscope/layout.h"

static struct made made;
static struct healing healing;

static int begin(void **state)
{
    (void)state;
    healing.begun = false;
    made_begin(&made, 12);
    made.picture.semaphore[SEM_FREE].grow = 1;
    made.picture.replies.texts = 1;
    made.picture.replies.text[0] = (struct picture_message){.type = 4711, .text = "{}"};
    made_event(&made, FLIGHT_PRODUCER,
               (struct flight_event){
                   .kind = FLIGHT_END, .step = STEP_PRODUCER_CLAIM, .slot = 3, .count = 1});
    return 0;
}

/* The rows of a screen, each cut behind its last character, as one text. */
static char *screen(const struct view *view, int rows, int columns)
{
    struct canvas canvas;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(canvas_init(&canvas, rows, columns), 0);
    layout_draw(view, &canvas);
    canvas_write(&canvas, false, false, out);
    canvas_free(&canvas);
    assert_int_equal(fclose(out), 0);
    return text;
}

static struct view live(void)
{
    return (struct view){.picture = &made.picture,
                         .healing = &healing,
                         .recent = made.news,
                         .recent_count = made.picture.news_count,
                         .slot = VIEW_FOLLOW,
                         .at = VIEW_LIVE};
}

static void expect_parts(const char *text, const char *has, const char *lacks)
{
    char word[64];

    for (; *has; has += strcspn(has, "|"), has += *has == '|') {
        snprintf(word, sizeof(word), "%.*s", (int)strcspn(has, "|"), has);
        if (!strstr(text, word))
            fail_msg("\"%s\" is missing in:\n%s", word, text);
    }
    for (; *lacks; lacks += strcspn(lacks, "|"), lacks += *lacks == '|') {
        snprintf(word, sizeof(word), "%.*s", (int)strcspn(lacks, "|"), lacks);
        if (strstr(text, word))
            fail_msg("\"%s\" should not be in:\n%s", word, text);
    }
}

static void a_usual_screen_has_all_but_the_newest_events(void **state)
{
    struct view view = live();
    char *text = screen(&view, 24, 80);

    (void)state;
    expect_parts(text,
                 "made: running|12 slots|###+|T1 0:01.6|slot 10|> producer|FREE 1, PRODUCER 1|"
                 "sem. |LOCK |pending|caught|segment |requests |? keys",
                 "flight recorder");
    free(text);
    text = screen(&view, 40, 80);
    expect_parts(text, "the flight recorder's newest|type 4711", "");
    free(text);
}

static void a_small_screen_has_the_most_important_things(void **state)
{
    struct view view = live();
    char *text = screen(&view, 10, 40);

    (void)state;
    expect_parts(
        text,
        "made: running, playing  track 1 at 0:01~\n|12 slots|###+|producer|FREE 6(1)|TURN 0|"
        "? keys",
        "sem. |pending|segment|owes");
    free(text);
    text = screen(&view, 3, 20);
    expect_parts(text, "made: running|? keys", "producer");
    free(text);
}

static void a_healing_and_what_is_in_focus_take_half_of_the_screen(void **state)
{
    struct view view = live();
    char *text;

    (void)state;
    healing_signal(&healing, &made.picture, &made.picture.values, FLIGHT_PRODUCER, SIGKILL, 1);
    for (uint32_t i = 0; i < 30; i++)
        healing.entry[healing.count++] =
            (struct healing_entry){.kind = HEALING_EVENT,
                                   .role = FLIGHT_PLAYER,
                                   .time_ns = 2000000 + i,
                                   .event = {.kind = FLIGHT_EPOCH, .value = 100 + i}};
    text = screen(&view, 24, 80);
    expect_parts(text, "healing of the producer: going on|EPOCH 129|EPOCH 118|> producer|FREE 6(1)",
                 "EPOCH 117|SIGKILL|segment");
    free(text);
    view.at = 0;
    text = screen(&view, 24, 80);
    expect_parts(text, "made: running, playing  the ring as it was at 1 of 31|SIGKILL|EPOCH 110",
                 "EPOCH 111");
    free(text);
    view.at = VIEW_LIVE;
    healing.begun = false;
    view.focus = VIEW_FOCUS_SLOTS;
    text = screen(&view, 24, 80);
    expect_parts(text, "  10>1 0:01.60|  11o1 0:01.68|   3+|   9.", "");
    free(text);
}

static void any_size_can_be_drawn_on_with_any_ring(void **state)
{
    static const uint16_t slots[] = {8, 66, 8192};
    struct view view = live();

    (void)state;
    for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
        made_begin(&made, slots[i]);
        for (int rows = 1; rows < 60; rows += 7)
            for (int columns = 1; columns < 240; columns += 17)
                for (int focus = 0; focus <= VIEW_FOCUS_EVENTS; focus++) {
                    view.focus = (enum view_focus)focus;
                    free(screen(&view, rows, columns));
                }
    }
}

static void the_largest_ring_shows_its_ends_in_one_row(void **state)
{
    struct view view = live();
    char *text;

    (void)state;
    made_begin(&made, 8192);
    text = screen(&view, 24, 80);
    expect_parts(text, "8192 slots, 103 a cell|\n+....", "");
    assert_non_null(strstr(text, ".>\nH"));
    free(text);
}

static void the_help_goes_on_until_all_keys_were_shown(void **state)
{
    char seen[8192] = "", *text;
    int first = 0, pages = 0;

    (void)state;
    do {
        struct canvas canvas;
        size_t size;
        FILE *out = open_memstream(&text, &size);

        assert_int_equal(canvas_init(&canvas, 10, 40), 0);
        panel_help(&canvas, first);
        canvas_write(&canvas, false, false, out);
        canvas_free(&canvas);
        fclose(out);
        strcat(seen, text);
        free(text);
        first = panel_help_next(first, 10);
    } while (first > 0 && ++pages < 9);
    assert_int_equal(pages, 1);
    expect_parts(seen,
                 "p c r, Tab|k  |s  |u g|m  |Space|[ ]|0, Esc|Left Right|v  |e  |q, Ctrl-C|"
                 "T H|owes|. free  + being filled",
                 "");
    assert_int_equal(panel_help_next(0, 24), 0);
    assert_int_equal(panel_help_next(0, 1), 1);
}

int main(void)
{
#define BEGUN(test) cmocka_unit_test_setup(test, begin)
    static const struct CMUnitTest tests[] = {
        BEGUN(a_usual_screen_has_all_but_the_newest_events),
        BEGUN(a_small_screen_has_the_most_important_things),
        BEGUN(a_healing_and_what_is_in_focus_take_half_of_the_screen),
        BEGUN(any_size_can_be_drawn_on_with_any_ring),
        BEGUN(the_largest_ring_shows_its_ends_in_one_row),
        BEGUN(the_help_goes_on_until_all_keys_were_shown),
    };

    return cmocka_run_group_tests_name("rondoscope_layout", tests, NULL, NULL);
}
