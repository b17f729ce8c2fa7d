/*
 * test_sequence.c - sequence diagrams: their table, what they refuse, and where things are drawn.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/plot_fixture.h"
#include "tools/plot/diagram.h"
#include "tools/plot/sequence.h"

static const char *const LANES[] = {"player", "producer", "ring, shared", "consumer"};

static struct sequence *four_lanes(void)
{
    struct sequence *sequence = NULL;

    assert_int_equal(sequence_create("A <title>", "A caption.", LANES, 4, &sequence), 0);
    return sequence;
}

static void assert_table(const struct sequence *sequence, struct scratch *scratch,
                         const char *expected)
{
    assert_int_equal(sequence_write(sequence, scratch_path(scratch, "s.csv")), 0);
    scratch_assert_file(scratch->path, expected, strlen(expected));
}

static void a_table_holds_all_of_it_byte_for_byte(void **state)
{
    struct sequence *sequence = four_lanes();

    assert_int_equal(sequence_arrow(sequence, 1, 0.25, 2, 0.5, "commit"), 0);
    assert_int_equal(sequence_note(sequence, 0, 2, SEQUENCE_FAULT, "kill, \"-9\""), 0);
    assert_int_equal(sequence_slice(sequence, 3, 1, 1.5, SEQUENCE_SLEEP, NULL), 0);
    assert_int_equal(sequence_slice(sequence, 1, -0.1, 0, SEQUENCE_WORK, "decode"), 0);
    assert_table(sequence, *state,
                 "kind,from_lane,to_lane,from,to,label\n"
                 "slice,consumer,consumer,1,1.5,\n"
                 "slice,producer,producer,-0.1,0,decode\n"
                 "arrow,producer,\"ring, shared\",0.25,0.5,commit\n"
                 "note,player,player,2,2,\"kill, \"\"-9\"\"\"\n");
    sequence_free(sequence);
}

static void what_cannot_be_drawn_is_refused_or_dropped(void **state)
{
    struct sequence *sequence = four_lanes();

    assert_int_equal(sequence_slice(sequence, 4, 0, 1, SEQUENCE_WORK, "x"), -EINVAL);
    assert_int_equal(sequence_slice(sequence, 0, 1, 0.5, SEQUENCE_WORK, "x"), -EINVAL);
    assert_int_equal(sequence_arrow(sequence, 4, 0, 0, 1, "x"), -EINVAL);
    assert_int_equal(sequence_arrow(sequence, 0, 0, 4, 1, "x"), -EINVAL);
    assert_int_equal(sequence_note(sequence, 4, 0, SEQUENCE_WORK, "x"), -EINVAL);
    assert_int_equal(sequence_slice(sequence, 0, 0, INFINITY, SEQUENCE_WORK, "x"), 0);
    assert_int_equal(sequence_arrow(sequence, 0, NAN, 1, 0, "x"), 0);
    assert_int_equal(sequence_note(sequence, 0, -INFINITY, SEQUENCE_WORK, "x"), 0);
    assert_table(sequence, *state, "kind,from_lane,to_lane,from,to,label\n");
    assert_int_equal(sequence_write(sequence, scratch_path(*state, "s.pdf")), -EINVAL);
    sequence_free(sequence);
}

static void an_svg_is_well_formed_and_names_the_lanes(void **state)
{
    struct scratch *scratch = *state;
    struct sequence *sequence = four_lanes();
    size_t size;
    char *svg;

    assert_int_equal(sequence_arrow(sequence, 0, 1, 3, 2, "&<>\xFF"), 0);
    assert_int_equal(sequence_write(sequence, scratch_path(scratch, "s.svg")), 0);
    svg = (char *)scratch_read(scratch->path, &size);
    assert_non_null(svg);
    assert_true(xml_well_formed(svg));
    assert_non_null(strstr(svg, "<title>A &lt;title&gt;</title>"));
    assert_non_null(strstr(svg, "<desc>A caption.\nplayer\nproducer\nring, shared\nconsumer<"));
    free(svg);
    sequence_free(sequence);
}

/* Its legend, which shows the tones as well, is made white. */
static struct picture picture_of_sequence(const struct sequence *sequence, struct scratch *scratch)
{
    struct picture picture;
    unsigned char *bytes;

