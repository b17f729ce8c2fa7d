/*
 * requests_verbs.c - what can be asked for, one function a verb.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/clocktext.h"
#include "player/requests_verbs.h"

static int explain_move(int error, char why[REQUESTS_WHY], const char *out_of_range)
{
    if (error == -ERANGE)
        snprintf(why, REQUESTS_WHY, "%s", out_of_range);
    else if (error == -ENODATA)
        snprintf(why, REQUESTS_WHY, "seek: that has not come yet, or is gone again");
    else if (error < 0)
        snprintf(why, REQUESTS_WHY, "%s",
                 error == -ENOENT ? "nothing is being played" : "it is stopping");
    return error;
}

static int run_next(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    (void)argument;
    return explain_move(session_next(s), why, "next: this is the last track");
}

static int run_previous(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    (void)argument;
    return explain_move(session_previous(s), why, "");
}

static int run_seek(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    struct clocktext_seek seek;

    if (clocktext_parse_seek(argument, &seek) < 0) {
        snprintf(why, REQUESTS_WHY, "seek: '%.64s' is not a time like 12, 1:02, +10 or -10",
                 argument);
        return -EINVAL;
    }
    return explain_move(session_seek(s, seek.relative, seek.ms), why,
                        "seek: the track is not that long");
}

static int run_volume(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    bool relative = argument[0] == '+' || argument[0] == '-';
    char *end;
    long percent = strtol(argument, &end, 10);

    if (argument[0] == '\0' || isspace((unsigned char)argument[0]) || *end || percent < -1000 ||
        percent > 1000)
        percent = -1;
    else if (relative) {
        percent += (long)s->volume;
        percent = percent < 0 ? 0 : percent > 130 ? 130 : percent;
    }
    if (session_set_volume(s, percent) == 0)
        return 0;
    snprintf(why, REQUESTS_WHY,
             "volume: '%.64s' is not a number from 0 to 130, nor one like +5 or -5", argument);
    return -EINVAL;
}

/* A whole number from 1 to `most`, or 0. */
static uint32_t number(const char *text, uint32_t most)
{
    uint32_t value = 0;

    return options_parse_number(text, 1, most, &value) == 0 ? value : 0;
}

static int explain_slow(int error, char why[REQUESTS_WHY])
{
    if (error == -ENOTSUP)
        snprintf(why, REQUESTS_WHY, "only the simulated device (-o sim) can be slowed down");
    else if (error == -ERANGE)
        snprintf(why, REQUESTS_WHY,
                 "step: so many turns are not taken yet that no more can be counted");
    else if (error < 0)
        snprintf(why, REQUESTS_WHY, "%s", strerror(-error));
    return error;
}

static int run_slow(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    uint32_t factor = strcmp(argument, "off") == 0 ? 1 : number(argument, SLOW_FACTOR_MAX);

    if (factor > 0)
        return explain_slow(slow_set(s, factor), why);
    snprintf(why, REQUESTS_WHY, "slow: '%.64s' is not a number from 1 to %d, nor off", argument,
             SLOW_FACTOR_MAX);
    return -EINVAL;
}

static int run_step(struct session *s, const char *argument, char why[REQUESTS_WHY])
{
    uint32_t turns = argument[0] ? number(argument, SLOW_TURNS_MAX) : 1;

    if (turns > 0)
        return explain_slow(slow_step(s, turns), why);
    snprintf(why, REQUESTS_WHY, "step: '%.64s' is not a number from 1 to %d", argument,
             SLOW_TURNS_MAX);
    return -EINVAL;
}

static int write_status(struct session *s, const char *id, const char *argument,
                        char text[CMDQ_TEXT_MAX], char why[REQUESTS_WHY])
{
    (void)argument;
    (void)why;
    return status_write(s, id, text, CMDQ_TEXT_MAX);
}

static const struct requests_verb verbs[] = {
    {.name = "play", .event = EVENT_PLAY},
    {.name = "pause", .event = EVENT_PAUSE},
    {.name = "toggle", .event = EVENT_TOGGLE},
    {.name = "stop", .event = EVENT_STOP},
    {.name = "quit", .event = EVENT_QUIT},
    {.name = "next", .run = run_next},
    {.name = "previous", .run = run_previous},
    {.name = "go", .takes_argument = true, .run = requests_go},
    {.name = "seek", .takes_argument = true, .run = run_seek},
    {.name = "volume", .takes_argument = true, .run = run_volume},
    {.name = "repeat", .takes_argument = true, .run = requests_repeat},
    {.name = "shuffle", .takes_argument = true, .run = requests_shuffle},
    {.name = "loop", .takes_argument = true, .run = requests_loop},
    {.name = "slow", .takes_argument = true, .run = run_slow},
    {.name = "step", .takes_argument = true, .run = run_step},
    {.name = "add", .takes_argument = true, .run = requests_add},
    {.name = "insert", .takes_argument = true, .run = requests_insert},
    {.name = "remove", .takes_argument = true, .run = requests_remove},
    {.name = "move", .takes_argument = true, .run = requests_move},
    {.name = "clear", .run = requests_clear},
    {.name = "save", .takes_argument = true, .run = requests_save},
    {.name = "list", .takes_argument = true, .write = requests_list},
    {.name = "find", .takes_argument = true, .write = requests_find},
    {.name = "messages", .takes_argument = true, .write = requests_messages},
    {.name = "status", .write = write_status},
    {.name = "watch", .takes_argument = true, .wait = requests_watch},
};

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

const struct requests_verb *requests_find_verb(const char *name)
{
    for (size_t i = 0; i < VERBS; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

void requests_list_verbs(char *text, size_t size)
{
    size_t length = 0;

    for (size_t i = 0; i < VERBS && length < size; i++)
        length += (size_t)snprintf(text + length, size - length, "%s%s",
                                   i == 0           ? ""
                                   : i + 1 == VERBS ? " and "
                                                    : ", ",
                                   verbs[i].name);
}
