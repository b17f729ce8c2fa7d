/*
 * portaudio_quiet.c - error handlers that say nothing, and fd 2 on /dev/null.
 *
 * libjack comes with PortAudio, not with us: its setters, like a sanitizer's, are looked up
 * while running, and left alone where they are missing.
 */
#include "player/consumer/portaudio_quiet.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

typedef void jack_printer(const char *text);
typedef void jack_setter(jack_printer *printer);
typedef void sanitizer_setter(void *fd);

static void ignore_alsa(const char *file, int line, const char *function, int error,
                        const char *format, ...)
{
    (void)file;
    (void)line;
    (void)function;
    (void)error;
    (void)format;
}

static void ignore_jack(const char *text)
{
    (void)text;
}

static void silence_jack(const char *setter)
{
    jack_setter *set;

    *(void **)&set = dlsym(RTLD_DEFAULT, setter);
    if (set)
        set(ignore_jack);
}

static void send_sanitizer_reports_to(int fd)
{
    sanitizer_setter *set;

    *(void **)&set = dlsym(RTLD_DEFAULT, "__sanitizer_set_report_fd");
    if (set)
        set((void *)(intptr_t)fd);
}

int portaudio_quiet_begin(struct portaudio_quiet *ret_quiet)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    int before;

    if (nowhere < 0)
        return -errno;
    before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (before < 0 && errno != EBADF) {
        int error = -errno;

        close(nowhere);
        return error;
    }
    if (before >= 0)
        send_sanitizer_reports_to(before);
    if (nowhere != STDERR_FILENO) {
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
    snd_lib_error_set_handler(ignore_alsa);
    silence_jack("jack_set_error_function");
    silence_jack("jack_set_info_function");
    ret_quiet->before = before;
    return 0;
}

void portaudio_quiet_end(struct portaudio_quiet *quiet)
{
    snd_lib_error_set_handler(NULL);
    if (quiet->before < 0) {
        close(STDERR_FILENO);
        return;
    }
    dup2(quiet->before, STDERR_FILENO);
    send_sanitizer_reports_to(STDERR_FILENO);
    close(quiet->before);
}
