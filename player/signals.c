/*
 * signals.c - signalfd, and the third Ctrl-C.
 *
 * All signals are blocked before the first thread or child exists, so none is ever delivered
 * in the classic way, and none can be lost between two system calls.
 */
#include "player/signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "player/options.h"

enum { TAPS_MS = 1500 };

int signals_open(int *ret_file)
{
    sigset_t set;
    int error, file;

    sigemptyset(&set);
    for (int i = 0; i < HELP_SIGNALS; i++)
        sigaddset(&set, help_signal_number(&help_signals[i]));
    error = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (error != 0)
        return -error;
    /* Reading or writing a terminal from the background must not stop the music. */
    signal(SIGTTIN, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    file = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (file < 0)
        return -errno;
    *ret_file = file;
    return 0;
}

enum signals_order signals_tap(struct signals_taps *taps, uint64_t now_ms)
{
    bool third = taps->ms[0] > 0 && now_ms - taps->ms[0] <= TAPS_MS;

    taps->ms[0] = taps->ms[1];
    taps->ms[1] = now_ms;
    return third ? SIGNALS_STOP : SIGNALS_TOGGLE;
}

static uint64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static enum signals_order order_of(int number, struct signals_taps *taps)
{
    static const enum signals_order realtime[] = {
        SIGNALS_FORWARD, SIGNALS_BACK, SIGNALS_GO, SIGNALS_VOLUME, SIGNALS_TRACK,
    };

    switch (number) {
    case SIGINT:
        return signals_tap(taps, monotonic_ms());
    case SIGHUP:
        return SIGNALS_RELOAD;
    case SIGTERM:
        return SIGNALS_STOP;
    case SIGQUIT:
        return SIGNALS_QUIT;
    case SIGUSR1:
        return SIGNALS_NEXT;
    case SIGUSR2:
        return SIGNALS_PREVIOUS;
    case SIGTSTP:
        return SIGNALS_SUSPEND;
    case SIGCONT:
        return SIGNALS_CONTINUE;
    case SIGWINCH:
        return SIGNALS_REDRAW;
    default:
        return number >= SIGRTMIN && number <= SIGRTMIN + 4 ? realtime[number - SIGRTMIN]
                                                            : SIGNALS_NONE;
    }
}

int signals_take(int file, struct signals_taps *taps, struct signals_taken *ret_taken)
{
    struct signalfd_siginfo info;

    if (read(file, &info, sizeof(info)) != sizeof(info))
        return -EAGAIN;
    *ret_taken = (struct signals_taken){
        .order = order_of((int)info.ssi_signo, taps),
        .value = info.ssi_int,
        .valued = info.ssi_code == SI_QUEUE,
    };
    return 0;
}
