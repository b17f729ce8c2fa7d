/*
 * test_lab_recorder.c - what the lab finds in a flight recorder, and draws of it.
 */
#include "tests/unit/ring_fixture.h"

#include "tests/unit/scratch.h"
#include "tools/rondolab/recorder.h"

enum { PRODUCER = 4711, CONSUMER = 4712, NEXT = 4713 };

static void write_event(const struct ring *ring, enum flight_role role, struct flight_event event)
{
    flight_write(flight_log(ring_segment(ring), role), &event);
}

static void write_step(const struct ring *ring, enum flight_role role, pid_t pid, enum step step,
                       uint16_t count, uint16_t held)
{
    write_event(ring, role,
                (struct flight_event){.pid = (uint32_t)pid,
                                      .kind = FLIGHT_END,
                                      .step = (uint8_t)step,
                                      .count = count,
                                      .held = held});
}

/* A producer commits three blocks; a consumer claims two, is replaced; the next one plays one. */
static void tell_story(const struct ring *ring)
{
    for (int i = 0; i < 3; i++)
        write_step(ring, FLIGHT_PRODUCER, PRODUCER, STEP_PRODUCER_COMMIT, 1, 0);
    write_step(ring, FLIGHT_CONSUMER, CONSUMER, STEP_CONSUMER_CLAIM, 2, 2);
    write_event(
        ring, FLIGHT_PLAYER,
        (struct flight_event){
            .kind = FLIGHT_ENDED, .step = FLIGHT_CONSUMER, .result = SIGKILL, .value = CONSUMER});
    write_event(
        ring, FLIGHT_PLAYER,
        (struct flight_event){.kind = FLIGHT_STARTED, .step = FLIGHT_CONSUMER, .value = NEXT});
    write_step(ring, FLIGHT_CONSUMER, NEXT, STEP_CONSUMER_CLAIM, 2, 2);
    write_step(ring, FLIGHT_CONSUMER, NEXT, STEP_CONSUMER_COMMIT, 1, 1);
    write_event(ring, FLIGHT_CONSUMER,
                (struct flight_event){.pid = NEXT, .kind = FLIGHT_UNDERRUN, .held = 1, .value = 1});
    write_event(
        ring, FLIGHT_PLAYER,
        (struct flight_event){.kind = FLIGHT_ENDED, .step = FLIGHT_PRODUCER, .value = PRODUCER});
    write_event(
        ring, FLIGHT_PLAYER,
        (struct flight_event){.kind = FLIGHT_ENDED, .step = FLIGHT_CONSUMER, .value = NEXT});
}

static void events_are_found_by_what_is_wanted(void **state)
{
    const struct ring *ring = ((struct ring_fixture *)*state)->ring;
    const struct recorder_wanted any = {0};
    const struct recorder_wanted claims = {
        .kind = FLIGHT_END, .is_step = true, .step = STEP_CONSUMER_CLAIM, .done = true};
    const struct recorder_wanted by_next = {.pid = NEXT};
    const struct recorder_wanted not_first = {.not_pid = CONSUMER};
    struct flight_event first, last;

    assert_int_equal(recorder_count(ring, FLIGHT_CONSUMER, &any, NULL, NULL), 0);
    tell_story(ring);
    assert_int_equal(recorder_count(ring, FLIGHT_CONSUMER, &any, &first, &last), 4);
    assert_int_equal(first.pid, CONSUMER);
    assert_int_equal(last.kind, FLIGHT_UNDERRUN);
    assert_int_equal(recorder_count(ring, FLIGHT_CONSUMER, &claims, NULL, &last), 2);
    assert_int_equal(last.pid, NEXT);
    assert_int_equal(recorder_count(ring, FLIGHT_CONSUMER, &by_next, NULL, NULL), 3);
    assert_int_equal(recorder_count(ring, FLIGHT_CONSUMER, &not_first, NULL, NULL), 3);
    assert_int_equal(recorder_count(ring, FLIGHT_CONSUMER,
                                    &(struct recorder_wanted){.after_ns = last.time_ns}, NULL,
                                    NULL),
                     3);
    assert_int_equal(recorder_count(ring, FLIGHT_PLAYER, &any, NULL, NULL), 4);
}

/* The y of the last point of a series. */
static double last_of(const char *csv, const char *series)
{
    double y = -1;

    for (const char *line = csv; line; line = strchr(line + 1, '\n')) {
        const char *at = line[0] == '\n' ? line + 1 : line;
        size_t length = strlen(series);

        if (strncmp(at, series, length) == 0 && at[length] == ',')
            y = strtod(strchr(at + length + 1, ',') + 1, NULL);
    }
    return y;
}

static unsigned count_of(const char *csv, const char *text)
{
    unsigned count = 0;

    for (const char *at = csv; (at = strstr(at, text)); at++)
        count++;
    return count;
}

static void the_chart_has_levels_replacements_and_underruns(void **state)
{
    const struct ring *ring = ((struct ring_fixture *)*state)->ring;
    const struct plot_labels labels = {"title", NULL, "time [s]", "blocks"};
    const struct recorder_mark mark = {flight_now_ns(), PLOT_MARK_NOTE, "here"};
    char path[] = "/tmp/rondo-recorder-XXXXXX.csv";
    struct plot *plot = NULL;
    size_t size;
    char *csv;

    tell_story(ring);
    assert_int_equal(recorder_draw(ring, &labels, &mark, 1, &plot), 0);
    close(mkstemps(path, 4));
    assert_int_equal(plot_write(plot, path), 0);
    plot_free(plot);
    csv = (char *)scratch_read(path, &size);
    unlink(path);
    assert_non_null(csv);
    assert_true(last_of(csv, "not heard yet") == 2);
    assert_true(last_of(csv, "in the consumer's hand") == 0);
    assert_int_equal(count_of(csv, "is replaced"), 1);
    assert_int_equal(count_of(csv, "runs empty"), 1);
    assert_int_equal(count_of(csv, "mark:note"), 1);
    free(csv);
}

#define ON_RING(test) cmocka_unit_test_setup_teardown(test, ring_fixture_open, ring_fixture_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_RING(events_are_found_by_what_is_wanted),
        ON_RING(the_chart_has_levels_replacements_and_underruns),
    };

    return cmocka_run_group_tests_name("lab_recorder", tests, NULL, NULL);
}
