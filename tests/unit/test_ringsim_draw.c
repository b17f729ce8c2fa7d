/*
 * test_ringsim_draw.c - random numbers, and what is made of them.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/ringsim_fixture.h"
#include "tests/unit/scratch.h"
#include "tools/ringsim/numeric.h"

enum { DRAWS = 200000 };

static void the_generators_are_the_published_ones(void **state)
{
    /* Of the reference programs, with the state 1, 2, 3, 4, and with the seed 1234567. */
    static const uint64_t xoshiro[] = {11520,
                                       0,
                                       1509978240,
                                       UINT64_C(1215971899390074240),
                                       UINT64_C(1216172134540287360),
                                       UINT64_C(607988272756665600),
                                       UINT64_C(16172922978634559625),
                                       UINT64_C(8476171486693032832),
                                       UINT64_C(10595114339597558777),
                                       UINT64_C(2904607092377533576)};
    static const uint64_t splitmix[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
    struct xoshiro x = {{1, 2, 3, 4}};
    struct prng p = {1234567};

    (void)state;
    for (int i = 0; i < 10; i++)
        assert_true(xoshiro_next(&x) == xoshiro[i]);
    for (int i = 0; i < 5; i++)
        assert_true(prng_next(&p) == splitmix[i]);
}

static void streams_of_one_seed_and_seeds_of_one_stream_differ(void **state)
{
    struct xoshiro a = xoshiro_seed(1, 0), same = xoshiro_seed(1, 0);
    struct xoshiro stream = xoshiro_seed(1, 1), seed = xoshiro_seed(2, 0);

    (void)state;
    for (int i = 0; i < 100; i++) {
        uint64_t number = xoshiro_next(&a);

        assert_true(number == xoshiro_next(&same));
        assert_true(number != xoshiro_next(&stream));
        assert_true(number != xoshiro_next(&seed));
    }
}

static void logarithm_and_exponential_are_right_to_15_digits(void **state)
{
    struct xoshiro random = xoshiro_seed(3, 0);

    (void)state;
    assert_true(numeric_ln(1) == 0 && numeric_exp(0) == 1);
    assert_true(numeric_exp(-1e300) > 0 && numeric_exp(1e300) < 1.1e304);
    for (int i = 0; i < DRAWS; i++) {
        double x = exp((xoshiro_unit(&random) - 0.5) * 1000);
        double y = (xoshiro_unit(&random) - 0.5) * 1400;

        assert_true(fabs(numeric_ln(x) - log(x)) <= 1e-15 * fabs(log(x)));
        assert_true(fabs(numeric_exp(y) / exp(y) - 1) <= 1e-15);
    }
}

struct moments {
    double mean, deviation; /* in ms */
};

static struct moments moments_of(const char *text)
{
    struct dist dist = fixture_dist(text);
    struct dist_stream stream = dist_stream(1, 0);
    double sum = 0, squares = 0;

    for (int i = 0; i < DRAWS; i++) {
        double ms = (double)dist_draw(&dist, &stream) / 1e6;

        sum += ms;
        squares += ms * ms;
    }
    return (struct moments){sum / DRAWS, sqrt(squares / DRAWS - sum / DRAWS * (sum / DRAWS))};
}

static void assert_near(double is, double should, double by)
{
    if (!(fabs(is - should) <= by))
        fail_msg("%.9g is not within %.3g of %.9g", is, by, should);
}

/* The mean of so many draws is within four of its standard errors; deviations within 3 %. */
static void assert_moments(const char *text, double mean, double deviation)
{
    struct moments m = moments_of(text);

    assert_near(m.mean, mean, 4 * deviation / sqrt(DRAWS) + 1e-6);
    assert_near(m.deviation, deviation, 0.03 * deviation + 1e-3);
}

static void each_distribution_has_its_mean_and_deviation(void **state)
{
    (void)state;
    assert_moments("const:2.5", 2.5, 0);
    assert_moments("uniform:1:4", 2.5, 3 / sqrt(12));
    assert_moments("exp:5", 5, 5);
    assert_moments("lognormal:2:0.5", 2 * exp(0.125), 2 * exp(0.125) * sqrt(exp(0.25) - 1));
    assert_moments("pareto:1:5", 1.25, sqrt(5.0 / 48));
}

static void tails_are_as_long_as_they_should_be(void **state)
{
    static const struct {
        const char *text;
        double ms, beyond; /* how many of all are longer */
    } tails[] = {
        {"exp:5", 25, 0.006738}, {"lognormal:2:1", 20, 0.010651}, {"pareto:1:1.5", 100, 0.001}};

    (void)state;
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        struct dist dist = fixture_dist(tails[i].text);
        struct dist_stream stream = dist_stream(1, 0);
        double expected = DRAWS * tails[i].beyond, longer = 0;

        for (int n = 0; n < DRAWS; n++)
            longer += (double)dist_draw(&dist, &stream) > tails[i].ms * 1e6;
        assert_near(longer, expected, 4 * sqrt(expected));
    }
}

/* These may never change: results are compared with those of other machines, and of last year. */
static void a_seed_draws_the_same_to_the_last_nanosecond(void **state)
{
    static const struct {
        const char *text;
        int64_t first, second, third;
    } known[] = {
        {"uniform:1:4", 1098483, 2657399, 2562311},
        {"exp:5", 17082414, 2966813, 3262230},
        {"lognormal:2:0.5", 1562705, 2056193, 2014151},
        {"pareto:1:1.5", 9753782, 1485238, 1544907},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct dist dist = fixture_dist(known[i].text);
        struct dist_stream stream = dist_stream(42, 7);

        assert_int_equal(dist_draw(&dist, &stream), known[i].first);
        assert_int_equal(dist_draw(&dist, &stream), known[i].second);
        assert_int_equal(dist_draw(&dist, &stream), known[i].third);
    }
}

