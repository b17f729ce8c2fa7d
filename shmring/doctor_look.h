/*
 * doctor_look.h - the parts of a diagnosis. Private to doctor*.c.
 */
#ifndef SHMRING_DOCTOR_LOOK_H
#define SHMRING_DOCTOR_LOOK_H

#include "shmring/doctor.h"

/* Fills in what the kernel says of the objects that are there, and of the seats in their set. */
void doctor_look(struct doctor_finding *finding);

/* The state; `player_lives` where something else than its seat says so already. */
enum doctor_state doctor_judge(const struct doctor_finding *finding, bool player_lives);

/* Whether the object of this kind and id is there at all. */
bool doctor_exists(enum doctor_object_kind kind, int id);

/* A list of segments that this user has made; the caller frees it. -ENOMEM. */
int doctor_stray_candidates(int **ret_ids, size_t *ret_count);

/* What belongs to a segment with Rondo's content. -ENOENT: it is none, or gone. */
int doctor_stray_examine(int id, struct doctor_finding *ret_finding);

/* Removes a dead one. -ENOENT; -EBUSY: somebody uses it. */
int doctor_stray_reap(int id);

#endif
