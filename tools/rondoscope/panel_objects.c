/*
 * panel_objects.c - the four System V objects, with the ids and keys that `ipcs` prints, and what
 * waits in the queues.
 */
#include <inttypes.h>

#include "tools/rondoscope/panel.h"

enum { OBJECTS = 4 };

static int least(const struct view *view, int columns)
{
    (void)view, (void)columns;
    return OBJECTS;
}

static int most(const struct view *view, int columns)
{
    (void)columns;
    return OBJECTS + (int)view->picture->requests.texts + (int)view->picture->replies.texts;
}

/* Returns the column behind. */
static int draw_object(struct canvas *canvas, int row, const char *name,
                       const struct picture_object *object)
{
    int column = canvas_print(canvas, row, 0, STYLE_PLAIN, "%-10s id %-6d key 0x%08x", name,
                              object->id, (unsigned)object->key);

    if (!object->there)
        canvas_print(canvas, row, column, STYLE_BAD, "  gone");
    return column;
}

static void draw_ring_objects(const struct picture *picture, struct canvas *canvas, int top,
                              int rows)
{
    int column = draw_object(canvas, top, "segment", &picture->segment);

    if (picture->segment.there)
        canvas_print(canvas, top, column, STYLE_PLAIN, "  %.1f MiB, attached %" PRIu32 " times",
                     (double)picture->segment_bytes / (1 << 20), picture->attached);
    if (rows < 2)
        return;
    column = draw_object(canvas, top + 1, "semaphores", &picture->set);
    if (picture->set.there)
        canvas_print(canvas, top + 1, column, STYLE_PLAIN, "  %d in the set", SEM_COUNT);
}

/* "player", "4711" for any other, "-" for nobody yet. */
static void person(const struct picture *picture, pid_t pid, char text[VIEW_TEXT_MAX])
{
    const char *who = picture_who(picture, pid);

    if (pid == 0)
        snprintf(text, VIEW_TEXT_MAX, "-");
    else if (who[0])
        snprintf(text, VIEW_TEXT_MAX, "%s", who);
    else
        snprintf(text, VIEW_TEXT_MAX, "%d", (int)pid);
}

/* Returns the row behind. */
static int draw_queue(const struct picture *picture, struct canvas *canvas, int row, int end,
                      const char *name, const struct picture_queue *queue)
{
    char sender[VIEW_TEXT_MAX], receiver[VIEW_TEXT_MAX];
    int column;

    if (row >= end)
        return row;
    column = draw_object(canvas, row++, name, &queue->object);
    if (!queue->object.there)
        return row;
    person(picture, queue->sender, sender);
    person(picture, queue->receiver, receiver);
    canvas_print(canvas, row - 1, column, queue->messages > 0 ? STYLE_STRONG : STYLE_PLAIN,
                 "  %" PRIu64 " waiting, %" PRIu64 "/%" PRIu64 " B, from %s to %s", queue->messages,
                 queue->bytes, queue->bytes_max, sender, receiver);
    for (unsigned i = 0; i < queue->texts && row < end; i++)
        canvas_print(canvas, row++, 0, STYLE_PLAIN, "  type %ld  %s%s", queue->text[i].type,
                     queue->text[i].text, queue->text[i].cut ? "…" : "");
    return row;
}

static void draw(const struct view *view, struct canvas *canvas, int top, int rows)
{
    const struct picture *picture = view->picture;
    int spare = rows - OBJECTS; /* for texts */
    int row = top + 2;

    draw_ring_objects(picture, canvas, top, rows);
    row = draw_queue(picture, canvas, row, row + 1 + spare, "requests", &picture->requests);
    draw_queue(picture, canvas, row, top + rows, "replies", &picture->replies);
}

const struct panel panel_objects = {.least = least, .most = most, .draw = draw};
