/*
 * card.h - for tests: a virtual sound card in a folder of its own.
 *
 * card_create() makes the folder, writes an ALSA configuration in which the card is the default
 * device and nothing else exists, and sets ALSA_CONFIG_PATH, so that this process, once it
 * initialises PortAudio, and its children play on the card. README.md tells what the card does,
 * and which events its log has. One card at a time.
 */
#ifndef TESTS_CARD_CARD_H
#define TESTS_CARD_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum card_command { CARD_RUN = 'r', CARD_STALL = 's', CARD_DIE = 'd' };

/* All zero is a card that takes everything it knows, and plays in real time. */
struct card_options {
    const char *formats;  /* "S16_LE S24_3LE S24_LE S32_LE FLOAT_LE", or some of them */
    const char *rates;    /* "44100 48000"; without: 4000 to 192000 */
    const char *channels; /* "2"; without: 1 to 8 */
    const char *names;    /* more devices that lead to this card: "attic cellar" */
    double speed;         /* 4: four times as fast as real time; 0: 1 */
};

struct card {
    char folder[256];
    volatile char *command;
    char *previous; /* ALSA_CONFIG_PATH as it was, or NULL */
};

/* 0 or a negative errno; nothing is left behind on failure. The card runs. */
int card_create(const struct card_options *options, struct card *ret_card);

/* Removes the folder and sets ALSA_CONFIG_PATH back. */
void card_remove(struct card *card);

/* Takes effect when the program next looks at its device. */
void card_command(struct card *card, enum card_command command);

/* Replace the ALSA configuration, for whoever reads it next; 0 or a negative errno. */
int card_configure(const struct card *card, const struct card_options *options);
int card_configure_text(const struct card *card, const char *text);

/* What has been played so far: bytes, and a copy of them for the caller to free. */
size_t card_recorded(const struct card *card);
int card_read_record(const struct card *card, uint8_t **ret_bytes, size_t *ret_size);

/* How many events so far begin with these words: "underrun", "open S16_LE 48000". */
unsigned card_count(const struct card *card, const char *event);

/* Sleep until there are so many; false after timeout_ms. */
bool card_await_recorded(const struct card *card, size_t bytes, uint32_t timeout_ms);
bool card_await_count(const struct card *card, const char *event, unsigned count,
                      uint32_t timeout_ms);

#endif
