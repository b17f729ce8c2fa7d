/*
 * card.c - the folder of a virtual card: config, control, log and record.
 *
 * The plug-in is the one that the build names, or the file in the environment variable
 * RONDO_CARD. `control` is mapped by both sides, so a command is one byte written to memory.
 */
#include "tests/card/card.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { POLL_MS = 2 };

static const char *const files[] = {"config", "control", "log", "record"};

static void path_of(const struct card *card, const char *file, char ret_path[300])
{
    snprintf(ret_path, 300, "%s/%s", card->folder, file);
}

static void write_text(FILE *to, const char *name, const char *value)
{
    if (value)
        fprintf(to, "    %s \"%s\"\n", name, value);
}

static void write_device(FILE *to, const struct card *card, const struct card_options *options,
                         const char *name)
{
    fprintf(to, "pcm.!%s {\n    type rondocard\n", name);
    fprintf(to, "    control \"%s/control\"\n", card->folder);
    fprintf(to, "    log \"%s/log\"\n", card->folder);
    fprintf(to, "    record \"%s/record\"\n", card->folder);
    fprintf(to, "    speed %f\n", options->speed > 0 ? options->speed : 1.0);
    write_text(to, "formats", options->formats);
    write_text(to, "rates", options->rates);
    write_text(to, "channels", options->channels);
    fprintf(to, "}\n");
}

int card_configure(const struct card *card, const struct card_options *options)
{
    const char *plugin = getenv("RONDO_CARD");
    char *names = strdup(options->names ? options->names : "");
    char path[300];
    char *rest = NULL;
    FILE *to;

    path_of(card, "config", path);
    to = names ? fopen(path, "we") : NULL;
    if (!to) {
        free(names);
        return -errno;
    }
    fprintf(to, "pcm_type.rondocard {\n    lib \"%s\"\n}\n", plugin ? plugin : CARD_PLUGIN);
    for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
        write_device(to, card, options, name);
    write_device(to, card, options, "default");
    free(names);
    return fclose(to) == 0 ? 0 : -errno;
}

static int map_control(struct card *card)
{
    const char run = CARD_RUN;
    char path[300];
    void *map = MAP_FAILED;
    int error = 0;
    int fd;

    path_of(card, "control", path);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    if (write(fd, &run, 1) == 1)
        map = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        error = -errno;
    else
        card->command = map;
    close(fd);
    return error;
}

static void remove_files(const struct card *card)
{
    char path[300];

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        path_of(card, files[i], path);
        unlink(path);
    }
    rmdir(card->folder);
}

int card_create(const struct card_options *options, struct card *ret_card)
{
    const char *base = getenv("TMPDIR");
    const char *before = getenv("ALSA_CONFIG_PATH");
    struct card card = {0};
    char path[300];
    int error;

    snprintf(card.folder, sizeof(card.folder), "%s/card-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(card.folder))
        return -errno;
    error = card_configure(&card, options);
    if (error == 0)
        error = map_control(&card);
    if (error < 0) {
        remove_files(&card);
        return error;
    }
    card.previous = before ? strdup(before) : NULL;
    path_of(&card, "config", path);
    setenv("ALSA_CONFIG_PATH", path, 1);
    *ret_card = card;
    return 0;
}

void card_remove(struct card *card)
{
    munmap((void *)(uintptr_t)card->command, 1);
    remove_files(card);
    if (card->previous)
        setenv("ALSA_CONFIG_PATH", card->previous, 1);
    else
        unsetenv("ALSA_CONFIG_PATH");
    free(card->previous);
}

void card_command(struct card *card, enum card_command command)
{
    *card->command = (char)command;
}

int card_configure_text(const struct card *card, const char *text)
{
    char path[300];
    FILE *to;

    path_of(card, "config", path);
    to = fopen(path, "we");
    if (!to)
        return -errno;
    fputs(text, to);
    return fclose(to) == 0 ? 0 : -errno;
}

size_t card_recorded(const struct card *card)
{
    struct stat status;
    char path[300];

    path_of(card, "record", path);
    return stat(path, &status) == 0 ? (size_t)status.st_size : 0;
}

int card_read_record(const struct card *card, uint8_t **ret_bytes, size_t *ret_size)
{
    size_t size = card_recorded(card);
    uint8_t *bytes = malloc(size + 1);
    char path[300];
    FILE *from;

    path_of(card, "record", path);
    from = bytes ? fopen(path, "re") : NULL;
    if (!from) {
        free(bytes);
        return -errno;
    }
    *ret_size = fread(bytes, 1, size, from);
    *ret_bytes = bytes;
    fclose(from);
    return 0;
}

unsigned card_count(const struct card *card, const char *event)
{
    unsigned count = 0;
    char line[128];
    char path[300];
    FILE *from;

    path_of(card, "log", path);
    from = fopen(path, "re");
    if (!from)
        return 0;
    while (fgets(line, sizeof(line), from)) {
        int start = 0;
        size_t length = strlen(event);

        sscanf(line, "%*s %*s %n", &start);
        if (strncmp(line + start, event, length) == 0 &&
            strchr(" \n", line[(size_t)start + length]))
            count++;
    }
    fclose(from);
    return count;
}

bool card_await_recorded(const struct card *card, size_t bytes, uint32_t timeout_ms)
{
    for (uint32_t waited = 0; card_recorded(card) < bytes; waited += POLL_MS) {
        if (waited > timeout_ms)
            return false;
        poll(NULL, 0, POLL_MS);
    }
    return true;
}

bool card_await_count(const struct card *card, const char *event, unsigned count,
                      uint32_t timeout_ms)
{
    for (uint32_t waited = 0; card_count(card, event) < count; waited += POLL_MS) {
        if (waited > timeout_ms)
            return false;
        poll(NULL, 0, POLL_MS);
    }
    return true;
}
