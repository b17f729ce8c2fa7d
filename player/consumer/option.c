/*
 * option.c - the option list of an output: split at commas, then at '=', then looked up.
 */
#include "player/consumer/option.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

/* More digits than these a double may not hold exactly. */
enum { NUMBER_DIGITS_MAX = 15 };

static int refuse_name(const char *name, const struct option_rule *rules, char *why,
                       uint32_t why_size)
{
    int used = snprintf(why, why_size, "no option '%s'; the options are: ", name);
    if (rules->name == NULL)
        snprintf(why, why_size, "no option '%s'; this output has none", name);
    for (const struct option_rule *rule = rules; rule->name != NULL; rule++) {
        if (used >= 0 && (uint32_t)used < why_size)
            used += snprintf(why + used, why_size - (uint32_t)used, "%s%s",
                             rule == rules ? "" : ", ", rule->name);
    }
    return -EINVAL;
}

static int parse_item(char *item, const struct option_rule *rules, void *target, char *why,
                      uint32_t why_size)
{
    char *value = item;
    const char *name = strsep(&value, "=");
    const struct option_rule *rule = rules;
    while (rule->name != NULL && strcmp(rule->name, name) != 0)
        rule++;
    if (rule->name == NULL)
        return refuse_name(name, rules, why, why_size);

    int r = rule->parse(target, value != NULL ? value : "");
    if (r < 0)
        snprintf(why, why_size, "option %s does not take '%s', only %s", name,
                 value != NULL ? value : "", rule->accepts);
    return r;
}

int option_parse(const char *text, const struct option_rule *rules, void *target, char *why,
                 uint32_t why_size)
{
    if (text[0] == '\0')
        return 0;

    char *copy = strdup(text);
    if (copy == NULL) {
        snprintf(why, why_size, "%s", strerror(ENOMEM));
        return -ENOMEM;
    }
    int r = 0;
    char *rest = copy;
    while (r == 0 && rest != NULL)
        r = parse_item(strsep(&rest, ","), rules, target, why, why_size);
    free(copy);
    return r;
}

int option_number(const char *text, double low, double high, double *ret_number)
{
    const char *whole = text + (text[0] == '-');
    size_t whole_digits = strspn(whole, DIGITS);
    bool point = whole[whole_digits] == '.';
    const char *part = whole + whole_digits + point;
    size_t part_digits = point ? strspn(part, DIGITS) : 0;
    size_t digits = whole_digits + part_digits;
    if (digits == 0 || digits > NUMBER_DIGITS_MAX || part[part_digits] != '\0')
        return -EINVAL;

    double number = 0;
    double unit = 1;
    for (size_t i = 0; i < whole_digits; i++)
        number = number * 10 + (whole[i] - '0');
    for (size_t i = 0; i < part_digits; i++) {
        number = number * 10 + (part[i] - '0');
        unit *= 10;
    }
    number = (text[0] == '-' ? -number : number) / unit;
    if (number < low || number > high)
        return -EINVAL;
    *ret_number = number;
    return 0;
}
