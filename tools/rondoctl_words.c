/*
 * rondoctl_words.c - only the number of words is looked at; what they say is for the player to
 * judge.
 */
#include "tools/rondoctl_words.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static unsigned count_of(char **words)
{
    unsigned count = 0;

    while (words[count])
        count++;
    return count;
}

/* Those that are sent with one request. */
static unsigned words_of(const struct rondoctl_verb *verb)
{
    bool sent = verb->argument && !verb->option;

    return verb->words > 0 ? verb->words : sent;
}

bool rondoctl_words_fit(const struct rondoctl_verb *verb, char **words)
{
    unsigned count = count_of(words), wanted = words_of(verb);

    if (verb->option)
        return count == 0 || (count == 1 && strcmp(words[0], verb->option) == 0);
    if (count < wanted)
        return verb->optional && count == 0;
    return count == wanted || verb->many;
}

unsigned rondoctl_words_count(const struct rondoctl_verb *verb, char **words)
{
    return verb->many ? count_of(words) - words_of(verb) + 1 : 1;
}

static bool is_address(const char *path)
{
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0;
}

/* A file's with the folder before it, for the player is in another one. */
static int append_path(const char *path, char argument[CMDQ_TEXT_MAX], size_t used)
{
    char folder[PATH_MAX] = "";
    int bytes;

    if (*path != '/' && !is_address(path) && !getcwd(folder, sizeof(folder) - 1))
        return -errno;
    if (*folder && folder[1])
        strcat(folder, "/");
    bytes = snprintf(argument + used, CMDQ_TEXT_MAX - used, "%s%s", folder, path);
    return bytes < 0 || (size_t)bytes >= CMDQ_TEXT_MAX - used ? -E2BIG : 0;
}

int rondoctl_words_request(const struct rondoctl_verb *verb, char **words, unsigned number,
                           char ret_argument[CMDQ_TEXT_MAX])
{
    unsigned plain = words_of(verb) - verb->path;
    size_t used = 0;

    ret_argument[0] = '\0';
    if (verb->option || !words[0])
        return 0;
    for (unsigned i = 0; i < plain; i++) {
        bool more = i + 1 < plain || verb->path;
        used += (size_t)snprintf(ret_argument + used, CMDQ_TEXT_MAX - used, "%s%s", words[i],
                                 more ? " " : "");
        if (used >= CMDQ_TEXT_MAX)
            return -E2BIG;
    }
    if (!verb->path)
        return 0;
    if (verb->backwards)
        number = rondoctl_words_count(verb, words) - 1 - number;
    return append_path(words[plain + number], ret_argument, used);
}
