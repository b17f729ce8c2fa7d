/*
 * page.h - a picture as text, all of it, for --once.
 */
#ifndef TOOLS_RONDOSCOPE_PAGE_H
#define TOOLS_RONDOSCOPE_PAGE_H

#include "tools/rondoscope/recent.h"

enum { PAGE_COLUMNS = 80, PAGE_EVENTS = 12 };

/* Lines of PAGE_COLUMNS at the most; -ENOMEM. Errors of `out` are its owner's to see. */
int page_write(const struct picture *picture, const struct recent *recent, bool utf8, bool colour,
               FILE *out);

#endif
