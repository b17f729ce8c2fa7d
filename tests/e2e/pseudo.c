/*
 * pseudo.c - what a test of the pseudo player needs.
 */
#include "tests/e2e/pseudo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE_MAX = 32 };

void pseudo_write_numbers(struct stage *stage, const char *file, int numbers)
{
    char *text = calloc((size_t)numbers + 1, 8);
    char *end = text;

    assert_non_null(text);
    for (int i = 0; i < numbers; i++)
        end += sprintf(end, "%06d\n", i);
    stage_write(stage, file, text, (size_t)(end - text));
    free(text);
}

/* How often the output goes back, by a piece at the most; -1: it is not the text even so. */
static int goes_back(const uint8_t *text, size_t size, const uint8_t *out, size_t out_size)
{
    size_t at = 0;
    int times = 0;

    for (size_t i = 0; i < out_size; i++) {
        if (at < size && out[i] == text[at]) {
            at++;
            continue;
        }
        for (size_t back = 1;; back++) {
            size_t rest = out_size - i < PIECE_MAX / 2 ? out_size - i : PIECE_MAX / 2;

            if (back > PIECE_MAX || back > at)
                return -1;
            if (at - back + rest <= size && memcmp(&out[i], &text[at - back], rest) == 0) {
                at = at - back + 1;
                times++;
                break;
            }
        }
    }
    return at == size ? times : -1;
}

int pseudo_compare(struct stage_process *player, const char *file)
{
    const char *out = stage_out(player);
    size_t size;
    uint8_t *text = stage_read(player->stage, file, &size);
    int times = goes_back(text, size, (const uint8_t *)out, strlen(out));

    free(text);
    return times;
}

struct stage_process *pseudo_play(struct stage *stage, const char *rate, const char *file)
{
    struct stage_process *player = stage_prepare(stage);

    stage_start(player, "pseudo-player", "--rate", rate, file, NULL);
    return player;
}

/* Who works now, by what it has said: "pseudo-player: ROLE PID", the latest last. */
struct pseudo_pids pseudo_who(struct stage_process *player)
{
    struct pseudo_pids pids = {0};
    uint64_t since = 0;

    while (pids.producer == 0 || pids.consumer == 0) {
        const char *said = stage_errors(player);

        for (char role[16], end; said; said = strchr(said, '\n')) {
            pid_t pid;

            said += *said == '\n';
            if (sscanf(said, "pseudo-player: %15s %d%c", role, &pid, &end) != 3)
                continue;
            if (strcmp(role, "producer") == 0)
                pids.producer = pid;
            if (strcmp(role, "consumer") == 0)
                pids.consumer = pid;
        }
        stage_tick(player, &since, "its children");
    }
    return pids;
}

void pseudo_await_printed(struct stage_process *player, size_t bytes)
{
    uint64_t since = 0;

    while (strlen(stage_out(player)) < bytes && !player->ended)
        stage_tick(player, &since, "more of the text");
}
