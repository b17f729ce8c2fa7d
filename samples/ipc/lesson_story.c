/*
 * lesson_story.c - what a lesson tells, and the sums that prove it.
 *
 * Each message is one write(), so that those of several processes never mix within a line. In a
 * child each begins with its role. The sum is CRC-32, the one of gzip and PNG: other than a plain
 * total it also tells blocks in another order, and one that came twice, from the right ones.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "samples/ipc/lesson_board.h"

enum { COLUMNS = 78, TEXT_MAX = 1024, INDENT = 3 };

static unsigned steps;

/* Before anything else, whoever is the first to tell something. */
static void show_heading(void)
{
    if (!atomic_exchange(&lesson_board->headed, true))
        lesson_show_heading();
}

/* The margin, INDENT columns wide, and the text, broken into lines that end before COLUMNS. */
static void put(const char *margin, const char *text)
{
    char lines[2 * TEXT_MAX];
    size_t column = INDENT;
    char *end = lines + sprintf(lines, "%s", margin);

    show_heading();
    for (bool first = true; *text; first = false) {
        size_t word = strcspn(text, " ");

        if (!first && column + 1 + word > COLUMNS) {
            end += sprintf(end, "\n%*s", INDENT, "");
            column = INDENT;
        } else if (!first) {
            *end++ = ' ';
            column++;
        }
        end = mempcpy(end, text, word);
        column += word;
        text += word + (text[word] == ' ');
    }
    *end++ = '\n';
    lesson_write(STDOUT_FILENO, lines, (size_t)(end - lines));
}

/* In a child, with its role. */
static void put_below(const char *margin, const char *text)
{
    char with_role[TEXT_MAX + 32];

    if (!lesson_role) {
        put(margin, text);
        return;
    }
    snprintf(with_role, sizeof(with_role), "%.24s: %s", lesson_role, text);
    put(margin, with_role);
}

#define FORMATTED(text, format)                                                                    \
    char text[TEXT_MAX];                                                                           \
    va_list more;                                                                                  \
    va_start(more, format);                                                                        \
    vsnprintf(text, sizeof(text), format, more);                                                   \
    va_end(more)

void lesson_step(const char *format, ...)
{
    FORMATTED(text, format);
    char number[16];
    int key = ' ';

    show_heading();
    if (lesson_waits)
        lesson_write(STDERR_FILENO, "[Enter]", 7);
    while (lesson_waits && key != '\n' && key != EOF)
        key = getchar();
    snprintf(number, sizeof(number), "\n%u. ", ++steps);
    put(number, text);
}

void lesson_title(const char *format, ...)
{
    FORMATTED(text, format);
    put("", text);
}

void lesson_say(const char *format, ...)
{
    FORMATTED(text, format);
    put_below("   ", text);
}

bool lesson_saw(bool as_told, const char *format, ...)
{
    FORMATTED(text, format);
    lesson_board->seen++;
    lesson_board->unlike += !as_told;
    put_below(as_told ? " ✓ " : " ✗ NOT AS TOLD: ", text);
    return as_told;
}

const char *lesson_said(long result)
{
    static char number[32];

    if (result < 0)
        return strerrorname_np(errno);
    snprintf(number, sizeof(number), "%ld", result);
    return number;
}

long lesson_must(const char *call, long result)
{
    if (result < 0)
        lesson_fail("%s: %s, %s", call, strerrorname_np(errno), strerror(errno));
    return result;
}

void lesson_count(enum lesson_sum sum, const void *bytes, size_t size)
{
    struct lesson_tally *tally = &lesson_board->tallies[sum];
    const unsigned char *byte = bytes;
    uint32_t crc = ~tally->crc;

    for (size_t i = 0; i < size; i++) {
        crc ^= byte[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    tally->crc = ~crc;
    tally->bytes += size;
}

void lesson_count_sound(enum lesson_sum sum)
{
    for (uint32_t i = 0; i < lesson_blocks(); i++)
        lesson_count(sum, lesson_block(i), LESSON_BLOCK_BYTES);
}

void lesson_forget(enum lesson_sum sum)
{
    lesson_board->tallies[sum] = (struct lesson_tally){0};
}

bool lesson_compare(enum lesson_sum sent, enum lesson_sum arrived)
{
    const struct lesson_tally *from = &lesson_board->tallies[sent];
    const struct lesson_tally *to = &lesson_board->tallies[arrived];
    bool same = from->bytes == to->bytes && from->crc == to->crc && to->bytes > 0;

    lesson_say("sent     %8" PRIu64 " bytes, checksum %08" PRIx32, from->bytes, from->crc);
    lesson_say("arrived  %8" PRIu64 " bytes, checksum %08" PRIx32, to->bytes, to->crc);
    lesson_saw(same, "same: %s", same ? "yes" : "no");
    lesson_forget(sent);
    lesson_forget(arrived);
    return same;
}

bool lesson_compare_places(void)
{
    lesson_forget(LESSON_SENT);
    lesson_forget(LESSON_ARRIVED);
    lesson_count_sound(LESSON_SENT);
    for (uint32_t i = 0; i < lesson_blocks(); i++)
        lesson_count(LESSON_ARRIVED, lesson_place(i), LESSON_BLOCK_BYTES);
    return lesson_compare(LESSON_SENT, LESSON_ARRIVED);
}
