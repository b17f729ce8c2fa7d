/*
 * lines.h - a text file line by line, without those that are empty or begin with '#'.
 */
#ifndef TOOLS_RINGSIM_LINES_H
#define TOOLS_RINGSIM_LINES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { LINES_MAX = 4096 };

struct lines {
    FILE *file;
    uint32_t number;      /* of the line read last, from 1 */
    char text[LINES_MAX]; /* it, without its end */
};

/* 0 or what the system said. lines_close() afterwards. */
int lines_open(const char *path, struct lines *ret_lines);
void lines_close(struct lines *lines);

/* 1: lines->text is the next; 0: there is none; -EMSGSIZE: too long; or what the system said. */
int lines_next(struct lines *lines);

/* Words for an error of these, or -EINVAL of the caller's: "line 3: WHAT". Returns the error. */
int lines_explain(const struct lines *lines, int error, const char *what, char *why,
                  size_t why_size);

#endif
