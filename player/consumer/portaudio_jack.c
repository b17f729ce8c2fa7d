/*
 * portaudio_jack.c - keeps libjack asleep where no server runs, and speaks its one frame.
 *
 * Opening a JACK client begins, server or not, with a database in shared memory, whose locks a
 * killed process leaves locked: after some hundred kills every program that initialises
 * PortAudio prints errors, and in the end hangs. Our consumers are killed as a matter of
 * course, so the database stays closed unless a server's socket is there.
 */
#include "player/consumer/portaudio_jack.h"

#include <dlfcn.h>
#include <glob.h>
#include <string.h>

#include "shmring/layout.h"

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

bool portaudio_jack_takes(const struct output_format *format)
{
    return format->channels <= 2;
}

void portaudio_jack_widen(const struct output_format *format, const void *samples, uint32_t frames,
                          uint32_t *ret_frames)
{
    const uint32_t *words = samples;
    const uint16_t *halves = samples;
    uint32_t last = format->channels - 1u;

    for (uint32_t i = 0; i < frames; i++) {
        for (uint32_t side = 0; side < 2; side++) {
            uint32_t from = i * format->channels + (side < last ? side : last);

            ret_frames[2 * i + side] =
                format->sample == SAMPLE_S16 ? (uint32_t)halves[from] << 16 : words[from];
        }
    }
}

uint32_t portaudio_jack_queue_frames(uint32_t latency_ms, uint32_t rate)
{
    uint64_t wanted = (uint64_t)latency_ms * rate / 1000;
    uint32_t frames = 32;

    while (2ull * frames <= wanted)
        frames *= 2;
    return frames;
}
