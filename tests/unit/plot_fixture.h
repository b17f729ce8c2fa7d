/*
 * plot_fixture.h - a plot to draw, and what is in its pictures. Include <cmocka.h> first.
 */
#ifndef TESTS_UNIT_PLOT_FIXTURE_H
#define TESTS_UNIT_PLOT_FIXTURE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>

#include "tests/unit/scratch.h"
#include "tools/plot/pen.h"
#include "tools/plot/plot.h"

static inline struct plot *fixture_plot(void)
{
    const struct plot_labels labels = {"A title", "A caption.", "time [s]", "slots"};
    struct plot *plot = NULL;

    assert_int_equal(plot_create(&labels, &plot), 0);
    return plot;
}

static inline void fixture_points(struct plot *plot, enum plot_style style,
                                  const double (*points)[2], size_t count)
{
    assert_int_equal(plot_series(plot, "series", style), 0);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(plot_point(plot, points[i][0], points[i][1]), 0);
}

struct picture {
    cairo_surface_t *surface;
    const unsigned char *bytes;
    int width, height, stride;
};

static inline struct picture picture_load(const char *path)
{
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);

    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    return (struct picture){
        surface, cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
        cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface)};
}

/* Draws the plot into the scratch and reads it back. */
static inline struct picture picture_of(const struct plot *plot, struct scratch *scratch)
{
    assert_int_equal(plot_write(plot, scratch_path(scratch, "plot.png")), 0);
    return picture_load(scratch->path);
}

static inline void picture_end(struct picture *picture)
{
    cairo_surface_destroy(picture->surface);
}

/* The pixel has the colour, laid on white with that much ink, give or take what rounding does. */
static inline bool picture_has(const struct picture *picture, int x, int y,
                               const struct pen_color *color, double ink)
{
    const double wanted[] = {color->blue, color->green, color->red};
    const unsigned char *pixel = picture->bytes + y * picture->stride + 4 * x;

    for (int i = 0; i < 3; i++) {
        double distance = pixel[i] - 255 * (1 - ink + ink * wanted[i]);

        if (distance < -3 || distance > 3)
            return false;
    }
    return true;
}

/* Where the pixels of a colour are. */
struct found {
    size_t count;
    int left, right, top, bottom;
};

static inline struct found picture_find(const struct picture *picture,
                                        const struct pen_color *color, double ink)
{
    struct found found = {0, picture->width, -1, picture->height, -1};

    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++) {
            if (!picture_has(picture, x, y, color, ink))
                continue;
            found.count++;
            found.left = x < found.left ? x : found.left;
            found.right = x > found.right ? x : found.right;
            found.top = y < found.top ? y : found.top;
            found.bottom = y;
        }
    return found;
}

/* The column that has the most pixels of a colour; so a vertical line is found, not its label. */
static inline int picture_line_at(const struct picture *picture, const struct pen_color *color,
                                  double ink)
{
    int best = -1, most = 0;

    for (int x = 0; x < picture->width; x++) {
        int count = 0;

        for (int y = 0; y < picture->height; y++)
            count += picture_has(picture, x, y, color, ink);
        if (count > most) {
            most = count;
            best = x;
        }
    }
    return best;
}

/* Every tag is closed by its own, in order, and no text or attribute holds a bare < or &. */
static inline bool xml_well_formed(const char *text)
{
    const char *open[64];
    size_t depth = 0;

    for (const char *at = text; *at; at++) {
        const char *end = strchr(at, '>');

        if (*at == '&' && strspn(at + 1, "abcdefghijklmnopqrstuvwxyz") == 0)
            return false;
        if (*at != '<')
            continue;
        if (!end || memchr(at + 1, '<', (size_t)(end - at - 1)))
            return false;
        if (at[1] == '/') {
            size_t length = (size_t)(end - at) - 2;

            if (depth == 0 || strncmp(open[--depth], at + 2, length) != 0)
                return false;
        } else if (at[1] != '?' && end[-1] != '/') {
            if (depth == 64)
                return false;
            open[depth++] = at + 1;
        }
        at = end;
    }
    return depth == 0;
}

#endif
