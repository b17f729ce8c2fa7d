/*
 * abc.c - see abc.h. The reader moves a cursor over the text and a clock over the music; a
 * chord's notes are written first and get their length when its bracket closes.
 */
#include "samples/audio/abc.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

struct reader {
    const char *at;
    struct abc_note *notes;
    size_t room;
    size_t count;
    uint32_t ticks;
};

/* Semitones above the C below, with the sharps of D major. */
static const struct {
    int natural;
    int in_key;
} degrees[] = {
    ['A' - 'A'] = {9, 9}, ['B' - 'A'] = {11, 11}, ['C' - 'A'] = {0, 1}, ['D' - 'A'] = {2, 2},
    ['E' - 'A'] = {4, 4}, ['F' - 'A'] = {5, 6},   ['G' - 'A'] = {7, 7},
};

static bool is_accidental(char c)
{
    return c == '^' || c == '_' || c == '=';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'G') || (c >= 'a' && c <= 'g');
}

static int read_pitch(struct reader *reader, int *ret_pitch)
{
    char mark = is_accidental(*reader->at) ? *reader->at++ : '\0';
    char letter = *reader->at;
    int pitch;
    int degree;

    if (!is_letter(letter))
        return -EINVAL;
    reader->at++;
    degree = toupper((unsigned char)letter) - 'A';
    pitch = mark == '\0' ? degrees[degree].in_key : degrees[degree].natural;
    pitch += mark == '^' ? 1 : 0;
    pitch -= mark == '_' ? 1 : 0;
    pitch += islower((unsigned char)letter) ? 72 : 60;
    for (; *reader->at == '\'' || *reader->at == ','; reader->at++)
        pitch += *reader->at == '\'' ? 12 : -12;
    *ret_pitch = pitch;
    return 0;
}

static uint32_t read_length(struct reader *reader)
{
    uint32_t eighths = 0;

    if (*reader->at == '/') {
        reader->at++;
        return ABC_PER_EIGHTH / 2;
    }
    if (!isdigit((unsigned char)*reader->at))
        return ABC_PER_EIGHTH;
    for (; isdigit((unsigned char)*reader->at) && eighths < 1000; reader->at++)
        eighths = eighths * 10 + (uint32_t)(*reader->at - '0');
    return eighths * ABC_PER_EIGHTH;
}

static int read_note(struct reader *reader, uint32_t rank)
{
    struct abc_note note = {.start_ticks = reader->ticks, .rank = rank};
    int r = read_pitch(reader, &note.pitch);

    if (r < 0)
        return r;
    if (reader->count == reader->room)
        return -ENOBUFS;
    reader->notes[reader->count++] = note;
    return 0;
}

/* A note, or a chord in its brackets, and the length of either. */
static int read_sound(struct reader *reader)
{
    size_t first = reader->count;
    bool chord = *reader->at == '[';
    uint32_t ticks;

    reader->at += chord ? 1 : 0;
    do {
        int r = read_note(reader, (uint32_t)(reader->count - first));

        if (r < 0)
            return r;
    } while (chord && *reader->at != ']');
    reader->at += chord ? 1 : 0;

    ticks = read_length(reader);
    for (size_t i = first; i < reader->count; i++)
        reader->notes[i].length_ticks = ticks;
    reader->ticks += ticks;
    return 0;
}

int abc_read(const char *text, struct abc_note *notes, size_t room, size_t *ret_count,
             uint32_t *ret_ticks)
{
    struct reader reader = {.at = text, .notes = notes, .room = room};

    while (*reader.at != '\0') {
        int r = 0;

        if (*reader.at == ' ' || *reader.at == '|') {
            reader.at++;
        } else if (*reader.at == 'z') {
            reader.at++;
            reader.ticks += read_length(&reader);
        } else {
            r = read_sound(&reader);
        }
        if (r < 0)
            return r;
    }
    *ret_count = reader.count;
    *ret_ticks = reader.ticks;
    return 0;
}
