/*
 * test_sequence_place.c - how tall a sequence diagram gets, which labels it shows, and what lies in
 * what.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/plot/diagram.h"
#include "tools/plot/sequence.h"

struct placed {
    struct sequence *sequence;
    struct diagram diagram;
    cairo_surface_t *surface;
    cairo_t *cr;
    double width, height;
};

static struct sequence *three_lanes(void)
{
    static const char *const lanes[] = {"one", "two", "three"};
    struct sequence *sequence = NULL;

    assert_int_equal(sequence_create("Title", NULL, lanes, 3, &sequence), 0);
    return sequence;
}

static struct placed place(struct sequence *sequence)
{
    struct placed placed = {.sequence = sequence, .diagram = {.sequence = sequence}};

    placed.surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    placed.cr = cairo_create(placed.surface);
    assert_int_equal(diagram_place(&placed.diagram, placed.cr, &placed.width, &placed.height), 0);
    return placed;
}

static void end(struct placed *placed)
{
    diagram_clear(&placed->diagram);
    cairo_destroy(placed->cr);
    cairo_surface_destroy(placed->surface);
    sequence_free(placed->sequence);
}

/* `count` slices, with an arrow each, of lengths and gaps by chance. */
static void fill(struct sequence *sequence, int count)
{
    double time = 12;

    srand(1);
    for (int i = 0; i < count; i++) {
        double length = 1e-4 * (1 + rand() % 200);
        char label[32];

        snprintf(label, sizeof(label), "slot %d", i);
        assert_int_equal(sequence_slice(sequence, (size_t)(i % 3), time, time + length,
                                        (enum sequence_tone)(rand() % SEQUENCE_TONES), label),
                         0);
        assert_int_equal(sequence_arrow(sequence, (size_t)(i % 3), time + length,
                                        (size_t)(rand() % 3), time + length + 1e-3, label),
                         0);
        if (i % 10 == 0)
            assert_int_equal(
                sequence_note(sequence, (size_t)(rand() % 3), time, SEQUENCE_FAULT, label), 0);
        time += 1e-4 * (rand() % 150);
    }
}

static void assert_labels_apart(struct placed *placed)
{
    const struct pen_type type = {10, false, PEN_CENTRE, {0, 0, 0}};
    const struct diagram *diagram = &placed->diagram;

    for (size_t i = 0; i < diagram->labels_count; i++) {
        const struct diagram_label *one = &diagram->labels[i];
        double half = pen_width(placed->cr, &type, one->text) / 2;

        assert_true(one->x - half > diagram->left - 1 && one->x + half < placed->width);
        assert_true(one->y > diagram->top && one->y < diagram->bottom);
        for (size_t j = 0; j < i; j++) {
            const struct diagram_label *two = &diagram->labels[j];
            double halves = half + pen_width(placed->cr, &type, two->text) / 2;

            assert_true(fabs(one->x - two->x) >= halves || fabs(one->y - two->y) >= 8);
        }
    }
}

static void labels_never_lie_on_one_another_and_the_rest_is_counted(void **state)
{
    static const int counts[] = {3, 30, 300, 1000};

    (void)state;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        struct sequence *sequence = three_lanes();
        struct placed placed;

        fill(sequence, counts[i]);
        placed = place(sequence);
        assert_labels_apart(&placed);
        assert_int_equal(placed.diagram.labels_count + placed.diagram.unlabelled,
                         2 * counts[i] + (counts[i] + 9) / 10);
        end(&placed);
    }
}

static void the_more_there_is_the_taller_it_gets_up_to_a_limit(void **state)
{
    double before = 0;

    (void)state;
    for (int count = 4; count <= 4096; count *= 4) {
        struct sequence *sequence = three_lanes();
        struct placed placed;

        fill(sequence, count);
        placed = place(sequence);
        assert_true(placed.height >= before);
        assert_true(placed.height <= 4000);
        before = placed.height;
        end(&placed);
    }
    assert_true(before > 2000);
}

