/*
 * csv.h - fields of a table as RFC 4180 has them, but with lines that end as Unix lines do.
 */
#ifndef TOOLS_PLOT_CSV_H
#define TOOLS_PLOT_CSV_H

#include <stdio.h>

/* In quotes where it has to be. */
void csv_text(FILE *file, const char *text);

/* The shortest digits that read back as the same number. */
void csv_number(FILE *file, double number);

#endif
