/*
 * feeder_sound.c - what is to become of a track's sound on its way to the output.
 */
#include "player/feeder_plan.h"
#include "player/session.h"

struct job_sound feeder_sound(const struct session *s)
{
    return (struct job_sound){.rate = s->options->rate, .channels = (uint16_t)s->options->channels};
}
