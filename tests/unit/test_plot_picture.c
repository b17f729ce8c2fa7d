/*
 * test_plot_picture.c - pixels: what a chart shows, and where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/plot_fixture.h"

static const double MARK_INK = 0.8, BAR_INK = 0.7;

/* Series without a name have no sample in the legend, whose pixels would be found as well. */
static void add(struct plot *plot, enum plot_style style, const double (*points)[2], size_t count)
{
    assert_int_equal(plot_series(plot, "", style), 0);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(plot_point(plot, points[i][0], points[i][1]), 0);
}

static void assert_near(double one, double two, double distance)
{
    if (one < two - distance || one > two + distance)
        fail_msg("%g is not %g", one, two);
}

static size_t size_of(const struct plot *plot, struct scratch *scratch, const char *name)
{
    size_t size;

    assert_int_equal(plot_write(plot, scratch_path(scratch, name)), 0);
    free(scratch_read(scratch->path, &size));
    return size;
}

static void a_line_has_the_first_colour_on_white_at_twice_the_size(void **state)
{
    static const double points[][2] = {{0, 5}, {10, 5}};
    static const struct pen_color white = {1, 1, 1};
    struct plot *plot = fixture_plot();
    struct picture picture;
    struct found found;

    add(plot, PLOT_STEPS, points, 2);
    picture = picture_of(plot, *state);
    assert_int_equal(picture.width, 1920);
    assert_true(picture_has(&picture, 0, 0, &white, 1));
    assert_true(picture_has(&picture, picture.width - 1, picture.height - 1, &white, 1));
    found = picture_find(&picture, &PEN_PALETTE[0], 1);
    assert_in_range(found.right - found.left, 1600, 1850);
    assert_in_range(found.bottom - found.top, 1, 3);
    picture_end(&picture);
    plot_free(plot);
}

static void a_mark_stands_where_its_time_is(void **state)
{
    static const double points[][2] = {{0, 5}, {10, 5}};
    struct plot *plot = fixture_plot();
    struct picture picture;
    struct found found;

    add(plot, PLOT_STEPS, points, 2);
    assert_int_equal(plot_mark(plot, 7.5, PLOT_MARK_NOTE, "n"), 0);
    assert_int_equal(plot_mark(plot, 2.5, PLOT_MARK_FAULT, "f"), 0);
    assert_int_equal(plot_mark(plot, 5, PLOT_MARK_HEAL, "h"), 0);
    picture = picture_of(plot, *state);
    found = picture_find(&picture, &PEN_PALETTE[0], 1);
    for (int i = 0; i < 3; i++) {
        static const struct pen_color *const colors[] = {&PEN_FAULT, &PEN_HEAL, &PEN_NOTE};
        double wanted = found.left + (found.right - found.left) * 0.25 * (i + 1);

        assert_near(picture_line_at(&picture, colors[i], MARK_INK), wanted, 3);
    }
    picture_end(&picture);
    plot_free(plot);
}

static void on_a_logarithmic_axis_equal_ratios_are_equal_ways(void **state)
{
    static const double points[][2][2] = {
        {{3, 1}, {75, 1}}, {{3, 30}, {75, 30}}, {{3, 900}, {75, 900}}};
    struct plot *plot = fixture_plot();
    struct picture picture;
    struct found found[3];

    plot_scale(plot, PLOT_LOG, PLOT_LOG);
    for (int i = 0; i < 3; i++)
        add(plot, PLOT_STEPS, points[i], 2);
    assert_int_equal(plot_mark(plot, 15, PLOT_MARK_FAULT, ""), 0);
    picture = picture_of(plot, *state);
    for (int i = 0; i < 3; i++)
        found[i] = picture_find(&picture, &PEN_PALETTE[i], 1);
    assert_near(found[1].top, (found[0].top + found[2].top) / 2.0, 2);
    assert_true(found[2].top < found[1].top - 200);
    assert_near(picture_line_at(&picture, &PEN_FAULT, MARK_INK),
                (found[0].left + found[0].right) / 2.0, 3);
    picture_end(&picture);
    plot_free(plot);
}

static void what_a_logarithmic_axis_cannot_show_changes_no_pixel(void **state)
{
    static const double points[][2] = {{1, 1}, {2, 10}, {4, 100}};
    struct scratch *scratch = *state;
    struct plot *plots[2] = {fixture_plot(), fixture_plot()};
    size_t size;
    uint8_t *bytes;

    for (int i = 0; i < 2; i++) {
        plot_scale(plots[i], PLOT_LOG, PLOT_LOG);
        add(plots[i], PLOT_LINE, points, 3);
    }
    assert_int_equal(plot_point(plots[1], 0, 10), 0);
    assert_int_equal(plot_point(plots[1], 3, -10), 0);
    assert_int_equal(plot_mark(plots[1], 0, PLOT_MARK_FAULT, "never"), 0);
    assert_int_equal(plot_write(plots[0], scratch_path(scratch, "plot.png")), 0);
    bytes = scratch_read(scratch->path, &size);
    assert_int_equal(plot_write(plots[1], scratch->path), 0);
    scratch_assert_file(scratch->path, bytes, size);
    free(bytes);
    plot_free(plots[0]);
    plot_free(plots[1]);
}