static void nothing_takes_no_time_or_more_than_a_day(void **state)
{
    struct dist nothing = fixture_dist("const:0"), endless = fixture_dist("pareto:1000:0.1");
    struct dist_stream stream = dist_stream(1, 0);
    bool day = false;

    (void)state;
    assert_int_equal(dist_draw(&nothing, &stream), 1);
    for (int i = 0; i < 1000; i++) {
        int64_t ns = dist_draw(&endless, &stream);

        assert_in_range(ns, 1, 24 * SPAN_HOUR);
        day = day || ns == 24 * SPAN_HOUR;
    }
    assert_true(day);
}

static void what_is_no_distribution_is_refused(void **state)
{
    static const char *const wrong[] = {"",
                                        "const",
                                        "const:",
                                        "const:x",
                                        "const:1:2",
                                        "const:-1",
                                        "const:nan",
                                        "const:1e9",
                                        "uniform:1",
                                        "uniform:2:1",
                                        "exp:5 ",
                                        "exp:inf",
                                        "lognormal:1",
                                        "lognormal:1:11",
                                        "pareto:1:0",
                                        "pareto:1:2:3",
                                        "normal:1:2",
                                        "trace:/no/file",
                                        "CONST:1",
                                        ":1"};
    struct dist dist = {.a = 7};
    char why[256];

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_true(dist_parse(wrong[i], NULL, &dist, why, sizeof(why)) < 0);
    assert_true(dist.a == 7);
}

/* Reads a trace of that text; the sum of its times, or a negative error. */
static double trace_sum(struct scratch *scratch, const char *text, const char *column,
                        char why[256])
{
    char word[SCRATCH_PATH_MAX + 8];
    struct dist dist;
    double sum = 0;
    int error;

    assert_int_equal(scratch_write(scratch_path(scratch, "t"), text, strlen(text)), 0);
    snprintf(word, sizeof(word), "trace:%s", scratch->path);
    error = dist_parse(word, column, &dist, why, 256);
    if (error < 0)
        return error;
    for (uint32_t i = 0; i < dist.count; i++)
        sum += dist.times[i];
    dist_free(&dist);
    return sum;
}

static void a_trace_is_lines_or_a_column_of_a_table(void **state)
{
    static const char table[] = "time,\"decode_ms\",slot\n1,2.5,0\n2,,1\n3,\"4\",2\r\n";
    char why[256];

    assert_near(trace_sum(*state, "# ms\n1\n\n2.5\n 3 \n", NULL, why), 6.5, 1e-9);
    assert_near(trace_sum(*state, "decode_ms\n1\n2", NULL, why), 3, 1e-9);
    assert_near(trace_sum(*state, table, "decode_ms", why), 6.5, 1e-9);
    assert_near(trace_sum(*state, table, "slot", why), 3, 1e-9);
    assert_near(trace_sum(*state, table, NULL, why), 6, 1e-9);
}

static void what_is_wrong_in_a_trace_is_told_with_its_line(void **state)
{
    char why[256], *line = malloc(6000);

    assert_non_null(line);
    assert_true(trace_sum(*state, "1\nx\n", NULL, why) == -EINVAL);
    assert_string_equal(why, "line 2: no time in ms from 0 to a day");
    assert_true(trace_sum(*state, "1\n\n-2\n", NULL, why) == -EINVAL);
    assert_string_equal(why, "line 3: no time in ms from 0 to a day");
    assert_true(trace_sum(*state, "a,b\n1,2\n", "c", why) == -EINVAL);
    assert_string_equal(why, "line 1: no column of the name that --column gives");
    assert_true(trace_sum(*state, "a,b\n", "a", why) == -EINVAL);
    assert_true(trace_sum(*state, "", NULL, why) == -EINVAL);
    memset(line, '1', 5999);
    line[5999] = '\0';
    assert_true(trace_sum(*state, line, NULL, why) == -EMSGSIZE);
    free(line);
}

static void a_trace_is_drawn_from_evenly(void **state)
{
    char word[SCRATCH_PATH_MAX + 8];
    struct dist_stream stream = dist_stream(1, 0);
    struct dist dist;
    uint32_t count[3] = {0};

    assert_int_equal(scratch_write(scratch_path(*state, "t"), "1\n2\n3\n", 6), 0);
    snprintf(word, sizeof(word), "trace:%s", ((struct scratch *)*state)->path);
    dist = fixture_dist(word);
    for (int i = 0; i < DRAWS; i++)
        count[dist_draw(&dist, &stream) / SPAN_MS - 1]++;
    for (int i = 0; i < 3; i++)
        assert_near(count[i], DRAWS / 3.0, 4 * sqrt(DRAWS * 2.0 / 9));
    dist_free(&dist);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_generators_are_the_published_ones),
        cmocka_unit_test(streams_of_one_seed_and_seeds_of_one_stream_differ),
        cmocka_unit_test(logarithm_and_exponential_are_right_to_15_digits),
        cmocka_unit_test(each_distribution_has_its_mean_and_deviation),
        cmocka_unit_test(tails_are_as_long_as_they_should_be),
        cmocka_unit_test(a_seed_draws_the_same_to_the_last_nanosecond),
        cmocka_unit_test(nothing_takes_no_time_or_more_than_a_day),
        cmocka_unit_test(what_is_no_distribution_is_refused),
        IN_SCRATCH(a_trace_is_lines_or_a_column_of_a_table),
        IN_SCRATCH(what_is_wrong_in_a_trace_is_told_with_its_line),
        IN_SCRATCH(a_trace_is_drawn_from_evenly),
    };

    return cmocka_run_group_tests_name("ringsim draw", tests, NULL, NULL);
}