    assert_int_equal(sequence_write(sequence, scratch_path(scratch, "s.png")), 0);
    picture = picture_load(scratch->path);
    bytes = cairo_image_surface_get_data(picture.surface);
    memset(bytes + (picture.height - 100) * picture.stride, 0xFF, (size_t)(100 * picture.stride));
    return picture;
}

static void a_slice_has_its_tone_in_its_lane_and_lasts_as_long_as_it_is_tall(void **state)
{
    struct sequence *sequence = four_lanes();
    struct found fault, heal;
    struct picture picture;

    assert_int_equal(sequence_slice(sequence, 1, 0, 1, SEQUENCE_FAULT, ""), 0);
    assert_int_equal(sequence_slice(sequence, 3, 2, 4, SEQUENCE_HEAL, ""), 0);
    picture = picture_of_sequence(sequence, *state);
    fault = picture_find(&picture, diagram_boxes_color(SEQUENCE_FAULT), 0.3);
    heal = picture_find(&picture, diagram_boxes_color(SEQUENCE_HEAL), 0.3);
    assert_true(fault.count > 5000 && heal.count > 5000);
    assert_true(fault.right < heal.left && fault.bottom < heal.top);
    assert_true(abs(2 * (fault.bottom - fault.top) - (heal.bottom - heal.top)) < 12);
    assert_true(abs((heal.top - fault.top) - (heal.bottom - heal.top)) < 12);
    picture_end(&picture);
    sequence_free(sequence);
}

/* Columns of pixels that are dark over half of the picture's height, counted without neighbours. */
static int vertical_lines(const struct picture *picture)
{
    int lines = 0;
    bool before = false;

    for (int x = 0; x < picture->width; x++) {
        int dark = 0;

        for (int y = 0; y < picture->height; y++)
            dark += picture->bytes[y * picture->stride + 4 * x] < 200;
        lines += dark > picture->height * 2 / 5 && !before;
        before = dark > picture->height * 2 / 5;
    }
    return lines;
}

static void without_anything_there_are_lanes_and_a_word(void **state)
{
    static const struct pen_color grey = {0.5, 0.5, 0.5};
    struct sequence *sequence = four_lanes();
    struct picture picture = picture_of_sequence(sequence, *state);

    assert_int_equal(vertical_lines(&picture), 4 + 1); /* one is the axis */
    assert_true(picture_find(&picture, &grey, 1).count > 100);
    picture_end(&picture);
    sequence_free(sequence);
}

static void a_diagram_needs_neither_words_nor_lanes(void **state)
{
    struct sequence *sequence;
    struct picture picture;

    assert_int_equal(sequence_create(NULL, NULL, NULL, 0, &sequence), 0);
    picture = picture_of_sequence(sequence, *state);
    picture_end(&picture);
    sequence_free(sequence);
}

static void a_single_moment_can_be_drawn(void **state)
{
    struct sequence *sequence = four_lanes();
    struct picture picture;

    assert_int_equal(sequence_slice(sequence, 0, 5, 5, SEQUENCE_HEAL, "now"), 0);
    assert_int_equal(sequence_arrow(sequence, 1, 5, 1, 5, "itself"), 0);
    picture = picture_of_sequence(sequence, *state);
    assert_true(picture_find(&picture, diagram_boxes_color(SEQUENCE_HEAL), 1).count > 0);
    picture_end(&picture);
    sequence_free(sequence);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_table_holds_all_of_it_byte_for_byte),
        IN_SCRATCH(what_cannot_be_drawn_is_refused_or_dropped),
        IN_SCRATCH(an_svg_is_well_formed_and_names_the_lanes),
        IN_SCRATCH(a_slice_has_its_tone_in_its_lane_and_lasts_as_long_as_it_is_tall),
        IN_SCRATCH(without_anything_there_are_lanes_and_a_word),
        IN_SCRATCH(a_diagram_needs_neither_words_nor_lanes),
        IN_SCRATCH(a_single_moment_can_be_drawn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
