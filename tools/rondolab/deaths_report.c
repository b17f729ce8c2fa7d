/*
 * deaths_report.c - what is printed of each death.
 */
#include <stdio.h>
#include <string.h>

#include "shmring/step_text.h"
#include "tools/rondolab/deaths_scene.h"
#include "tools/rondolab/ledger.h"

static bool same(const struct semset_snapshot *a, const struct semset_snapshot *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

bool deaths_as_predicted(const struct scene *scene)
{
    enum moment moment = scene->death->moment;

    return (moment != MOMENT_AFTER && same(&scene->after, &scene->unmade)) ||
           ((moment == MOMENT_AFTER || moment == MOMENT_RACE) && same(&scene->after, &scene->made));
}

void deaths_race_count(const struct scene *scene, struct deaths_race *race)
{
    if (same(&scene->after, &scene->unmade))
        race->before++;
    else if (same(&scene->after, &scene->made))
        race->after++;
}

static const char *moment_words(const struct death *death)
{
    static const char *const words[] = {
        [MOMENT_BEFORE] = "killed just before it",
        [MOMENT_AFTER] = "killed just after it",
        [MOMENT_INSIDE] = "killed asleep in it",
        [MOMENT_RACE] = "killed at a random moment as it begins",
    };

    return death->when ? death->when : words[death->moment];
}

static void name(const struct scene *scene)
{
    const struct death *death = scene->death;
    enum step step = party_step(scene->seat, death->act);
    const struct step_arguments arguments = {
        .seat = scene->seat,
        .slots = PARTY_SLOTS,
        .index = scene->before.value[step == STEP_CONSUMER_COMMIT ? SEM_TAIL : SEM_HEAD],
        .count = deaths_count(death),
    };
    struct step_operations operations;
    char text[STEP_TEXT_MAX] = "writing its samples";

    if (step < STEP_COUNT) {
        step_build(step, &arguments, &operations);
        step_text(&operations, text);
    }
    report_case(&scene->trial->report, "%s (%s), %s",
                step < STEP_COUNT ? step_name(step) : "a block in hand", text, moment_words(death));
}

void deaths_report(const struct scene *scene)
{
    const struct death *death = scene->death;
    bool made = death->moment == MOMENT_AFTER;
    enum step step = party_step(scene->seat, death->act);
    const char *leaves =
        made && step < STEP_COUNT ? step_after_death(step) : "as if it had not begun";
    char predicted[LEDGER_TEXT_MAX], observed[LEDGER_TEXT_MAX];

    name(scene);
    ledger_text(PARTY_SLOTS, made ? &scene->made : &scene->unmade, predicted);
    ledger_text(PARTY_SLOTS, &scene->after, observed);
    report_text(&scene->trial->report, predicted, observed, death->leaves ? death->leaves : leaves);
}

void deaths_report_race(const struct scene *scene, const struct deaths_race *race)
{
    bool one = same(&scene->unmade, &scene->made);
    unsigned other = DEATH_RACES - race->before - race->after;
    char prediction[128], observation[128];

    name(scene);
    if (one) {
        snprintf(prediction, sizeof(prediction),
                 "%d times the same values, before it and after it: what it does, a death undoes",
                 DEATH_RACES);
        snprintf(observation, sizeof(observation), "%u times these, %u times others", race->before,
                 other);
    } else {
        snprintf(prediction, sizeof(prediction),
                 "%d times the values of a death before it, or those of one after it", DEATH_RACES);
        snprintf(observation, sizeof(observation), "%u before it, %u after it, %u times others",
                 race->before, race->after, other);
    }
    report_judge(&scene->trial->report, other == 0, prediction, observation);
}

void deaths_report_stream(struct trial *trial, const struct rig *rig, uint32_t deaths)
{
    char prediction[160], observation[160];

    report_case(&trial->report, "all blocks that went through the ring, past these %u deaths",
                deaths);
    snprintf(prediction, sizeof(prediction),
             "%u were committed: as many heard, in order; 0 skipped, 0 repeated, 0 damaged",
             rig_committed(rig));
    snprintf(observation, sizeof(observation), "%u heard; %u skipped, %u repeated, %u damaged",
             rig->heard, rig->skipped, rig->repeated, rig->damaged);
    report_judge(&trial->report,
                 rig->heard == rig_committed(rig) &&
                     rig->skipped + rig->repeated + rig->damaged == 0,
                 prediction, observation);
}
