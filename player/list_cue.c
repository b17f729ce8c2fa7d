/*
 * list_cue.c - cue sheets: the tracks of a disc as parts of one file, or of several.
 *
 * A track goes from its INDEX 01 to that of the next track of the same file, or to the file's end,
 * so that the tracks of a file follow one another without a gap: what a disc has between two
 * tracks (INDEX 00) belongs to the first of them. A place is minutes:seconds:frames, of which 75
 * are a second (CDRWIN's manual, appendix A). A track is handed on when its end is known, so one
 * that has its place waits until the next has, too, or its file is over.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "player/list_text.h"

enum { WORD_MAX = 256 };

struct track {
    bool there;
    bool placed; /* it has its INDEX 01 */
    bool sound;  /* no data */
    uint64_t first;
    char title[WORD_MAX];
    char performer[WORD_MAX];
};

struct cue {
    char file[LIST_LINE_MAX + 1]; /* of which the tracks are parts; "": none yet */
    char performer[WORD_MAX];     /* the disc's */
    struct track waits;           /* for the next one's place */
    struct track now;
};

/* A word in quotation marks, or all of it; `typed`: but its last word. */
static char *word_of(char *rest, bool typed)
{
    char *end;

    if (*rest == '"') {
        end = strchr(++rest, '"');
        if (end)
            *end = '\0';
        return rest;
    }
    end = typed ? strrchr(rest, ' ') : NULL;
    if (end)
        *end = '\0';
    return list_trim(rest);
}

/* Hands the track on, as far as to there; 0: to the file's end. */
static int end_track(struct list_parser *parser, struct cue *cue, struct track *track, uint64_t end)
{
    const struct job_range range = {.first = track->first, .end = end, .hz = LIST_CUE_HZ};
    const char *performer = *track->performer ? track->performer : cue->performer;
    char path[LIST_LINE_MAX + 1];
    bool whole = track->there && track->placed && track->sound;

    if (whole && end > 0 && end <= range.first)
        return list_refuse(parser, "a track that ends before it begins");
    track->there = false;
    if (!whole)
        return 0;
    list_join(parser->title, sizeof(parser->title), performer, track->title);
    memcpy(path, cue->file, sizeof(path));
    return list_add(parser, path, parser->title, &range);
}

/* A track without a place stays: that may be in the next file. */
static int end_file(struct list_parser *parser, struct cue *cue)
{
    int stop = end_track(parser, cue, &cue->waits, 0);

    return stop == 0 && cue->now.placed ? end_track(parser, cue, &cue->now, 0) : stop;
}

static int take_file(struct list_parser *parser, struct cue *cue, char *rest)
{
    int stop = end_file(parser, cue);

    snprintf(cue->file, sizeof(cue->file), "%s", word_of(rest, true));
    return stop != 0 || *cue->file ? stop : list_refuse(parser, "a FILE without a name");
}

static int take_track(struct list_parser *parser, struct cue *cue, char *rest)
{
    const char *type = rest + strspn(rest, "0123456789 \t");

    if (!*cue->file)
        return list_refuse(parser, "a TRACK before any FILE");
    if (cue->now.there && cue->now.placed)
        cue->waits = cue->now;
    cue->now = (struct track){.there = true, .sound = strcasecmp(type, "AUDIO") == 0};
    return 0;
}

static int take_index(struct list_parser *parser, struct cue *cue, char *rest)
{
    unsigned number, minutes, seconds, frames;
    int stop = 0;

    if (strspn(rest, "0123456789: ") != strlen(rest) ||
        sscanf(rest, "%2u %5u:%2u:%2u", &number, &minutes, &seconds, &frames) != 4 ||
        seconds > 59 || frames >= LIST_CUE_HZ)
        return list_refuse(parser, "an INDEX that is no place like 03:25:74");
    if (!cue->now.there)
        return list_refuse(parser, "an INDEX before any TRACK");
    if (number != 1)
        return 0;
    if (cue->now.placed)
        return list_refuse(parser, "a second INDEX 01 in a track");
    cue->now.first = (minutes * UINT64_C(60) + seconds) * LIST_CUE_HZ + frames;
    cue->now.placed = true;
    if (cue->waits.there)
        stop = end_track(parser, cue, &cue->waits, cue->now.first);
    return stop;
}

static int take_title(struct list_parser *parser, struct cue *cue, char *rest)
{
    (void)parser;
    if (cue->now.there) /* else it is the disc's */
        snprintf(cue->now.title, WORD_MAX, "%s", word_of(rest, false));
    return 0;
}

static int take_performer(struct list_parser *parser, struct cue *cue, char *rest)
{
    (void)parser;
    snprintf(cue->now.there ? cue->now.performer : cue->performer, WORD_MAX, "%s",
             word_of(rest, false));
    return 0;
}

static const struct command {
    const char *name;
    int (*take)(struct list_parser *parser, struct cue *cue, char *rest);
} commands[] = {
    {"FILE", take_file},   {"TRACK", take_track},         {"INDEX", take_index},
    {"TITLE", take_title}, {"PERFORMER", take_performer},
};

static int take_line(struct list_parser *parser, char *line, void *state)
{
    size_t length;

    line = list_trim(line);
    length = strcspn(line, " \t");
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strlen(commands[i].name) == length && strncasecmp(line, commands[i].name, length) == 0)
            return commands[i].take(parser, state, list_trim(line + length));
    return 0;
}

int list_cue(struct list_parser *parser, const char *text, size_t bytes)
{
    struct cue cue = {0};
    int result = list_lines(parser, text, bytes, take_line, &cue);

    if (result == 0)
        result = end_file(parser, &cue);
    if (result == 0 && !*cue.file)
        result = list_refuse(parser, "no FILE, so this is not a cue sheet");
    return result;
}
