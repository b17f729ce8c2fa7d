/*
 * deaths_scene.h - one death: who, in what, and what will be there afterwards. Private to
 * deaths*.c.
 */
#ifndef TOOLS_RONDOLAB_DEATHS_SCENE_H
#define TOOLS_RONDOLAB_DEATHS_SCENE_H

#include "tools/rondolab/deaths.h"

struct scene {
    struct trial *trial;
    struct rig *rig;
    enum sem_index seat;
    const struct death *death;
    struct subject victim;
    struct subject bystander;
    struct semset_snapshot before; /* just before the act that it dies of */
    struct semset_snapshot unmade; /* predicted, if the act has not happened */
    struct semset_snapshot made;   /* predicted, if it has */
    struct semset_snapshot after;
};

/* n or K of the act that it dies of. */
static inline uint16_t deaths_count(const struct death *death)
{
    return death->count > 0 ? death->count : 1;
}

/* Whether the values after the death are one of those that may be. */
bool deaths_as_predicted(const struct scene *scene);

/* How a race ended: so often with the values of a death before the step, and of one after it. */
struct deaths_race {
    unsigned before;
    unsigned after; /* not counted where the two are the same */
};
void deaths_race_count(const struct scene *scene, struct deaths_race *race);

/* The case in the report: its name, the prediction, the observation. */
void deaths_report(const struct scene *scene);
void deaths_report_race(const struct scene *scene, const struct deaths_race *race);
void deaths_report_stream(struct trial *trial, const struct rig *rig, uint32_t deaths);

#endif
