/*
 * xdg.h - where a user's files belong, by the XDG Base Directory Specification.
 */
#ifndef PLAYER_XDG_H
#define PLAYER_XDG_H

#include <limits.h>

/*
 * Writes "$VARIABLE/NAME", or "$HOME/FALLBACK/NAME" where the variable is unset or no absolute
 * path, which the specification ignores; "" where there is no such place.
 */
void xdg_path(const char *variable, const char *fallback, const char *name,
              char ret_path[PATH_MAX]);

#endif
