/*
 * main.c - rondo: the command line, and the exit status.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "player/config.h"
#include "player/scan.h"
#include "player/session.h"

/*
 * A standard descriptor that is closed would be given to the next file that somebody opens, and
 * a message would go into it. Like this, writing to it still fails.
 */
static void occupy_standard_descriptors(void)
{
    int file;

    do
        file = open("/dev/null", O_RDONLY);
    while (file >= 0 && file <= STDERR_FILENO);
    if (file >= 0)
        close(file);
}

/* rondo itself never touches a device, so the consumer lists them. */
static int list_devices(void)
{
    char path[PATH_MAX];
    char name[] = "rondo-consumer", option[] = "--list-devices";
    char *const argv[] = {name, option, NULL};
    int error = spawn_find(name, path, sizeof(path));

    if (error == 0)
        error = spawn_become(path, argv);
    fprintf(stderr, "rondo: cannot start %s: %s\n", path, strerror(-error));
    return SESSION_NO_OUTPUT;
}

/* The list is empty if nothing can be played; what is wrong has been said. */
static int resume(const struct options *options, struct playlist *list, struct memory_start *start)
{
    char why[512];
    int error = memory_resume(options, list, start, why, sizeof(why));

    if (error < 0)
        fprintf(stderr, "rondo: %s\n", why);
    if (error == 0 || list->count > 0)
        return SESSION_PLAYED;
    return error == -ENOENT ? SESSION_USAGE : SESSION_TRACK_FAILED;
}

static int play(const struct options *options)
{
    struct memory_start start = {.volume = options->volume};
    struct playlist list = {0};
    char why[512];
    int status = SESSION_PLAYED;

    if (options->screen && !screen_program_possible(why, sizeof(why))) {
        fprintf(stderr, "rondo: %s\n", why);
        return SESSION_USAGE;
    }
    for (uint32_t i = 0; i < options->file_count; i++) {
        if (playlist_add_argument(&list, options->files[i], why, sizeof(why)) == 0)
            continue;
        fprintf(stderr, "rondo: %s\n", why);
        status = SESSION_TRACK_FAILED;
    }
    if (options->scan) {
        int scanned = list.count > 0 ? scan_run(options, &list) : SESSION_PLAYED;
        playlist_free(&list);
        return scanned > 0 ? scanned : status;
    }
    if (options->resume && (list.count > 0 || options->file_count == 0)) {
        int resumed = resume(options, &list, &start);
        status = resumed > 0 ? resumed : status;
    }
    if (list.count > 0) {
        int played = session_run(options, &list, &start);
        status = played > 0 ? played : status;
    }
    playlist_free(&list);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    char why[512];

    occupy_standard_descriptors();
    setlocale(LC_CTYPE, "");
    if (config_load(argc, argv, &options, why, sizeof(why)) < 0) {
        fprintf(stderr, "rondo: %s\n", why);
        return SESSION_USAGE;
    }
    switch (options.action) {
    case OPTIONS_HELP:
        help_write(stdout);
        return SESSION_PLAYED;
    case OPTIONS_VERSION:
        printf("rondo %s\n", RONDO_VERSION);
        return SESSION_PLAYED;
    case OPTIONS_LIST_DEVICES:
        return list_devices();
    case OPTIONS_PRINT_CONFIG:
        config_print(&options, stdout);
        return SESSION_PLAYED;
    case OPTIONS_SIGNALS:
        help_write_signals(stdout);
        return SESSION_PLAYED;
    default:
        return play(&options);
    }
}
