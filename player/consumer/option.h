/*
 * option.h - reads "name=value,name=value", the options of an output.
 */
#ifndef PLAYER_CONSUMER_OPTION_H
#define PLAYER_CONSUMER_OPTION_H

#include <stdint.h>

/*
 * One option an output knows. `parse` gets the value's text, valid during the call only and ""
 * where there is no '=', and returns 0 or -EINVAL. An option given twice is parsed twice.
 */
struct option_rule {
    const char *name;
    const char *accepts; /* for people: "a number from 0 to 1000" */
    int (*parse)(void *target, const char *value);
};

/*
 * Calls the rules for `text`, in its order, with `target`. rules ends with a NULL name. On
 * -EINVAL, why[] has one line naming the option and what is accepted. A value has no commas.
 */
int option_parse(const char *text, const struct option_rule *rules, void *target, char *why,
                 uint32_t why_size);

/*
 * A decimal number such as 10, -1 or 0.25, all of `text` and at most 15 digits, within
 * [low, high]; 0 or -EINVAL. The point is a point in every locale.
 */
int option_number(const char *text, double low, double high, double *ret_number);

#endif
