/*
 * memory_words.c - lines of words with a sum under them.
 *
 * Whatever was read is checked as a whole first, by its sum, and then line by line all the same:
 * the sum finds damage, not malice.
 */
#include "player/memory_words.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

uint64_t memory_words_hash(uint64_t sum, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < size; i++)
        sum = (sum ^ at[i]) * UINT64_C(0x100000001b3);
    return sum;
}

void memory_words_write(FILE *file, const char *word)
{
    for (const unsigned char *at = (const unsigned char *)word; *at; at++) {
        if (*at <= ' ' || *at == '%' || *at == 0x7f)
            fprintf(file, "%%%02X", *at);
        else
            putc_unlocked(*at, file);
    }
}

/* The value of a %XX, or -1. */
static int hex_byte(const char *digits)
{
    char two[3] = {digits[0], digits[0] ? digits[1] : '\0', '\0'};

    if (!isxdigit((unsigned char)two[0]) || !isxdigit((unsigned char)two[1]))
        return -1;
    return (int)strtol(two, NULL, 16);
}

char *memory_words_take(char **line)
{
    char *word = *line + strspn(*line, " ");
    char *from = word, *to = word;

    for (; *from && *from != ' '; from++) {
        int byte = *from == '%' ? hex_byte(from + 1) : (unsigned char)*from;

        if (byte <= 0)
            return NULL;
        from += *from == '%' ? 2 : 0;
        *to++ = (char)byte;
    }
    *line = *from ? from + 1 : from;
    *to = '\0';
    return *word ? word : NULL;
}

int memory_words_number(char **line, int base, uint64_t most, uint64_t *ret_number)
{
    char *word = memory_words_take(line), *end;
    unsigned long long number;

    if (!word || !isxdigit((unsigned char)*word))
        return -EBADMSG;
    errno = 0;
    number = strtoull(word, &end, base);
    if (errno != 0 || *end || number > most)
        return -EBADMSG;
    *ret_number = number;
    return 0;
}

/* The lines between the first and the sum, one by one, of a copy that may be changed. */
static int take_lines(char *text, size_t bytes, memory_words_line *take, void *into)
{
    char *end = text + bytes;

    while (text < end) {
        char *line = text, *what;
        int error;

        text = memchr(line, '\n', (size_t)(end - line));
        *text++ = '\0';
        what = memory_words_take(&line);
        error = what ? take(into, what, line) : -EBADMSG;
        if (error < 0)
            return error;
    }
    return 0;
}

int memory_words_text(const char *text, size_t bytes, const char *begins, memory_words_line *take,
                      void *into)
{
    size_t first = strlen(begins);
    char sum[MEMORY_WORDS_SUM + 1];
    char *lines;
    int error;

    if (bytes < first + MEMORY_WORDS_SUM || memcmp(text, begins, first) != 0 ||
        memchr(text, '\0', bytes))
        return -EBADMSG;
    bytes -= MEMORY_WORDS_SUM;
    snprintf(sum, sizeof(sum), "sum %016" PRIx64 "\n",
             memory_words_hash(MEMORY_WORDS_HASH, text, bytes));
    if (memcmp(text + bytes, sum, MEMORY_WORDS_SUM) != 0 || text[bytes - 1] != '\n')
        return -EBADMSG;
    bytes -= first;
    lines = malloc(bytes + 1);
    if (!lines)
        return -ENOMEM;
    memcpy(lines, text + first, bytes);
    error = take_lines(lines, bytes, take, into);
    free(lines);
    return error;
}
