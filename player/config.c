/*
 * config.c - see config.h. Names, values and messages are those of the command line: one table
 * (options_rules.c) serves both.
 */
#include "player/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "player/options_rules.h"
#include "player/text.h"
#include "player/xdg.h"

enum { QUOTED_COLUMNS = 60 };

static int read_file(const char *path, char **ret_text, size_t *ret_bytes)
{
    struct stat status;
    char *text = NULL;
    size_t bytes = 0;
    ssize_t got = 1;
    int error = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (file < 0)
        return -errno;
    if (fstat(file, &status) < 0)
        error = -errno;
    else if (!S_ISREG(status.st_mode))
        error = S_ISDIR(status.st_mode) ? -EISDIR : -EINVAL;
    else if (status.st_size > CONFIG_BYTES_MAX)
        error = -EFBIG;
    if (error == 0)
        text = malloc((size_t)status.st_size + 1);
    if (error == 0 && !text)
        error = -ENOMEM;
    while (error == 0 && got > 0 && bytes < (size_t)status.st_size) {
        got = read(file, text + bytes, (size_t)status.st_size - bytes);
        if (got < 0 && errno != EINTR)
            error = -errno;
        bytes += got > 0 ? (size_t)got : 0;
    }
    close(file);
    if (error < 0) {
        free(text);
        return error;
    }
    *ret_text = text;
    *ret_bytes = bytes;
    return 0;
}

static char *trim(char *text)
{
    size_t length;

    text += strspn(text, " \t\r");
    length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]))
        length--;
    text[length] = '\0';
    return text;
}

static const struct options_rule *find_rule(const char *name)
{
    for (int i = 0; i < OPTIONS_RULES; i++)
        if (strcmp(options_rules[i].name, name) == 0)
            return &options_rules[i];
    return NULL;
}

/* 0, or -EINVAL and what is wrong with the line. */
static int take_line(char *line, struct options *options, char *why, size_t why_size)
{
    char *sign = strchr(line, '='), *value = NULL;
    const struct options_rule *rule;
    char quoted[4 * QUOTED_COLUMNS];

    if (sign) {
        *sign = '\0';
        value = trim(sign + 1);
    }
    line = trim(line);
    rule = find_rule(line);
    text_fit(text_utf8(), quoted, sizeof(quoted), rule && value ? value : line, QUOTED_COLUMNS);
    if (!rule)
        snprintf(why, why_size, "'%s' is not an option; see rondo --print-config", quoted);
    else if (!rule->show)
        snprintf(why, why_size, "%s: only on the command line", rule->name);
    else if (rule->accepts && !value)
        snprintf(why, why_size, "%s: needs %s", rule->name, rule->accepts);
    else if (!rule->accepts && value)
        snprintf(why, why_size, "%s: takes no value", rule->name);
    else if (rule->take(options, value) != 0)
        snprintf(why, why_size, "%s: '%s' is not %s", rule->name, quoted, rule->accepts);
    else
        return 0;
    return -EINVAL;
}

int config_parse(const char *text, size_t bytes, const char *name, struct options *options,
                 char *why, size_t why_size)
{
    char line[CONFIG_LINE_MAX + 1], safe[PATH_MAX], reason[512];
    uint32_t number = 0;
    size_t at = 0;

    while (at < bytes) {
        const char *end = memchr(text + at, '\n', bytes - at);
        size_t length = end ? (size_t)(end - text) - at : bytes - at;
        int error = 0;

        number++;
        snprintf(reason, sizeof(reason), "it is longer than %d bytes, or no text", CONFIG_LINE_MAX);
        if (length > CONFIG_LINE_MAX || memchr(text + at, '\0', length)) {
            error = -EINVAL;
        } else {
            memcpy(line, text + at, length);
            line[length] = '\0';
            if (*trim(line) && *trim(line) != '#')
                error = take_line(line, options, reason, sizeof(reason));
        }
        if (error < 0) {
            text_sanitize(text_utf8(), safe, sizeof(safe), name);
            snprintf(why, why_size, "%s:%u: %s", safe, number, reason);
            return error;
        }
        at += length + 1;
    }
    return 0;
}

/* The file is there and read, or it is not there and nobody has asked for it. */
static int add_file(const char *wanted, struct options *options, char *why, size_t why_size)
{
    char usual[PATH_MAX], safe[PATH_MAX];
    const char *path = wanted;
    char *text = NULL;
    size_t bytes = 0;
    int error;

    if (!wanted) {
        xdg_path("XDG_CONFIG_HOME", ".config", "rondo/config", usual);
        path = usual;
    }
    error = *path ? read_file(path, &text, &bytes) : -ENOENT;
    if (error == -ENOENT && !wanted)
        return 0;
    if (error < 0) {
        text_sanitize(text_utf8(), safe, sizeof(safe), path);
        snprintf(why, why_size, "%s: %s", safe,
                 error == -EINVAL ? "not a regular file" : strerror(-error));
        return -EINVAL;
    }
    error = config_parse(text, bytes, path, options, why, why_size);
    free(text);
    return error;
}

int config_load(int argc, char **argv, struct options *ret_options, char *why, size_t why_size)
{
    struct options first, options;
    int error;

    /* Whether there has to be a file to play is not known before the file of options is read. */
    options_defaults(&first);
    first.resume = true;
    error = options_parse_onto(argc, argv, &first, why, why_size);
    if (error < 0)
        return error;
    options_defaults(&options);
    if (!first.no_config && (first.action == OPTIONS_PLAY || first.action == OPTIONS_PRINT_CONFIG))
        error = add_file(first.config, &options, why, why_size);
    options.volume_given = false;
    if (error == 0)
        error = options_parse_onto(argc, argv, &options, why, why_size);
    if (error == 0)
        *ret_options = options;
    return error;
}

void config_print(const struct options *options, FILE *file)
{
    char value[OPTIONS_VALUE_MAX];

    for (int i = 0; i < OPTIONS_RULES; i++) {
        const struct options_rule *rule = &options_rules[i];

        if (!rule->show)
            continue;
        if (!rule->show(options, value))
            fprintf(file, "# %s%s\n", rule->name, rule->accepts ? " =" : "");
        else if (rule->accepts)
            fprintf(file, "%s = %s\n", rule->name, value);
        else
            fprintf(file, "%s\n", rule->name);
    }
}

void config_follow(struct options *options, const struct options *fresh, char *ret_others,
                   size_t size)
{
    char before[OPTIONS_VALUE_MAX], after[OPTIONS_VALUE_MAX];
    size_t length = 0;

    ret_others[0] = '\0';
    for (int i = 0; i < OPTIONS_RULES; i++) {
        const struct options_rule *rule = &options_rules[i];
        bool was = rule->show && rule->show(options, before);
        bool is = rule->show && rule->show(fresh, after);

        if (!rule->show || (was == is && (!was || strcmp(before, after) == 0)))
            continue;
        if (rule->live)
            rule->take(options, after);
        else if (length < size)
            length += (size_t)snprintf(ret_others + length, size - length, "%s%s",
                                       length > 0 ? ", " : "", rule->name);
    }
}
