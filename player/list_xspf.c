/*
 * list_xspf.c - the XSPF form: XML, of which only each track's location, creator and title matter.
 *
 * The path playlist, trackList, track is followed by the elements' names, whatever their
 * namespaces; anything else, as annotations and extensions, is passed over. expat reads the XML.
 * What a hostile text could do with it is not there: without a DOCTYPE there are no entities to
 * multiply, and neither depth nor what is kept of a text is without bounds.
 */
#include <errno.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "player/list_text.h"

enum { DEPTH_MAX = 64, PLACES = 3 };

enum word { WORD_LOCATION, WORD_CREATOR, WORD_TITLE, WORD_COUNT, WORD_NONE = WORD_COUNT };

static const char *const places[PLACES] = {"playlist", "trackList", "track"};
static const char *const names[WORD_COUNT] = {"location", "creator", "title"};

struct xspf {
    XML_Parser expat;
    struct list_parser *parser;
    int result;
    unsigned depth;
    unsigned matched;                         /* of these, along places[] */
    enum word word;                           /* that is being read */
    char text[WORD_COUNT][LIST_LINE_MAX + 1]; /* of the track; "": it has none */
    size_t used;
};

static void stop(struct xspf *x, int result)
{
    if (x->result == 0) {
        x->result = result;
        x->parser->line = (uint32_t)XML_GetCurrentLineNumber(x->expat);
    }
    XML_StopParser(x->expat, XML_FALSE);
}

/* Without its namespace, which expat puts before it with a blank. */
static const char *local_name(const char *name)
{
    const char *blank = strrchr(name, ' ');

    return blank ? blank + 1 : name;
}

static void begin_word(struct xspf *x, const char *name)
{
    for (unsigned i = 0; i < WORD_COUNT; i++) {
        if (strcmp(name, names[i]) != 0 || x->text[i][0]) /* the first one counts */
            continue;
        x->word = (enum word)i;
        x->used = 0;
    }
}

static void XMLCALL begin(void *context, const char *name, const char **attributes)
{
    struct xspf *x = context;

    (void)attributes;
    name = local_name(name);
    if (x->depth == 0 && strcmp(name, places[0]) != 0)
        stop(x, list_refuse(x->parser, "XML that is no playlist"));
    else if (x->depth == DEPTH_MAX)
        stop(x, list_refuse(x->parser, "more than 64 elements inside one another"));
    else if (x->depth == PLACES && x->matched == PLACES)
        begin_word(x, name);
    else if (x->matched == x->depth && x->matched < PLACES && strcmp(name, places[x->matched]) == 0)
        x->matched++;
    if (x->matched == PLACES && x->depth + 1 == PLACES)
        memset(x->text, 0, sizeof(x->text));
    x->depth++;
}

static void XMLCALL take_text(void *context, const char *text, int bytes)
{
    struct xspf *x = context;

    if (x->word == WORD_NONE || x->depth != PLACES + 1)
        return;
    if (x->used + (size_t)bytes > LIST_LINE_MAX) {
        stop(x, list_refuse(x->parser, "a text of more than 4096 bytes"));
        return;
    }
    memcpy(x->text[x->word] + x->used, text, (size_t)bytes);
    x->used += (size_t)bytes;
    x->text[x->word][x->used] = '\0';
}

/* Lines may be broken around a text, but not in it. */
static bool tidy(char *text)
{
    char *begin = text + strspn(text, " \t\r\n");
    size_t bytes = strlen(begin);

    while (bytes > 0 && strchr(" \t\r\n", begin[bytes - 1]))
        bytes--;
    memmove(text, begin, bytes);
    text[bytes] = '\0';
    for (size_t i = 0; i < bytes; i++)
        if (((unsigned char)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7f)
            return false;
    return true;
}

/* A location is an address, also where it is relative. */
static int add(struct xspf *x)
{
    struct list_parser *parser = x->parser;
    char *location = x->text[WORD_LOCATION];
    const char *creator = x->text[WORD_CREATOR], *title = x->text[WORD_TITLE];
    int error = 0;

    parser->line = (uint32_t)XML_GetCurrentLineNumber(x->expat);
    for (unsigned i = 0; i < WORD_COUNT; i++)
        if (!tidy(x->text[i]))
            return list_refuse(parser, "a control character, so this is not a playlist");
    if (!*location)
        return 0;
    list_join(parser->title, sizeof(parser->title), creator, title);
    if (!list_has_scheme(location) && !list_has_scheme(parser->list))
        error = list_decode(location);
    return error < 0 ? list_refuse(parser, "%00 in a path")
                     : list_add(parser, location, parser->title, NULL);
}

static void XMLCALL end(void *context, const char *name)
{
    struct xspf *x = context;
    int result = 0;

    (void)name;
    if (x->depth == PLACES && x->matched == PLACES && x->result == 0)
        result = add(x);
    if (x->depth == PLACES + 1)
        x->word = WORD_NONE;
    x->depth--;
    if (x->matched > x->depth)
        x->matched = x->depth;
    if (result != 0)
        stop(x, result);
}

static void XMLCALL refuse_doctype(void *context, const char *name, const char *system,
                                   const char *public, int internal)
{
    struct xspf *x = context;

    (void)name, (void)system, (void)public, (void)internal;
    stop(x, list_refuse(x->parser, "a DOCTYPE, which no XSPF has"));
}

static int parse(struct xspf *x, const char *text, size_t bytes)
{
    XML_SetUserData(x->expat, x);
    XML_SetElementHandler(x->expat, begin, end);
    XML_SetCharacterDataHandler(x->expat, take_text);
    XML_SetStartDoctypeDeclHandler(x->expat, refuse_doctype);
    if (XML_Parse(x->expat, text, (int)bytes, 1) == XML_STATUS_OK || x->result != 0)
        return x->result;
    x->parser->line = (uint32_t)XML_GetCurrentLineNumber(x->expat);
    if (XML_GetErrorCode(x->expat) == XML_ERROR_NO_MEMORY)
        return -ENOMEM;
    return list_refuse(x->parser, XML_ErrorString(XML_GetErrorCode(x->expat)));
}

int list_xspf(struct list_parser *parser, const char *text, size_t bytes)
{
    struct xspf *x = calloc(1, sizeof(*x));
    int result = -ENOMEM;

    if (!x)
        return result;
    x->parser = parser;
    x->word = WORD_NONE;
    x->expat = XML_ParserCreateNS(NULL, ' ');
    if (x->expat)
        result = parse(x, text, bytes);
    if (x->expat)
        XML_ParserFree(x->expat);
    free(x);
    return result;
}
