/*
 * words.h - copies of texts from outside, fit for cairo, XML and CSV.
 */
#ifndef TOOLS_PLOT_WORDS_H
#define TOOLS_PLOT_WORDS_H

/*
 * A copy, to be freed. What is not UTF-8 becomes U+FFFD, and so do characters that XML or cairo
 * does not know; control characters become spaces. NULL is copied as "". NULL: no memory.
 */
char *words_copy(const char *text);

#endif
