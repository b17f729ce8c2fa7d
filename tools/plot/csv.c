/*
 * csv.c - errors stay in the stream: whoever closes it learns of them.
 */
#include "tools/plot/csv.h"

#include <stdlib.h>
#include <string.h>

void csv_text(FILE *file, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', file);
        putc(*text, file);
    }
    putc('"', file);
}

void csv_number(FILE *file, double number)
{
    char digits[64];

    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof(digits), "%.*g", precision, number);
        if (precision == 17 || strtod(digits, NULL) == number)
            break;
    }
    fputs(digits, file);
}
