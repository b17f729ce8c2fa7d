/*
 * child.c - the six words on a child's command line, and the way in.
 */
#include "shmring/child.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static int parse_number(const char *text, int *ret_number)
{
    char *end;
    long number = strtol(text, &end, 10);

    if (end == text || *end || number < -1 || number > INT_MAX)
        return -EINVAL;
    *ret_number = (int)number;
    return 0;
}

int child_parse(int argc, char **argv, struct child *ret_child)
{
    int number[CHILD_ARGUMENTS];

    if (argc < 1 + CHILD_ARGUMENTS)
        return -EINVAL;
    for (int i = 0; i < CHILD_ARGUMENTS; i++)
        if (parse_number(argv[1 + i], &number[i]) < 0)
            return -EINVAL;
    *ret_child = (struct child){
        .objects = {.segment = number[0],
                    .set = number[1],
                    .requests = number[2],
                    .replies = number[3]},
        .player = number[4],
        .channel = number[5],
    };
    return 0;
}

void child_format(const struct child *child, char ret_text[CHILD_ARGUMENTS][16])
{
    const int number[CHILD_ARGUMENTS] = {
        child->objects.segment, child->objects.set, child->objects.requests,
        child->objects.replies, child->player,      child->channel,
    };

    for (int i = 0; i < CHILD_ARGUMENTS; i++)
        snprintf(ret_text[i], sizeof(ret_text[i]), "%d", number[i]);
}

int child_join(const struct child *child, enum sem_index seat, struct ring **ret_ring,
               pid_t *ret_holder)
{
    struct ring *ring;
    int error = orphan_guard(child->player, &child->objects);

    if (error < 0)
        return error;
    error = ring_attach(child->objects.segment, child->objects.set, false, &ring);
    if (error < 0)
        return error;
    error = ring_take_seat(ring, seat, ret_holder);
    if (error < 0) {
        ring_detach(ring);
        return error;
    }
    *ret_ring = ring;
    return 0;
}
