/*
 * list_m3u.c - the M3U form: a line a path.
 *
 * A part of a file is a comment (playlist_save.c), so that players that know nothing of it pass it
 * over, rather than play the whole file in its place.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "player/list_text.h"

static const char part_key[] = "#RONDO-PART:";

/* Keeps what follows the first comma of "#EXTINF:seconds,Title", without blanks around it. */
static void take_comment(struct list_parser *parser, char *line)
{
    char *comma = strchr(line, ',');

    if (strncasecmp(line, "#EXTINF:", 8) == 0)
        strcpy(parser->title, comma ? list_trim(comma + 1) : "");
}

/* Digits up to this mark, which is passed over. */
static bool take_number(char **text, char mark, uint64_t most, uint64_t *ret_number)
{
    size_t digits = strspn(*text, "0123456789");
    uint64_t number;

    if (digits == 0 || digits > 18 || (*text)[digits] != mark)
        return false;
    number = strtoull(*text, NULL, 10);
    if (number > most)
        return false;
    *ret_number = number;
    *text += digits + 1;
    return true;
}

/* "first-end/hz path" */
static int take_part(struct list_parser *parser, char *text)
{
    const uint64_t most = UINT64_C(1) << 40; /* so that nobody's reckoning with it can overflow */
    struct job_range range = {0};
    uint64_t hz = 0;

    if (!take_number(&text, '-', most, &range.first) ||
        !take_number(&text, '/', most, &range.end) || !take_number(&text, ' ', 1000000, &hz) ||
        hz == 0 || (range.end > 0 && range.end <= range.first) || !*text)
        return list_refuse(parser, "a part that is not like #RONDO-PART:first-end/hz path");
    range.hz = (uint32_t)hz;
    return list_add(parser, text, parser->title, &range);
}

static int take_line(struct list_parser *parser, char *line, void *state)
{
    const size_t key = sizeof(part_key) - 1;
    int stop;

    (void)state;
    if (line[strspn(line, " \t")] == '\0')
        return 0;
    if (*line == '#' && strncmp(line, part_key, key) != 0) {
        take_comment(parser, line);
        return 0;
    }
    stop =
        *line == '#' ? take_part(parser, line + key) : list_add(parser, line, parser->title, NULL);
    parser->title[0] = '\0';
    return stop;
}

int list_m3u(struct list_parser *parser, const char *text, size_t bytes)
{
    return list_lines(parser, text, bytes, take_line, NULL);
}
