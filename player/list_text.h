/*
 * list_text.h - what all forms of lists have in common: lines, paths, refusals. Private to list*.c.
 */
#ifndef PLAYER_LIST_TEXT_H
#define PLAYER_LIST_TEXT_H

#include "player/list.h"

struct list_parser {
    const char *list;
    list_found *found;
    void *context;
    const char *reason; /* why the list is refused */
    uint32_t line;      /* where it is, from 1 */
    char text[LIST_LINE_MAX + 1];
    char title[LIST_LINE_MAX + 1];
};

/* Sets the reason; -EBADMSG. */
int list_refuse(struct list_parser *parser, const char *reason);

/*
 * Calls `take` for each line, copied to parser->text and free of control characters, until one
 * returns something else than 0.
 */
int list_lines(struct list_parser *parser, const char *text, size_t bytes,
               int (*take)(struct list_parser *parser, char *line, void *state), void *state);

/* Without blanks around it, in place. */
char *list_trim(char *text);

/* "name://..." */
bool list_has_scheme(const char *path);

/* "artist - title", or the title alone; without a title, nothing. */
void list_join(char *text, size_t size, const char *artist, const char *title);

/*
 * Hands on an entry. path: as the list has it, in memory of the caller that may be changed; title
 * "": none. What `found` returned, or -EBADMSG.
 */
int list_add(struct list_parser *parser, char *path, const char *title,
             const struct job_range *range);

int list_m3u(struct list_parser *parser, const char *text, size_t bytes);
int list_pls(struct list_parser *parser, const char *text, size_t bytes);
int list_xspf(struct list_parser *parser, const char *text, size_t bytes);
int list_cue(struct list_parser *parser, const char *text, size_t bytes);

#endif
