/*
 * sheet.h - what is drawn or listed, put into a file of the format that its name asks for.
 *
 * SVG and PNG are drawn by the same code. A PNG has PNG_SCALE pixels for each unit of the
 * drawing. An SVG shows its texts as outlines, so title, caption and names go into its <title>
 * and <desc> as well, where people who listen, and programs that search, find them.
 */
#ifndef TOOLS_PLOT_SHEET_H
#define TOOLS_PLOT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <cairo.h>

enum { SHEET_PNG_SCALE = 2 };

struct sheet {
    void *content; /* handed to all functions below */
    const char *title;
    const char *caption;

    /* The names of what is shown, one by one; NULL: no more. */
    const char *(*name)(const void *content, size_t index);

    void (*csv)(const void *content, FILE *file);

    /* Places everything, with cairo at hand to measure texts; 0 or -ENOMEM. */
    int (*place)(void *content, cairo_t *cr, double *ret_width, double *ret_height);

    /* Draws it there, on white. */
    void (*draw)(const void *content, cairo_t *cr);
};

/* The ending is one of ours. */
bool sheet_ending(const char *path);

/* 0; -EINVAL: the ending, nothing is written; -ENOMEM; or what the file system says. */
int sheet_write(const struct sheet *sheet, const char *path);

#endif
