/*
 * rondoctl_player.h - a player that only plays its part, and rondoctl run against it.
 *
 * The player is a child that owns the instance "test" and treats every request in one way.
 */
#ifndef TESTS_UNIT_RONDOCTL_PLAYER_H
#define TESTS_UNIT_RONDOCTL_PLAYER_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/instance_fixture.h"

enum behaviour {
    ANSWERS, /* with the text it was given */
    ANSWERS_TO_OTHER /* with an id that nobody used */,
    IS_SILENT,
    ENDS,           /* answers, is slow to end, and ends */
    ENDS_UNANSWERED /* removes its queues at once, and is slow to end */
};

/* What the player was asked, in memory that it shares with the test. */
struct asked {
    uint32_t requests;
    struct cmdq_request last;
};

struct run {
    int status;
    char out[4096];
    char err[4096];
};

static struct asked *asked;

static inline void player_treats(struct instance *instance, enum behaviour behaviour,
                                 const char *answer)
{
    char json[CMDQ_TEXT_MAX];
    const struct cmdq_request *request = &asked->last;
    bool ends = behaviour == ENDS || behaviour == ENDS_UNANSWERED;

    asked->requests++;
    if (behaviour == ENDS_UNANSWERED)
        instance_remove(instance);
    snprintf(json, sizeof(json), "{\"id\":\"%s\",%s}",
             behaviour == ANSWERS_TO_OTHER ? "other" : request->id, answer);
    if (behaviour != IS_SILENT && behaviour != ENDS_UNANSWERED &&
        cmdq_reply(&instance->queues, request->client, json) < 0)
        _exit(2);
    if (!ends)
        return;
    poll(NULL, 0, 200);
    if (behaviour == ENDS)
        instance_remove(instance);
    _exit(0);
}

static inline void player_serves(int ready, enum behaviour behaviour, const char *answer)
{
    static struct instance instance;
    char text[CMDQ_TEXT_MAX];
    pid_t owner;
    char byte = 0;

    if (fixture_create("test", &instance, &owner) < 0 || write(ready, &byte, 1) != 1)
        _exit(1);
    for (;;) {
        ssize_t bytes = cmdq_receive(&instance.queues, text);
        if (bytes < 0 || cmdq_parse(text, (size_t)bytes, &asked->last) < 0)
            _exit(3);
        player_treats(&instance, behaviour, answer);
    }
}

/* `answer` is what follows the id in the reply. */
static inline pid_t player_start(enum behaviour behaviour, const char *answer)
{
    int ready[2];
    char byte;
    pid_t player;

    if (pipe2(ready, O_CLOEXEC) < 0)
        abort();
    player = child_fork();
    if (player == 0)
        player_serves(ready[1], behaviour, answer);
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1)
        abort();
    close(ready[0]);
    return player;
}

/* Of one that does not end by itself. */
static inline void player_end(pid_t player)
{
    child_kill(player);
    if (instance_reap("test", INSTANCE_REAP_MS) < 0)
        abort();
}

static inline void read_all(FILE *file, char *text, size_t size)
{
    rewind(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

/* Runs rondoctl with these words, which are separated by single spaces. */
static inline void run(struct run *ret_run, const char *words)
{
    char copy[256];
    char *argv[16] = {(char *)"rondoctl"};
    FILE *out = tmpfile();
    FILE *err = tmpfile();
    pid_t child;
    int i = 1;

    snprintf(copy, sizeof(copy), "%s", words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[i++] = word;
    child = child_fork();
    if (child == 0) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        execv(PROGRAMS_DIR "/rondoctl", argv);
        _exit(127);
    }
    ret_run->status = WEXITSTATUS(child_wait(child));
    read_all(out, ret_run->out, sizeof(ret_run->out));
    read_all(err, ret_run->err, sizeof(ret_run->err));
}

#endif
