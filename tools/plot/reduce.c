/*
 * reduce.c - one column is held back until a point of another one comes.
 */
#include "tools/plot/reduce.h"

#include <math.h>

static const double COLUMNS_PER_UNIT = 2;

static void vertex(struct reduce *reduce, cairo_t *cr, double x, double y)
{
    if (reduce->started)
        cairo_line_to(cr, x, y);
    else
        cairo_move_to(cr, x, y);
    reduce->started = true;
}

void reduce_end(struct reduce *reduce, cairo_t *cr)
{
    double middle = (reduce->first_x + reduce->last_x) / 2;

    if (!reduce->any)
        return;
    vertex(reduce, cr, reduce->first_x, reduce->first_y);
    if (reduce->low_y < fmin(reduce->first_y, reduce->last_y))
        vertex(reduce, cr, middle, reduce->low_y);
    if (reduce->high_y > fmax(reduce->first_y, reduce->last_y))
        vertex(reduce, cr, middle, reduce->high_y);
    if (reduce->last_y != reduce->first_y || reduce->last_x != reduce->first_x)
        vertex(reduce, cr, reduce->last_x, reduce->last_y);
    reduce->any = false;
}

void reduce_add(struct reduce *reduce, cairo_t *cr, double x, double y)
{
    double column = floor(x * COLUMNS_PER_UNIT);

    if (reduce->any && column == reduce->column) {
        reduce->low_y = fmin(reduce->low_y, y);
        reduce->high_y = fmax(reduce->high_y, y);
        reduce->last_x = x;
        reduce->last_y = y;
        return;
    }
    reduce_end(reduce, cr);
    reduce->any = true;
    reduce->column = column;
    reduce->first_x = reduce->last_x = x;
    reduce->first_y = reduce->low_y = reduce->high_y = reduce->last_y = y;
}
