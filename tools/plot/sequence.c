/*
 * sequence.c - a sequence diagram as data, and its table. diagram.c draws it.
 */
#include "tools/plot/sequence.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tools/plot/csv.h"
#include "tools/plot/diagram.h"
#include "tools/plot/sequence_model.h"
#include "tools/plot/sheet.h"
#include "tools/plot/words.h"

static bool usable(double time)
{
    return isfinite(time) && fabs(time) <= 1e300;
}

static int copy_lanes(struct sequence *sequence, const char *const *lanes, size_t count)
{
    sequence->lanes = calloc(count + 1, sizeof(*sequence->lanes));
    if (!sequence->lanes)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        sequence->lanes[i] = words_copy(lanes[i]);
        if (!sequence->lanes[i])
            return -ENOMEM;
        sequence->lanes_count++;
    }
    return 0;
}

int sequence_create(const char *title, const char *caption, const char *const *lanes, size_t count,
                    struct sequence **ret_sequence)
{
    struct sequence *sequence = calloc(1, sizeof(*sequence));

    if (!sequence)
        return -ENOMEM;
    sequence->title = words_copy(title);
    sequence->caption = words_copy(caption);
    if (!sequence->title || !sequence->caption || copy_lanes(sequence, lanes, count) < 0) {
        sequence_free(sequence);
        return -ENOMEM;
    }
    *ret_sequence = sequence;
    return 0;
}

void sequence_free(struct sequence *sequence)
{
    if (!sequence)
        return;
    for (size_t i = 0; i < sequence->lanes_count; i++)
        free(sequence->lanes[i]);
    for (size_t i = 0; i < sequence->boxes_count; i++)
        free(sequence->boxes[i].label);
    for (size_t i = 0; i < sequence->links_count; i++)
        free(sequence->links[i].label);
    for (size_t i = 0; i < sequence->dots_count; i++)
        free(sequence->dots[i].label);
    free(sequence->lanes);
    free(sequence->boxes);
    free(sequence->links);
    free(sequence->dots);
    free(sequence->title);
    free(sequence->caption);
    free(sequence);
}

/* Room for one more; the list has moved, or stays as it was. NULL: no memory. */
static void *grow(void *list, size_t count, size_t *room, size_t item_bytes)
{
    size_t more = *room ? 2 * *room : 32;
    void *grown;

    if (count < *room)
        return list;
    grown = realloc(list, more * item_bytes);
    if (grown)
        *room = more;
    return grown;
}

int sequence_slice(struct sequence *sequence, size_t lane, double from, double to,
                   enum sequence_tone tone, const char *label)
{
    struct sequence_box box = {lane, from, to, tone, NULL};
    struct sequence_box *boxes;

    if (!usable(from) || !usable(to))
        return 0;
    if (lane >= sequence->lanes_count || to < from)
        return -EINVAL;
    boxes = grow(sequence->boxes, sequence->boxes_count, &sequence->boxes_room, sizeof(*boxes));
    if (!boxes)
        return -ENOMEM;
    sequence->boxes = boxes;
    box.label = words_copy(label);
    if (!box.label)
        return -ENOMEM;
    boxes[sequence->boxes_count++] = box;
    return 0;
}

int sequence_arrow(struct sequence *sequence, size_t from_lane, double from, size_t to_lane,
                   double to, const char *label)
{
    struct sequence_link link = {from_lane, to_lane, from, to, NULL};
    struct sequence_link *links;

    if (!usable(from) || !usable(to))
        return 0;
    if (from_lane >= sequence->lanes_count || to_lane >= sequence->lanes_count)
        return -EINVAL;
    links = grow(sequence->links, sequence->links_count, &sequence->links_room, sizeof(*links));
    if (!links)
        return -ENOMEM;
    sequence->links = links;
    link.label = words_copy(label);
    if (!link.label)
        return -ENOMEM;
    links[sequence->links_count++] = link;
    return 0;
}

int sequence_note(struct sequence *sequence, size_t lane, double at, enum sequence_tone tone,
                  const char *label)
{
    struct sequence_dot dot = {lane, at, tone, NULL};
    struct sequence_dot *dots;

    if (!usable(at))
        return 0;
    if (lane >= sequence->lanes_count)
        return -EINVAL;
    dots = grow(sequence->dots, sequence->dots_count, &sequence->dots_room, sizeof(*dots));
    if (!dots)
        return -ENOMEM;
    sequence->dots = dots;
    dot.label = words_copy(label);
    if (!dot.label)
        return -ENOMEM;
    dots[sequence->dots_count++] = dot;
    return 0;
}

static void list_row(FILE *file, const char *kind, const char *from_lane, const char *to_lane,
                     double from, double to, const char *label)
{
    fprintf(file, "%s,", kind);
    csv_text(file, from_lane);
    putc(',', file);
    csv_text(file, to_lane);
    putc(',', file);
    csv_number(file, from);
    putc(',', file);
    csv_number(file, to);
    putc(',', file);
    csv_text(file, label);
    putc('\n', file);
}

static void list(const void *content, FILE *file)
{
    const struct sequence *sequence = ((const struct diagram *)content)->sequence;
    char **lanes = sequence->lanes;

    fputs("kind,from_lane,to_lane,from,to,label\n", file);
    for (size_t i = 0; i < sequence->boxes_count; i++) {
        const struct sequence_box *box = &sequence->boxes[i];

        list_row(file, "slice", lanes[box->lane], lanes[box->lane], box->from, box->to, box->label);
    }
    for (size_t i = 0; i < sequence->links_count; i++) {
        const struct sequence_link *link = &sequence->links[i];

        list_row(file, "arrow", lanes[link->from_lane], lanes[link->to_lane], link->from, link->to,
                 link->label);
    }
    for (size_t i = 0; i < sequence->dots_count; i++) {
        const struct sequence_dot *dot = &sequence->dots[i];

        list_row(file, "note", lanes[dot->lane], lanes[dot->lane], dot->at, dot->at, dot->label);
    }
}

static const char *name(const void *content, size_t index)
{
    const struct sequence *sequence = ((const struct diagram *)content)->sequence;

    return index < sequence->lanes_count ? sequence->lanes[index] : NULL;
}

int sequence_write(const struct sequence *sequence, const char *path)
{
    struct diagram diagram = {.sequence = sequence};
    const struct sheet sheet = {&diagram, sequence->title, sequence->caption, name,
                                list,     diagram_place,   diagram_draw};
    int error = sheet_write(&sheet, path);

    diagram_clear(&diagram);
    return error;
}
