/*
 * test_plot_marks.c - labels of marks never lie on one another, nor on a line, and the rest is
 * counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/plot_fixture.h"
#include "tools/plot/chart.h"

struct placed {
    struct plot *plot;
    struct chart chart;
    cairo_surface_t *surface;
    cairo_t *cr;
};

static struct placed place(struct plot *plot)
{
    struct placed placed = {.plot = plot, .chart = {.plot = plot}};
    double width, height;

    placed.surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    placed.cr = cairo_create(placed.surface);
    assert_int_equal(chart_place(&placed.chart, placed.cr, &width, &height), 0);
    return placed;
}

static void end(struct placed *placed)
{
    chart_clear(&placed->chart);
    cairo_destroy(placed->cr);
    cairo_surface_destroy(placed->surface);
    plot_free(placed->plot);
}

static double text_width(struct placed *placed, const char *text)
{
    const struct pen_type type = {11, false, PEN_LEFT, {0, 0, 0}};

    return pen_width(placed->cr, &type, text);
}

/* From the line to the end of the text. */
static void reach(struct placed *placed, const struct chart_mark *mark, double *left, double *right)
{
    double width = text_width(placed, mark->event->label) + 14;

    *left = mark->leftwards ? mark->x - width : mark->x;
    *right = mark->leftwards ? mark->x : mark->x + width;
}

static void assert_apart(struct placed *placed, const struct chart_mark *one,
                         const struct chart_mark *two)
{
    double left, right, other_left, other_right;

    reach(placed, one, &left, &right);
    reach(placed, two, &other_left, &other_right);
    if (one->row == two->row)
        assert_true(right <= other_left || other_right <= left);
    /* A label that goes to the left stands on paper of its own, over the lines of earlier marks. */
    if (two->row < one->row && !(one->leftwards && two->x < one->x))
        assert_true(two->x <= left || two->x >= right);
}

static void assert_legible(struct placed *placed, size_t wanted)
{
    size_t labelled = 0;

    for (size_t i = 0; i < placed->chart.marks_count; i++) {
        const struct chart_mark *mark = &placed->chart.marks[i];
        double left, right;

        if (mark->row == CHART_ROWS)
            continue;
        labelled++;
        reach(placed, mark, &left, &right);
        assert_true(left >= 0 && right <= placed->chart.width);
        assert_true((size_t)mark->row < placed->chart.rows);
        for (size_t j = 0; j < placed->chart.marks_count; j++)
            if (j != i && placed->chart.marks[j].row < CHART_ROWS)
                assert_apart(placed, mark, &placed->chart.marks[j]);
    }
    assert_int_equal(labelled + placed->chart.unlabelled, wanted);
    assert_true(labelled > 0 || wanted == 0);
}

static void many_labels_are_legible_or_counted(void **state)
{
    static const char *const labels[] = {"kill", "restart", "underrun of the device", "x"};

    (void)state;
    srand(1);
    for (int round = 0; round < 50; round++) {
        struct plot *plot = fixture_plot();
        int count = 1 + rand() % 150;
        struct placed placed;

        for (int i = 0; i < count; i++)
            assert_int_equal(plot_mark(plot, rand() % 1000, PLOT_MARK_FAULT, labels[rand() % 4]),
                             0);
        placed = place(plot);
        assert_legible(&placed, (size_t)count);
        end(&placed);
    }
}

static void neighbours_go_down_like_stairs_and_those_far_away_stand_on_top(void **state)
{
    struct plot *plot = fixture_plot();
    struct placed placed;

    (void)state;
    assert_int_equal(plot_mark(plot, 0, PLOT_MARK_FAULT, "a long label"), 0);
    assert_int_equal(plot_mark(plot, 1, PLOT_MARK_HEAL, "a long label"), 0);
    assert_int_equal(plot_mark(plot, 50, PLOT_MARK_NOTE, "a long label"), 0);
    assert_int_equal(plot_mark(plot, 100, PLOT_MARK_NOTE, "a long label"), 0);
    placed = place(plot);
    assert_int_equal(placed.chart.marks[0].row, 0);
    assert_int_equal(placed.chart.marks[1].row, 1);
    assert_int_equal(placed.chart.marks[2].row, 0);
    assert_int_equal(placed.chart.marks[3].row, 0);
    assert_true(placed.chart.marks[3].leftwards);
    assert_int_equal(placed.chart.unlabelled, 0);
    assert_int_equal(placed.chart.rows, 2);
    end(&placed);
}

static void a_mark_without_a_label_needs_no_room_and_is_not_counted(void **state)
{
    struct plot *plot = fixture_plot();
    struct placed placed;

    (void)state;
    for (int i = 0; i < 100; i++)
        assert_int_equal(plot_mark(plot, i, PLOT_MARK_NOTE, NULL), 0);
    placed = place(plot);
    assert_int_equal(placed.chart.marks_count, 100);
    assert_int_equal(placed.chart.rows, 0);
    assert_int_equal(placed.chart.unlabelled, 0);
    end(&placed);
}

static void a_mark_elsewhere_leaves_powers_of_two_on_the_axis(void **state)
{
    struct plot *plot = fixture_plot();
    struct placed placed;

    (void)state;
    plot_scale(plot, PLOT_LOG, PLOT_LINEAR);
    assert_int_equal(plot_series(plot, "", PLOT_LINE), 0);
    for (int x = 64; x <= 4096; x *= 2)
        assert_int_equal(plot_point(plot, x, 1), 0);
    assert_int_equal(plot_mark(plot, 5000, PLOT_MARK_NOTE, "5000"), 0);
    placed = place(plot);
    assert_true(placed.chart.x.binary);
    assert_true(placed.chart.x.high == 5000);
    end(&placed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_labels_are_legible_or_counted),
        cmocka_unit_test(neighbours_go_down_like_stairs_and_those_far_away_stand_on_top),
        cmocka_unit_test(a_mark_elsewhere_leaves_powers_of_two_on_the_axis),
        cmocka_unit_test(a_mark_without_a_label_needs_no_room_and_is_not_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
