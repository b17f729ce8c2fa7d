/*
 * portaudio_alsa.h - what PortAudio does not tell of a device of ALSA.
 */
#ifndef PLAYER_CONSUMER_PORTAUDIO_ALSA_H
#define PLAYER_CONSUMER_PORTAUDIO_ALSA_H

#include <stdbool.h>

/*
 * Whether PortAudio's device of that number is one of ALSA that takes 16 bit and nothing wider.
 * PortAudio takes any samples for it, and cuts them off. false: it is not, or cannot be asked.
 */
bool portaudio_alsa_narrow(int device);

#endif
