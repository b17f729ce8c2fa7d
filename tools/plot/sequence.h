/*
 * sequence.h - a sequence diagram: lanes side by side, time downwards.
 *
 * As plot.h: built up as data, then written as SVG, PNG or CSV by the ending. Times are seconds.
 * CSV has a header line "kind,from_lane,to_lane,from,to,label" with the kinds slice, arrow and
 * note; lanes go by name, and where there is one lane or one time it stands twice. Times that are
 * not finite are dropped; -EINVAL is an unknown lane, or a slice that ends before it begins.
 */
#ifndef TOOLS_PLOT_SEQUENCE_H
#define TOOLS_PLOT_SEQUENCE_H

#include <stddef.h>

struct sequence;

enum sequence_tone { SEQUENCE_WORK, SEQUENCE_SLEEP, SEQUENCE_HOLD, SEQUENCE_FAULT, SEQUENCE_HEAL };

/* lanes: `count` names, from left to right. */
int sequence_create(const char *title, const char *caption, const char *const *lanes, size_t count,
                    struct sequence **ret_sequence);
void sequence_free(struct sequence *sequence); /* NULL is allowed */

/* A box in a lane from one time to another; inside of one that lasts longer it is indented. Labels
 * that do not fit are left out of the picture, and counted below it. */
int sequence_slice(struct sequence *sequence, size_t lane, double from, double to,
                   enum sequence_tone tone, const char *label);

/* An arrow from one lane at one time to another, or the same, at another. */
int sequence_arrow(struct sequence *sequence, size_t from_lane, double from, size_t to_lane,
                   double to, const char *label);

/* A dot with a text beside it. */
int sequence_note(struct sequence *sequence, size_t lane, double at, enum sequence_tone tone,
                  const char *label);

int sequence_write(const struct sequence *sequence, const char *path);

#endif
