/*
 * portaudio_alsa.c - asks ALSA itself, by the name that PortAudio has of a device: "default", or
 * "HDA Intel: ALC295 (hw:0,0)".
 */
#include "player/consumer/portaudio_alsa.h"

#include <alsa/asoundlib.h>
#include <portaudio.h>
#include <stdio.h>
#include <string.h>

static void name_of(const char *listed, char *name, size_t size)
{
    const char *hardware = strstr(listed, "(hw:");

    snprintf(name, size, "%s", hardware ? hardware + 1 : listed);
    if (hardware)
        name[strcspn(name, ")")] = '\0';
}

/* Floats count as wide: a device that takes them has a driver that works with them. */
static bool takes_only_16_bit(snd_pcm_t *pcm)
{
    static const snd_pcm_format_t wide[] = {SND_PCM_FORMAT_FLOAT, SND_PCM_FORMAT_S32,
                                            SND_PCM_FORMAT_S24, SND_PCM_FORMAT_S24_3LE,
                                            SND_PCM_FORMAT_S24_3BE};
    snd_pcm_hw_params_t *params;

    snd_pcm_hw_params_alloca(&params);
    if (snd_pcm_hw_params_any(pcm, params) < 0 ||
        snd_pcm_hw_params_test_format(pcm, params, SND_PCM_FORMAT_S16) < 0)
        return false;
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
        if (snd_pcm_hw_params_test_format(pcm, params, wide[i]) == 0)
            return false;
    return true;
}

bool portaudio_alsa_narrow(int device)
{
    const PaDeviceInfo *info = Pa_GetDeviceInfo(device);
    snd_pcm_t *pcm;
    char name[200];
    bool narrow;

    if (!info || Pa_GetHostApiInfo(info->hostApi)->type != paALSA)
        return false;
    name_of(info->name, name, sizeof(name));
    if (snd_pcm_open(&pcm, name, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK) < 0)
        return false;
    narrow = takes_only_16_bit(pcm);
    snd_pcm_close(pcm);
    return narrow;
}
