/*
 * ringsim_plan.c - what is to strike the players, and when.
 */
#include "tests/e2e/ringsim_validate.h"
#include "tools/ringsim/span.h"

static void add(struct plan *plan, double at_ms, enum faults_kind kind, double length_ms)
{
    assert_true(plan->count < EVENTS_MAX);
    plan->events[plan->count++] = (struct faults_event){
        (int64_t)(at_ms * 1e6), kind, length_ms < 0 ? -1 : (int64_t)(length_ms * 1e6)};
}

void ringsim_plan_stops(struct plan *plan, bool end_with_kill)
{
    struct xoshiro random = xoshiro_seed(2024, end_with_kill);

    for (double at = BEGIN_MS; at < UNTIL_MS - 2500;) {
        double length = 300 + 650 * xoshiro_unit(&random);

        add(plan, at, FAULTS_STOP, end_with_kill ? -1 : length);
        if (end_with_kill)
            add(plan, at + length, FAULTS_KILL, -1);
        at += length + 1500 + 1000 * xoshiro_unit(&random);
    }
}

/* What ringsim draws for this seed; stops that overlap are one. */
static void plan_random(struct plan *plan, uint64_t seed)
{
    struct dist length;
    struct faults_config config = {.per_hour[FAULTS_STOP] = 900};
    struct faults faults;
    char why[128];

    *plan = (struct plan){0};
    assert_int_equal(dist_parse("uniform:300:1000", NULL, &length, why, sizeof(why)), 0);
    config.length[FAULTS_STOP] = &length;
    faults_begin(&faults, &config, seed);
    while (faults.at < UNTIL_MS * SPAN_MS) {
        struct faults_event event = faults_take(&faults);
        struct faults_event *last = plan->count ? &plan->events[plan->count - 1] : NULL;

        if (last && event.at <= last->at + last->length)
            last->length = span_later(last->length, event.at + event.length - last->at);
        else
            add(plan, (double)event.at / 1e6, FAULTS_STOP, (double)event.length / 1e6);
    }
}

uint64_t ringsim_plan_random(struct plan *plan, uint64_t seed)
{
    do
        plan_random(plan, ++seed);
    while (plan->events[0].at < BEGIN_MS * SPAN_MS);
    return seed;
}
