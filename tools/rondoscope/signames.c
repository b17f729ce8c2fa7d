/*
 * signames.c - one bit a signal, and neighbours among the real-time signals as a range.
 */
#include "tools/rondoscope/signames.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { SIGNALS = 64, MOST = 40 };

/* What the C library keeps to itself: who caught 33 did not do so by his own will. */
static uint64_t own(void)
{
    uint64_t set = 0;

    for (int number = __SIGRTMIN; number < SIGRTMIN; number++)
        set |= 1ull << (number - 1);
    return set;
}

static bool has(uint64_t set, int number)
{
    return set >> (number - 1) & 1;
}

void signames_one(int number, char *ret_name, size_t size)
{
    const char *name = number < SIGRTMIN ? sigabbrev_np(number) : NULL;

    if (name)
        snprintf(ret_name, size, "%s", name);
    else if (number == SIGRTMIN)
        snprintf(ret_name, size, "RTMIN");
    else if (number > SIGRTMIN && number <= SIGRTMAX)
        snprintf(ret_name, size, "RTMIN+%d", number - SIGRTMIN);
    else
        snprintf(ret_name, size, "%d", number);
}

static void append(char text[SIGNAMES_MAX], const char *before, int number)
{
    size_t used = strlen(text);
    char name[16];

    signames_one(number, name, sizeof(name));
    snprintf(text + used, SIGNAMES_MAX - used, "%s%s", before, name);
}

/* The other end of a range of real-time signals. */
static void append_number(char text[SIGNAMES_MAX], int number)
{
    size_t used = strlen(text);

    snprintf(text + used, SIGNAMES_MAX - used, "..+%d", number);
}

static void list(uint64_t set, char text[SIGNAMES_MAX])
{
    for (int number = 1; number <= SIGNALS; number++) {
        int last = number;

        if (!has(set, number))
            continue;
        append(text, text[0] ? " " : "", number);
        while (number >= SIGRTMIN && last < SIGNALS && has(set, last + 1))
            last++;
        if (last > number)
            append_number(text, last - SIGRTMIN);
        number = last;
    }
}

void signames_set(uint64_t set, char ret_text[SIGNAMES_MAX])
{
    const uint64_t never = 1ull << (SIGKILL - 1) | 1ull << (SIGSTOP - 1);

    ret_text[0] = '\0';
    set &= ~own();
    if (set == 0) {
        strcpy(ret_text, "-");
    } else if (__builtin_popcountll(set) < MOST) {
        list(set, ret_text);
    } else if ((~set & ~never & ~own()) == 0) {
        strcpy(ret_text, "all");
    } else {
        strcpy(ret_text, "all but");
        list(~set & ~never & ~own(), ret_text);
    }
}
