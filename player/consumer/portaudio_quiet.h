/*
 * portaudio_quiet.h - keeps PortAudio, and the libraries below it, from printing.
 *
 * They print from wherever they are: ALSA and JACK when they look for devices, PortAudio when
 * a call fails, the sound servers' plug-ins from threads of their own. Their error handlers
 * catch some of it. The rest goes to fd 2, which therefore leads to /dev/null between begin and
 * end. Whoever calls this reports by other means; a sanitizer's report still gets out.
 */
#ifndef PLAYER_CONSUMER_PORTAUDIO_QUIET_H
#define PLAYER_CONSUMER_PORTAUDIO_QUIET_H

struct portaudio_quiet {
    int before; /* where fd 2 led, or -1 */
};

/* 0 or a negative errno, and then nothing has changed. */
int portaudio_quiet_begin(struct portaudio_quiet *ret_quiet);

void portaudio_quiet_end(struct portaudio_quiet *quiet);

#endif
