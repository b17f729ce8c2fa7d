/*
 * clocktext.h - times as people write them: "12", "12.5", "1:02", "1:02:03.5".
 *
 * All times are whole milliseconds; more than three decimals are cut off. The greatest is
 * 9999:59:59.999, so that milliseconds times any sample rate fit into 64 bits.
 */
#ifndef PLAYER_CLOCKTEXT_H
#define PLAYER_CLOCKTEXT_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCKTEXT_SIZE = 24 }; /* bytes that any formatted time needs */

struct clocktext_seek {
    bool relative; /* from where it plays now */
    int64_t ms;    /* below 0 only where relative */
};

/*
 * Seconds, minutes:seconds or hours:minutes:seconds, with decimals of a second. All but the
 * first number have two digits and are below 60. 0 or -EINVAL.
 */
int clocktext_parse(const char *text, uint64_t *ret_ms);

/* "+TIME": forward, "-TIME": back, "TIME": to there. 0 or -EINVAL. */
int clocktext_parse_seek(const char *text, struct clocktext_seek *ret_seek);

/* Whole seconds, rounded down: "0:12", "61:02" is "1:01:02". */
void clocktext_format(uint64_t ms, char text[CLOCKTEXT_SIZE]);

#endif
