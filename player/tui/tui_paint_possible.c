/*
 * tui_paint_possible.c - what the database of terminals says of this one. Apart from tui_paint.c,
 * for <term.h> makes macros of common words.
 */
#include "player/tui/tui_paint.h"

#include <unistd.h>

#include <curses.h>
#include <term.h>

bool tui_paint_possible(void)
{
    char go[] = "cup";
    const char *text;
    bool possible;
    int error;

    if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
        return false;
    text = tigetstr(go);
    possible = text && text != (const char *)-1;
    del_curterm(cur_term);
    return possible;
}
