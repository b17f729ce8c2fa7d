/*
 * leftover_draw.c - lanes for the three roles and for the objects, two players one after the other.
 *
 * The lives are from the flight recorders of both: from a process's first event to its last, or to
 * the kill.
 */
#include "tools/rondolab/leftover_draw.h"

#include <stdio.h>

enum { LANE_PLAYER, LANE_PRODUCER, LANE_CONSUMER, LANE_OBJECTS, LANES };

static const char *const names[LANES] = {"rondo", "producer", "consumer", "objects"};

static const size_t lane_of[FLIGHT_ROLES] = {
    [FLIGHT_PRODUCER] = LANE_PRODUCER,
    [FLIGHT_CONSUMER] = LANE_CONSUMER,
    [FLIGHT_PLAYER] = LANE_PLAYER,
};

struct drawing {
    struct sequence *picture;
    uint64_t origin_ns;
    int error;
};

static double at(const struct drawing *d, uint64_t time_ns)
{
    return (double)(int64_t)(time_ns - d->origin_ns) / 1e9;
}

static uint64_t first_event(const struct ring *ring, enum flight_role role)
{
    struct flight_event first = {0};

    recorder_count(ring, role, &(struct recorder_wanted){0}, &first, NULL);
    return first.time_ns;
}

static void slice(struct drawing *d, size_t lane, uint64_t from_ns, uint64_t to_ns,
                  enum sequence_tone tone, const char *label)
{
    if (d->error == 0)
        d->error = sequence_slice(d->picture, lane, at(d, from_ns), at(d, to_ns), tone, label);
}

static void arrow(struct drawing *d, size_t from, uint64_t from_ns, size_t to, uint64_t to_ns,
                  const char *label)
{
    if (d->error == 0)
        d->error = sequence_arrow(d->picture, from, at(d, from_ns), to, at(d, to_ns), label);
}

static void note(struct drawing *d, size_t lane, uint64_t time_ns, enum sequence_tone tone,
                 const char *label)
{
    if (d->error == 0)
        d->error = sequence_note(d->picture, lane, at(d, time_ns), tone, label);
}

/* One player with its children, from their first words to an end. */
static void draw_lives(struct drawing *d, const struct ring *ring, uint64_t end_ns)
{
    const uint64_t born_ns = first_event(ring, FLIGHT_PLAYER);

    for (int role = 0; role < FLIGHT_ROLES; role++) {
        const size_t lane = lane_of[role];
        const uint64_t from_ns = first_event(ring, (enum flight_role)role);

        slice(d, lane, from_ns, end_ns, SEQUENCE_WORK, lane == LANE_PLAYER ? "plays" : "");
        if (lane != LANE_PLAYER)
            arrow(d, LANE_PLAYER, born_ns, lane, from_ns, "starts");
    }
    arrow(d, LANE_PLAYER, born_ns, LANE_OBJECTS, born_ns, "makes 4");
}

int leftover_draw(const struct leftover_story *story, const struct ring *dead,
                  const struct ring *next, struct sequence **ret_picture)
{
    struct drawing d = {.origin_ns = first_event(dead, FLIGHT_PLAYER)};
    const uint64_t reaped_ns = first_event(next, FLIGHT_PLAYER);
    char left[32];

    d.error = sequence_create("Killed all at once, and started again",
                              "The objects outlive the processes; the next player of the name "
                              "removes them before it makes its own.",
                              names, LANES, &d.picture);
    if (d.error < 0)
        return d.error;
    snprintf(left, sizeof(left), "%d left over", story->objects_left);
    draw_lives(&d, dead, story->killed_ns);
    slice(&d, LANE_OBJECTS, d.origin_ns, story->killed_ns, SEQUENCE_HOLD, "in use");
    for (size_t lane = 0; lane < LANE_OBJECTS; lane++)
        note(&d, lane, story->killed_ns, SEQUENCE_FAULT, "SIGKILL");
    slice(&d, LANE_OBJECTS, story->killed_ns, reaped_ns, SEQUENCE_FAULT, left);
    arrow(&d, LANE_PLAYER, story->started_ns, LANE_OBJECTS, reaped_ns, "next start: reaps");
    draw_lives(&d, next, story->over_ns);
    slice(&d, LANE_OBJECTS, reaped_ns, story->over_ns, SEQUENCE_HOLD, "in use");
    note(&d, LANE_PLAYER, story->over_ns, SEQUENCE_HEAL, "quits");
    note(&d, LANE_OBJECTS, story->over_ns, SEQUENCE_HEAL, "none left");
    if (d.error < 0)
        sequence_free(d.picture);
    else
        *ret_picture = d.picture;
    return d.error;
}
