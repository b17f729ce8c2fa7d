/*
 * options_rules.h - the table of options: their names, what they accept, who takes their value.
 * Private to options*.c.
 */
#ifndef PLAYER_OPTIONS_RULES_H
#define PLAYER_OPTIONS_RULES_H

#include "player/options.h"

struct options_rule {
    const char *name;
    char letter;         /* 0: it has none */
    const char *accepts; /* NULL: it takes no value */
    int (*take)(struct options *options, const char *value);
    enum options_action action; /* what is asked for, if not playing; `take` is NULL then */
    /* Writes the value as `take` takes it; false: a flag that is not set. NULL: not in a file. */
    bool (*show)(const struct options *options, char *text);
    bool live; /* a change in the file takes effect while it plays */
};

enum { OPTIONS_RULES = 32, OPTIONS_VALUE_MAX = PATH_MAX + 1024 };
extern const struct options_rule options_rules[OPTIONS_RULES];

/* options_values.c */
int options_take_output(struct options *options, const char *value);
int options_take_name(struct options *options, const char *value);
int options_take_start(struct options *options, const char *value);
int options_take_buffer(struct options *options, const char *value);
int options_take_latency(struct options *options, const char *value);
int options_take_volume(struct options *options, const char *value);
int options_take_spool_limit(struct options *options, const char *value);
int options_take_loss(struct options *options, const char *value);
int options_take_consumer_timeout(struct options *options, const char *value);
int options_take_producer_timeout(struct options *options, const char *value);
int options_take_no_sandbox(struct options *options, const char *value);
int options_take_slow(struct options *options, const char *value);
int options_take_step(struct options *options, const char *value);
int options_take_resume(struct options *options, const char *value);
int options_take_scan(struct options *options, const char *value);
int options_take_json(struct options *options, const char *value);
int options_take_screen(struct options *options, const char *value);
int options_take_quiet(struct options *options, const char *value);
int options_take_config(struct options *options, const char *value);
int options_take_no_config(struct options *options, const char *value);
bool options_show_output(const struct options *options, char *text);
bool options_show_name(const struct options *options, char *text);
bool options_show_start(const struct options *options, char *text);
bool options_show_buffer(const struct options *options, char *text);
bool options_show_latency(const struct options *options, char *text);
bool options_show_volume(const struct options *options, char *text);
bool options_show_spool_limit(const struct options *options, char *text);
bool options_show_loss(const struct options *options, char *text);
bool options_show_consumer_timeout(const struct options *options, char *text);
bool options_show_producer_timeout(const struct options *options, char *text);
bool options_show_no_sandbox(const struct options *options, char *text);
bool options_show_slow(const struct options *options, char *text);
bool options_show_step(const struct options *options, char *text);
bool options_show_resume(const struct options *options, char *text);
bool options_show_screen(const struct options *options, char *text);
bool options_show_quiet(const struct options *options, char *text);

/* options_sound.c */
int options_take_rate(struct options *options, const char *value);
int options_take_channels(struct options *options, const char *value);
bool options_show_rate(const struct options *options, char *text);
bool options_show_channels(const struct options *options, char *text);

/* options_modes.c */
int options_take_end(struct options *options, const char *value);
int options_take_loop(struct options *options, const char *value);
int options_take_repeat(struct options *options, const char *value);
int options_take_shuffle(struct options *options, const char *value);
int options_take_seed(struct options *options, const char *value);
bool options_show_end(const struct options *options, char *text);
bool options_show_loop(const struct options *options, char *text);
bool options_show_repeat(const struct options *options, char *text);
bool options_show_shuffle(const struct options *options, char *text);
bool options_show_seed(const struct options *options, char *text);

#endif
