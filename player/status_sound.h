/*
 * status_sound.h - what is done to the samples between the decoder and the output.
 */
#ifndef PLAYER_STATUS_SOUND_H
#define PLAYER_STATUS_SOUND_H

#include "player/json.h"
#include "shmring/jobs.h"

struct session;

/*
 * Writes two members of the object that is open: "bit_perfect", and "changes", an array of lines
 * for people, which is empty where that is true. facts: of the track that sounds. Of a lossy file
 * it means what the decoder makes of it.
 */
void status_sound_write(const struct session *s, const struct job_reply *facts, struct json *json);

#endif
