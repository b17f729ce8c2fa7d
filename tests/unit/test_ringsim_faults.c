/*
 * test_ringsim_faults.c - what strikes, and when.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/ringsim_fixture.h"
#include "tests/unit/scratch.h"

static int read_text(struct scratch *scratch, const char *text, struct faults_schedule *schedule,
                     char why[256])
{
    assert_int_equal(scratch_write(scratch_path(scratch, "s"), text, strlen(text)), 0);
    return faults_read(scratch->path, schedule, why, 256);
}

static void assert_event(const struct faults_event *event, double at_ms, enum faults_kind kind,
                         double length_ms)
{
    assert_int_equal(event->at, MS(at_ms));
    assert_int_equal(event->kind, kind);
    assert_int_equal(event->length, length_ms < 0 ? -1 : MS(length_ms));
}

static void a_schedule_is_read_and_put_in_order(void **state)
{
    struct faults_schedule s;
    char why[256];

    assert_int_equal(
        read_text(*state,
                  "# a plan\n\n2000.5 stop 387.25\n 100\tkill\n  \n50 kill-consumer 30\n"
                  "100 stall 7  \r\n3000 stop",
                  &s, why),
        0);
    assert_int_equal(s.count, 5);
    assert_event(&s.events[0], 50, FAULTS_KILL_CONSUMER, 30);
    assert_event(&s.events[1], 100, FAULTS_STALL, 7);
    assert_event(&s.events[2], 100, FAULTS_KILL, -1);
    assert_event(&s.events[3], 2000.5, FAULTS_STOP, 387.25);
    assert_event(&s.events[4], 3000, FAULTS_STOP, -1);
    faults_free(&s);
}

static void what_is_wrong_in_a_schedule_is_told_with_its_line(void **state)
{
    static const char *const wrong[] = {"1 stop 1 1", "stop 1",    "1 pause 1", "1",
                                        "1 stall",    "-1 stop 1", "1stop 1",   "1 stop x",
                                        "nan kill",   "1 killer"};
    struct faults_schedule s = {.count = 7};
    char why[256], text[64];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        snprintf(text, sizeof(text), "1 kill\n%s\n", wrong[i]);
        assert_int_equal(read_text(*state, text, &s, why), -EINVAL);
        assert_string_equal(why, "line 2: accepted: AT_MS stop|kill|stall|kill-consumer [MS]");
    }
    assert_int_equal(faults_read("/no/file", &s, why, sizeof(why)), -ENOENT);
    assert_string_equal(why, "No such file or directory");
    assert_int_equal(s.count, 7);
}

static void a_schedule_may_be_empty(void **state)
{
    struct faults_schedule s;
    char why[256];

    assert_int_equal(read_text(*state, "# nothing\n", &s, why), 0);
    assert_int_equal(s.count, 0);
    faults_free(&s);
}

static void faults_come_in_order_each_kind_at_its_rate(void **state)
{
    struct dist length = fixture_dist("const:5");
    const struct faults_config config = {.per_hour = {100, 50, 0, 2000},
                                         .length = {&length, NULL, NULL, &length}};
    uint32_t count[FAULTS_KINDS] = {0};
    int64_t last = 0;
    struct faults faults;

    (void)state;
    faults_begin(&faults, &config, 1);
    while (faults.at < 100 * SPAN_HOUR) {
        int64_t at = faults.at;
        struct faults_event event = faults_take(&faults);

        assert_int_equal(event.at, at);
        assert_true(at >= last);
        assert_int_equal(event.length, event.kind == FAULTS_STOP ? -1 : MS(5));
        count[event.kind]++;
        last = at;
    }
    /* Within four standard deviations. */
    assert_in_range(count[FAULTS_STALL], 10000 - 400, 10000 + 400);
    assert_in_range(count[FAULTS_STOP], 5000 - 283, 5000 + 283);
    assert_int_equal(count[FAULTS_KILL], 0);
    assert_in_range(count[FAULTS_KILL_CONSUMER], 200000 - 1789, 200000 + 1789);
}

static void one_kind_does_not_change_when_another_strikes(void **state)
{
    struct dist length = fixture_dist("exp:5");
    const struct faults_config alone = {.per_hour = {100}, .length = {&length}};
    const struct faults_config both = {.per_hour = {100, 0, 500}, .length = {&length}};
    struct faults a, b;

    (void)state;
    faults_begin(&a, &alone, 1);
    faults_begin(&b, &both, 1);
    for (int i = 0; i < 1000; i++) {
        struct faults_event one = faults_take(&a), other = faults_take(&b);

        while (other.kind != FAULTS_STALL)
            other = faults_take(&b);
        assert_int_equal(one.at, other.at);
        assert_int_equal(one.length, other.length);
    }
}

/* The covariance of 10,000 pairs of exponential numbers with mean 1 is 0, give or take 0.01. */
static void how_long_does_not_depend_on_when(void **state)
{
    struct dist length = fixture_dist("exp:1");
    const struct faults_config config = {.per_hour = {3600000}, .length = {&length}};
    struct faults faults;
    double covariance = 0;
    int64_t last = 0;

    (void)state;
    faults_begin(&faults, &config, 1);
    for (int i = 0; i < 10000; i++) {
        struct faults_event event = faults_take(&faults);
        double gap = (double)(event.at - last) / 1e6, ms = (double)event.length / 1e6;

        covariance += (gap - 1) * (ms - 1) / 10000;
        last = event.at;
    }
    assert_true(covariance > -0.04 && covariance < 0.04);
}

static void a_schedule_and_chance_strike_together(void **state)
{
    struct faults_event planned[] = {{MS(1000), FAULTS_KILL, MS(9)}, {MS(2000), FAULTS_STOP, -1}};
    const struct faults_config config = {.per_hour = {[FAULTS_KILL_CONSUMER] = 100000},
                                         .schedule = {planned, 2}};
    struct faults faults;
    int seen = 0;

    (void)state;
    faults_begin(&faults, &config, 1);
    while (faults.at < MS(3000)) {
        struct faults_event event = faults_take(&faults);

        if (event.kind == FAULTS_KILL_CONSUMER)
            continue;
        assert_int_equal(event.at, planned[seen].at);
        assert_int_equal(event.kind, planned[seen].kind);
        assert_int_equal(event.length, planned[seen++].length);
    }
    assert_int_equal(seen, 2);
}

static void without_faults_nothing_ever_comes(void **state)
{
    const struct faults_config none = {0};
    struct faults faults;

    (void)state;
    faults_begin(&faults, &none, 1);
    assert_true(faults.at == SPAN_NEVER);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_schedule_is_read_and_put_in_order),
        IN_SCRATCH(what_is_wrong_in_a_schedule_is_told_with_its_line),
        IN_SCRATCH(a_schedule_may_be_empty),
        cmocka_unit_test(faults_come_in_order_each_kind_at_its_rate),
        cmocka_unit_test(one_kind_does_not_change_when_another_strikes),
        cmocka_unit_test(how_long_does_not_depend_on_when),
        cmocka_unit_test(a_schedule_and_chance_strike_together),
        cmocka_unit_test(without_faults_nothing_ever_comes),
    };

    return cmocka_run_group_tests_name("ringsim faults", tests, NULL, NULL);
}
