/*
 * config.h - the file of options: $XDG_CONFIG_HOME/rondo/config, or ~/.config/rondo/config.
 *
 * A line holds one option by its long name without the dashes, and its value behind '=':
 *
 *     volume = 80
 *     on-device-loss = wait
 *     quiet
 *
 * Blanks around either do not count, empty lines and those that begin with '#' neither. Of an
 * option that stands there twice, the last counts; the command line comes after the file.
 */
#ifndef PLAYER_CONFIG_H
#define PLAYER_CONFIG_H

#include "player/options.h"

enum { CONFIG_BYTES_MAX = 1 << 20, CONFIG_LINE_MAX = 8192 };

/*
 * The whole command line, with the file before it where there is one. 0, or -EINVAL and one line in
 * why[] that names the option, or the file and its line, and what is accepted; a file that was
 * asked for by name and cannot be read is an error, too.
 */
int config_load(int argc, char **argv, struct options *ret_options, char *why, size_t why_size);

/* Reads what a file says, `name` being its name in messages, onto the options. As above. */
int config_parse(const char *text, size_t bytes, const char *name, struct options *options,
                 char *why, size_t why_size);

/*
 * What `fresh` has otherwise than `options` is taken over where that can be while it plays; the
 * names of the others are written, with commas, "" where there are none.
 */
void config_follow(struct options *options, const struct options *fresh, char *ret_others,
                   size_t size);

/* Writes all options as such a file. */
void config_print(const struct options *options, FILE *file);

#endif
