/*
 * options.h - rondo's command line, and the texts that explain it (help.c).
 *
 * Nothing is opened or looked up here. Strings point into argv or are copied, so argv has to
 * outlive the options.
 */
#ifndef PLAYER_OPTIONS_H
#define PLAYER_OPTIONS_H

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "player/options_modes.h"

enum options_action {
    OPTIONS_PLAY,
    OPTIONS_HELP,
    OPTIONS_VERSION,
    OPTIONS_LIST_DEVICES,
    OPTIONS_SIGNALS,
    OPTIONS_PRINT_CONFIG
};

/*
 * KIND[:ARGUMENT][,option=value...], taken apart. An argument may hold commas, as the device
 * "hw:0,0" does: the options begin at the first comma that a name and '=' follow. A file's name
 * is all that follows the colon.
 */
struct options_output {
    char kind[16];           /* "auto", "portaudio", "sim", "wav", "raw" or "null" */
    char argument[PATH_MAX]; /* "" where there is none */
    char options[512];       /* "speed=0,period=10", or ""; names and values are not checked */
};

enum { OPTIONS_NAME_MAX = 32 };

/* What a lost device does to the music, besides halting it at that frame. */
enum options_loss {
    OPTIONS_LOSS_PAUSE, /* it comes back paused, lest it shouts from the wrong loudspeaker */
    OPTIONS_LOSS_WAIT,  /* it goes on as soon as the device is back */
    OPTIONS_LOSS_QUIT
};

struct options {
    enum options_action action; /* the first that is asked for, and then no more is parsed */
    struct options_output output;
    char name[OPTIONS_NAME_MAX + 1]; /* the instance's */
    uint64_t start_ms;               /* where the first track begins */
    struct options_modes modes;
    uint32_t buffer_ms;       /* how much sound the ring holds */
    uint32_t latency_ms;      /* how much of it the device holds */
    uint32_t volume;          /* percent, at most 100 */
    bool volume_given;        /* on the command line */
    uint32_t rate;            /* Hz that all is resampled to; 0: none */
    uint32_t channels;        /* that all is mixed to; 0: none */
    uint32_t spool_limit_mib; /* memory for what is no file to seek in */
    enum options_loss on_device_loss;
    uint32_t consumer_timeout_ms; /* without sound handed over, though there is some */
    uint32_t producer_timeout_ms; /* without a block, though there is room */
    bool sandbox;                 /* the producer's */
    uint32_t slow;                /* slower by this factor; 1: not at all */
    bool step;                    /* each step of the protocol waits to be allowed */
    bool scan;                    /* tell how loud the files are, instead of playing them; */
    bool json;                    /* as JSON */
    bool screen;                  /* all of the terminal, rather than a line */
    bool quiet;
    bool resume;        /* go on where the last session of that name left off */
    const char *config; /* the file of options to be read, or NULL: the usual one */
    bool no_config;     /* none is read */
    int argc;           /* the command line, for when the file is read again */
    char **argv;
    char **files; /* at least one if the action is OPTIONS_PLAY, or else `resume` */
    uint32_t file_count;
};

/*
 * 0, or -EINVAL and one line in why[] that names the option and what is accepted. It reorders
 * argv, and is not for several threads: getopt_long() has static state, begun anew each time.
 */
int options_parse(int argc, char **argv, struct options *ret_options, char *why, size_t why_size);

/* The two halves of it: what is so without any option, and what the command line adds to that. */
void options_defaults(struct options *ret_options);
int options_parse_onto(int argc, char **argv, struct options *options, char *why, size_t why_size);

/* Takes the value of --output apart. 0 or -EINVAL. */
int options_parse_output(const char *text, struct options_output *ret_output);

/*
 * Slow motion is the simulated device's: where --slow or --step is given and no output, that one is
 * chosen. 0, or -EINVAL and one line in why[]: another output was given.
 */
int options_slow_output(struct options *options, char *why, size_t why_size);

/* Digits and nothing else, from low to high. 0 or -EINVAL. */
int options_parse_number(const char *text, uint32_t low, uint32_t high, uint32_t *ret_number);

/* What a signal does: one row for each that rondo handles, for --signals and for dispatching. */
struct signal_row {
    int number;    /* SIGINT, ...; where `realtime`, what is to be added to SIGRTMIN */
    bool realtime; /* it carries a value */
    const char *name;
    const char *what;
};

enum { HELP_SIGNALS = 16 };
extern const struct signal_row help_signals[HELP_SIGNALS];

/* SIGRTMIN is no constant, so the table cannot hold it. */
static inline int help_signal_number(const struct signal_row *row)
{
    return row->realtime ? SIGRTMIN + row->number : row->number;
}

/* What --help and --signals print. */
void help_write(FILE *file);
void help_write_signals(FILE *file);

#endif
