/*
 * panel_semaphores.c - the set: a table in one column or two, or a few words where rows are dear.
 */
#include "tools/rondoscope/panel.h"

enum { WIDE = 78, HALF = (SEM_COUNT + 1) / 2, COMPACT_ROWS = 2, SECOND = 40 };

static int table_rows(int columns)
{
    return 1 + (columns >= WIDE ? HALF : SEM_COUNT);
}

static int least(const struct view *view, int columns)
{
    (void)columns;
    return COMPACT_ROWS + !view->picture->set.there;
}

static int most(const struct view *view, int columns)
{
    return table_rows(columns) + !view->picture->set.there;
}

static void count_text(int count, char text[VIEW_TEXT_MAX])
{
    if (count < 0)
        snprintf(text, VIEW_TEXT_MAX, "?");
    else
        snprintf(text, VIEW_TEXT_MAX, "%d", count);
}

static void draw_one(const struct picture *picture, struct canvas *canvas, int row, int column,
                     enum sem_index index)
{
    const struct picture_semaphore *semaphore = &picture->semaphore[index];
    bool awaited = semaphore->grow > 0 || semaphore->zero > 0;
    char grow[VIEW_TEXT_MAX], zero[VIEW_TEXT_MAX];

    count_text(semaphore->grow, grow);
    count_text(semaphore->zero, zero);
    canvas_print(canvas, row, column, STYLE_PLAIN, "%-8s", semset_name(index));
    canvas_print(canvas, row, column + 8, STYLE_STRONG, "%6u", semaphore->value);
    canvas_print(canvas, row, column + 14, awaited ? STYLE_STRONG : STYLE_FAINT, "%4s%4s", grow,
                 zero);
    if (semaphore->last > 0)
        canvas_print(canvas, row, column + 22, STYLE_PLAIN, "%8d %s", (int)semaphore->last,
                     picture_who(picture, semaphore->last));
}

static void draw_header(struct canvas *canvas, int row, int column)
{
    canvas_print(canvas, row, column, STYLE_FAINT, "%-8s%6s%4s%4s%8s %s", "sem.", "value", ">n",
                 "=0", "last", "acted");
}

static void draw_table(const struct picture *picture, struct canvas *canvas, int top)
{
    int half = canvas->columns >= WIDE ? HALF : SEM_COUNT;

    for (int i = 0; i < SEM_COUNT; i++) {
        int column = i / half * SECOND;

        if (i % half == 0)
            draw_header(canvas, top, column);
        draw_one(picture, canvas, top + 1 + i % half, column, (enum sem_index)i);
    }
}

/* The values only, and who sleeps on them; the seats last, which have a table of their own. */
static void draw_words(const struct picture *picture, struct canvas *canvas, int top, int rows)
{
    static const enum sem_index order[SEM_COUNT] = {
        SEM_FREE, SEM_FILLED, SEM_HEAD,     SEM_TAIL,     SEM_PAUSED,
        SEM_LOCK, SEM_TURN,   SEM_PRODUCER, SEM_CONSUMER, SEM_PLAYER};
    int row = top, column = 0;

    for (int i = 0; i < SEM_COUNT; i++) {
        const struct picture_semaphore *semaphore = &picture->semaphore[order[i]];
        int sleepers = (semaphore->grow > 0 ? semaphore->grow : 0) +
                       (semaphore->zero > 0 ? semaphore->zero : 0);
        char text[VIEW_TEXT_MAX];
        int width = snprintf(text, sizeof(text), sleepers > 0 ? "%s %u(%d)" : "%s %u",
                             semset_name(order[i]), semaphore->value, sleepers);

        if (column + width > canvas->columns) {
            row++;
            column = 0;
        }
        if (row >= top + rows)
            return;
        column = canvas_print(canvas, row, column, sleepers > 0 ? STYLE_STRONG : STYLE_PLAIN, "%s",
                              text) +
                 1;
    }
}

static void draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    if (!view->picture->set.there) {
        canvas_print(canvas, top++, 0, STYLE_BAD, "The semaphore set is gone; its last values:");
        rows--;
    }
    if (rows >= table_rows(canvas->columns))
        draw_table(view->picture, canvas, top);
    else
        draw_words(view->picture, canvas, top, rows);
}

const struct panel panel_semaphores = {.least = least, .most = most, .draw = draw, .whole = true};
