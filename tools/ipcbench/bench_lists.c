/*
 * bench_lists.c - takes lists apart.
 */
#include "tools/ipcbench/bench_lists.h"

#include <errno.h>
#include <string.h>

enum { KIB = 1024, WORD_MAX = 64 };

int bench_lists_number(const char *text, uint64_t greatest, uint64_t *ret_number,
                       const char **ret_end)
{
    uint64_t number = 0;

    if (*text < '0' || *text > '9')
        return -EINVAL;
    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (uint64_t)(*text - '0');
        if (number > greatest)
            return -EINVAL;
    }
    *ret_number = number;
    *ret_end = text;
    return 0;
}

/* Copies the word up to the next comma and moves on behind that; -EINVAL: empty or too long. */
static int next_word(const char **list, char ret_word[WORD_MAX])
{
    size_t length = strcspn(*list, ",");

    if (length == 0 || length >= WORD_MAX)
        return -EINVAL;
    memcpy(ret_word, *list, length);
    ret_word[length] = '\0';
    *list += length;
    if (**list == ',' && *++*list == '\0')
        return -EINVAL;
    return 0;
}

int bench_lists_transports(const char *list, struct bench_options *options)
{
    char word[WORD_MAX];

    if (!*list)
        return -EINVAL;
    memset(options->transports, 0, sizeof(options->transports));
    while (*list) {
        size_t i = 0;

        if (next_word(&list, word) < 0)
            return -EINVAL;
        while (i < TRANSPORT_COUNT && strcmp(transport_all[i]->name, word) != 0)
            i++;
        if (i == TRANSPORT_COUNT)
            return -EINVAL;
        options->transports[i] = true;
    }
    return 0;
}

int bench_lists_add_size(struct bench_options *options, uint32_t size)
{
    size_t at = 0;

    while (at < options->size_count && options->sizes[at] < size)
        at++;
    if (at < options->size_count && options->sizes[at] == size)
        return 0;
    if (options->size_count == BENCH_SIZES_MAX)
        return -EINVAL;
    memmove(&options->sizes[at + 1], &options->sizes[at],
            (options->size_count - at) * sizeof(options->sizes[0]));
    options->sizes[at] = size;
    options->size_count++;
    return 0;
}

static int parse_size(const char *word, uint32_t *ret_size)
{
    uint64_t size;
    const char *end;

    if (bench_lists_number(word, TRANSPORT_SIZE_MAX, &size, &end) < 0)
        return -EINVAL;
    if (*end == 'K' || *end == 'k') {
        size *= KIB;
        end++;
    }
    if (*end || size < TRANSPORT_SIZE_MIN || size > TRANSPORT_SIZE_MAX ||
        size % TRANSPORT_SIZE_STEP != 0)
        return -EINVAL;
    *ret_size = (uint32_t)size;
    return 0;
}

int bench_lists_sizes(const char *list, struct bench_options *options)
{
    char word[WORD_MAX];
    uint32_t size;

    options->size_count = 0;
    while (*list)
        if (next_word(&list, word) < 0 || parse_size(word, &size) < 0 ||
            bench_lists_add_size(options, size) < 0)
            return -EINVAL;
    return options->size_count > 0 ? 0 : -EINVAL;
}
