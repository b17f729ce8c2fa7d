/*
 * flight.c - what the flight recorder costs: flight_write() against a loop of bare clock readings,
 * in turn, and the median of both.
 */
#include <stdio.h>
#include <stdlib.h>

#include "shmring/flight.h"

enum { EVENTS = 200000, ROUNDS = 25, LIMIT_NS = 50 };

static int by_value(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof(*values), by_value);
    return values[ROUNDS / 2];
}

static double bare_ns(void)
{
    uint64_t began = flight_now_ns();

    for (int i = 0; i < EVENTS; i++)
        flight_now_ns();
    return (double)(flight_now_ns() - began) / EVENTS;
}

static double write_ns(struct flight_log *log)
{
    struct flight_event event = {.kind = FLIGHT_END, .step = STEP_PRODUCER_COMMIT_CLAIM};
    uint64_t began = flight_now_ns();

    for (int i = 0; i < EVENTS; i++)
        flight_write(log, &event);
    return (double)(flight_now_ns() - began) / EVENTS;
}

int main(void)
{
    struct flight_log *log = calloc(1, sizeof(*log));
    double bare[ROUNDS], written[ROUNDS], a_clock, an_event;

    if (!log)
        return 1;
    write_ns(log); /* so that its pages are there */
    for (int i = 0; i < ROUNDS; i++) {
        bare[i] = bare_ns();
        written[i] = write_ns(log);
    }
    a_clock = median(bare);
    an_event = median(written);
    printf("flight_write: %.1f ns an event, a bare clock_gettime: %.1f ns, ratio %.2f "
           "(median of %d); under %d ns: %s\n",
           an_event, a_clock, an_event / a_clock, ROUNDS, LIMIT_NS,
           an_event < LIMIT_NS ? "yes" : "no");
    free(log);
    return 0;
}
