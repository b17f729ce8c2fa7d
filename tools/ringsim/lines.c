/*
 * lines.c - reads lines. A file may hold anything, so none of its bytes is ever repeated.
 */
#include "tools/ringsim/lines.h"

#include <errno.h>
#include <string.h>

int lines_open(const char *path, struct lines *ret_lines)
{
    FILE *file = fopen(path, "re");

    if (!file)
        return -errno;
    ret_lines->file = file;
    ret_lines->number = 0;
    return 0;
}

void lines_close(struct lines *lines)
{
    fclose(lines->file);
}

int lines_next(struct lines *lines)
{
    while (fgets(lines->text, sizeof(lines->text), lines->file)) {
        size_t length = strcspn(lines->text, "\n");

        lines->number++;
        if (lines->text[length] != '\n' && !feof(lines->file))
            return -EMSGSIZE;
        while (length > 0 && strchr(" \t\r", lines->text[length - 1]))
            length--;
        lines->text[length] = '\0';
        if (length > 0 && lines->text[0] != '#')
            return 1;
    }
    return ferror(lines->file) ? -errno : 0;
}

int lines_explain(const struct lines *lines, int error, const char *what, char *why,
                  size_t why_size)
{
    if (error == -EMSGSIZE)
        what = "too long";
    if (error == -EINVAL || error == -EMSGSIZE)
        snprintf(why, why_size, "line %u: %s", lines->number, what);
    else
        snprintf(why, why_size, "%s", strerror(-error));
    return error;
}
