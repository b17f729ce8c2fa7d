/*
 * select.h - from the name of an output to one that has been created.
 */
#ifndef PLAYER_CONSUMER_SELECT_H
#define PLAYER_CONSUMER_SELECT_H

#include "player/consumer/output.h"

struct selection {
    const struct output_ops *ops;
    struct output *output;
    char note[256]; /* a line for the listener, or "" */
};

/*
 * Creates an output of that kind. "auto" is portaudio, or sim where there is no device, which
 * `note` then says. On failure a negative errno, and why has a reason of one line.
 */
int select_output(const char *kind, const struct output_config *config,
                  struct selection *ret_selection, char *why, uint32_t why_size);

#endif
