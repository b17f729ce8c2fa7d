/*
 * decoder_ogg.c - what Ogg's codecs have in common: how a file begins, and comments.
 */
#include <stdio.h>
#include <string.h>

#include "producer/decoder_state.h"

enum { SEGMENTS = 26, HEADER = 27 }; /* of a page: where their number is, and where they are */

bool decoder_ogg_begins(const uint8_t *head, size_t size, const char *packet)
{
    size_t place;

    if (size < HEADER || memcmp(head, "OggS", 4) != 0)
        return false;
    place = (size_t)HEADER + head[SEGMENTS];
    return place + strlen(packet) <= size && memcmp(head + place, packet, strlen(packet)) == 0;
}

void decoder_ogg_facts(const char *codec, decoder_ogg_query *query, const void *comments,
                       struct job_reply *facts)
{
    const struct {
        const char *name;
        char *to;
        size_t size;
    } tags[] = {
        {"TITLE", facts->title, sizeof(facts->title)},
        {"ARTIST", facts->artist, sizeof(facts->artist)},
        {"ALBUM", facts->album, sizeof(facts->album)},
        {"DATE", facts->date, sizeof(facts->date)},
        {"TRACKNUMBER", facts->number, sizeof(facts->number)},
    };

    snprintf(facts->codec, sizeof(facts->codec), "OGG, %s", codec);
    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
        const char *text = comments ? query(comments, tags[i].name) : NULL;

        snprintf(tags[i].to, tags[i].size, "%s", text ? text : "");
    }
}