static int bar_height(const struct picture *picture, double part)
{
    struct found found = picture_find(picture, &PEN_PALETTE[0], BAR_INK);
    int x = found.left + (int)(part * (found.right - found.left)), height = 0;

    for (int y = 0; y < picture->height; y++)
        height += picture_has(picture, x, y, &PEN_PALETTE[0], BAR_INK);
    return height;
}

static void a_bar_is_as_tall_as_its_value_and_the_last_point_only_ends_it(void **state)
{
    static const double points[][2] = {{0, 10}, {1, 5}, {2, 1000}};
    struct plot *plot = fixture_plot();
    struct picture picture;

    add(plot, PLOT_BARS, points, 3);
    picture = picture_of(plot, *state);
    assert_near(bar_height(&picture, 0.25), 800, 6);
    assert_near(bar_height(&picture, 0.75), 400, 6);
    picture_end(&picture);
    plot_free(plot);
}

static void a_bar_of_one_is_seen_on_a_logarithmic_axis(void **state)
{
    static const double points[][2] = {{1, 1}, {10, 1000}, {100, 0}};
    struct plot *plot = fixture_plot();
    struct picture picture;

    plot_scale(plot, PLOT_LOG, PLOT_LOG);
    add(plot, PLOT_BARS, points, 3);
    picture = picture_of(plot, *state);
    assert_in_range(bar_height(&picture, 0.25), 30, 200);
    picture_end(&picture);
    plot_free(plot);
}

static void what_is_beyond_a_given_range_is_cut_off(void **state)
{
    static const double points[][2] = {{0, 5}, {10, 5}}, beyond[][2] = {{0, 1e9}, {10, -1e9}};
    struct plot *plot = fixture_plot();
    struct picture picture;
    struct found inside, outside;

    plot_range_y(plot, 0, 10);
    add(plot, PLOT_STEPS, points, 2);
    add(plot, PLOT_LINE, beyond, 2);
    picture = picture_of(plot, *state);
    inside = picture_find(&picture, &PEN_PALETTE[0], 1);
    outside = picture_find(&picture, &PEN_PALETTE[1], 1);
    assert_true(outside.count > 0);
    assert_near(inside.top, (outside.top + outside.bottom) / 2.0, 4);
    assert_in_range(outside.bottom - outside.top, 800, 820);
    picture_end(&picture);
    plot_free(plot);
}

static void without_points_there_are_axes_and_a_word(void **state)
{
    struct plot *plot = fixture_plot();
    struct picture picture;
    struct found axes;
    int dark = 0;

    assert_int_equal(plot_series(plot, "empty", PLOT_LINE), 0);
    picture = picture_of(plot, *state);
    axes = picture_find(&picture, &PEN_SOFT, 1);
    assert_true(axes.right - axes.left > 1600);
    for (int y = picture.height / 4; y < picture.height * 3 / 4; y++)
        for (int x = 900; x < 1100; x++)
            dark += picture.bytes[y * picture.stride + 4 * x] < 150;
    assert_true(dark > 100);
    picture_end(&picture);
    plot_free(plot);
}

static int spike(int i)
{
    return i == 123456 ? 100 : i == 234567 ? -100 : i % 7;
}

/* One in 300,000 is high and one is low, and the line must still go there. */
static void of_many_points_the_extremes_are_kept_in_a_small_file(void **state)
{
    struct plot *plot = fixture_plot();
    struct picture picture;
    struct found found;

    assert_int_equal(plot_series(plot, "", PLOT_LINE), 0);
    for (int i = 0; i < 300000; i++)
        assert_int_equal(plot_point(plot, i, spike(i)), 0);
    assert_in_range(size_of(plot, *state, "plot.svg"), 1000, 400000);
    picture = picture_of(plot, *state);
    found = picture_find(&picture, &PEN_PALETTE[0], 1);
    assert_true(found.bottom - found.top > 790);
    picture_end(&picture);
    plot_free(plot);
}

static void many_dots_and_bars_make_no_large_file(void **state)
{
    static const enum plot_style styles[] = {PLOT_POINTS, PLOT_BARS};
    static const size_t most[] = {4000000, 300000};

    for (int i = 0; i < 2; i++) {
        struct plot *plot = fixture_plot();

        assert_int_equal(plot_series(plot, "", styles[i]), 0);
        for (unsigned int j = 0; j < 300000; j++)
            assert_int_equal(plot_point(plot, j, j * 2654435761U), 0);
        assert_in_range(size_of(plot, *state, "plot.svg"), 1000, most[i]);
        plot_free(plot);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_line_has_the_first_colour_on_white_at_twice_the_size),
        IN_SCRATCH(a_mark_stands_where_its_time_is),
        IN_SCRATCH(on_a_logarithmic_axis_equal_ratios_are_equal_ways),
        IN_SCRATCH(what_a_logarithmic_axis_cannot_show_changes_no_pixel),
        IN_SCRATCH(a_bar_is_as_tall_as_its_value_and_the_last_point_only_ends_it),
        IN_SCRATCH(a_bar_of_one_is_seen_on_a_logarithmic_axis),
        IN_SCRATCH(what_is_beyond_a_given_range_is_cut_off),
        IN_SCRATCH(without_points_there_are_axes_and_a_word),
        IN_SCRATCH(of_many_points_the_extremes_are_kept_in_a_small_file),
        IN_SCRATCH(many_dots_and_bars_make_no_large_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
