/*
 * memory_words.h - lines of words with a sum under them: what memory_text.h is written in. Private
 * to memory_text.c.
 */
#ifndef PLAYER_MEMORY_WORDS_H
#define PLAYER_MEMORY_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* FNV-1a, 64 bits: what it begins with, and with so many bytes more. */
#define MEMORY_WORDS_HASH UINT64_C(0xcbf29ce484222325)
uint64_t memory_words_hash(uint64_t sum, const void *bytes, size_t size);

enum { MEMORY_WORDS_SUM = 4 + 16 + 1 }; /* bytes of "sum", 16 digits, and the line's end */

/* Blanks, control characters and '%' as %XX. */
void memory_words_write(FILE *file, const char *word);

/* The next word of a line, decoded in place; NULL: none, or one that cannot be. */
char *memory_words_take(char **line);

/* The next one as a number. -EBADMSG: it is none, or above `most`. */
int memory_words_number(char **line, int base, uint64_t most, uint64_t *ret_number);

/* One line; `what` is its first word. It may change the line. */
typedef int memory_words_line(void *into, const char *what, char *line);

/* Checks beginning and sum, and hands the lines in between on. -EBADMSG, -ENOMEM, or as they do. */
int memory_words_text(const char *text, size_t bytes, const char *begins, memory_words_line *take,
                      void *into);

#endif
