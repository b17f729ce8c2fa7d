/*
 * text.h - text from files, lists and tags, made fit for a terminal.
 *
 * A source may hold any bytes. It is read as UTF-8; what is not UTF-8, and what would steer a
 * terminal or disguise the text (control characters, line separators, bidirectional controls),
 * is replaced by U+FFFD. Where `utf8` is false everything that is not ASCII becomes '?'.
 *
 * Widths come from wcwidth(), so a program calls setlocale(LC_CTYPE, "") first and then hands
 * on as `utf8` what text_utf8() says.
 */
#ifndef PLAYER_TEXT_H
#define PLAYER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_INVALID UINT32_MAX

/* The locale's characters are UTF-8. */
bool text_utf8(void);

/*
 * The first character of a zero-terminated text, and how many bytes it takes: at least 1, except
 * 0 at the end. TEXT_INVALID: no UTF-8; the bytes are those that one U+FFFD stands for.
 */
uint32_t text_decode(const char *text, uint32_t *ret_bytes);

/* The character must not reach a terminal. */
bool text_unsafe(uint32_t code);

/* Copies the source, made safe; cut at a whole character, with an ellipsis, at size - 1 bytes. */
void text_sanitize(bool utf8, char *text, size_t size, const char *source);

/* The same, cut to a number of columns as well. Returns the columns used. */
uint32_t text_fit(bool utf8, char *text, size_t size, const char *source, uint32_t columns);

#endif
