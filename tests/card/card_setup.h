/*
 * card_setup.h - the virtual card's parameters, from its section in an ALSA configuration.
 */
#ifndef TESTS_CARD_CARD_SETUP_H
#define TESTS_CARD_CARD_SETUP_H

#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <alsa/pcm_ioplug.h>

/* Strings belong to the configuration. NULL: not given. */
struct card_setup {
    const char *record;
    const char *log;
    const char *control;
    const char *formats;  /* names as ALSA writes them, with spaces between */
    const char *rates;    /* numbers, with spaces between */
    const char *channels; /* the same */
    double speed;
};

/* 0, or -EINVAL: a name that is not known, or a value of another type. */
int card_setup_read(snd_config_t *config, struct card_setup *ret_setup);

/* Tells ALSA what the card takes; 0 or a negative errno. */
int card_setup_constrain(const struct card_setup *setup, snd_pcm_ioplug_t *io);

#endif
