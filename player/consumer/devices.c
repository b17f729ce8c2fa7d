/*
 * devices.c - PortAudio's list of devices.
 *
 * PortAudio aborts the process when ALSA's configuration has no device, or is missing. So the
 * configuration is looked at first: the device "default", that every complete one defines,
 * keeps PortAudio's own count right.
 *
 * It also asks for a JACK client, and libjack begins that, server or not, with a database in
 * shared memory, whose locks a killed process leaves locked: after some hundred kills every
 * program that initialises PortAudio prints errors, and in the end hangs. Our consumers are
 * killed as a matter of course, so libjack is not asked unless a server's socket is there.
 */
#include "player/consumer/devices.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <portaudio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "player/consumer/portaudio_quiet.h"

typedef void *client_open(const char *name, int options, int *ret_status, ...);

/* JackFailure and JackServerFailed, of jack/types.h */
enum { NO_SERVER = 0x01 | 0x10 };

/* The sockets of JACK 2 and of JACK 1. */
static const char *const sockets[] = {"/dev/shm/jack_*_0", "/dev/shm/jack-*/*/jack_0"};

static bool server_runs(void)
{
    bool found = false;
    glob_t paths;

    for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]) && !found; i++) {
        found = glob(sockets[i], GLOB_NOSORT, NULL, &paths) == 0;
        if (found)
            globfree(&paths);
    }
    return found;
}

/* PipeWire's libjack has neither those sockets nor that database. */
static bool is_pipewire(void *function)
{
    Dl_info info;

    return dladdr(function, &info) != 0 && info.dli_fname && strstr(info.dli_fname, "pipewire");
}

void *jack_client_open(const char *name, int options, int *ret_status, ...)
{
    void *function = dlsym(RTLD_NEXT, "jack_client_open");
    client_open *next;

    if (!function || (!is_pipewire(function) && !server_runs())) {
        if (ret_status)
            *ret_status = NO_SERVER;
        return NULL;
    }
    *(void **)&next = function;
    return next(name, options, ret_status);
}

static bool alsa_is_configured(void)
{
    snd_config_t *node;

    return snd_config_update() >= 0 && snd_config &&
           snd_config_search(snd_config, "pcm.default", &node) >= 0;
}

int devices_open(char *why, uint32_t why_size)
{
    const char *path = getenv("ALSA_CONFIG_PATH");
    PaError error;

    if (!alsa_is_configured()) {
        snd_config_update_free_global();
        snprintf(why, why_size, "no audio device: %s%s is missing or defines no default device",
                 path ? "ALSA_CONFIG_PATH=" : "ALSA's configuration", path ? path : "");
        return -ENODEV;
    }
    error = Pa_Initialize();
    if (error != paNoError) {
        snprintf(why, why_size, "no audio device: %s", Pa_GetErrorText(error));
        return -ENODEV;
    }
    return 0;
}

void devices_close(void)
{
    Pa_Terminate();
}

/* NULL where the device cannot play. */
static const PaDeviceInfo *output_info(int device)
{
    const PaDeviceInfo *info = Pa_GetDeviceInfo(device);

    return info && info->maxOutputChannels > 0 ? info : NULL;
}

static int find_number(const char *wanted, int *ret_device, char *why, uint32_t why_size)
{
    unsigned long number = strtoul(wanted, NULL, 10);

    if (number >= INT_MAX || !output_info((int)number)) {
        snprintf(why, why_size, "no audio device has the number %s; rondo --list-devices shows all",
                 wanted);
        return -ENODEV;
    }
    *ret_device = (int)number;
    return 0;
}

static int find_name(const char *wanted, int *ret_device, char *why, uint32_t why_size)
{
    int found = paNoDevice;
    int count = 0;

    for (int i = 0; i < Pa_GetDeviceCount(); i++) {
        const PaDeviceInfo *info = output_info(i);

        if (info && strcasecmp(info->name, wanted) == 0) {
            *ret_device = i;
            return 0;
        }
        if (info && strcasestr(info->name, wanted)) {
            found = i;
            count++;
        }
    }
    if (count != 1) {
        snprintf(why, why_size, "%s audio device is called '%s'; rondo --list-devices shows all",
                 count == 0 ? "no" : "more than one", wanted);
        return -ENODEV;
    }
    *ret_device = found;
    return 0;
}

int devices_find(const char *wanted, int *ret_device, char *why, uint32_t why_size)
{
    int device = Pa_GetDefaultOutputDevice();

    if (wanted[0] != '\0' && wanted[strspn(wanted, "0123456789")] == '\0')
        return find_number(wanted, ret_device, why, why_size);
    if (wanted[0] != '\0')
        return find_name(wanted, ret_device, why, why_size);
    if (device == paNoDevice) {
        snprintf(why, why_size, "no audio device");
        return -ENODEV;
    }
    *ret_device = device;
    return 0;
}

static void print_list(FILE *to)
{
    int count = Pa_GetDeviceCount();
    int width = 0;
    bool any = false;

    for (int i = 0; i < count; i++) {
        const PaDeviceInfo *info = output_info(i);

        if (info && (int)strlen(info->name) > width)
            width = (int)strlen(info->name);
    }
    for (int i = 0; i < count; i++) {
        const PaDeviceInfo *info = output_info(i);

        if (!info)
            continue;
        any = true;
        fprintf(to, "%c %2d  %-*s  %-4s  %3d channels  %6.0f Hz\n",
                i == Pa_GetDefaultOutputDevice() ? '*' : ' ', i, width, info->name,
                Pa_GetHostApiInfo(info->hostApi)->name, info->maxOutputChannels,
                info->defaultSampleRate);
    }
    if (!any)
        fprintf(to, "no audio device; `-o sim` plays on a simulated one\n");
}

int devices_list(FILE *to)
{
    struct portaudio_quiet quiet;
    char why[256];
    int error = portaudio_quiet_begin(&quiet);

    if (error < 0)
        return error;
    error = devices_open(why, sizeof(why));
    if (error == 0) {
        print_list(to);
        devices_close();
    } else {
        fprintf(to, "%s; `-o sim` plays on a simulated one\n", why);
    }
    portaudio_quiet_end(&quiet);
    return fflush(to) == 0 ? 0 : -errno;
}
