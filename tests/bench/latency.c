/*
 * latency.c - how long somebody waits who asks for another sound: on the virtual card, from a
 * request (a signal) to the first frame that the card plays of what was asked for; and from exec
 * to the first frame, beside players that are known to be quick. Prints, and judges nothing.
 *
 * The card's log has the milliseconds of CLOCK_MONOTONIC at which its clock began to take frames:
 * each request throws away what it holds, and the next "start" is the new sound.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/card/card.h"

enum { ROUNDS = 5, WORDS_MAX = 24, LIST = 12, PATIENCE_MS = 10000, SETTLE_MS = 400 };

extern char **environ;

static struct card card;
static const char *programs;
static const char *samples;

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void wait_ms(int ms)
{
    poll(NULL, 0, ms);
}

/* When the latest "start" of the log was, in whole ms; -1: there is none. */
static double last_start(void)
{
    char path[512], line[256];
    double last = -1;
    FILE *log;

    snprintf(path, sizeof(path), "%s/log", card.folder);
    log = fopen(path, "re");
    while (log && fgets(line, sizeof(line), log))
        if (strstr(line, " start"))
            last = atof(line);
    if (log)
        fclose(log);
    return last;
}

/* How long after `began` the card started; -1: it never did. */
static double await_start(double began)
{
    while (now_ms() < began + PATIENCE_MS) {
        double start = last_start();

        if (start >= (double)(int64_t)began)
            return start - began > 0 ? start - began : 0;
        wait_ms(1);
    }
    return -1;
}

static pid_t run(char *const words[])
{
    posix_spawn_file_actions_t files;
    pid_t pid = -1;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&pid, words[0], &files, NULL, words, environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

static void end(pid_t pid)
{
    if (pid < 0)
        return;
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

static double median(double *times)
{
    qsort(times, ROUNDS, sizeof(times[0]), compare);
    return times[ROUNDS / 2];
}

static pid_t play(const char *file, int times)
{
    char program[512], path[512], name[64];
    char *words[WORDS_MAX] = {program, "-q", "-n", name, "-o", "portaudio"};
    int count = 6;

    snprintf(program, sizeof(program), "%s/rondo", programs);
    snprintf(path, sizeof(path), "%s/%s", samples, file);
    snprintf(name, sizeof(name), "bench-%d", (int)getpid());
    for (int i = 0; i < times && count < WORDS_MAX - 1; i++)
        words[count++] = path;
    return run(words);
}

struct wish {
    const char *name;
    int signal; /* from SIGRTMIN on where it has values */
    int values[2];
};

/* Asks again and again; the times go to `times`. */
static bool ask(pid_t rondo, const struct wish *wish, double times[ROUNDS])
{
    for (int i = 0; i < ROUNDS; i++) {
        double began;

        wait_ms(SETTLE_MS + 7 * i); /* not in step with the device's periods */
        began = now_ms();
        if (wish->signal >= SIGRTMIN)
            sigqueue(rondo, wish->signal, (union sigval){.sival_int = wish->values[i % 2]});
        else
            kill(rondo, i % 2 == 0 ? SIGUSR1 : wish->signal);
        times[i] = await_start(began);
        if (times[i] < 0)
            return false;
    }
    return true;
}

static int measure_requests(const char *file)
{
    const struct wish wishes[] = {
        {"next", SIGUSR1, {0}},
        {"next, previous", SIGUSR2, {0}},
        {"seek", SIGRTMIN + 2, {2, 1}},
    };

    for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
        double times[ROUNDS], began = now_ms();
        pid_t rondo = play(file, LIST + 4);
        bool done = rondo > 0 && await_start(began) >= 0 && ask(rondo, &wishes[i], times);

        end(rondo);
        if (!done) {
            printf("%-16s %-15s it did not answer\n", file, wishes[i].name);
            return -1;
        }
        printf("%-16s %-15s median %3.0f ms", file, wishes[i].name, median(times));
        printf(", most %3.0f ms\n", times[ROUNDS - 1]);
    }
    return 0;
}

/* From exec to the first frame; false: it is not installed, or plays nothing. */
static bool measure_start(char *const words[], double *ret_ms)
{
    double began;
    pid_t pid;

    wait_ms(2); /* the log has whole ms: lest the start before is taken for this one */
    began = now_ms();
    pid = run(words);
    *ret_ms = pid > 0 ? await_start(began) : -1;
    end(pid);
    return *ret_ms >= 0;
}

/* In turn, so that both meet the same machine. */
static void measure_starts(const char *file, const char *other, char *const words[])
{
    char program[512], path[512], name[64];
    char *ours[] = {program, "-q", "-n", name, "-o", "portaudio", path, NULL};
    double mine[ROUNDS], theirs[ROUNDS];
    bool there = true;

    snprintf(program, sizeof(program), "%s/rondo", programs);
    snprintf(path, sizeof(path), "%s/%s", samples, file);
    snprintf(name, sizeof(name), "bench-%d", (int)getpid());
    for (int i = 0; i < ROUNDS; i++) {
        if (!measure_start(ours, &mine[i]))
            return;
        there = there && measure_start(words, &theirs[i]);
    }
    printf("%-16s from exec       median %5.1f ms", file, median(mine));
    if (there)
        printf(", %s %5.1f ms, ratio %.1f", other, median(theirs),
               mine[ROUNDS / 2] / median(theirs));
    else
        printf(", %s is not installed", other);
    printf("\n");
}

static int measure_all(bool starts)
{
    static const char *const files[] = {"rondo-s16.wav", "rondo-s16.flac", "rondo.mp3", "rondo.ogg",
                                        "rondo.opus"};
    char mp3[512], wav[512];
    int error = 0;

    if (!starts) {
        for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && error == 0; i++)
            error = measure_requests(files[i]);
        return error;
    }
    snprintf(mp3, sizeof(mp3), "%s/rondo.mp3", samples);
    snprintf(wav, sizeof(wav), "%s/rondo-s16.wav", samples);
    measure_starts("rondo.mp3", "mpg123", (char *[]){"mpg123", "-q", "-o", "alsa", mp3, NULL});
    measure_starts("rondo-s16.wav", "aplay", (char *[]){"aplay", "-q", wav, NULL});
    return 0;
}

int main(int argc, char **argv)
{
    int error;

    if (argc != 4) {
        fprintf(stderr, "usage: bench-latency PROGRAMS SAMPLES requests|start\n");
        return 2;
    }
    programs = argv[1];
    samples = argv[2];
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (card_create(&(struct card_options){0}, &card) < 0)
        return EXIT_FAILURE;
    error = measure_all(strcmp(argv[3], "start") == 0);
    card_remove(&card);
    return error == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