static void a_slice_in_a_slice_is_indented_and_the_outer_label_stands_beside_it(void **state)
{
    struct sequence *sequence = three_lanes();
    struct placed placed;
    const struct diagram_box *boxes;

    (void)state;
    assert_int_equal(sequence_slice(sequence, 1, 2, 4, SEQUENCE_HOLD, "inner"), 0);
    assert_int_equal(sequence_slice(sequence, 1, 0, 10, SEQUENCE_WORK, "outer"), 0);
    assert_int_equal(sequence_slice(sequence, 1, 2, 3, SEQUENCE_SLEEP, "innermost"), 0);
    assert_int_equal(sequence_slice(sequence, 1, 10, 20, SEQUENCE_WORK, "next"), 0);
    assert_int_equal(sequence_slice(sequence, 1, 17, 18, SEQUENCE_HOLD, "late"), 0);
    placed = place(sequence);
    boxes = placed.diagram.boxes;
    assert_string_equal(boxes[0].box->label, "outer");
    assert_int_equal(boxes[0].depth, 0);
    assert_true(boxes[0].free_from == 4 && boxes[0].free_until == 10);
    assert_string_equal(boxes[1].box->label, "inner");
    assert_int_equal(boxes[1].depth, 1);
    assert_true(boxes[1].free_from == 3 && boxes[1].free_until == 4);
    assert_int_equal(boxes[2].depth, 2);
    assert_int_equal(boxes[3].depth, 0);
    assert_true(boxes[3].free_from == 10 && boxes[3].free_until == 17);
    assert_int_equal(placed.diagram.labels_count, 5);
    assert_true(diagram_boxes_cover(&placed.diagram, 1, 5));
    assert_false(diagram_boxes_cover(&placed.diagram, 0, 5));
    assert_false(diagram_boxes_cover(&placed.diagram, 1, 20.5));
    end(&placed);
}

static void assert_unit(double from, double length, const char *unit)
{
    struct sequence *sequence = three_lanes();
    struct placed placed;

    assert_int_equal(sequence_slice(sequence, 0, from, from + length, SEQUENCE_WORK, "x"), 0);
    placed = place(sequence);
    assert_string_equal(placed.diagram.unit, unit);
    assert_true(placed.diagram.ticks.count >= 3);
    end(&placed);
}

static void the_unit_of_time_follows_from_the_length(void **state)
{
    (void)state;
    assert_unit(100000, 60, "time [s]");
    assert_unit(100000, 0.5, "time [ms]");
    assert_unit(100000, 0.0005, "time [µs]");
}

static void an_arrow_touches_the_side_of_a_box_or_the_lifeline(void **state)
{
    struct sequence *sequence = three_lanes();
    struct placed placed;
    struct diagram_path path;

    (void)state;
    assert_int_equal(sequence_slice(sequence, 2, 0, 1, SEQUENCE_WORK, "x"), 0);
    assert_int_equal(sequence_arrow(sequence, 2, 0.5, 0, 0.75, "back"), 0);
    placed = place(sequence);
    path = diagram_links_path(&placed.diagram, &sequence->links[0]);
    assert_true(path.x1 == diagram_lane_x(&placed.diagram, 2) - placed.diagram.half);
    assert_true(path.x2 == diagram_lane_x(&placed.diagram, 0));
    assert_true(path.y1 < path.y2);
    end(&placed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_never_lie_on_one_another_and_the_rest_is_counted),
        cmocka_unit_test(the_more_there_is_the_taller_it_gets_up_to_a_limit),
        cmocka_unit_test(a_slice_in_a_slice_is_indented_and_the_outer_label_stands_beside_it),
        cmocka_unit_test(the_unit_of_time_follows_from_the_length),
        cmocka_unit_test(an_arrow_touches_the_side_of_a_box_or_the_lifeline),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
