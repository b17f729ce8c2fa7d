/*
 * xdg.c - see xdg.h.
 */
#include "player/xdg.h"

#include <stdio.h>
#include <stdlib.h>

void xdg_path(const char *variable, const char *fallback, const char *name, char ret_path[PATH_MAX])
{
    const char *chosen = getenv(variable);
    const char *home = getenv("HOME");
    int length = 0;

    ret_path[0] = '\0';
    if (chosen && chosen[0] == '/')
        length = snprintf(ret_path, PATH_MAX, "%s/%s", chosen, name);
    else if (home && home[0] == '/')
        length = snprintf(ret_path, PATH_MAX, "%s/%s/%s", home, fallback, name);
    if (length >= PATH_MAX)
        ret_path[0] = '\0';
}
