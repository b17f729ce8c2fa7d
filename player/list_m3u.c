/*
 * list_m3u.c - the M3U form: a line a path.
 */
#include <string.h>
#include <strings.h>

#include "player/list_text.h"

/* Keeps what follows the first comma of "#EXTINF:seconds,Title", without blanks around it. */
static void take_comment(struct list_parser *parser, char *line)
{
    char *comma = strchr(line, ',');

    if (strncasecmp(line, "#EXTINF:", 8) == 0)
        strcpy(parser->title, comma ? list_trim(comma + 1) : "");
}

static int take_line(struct list_parser *parser, char *line, void *state)
{
    int stop;

    (void)state;
    if (line[strspn(line, " \t")] == '\0')
        return 0;
    if (*line == '#') {
        take_comment(parser, line);
        return 0;
    }
    stop = list_add(parser, line, parser->title, NULL);
    parser->title[0] = '\0';
    return stop;
}

int list_m3u(struct list_parser *parser, const char *text, size_t bytes)
{
    return list_lines(parser, text, bytes, take_line, NULL);
}
