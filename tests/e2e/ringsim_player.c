/*
 * ringsim_player.c - strikes a real player, and remembers when.
 */
#include "tests/e2e/ringsim_player.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 44100, TUNE_IN_MS = 500 };

double player_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

double player_time_ms(const struct player *player)
{
    return player_now_ms() - player->zero_ms;
}

void player_sleep_until(const struct player *player, double time_ms)
{
    double at_ms = player->zero_ms + time_ms;
    struct timespec at = {.tv_sec = (time_t)(at_ms / 1e3)};

    at.tv_nsec = (long)((at_ms - (double)at.tv_sec * 1e3) * 1e6);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
        ;
}

void player_start(struct player *player, struct stage *stage, const char *buffer, const char *name,
                  const char *file)
{
    char option[64];

    snprintf(option, sizeof(option), "--name=%s", name ? name : stage->name);
    *player = (struct player){
        .zero_ms = INFINITY,
        .rondo = stage_play(stage, "-q", option, "--buffer", buffer, "-o", "sim", file, NULL)};
}

static void attach(struct player *player)
{
    struct instance_record record;

    if (instance_read(player->rondo->name, &record) == 0 && record.set >= 0 && record.segment >= 0)
        ring_attach(record.segment, record.set, true, &player->ring);
}

/* What was heard is seen a little later than it was: so the earliest beginning of many is true. */
static bool tuned_in(struct player *player)
{
    double heard_ms;

    if (!player->ring)
        attach(player);
    heard_ms = player->ring ? (double)ring_heard(player->ring).total * 1e3 / RATE : 0;
    if (heard_ms > 0)
        player->zero_ms = fmin(player->zero_ms, player_now_ms() - heard_ms);
    return heard_ms >= TUNE_IN_MS;
}

void player_await_sound(struct player *players[], uint32_t count)
{
    uint64_t since = 0;
    uint32_t ready = 0;

    while (ready < count) {
        ready = 0;
        for (uint32_t i = 0; i < count; i++)
            ready += tuned_in(players[i]);
        stage_tick(players[0]->rondo, &since, "the first sound");
    }
}

void player_end(struct player *player)
{
    ring_detach(player->ring);
    player->ring = NULL;
    assert_int_equal(stage_ctl(player->rondo, "quit", NULL)->status, 0);
    assert_int_equal(stage_wait(player->rondo), 0);
}

uint32_t player_level(const struct player *player)
{
    int free = semset_value(ring_set_id(player->ring), SEM_FREE);

    assert_true(free >= 0);
    return ring_slots(player->ring) - (uint32_t)free;
}

unsigned player_underruns(struct player *player)
{
    static const char *const causes[] = {"decoder_late", "source_slow", "producer_restarting"};
    const char *status = stage_status(player->rondo);
    unsigned sum = 0;

    assert_non_null(status);
    for (int i = 0; i < 3; i++) {
        char member[64];

        snprintf(member, sizeof(member), "underruns.%s", causes[i]);
        sum += (unsigned)stage_number(status, member);
    }
    return sum;
}

double player_silence_ms(struct player *player)
{
    return player_time_ms(player) - (double)ring_heard(player->ring).total * 1e3 / RATE;
}

/* Who sits on the producer's seat. One that has just been killed may be waited for. */
static pid_t producer(struct player *player)
{
    int set = ring_set_id(player->ring);
    uint64_t since = 0;

    while (semset_value(set, SEM_PRODUCER) != 0)
        stage_tick(player->rondo, &since, "a producer");
    return (pid_t)semset_last_pid(set, SEM_PRODUCER);
}

static void note(struct player *player, enum faults_kind kind)
{
    assert_true(player->count < PLAYER_FAULTS_MAX);
    player->done[player->count++] = (struct faults_event){
        .at = (int64_t)(player_time_ms(player) * 1e6), .kind = kind, .length = -1};
}

void player_stop(struct player *player)
{
    pid_t pid = producer(player);

    note(player, FAULTS_STOP);
    assert_int_equal(kill(pid, SIGSTOP), 0);
}

void player_continue(struct player *player)
{
    struct faults_event *stop = &player->done[player->count - 1];

    assert_int_equal(stop->kind, FAULTS_STOP);
    stop->length = (int64_t)(player_time_ms(player) * 1e6) - stop->at;
    assert_int_equal(kill(producer(player), SIGCONT), 0);
}

void player_kill(struct player *player)
{
    pid_t pid = producer(player);

    note(player, FAULTS_KILL);
    assert_int_equal(kill(pid, SIGKILL), 0);
}

int player_head(const struct player *player)
{
    return semset_value(ring_set_id(player->ring), SEM_HEAD);
}

void player_write_schedule(struct stage *stage, const char *file, const struct faults_event *events,
                           uint32_t count)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    for (uint32_t i = 0; i < count; i++) {
        fprintf(out, "%.6f %s", (double)events[i].at / 1e6, faults_name(events[i].kind));
        if (events[i].length >= 0)
            fprintf(out, " %.6f", (double)events[i].length / 1e6);
        fputc('\n', out);
    }
    assert_int_equal(fclose(out), 0);
    stage_write(stage, file, text, size);
    free(text);
}
